from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "sojourn.payments"
    label = "payments"
