from django.apps import AppConfig


class QuotasConfig(AppConfig):
    name = "sojourn.quotas"
    label = "quotas"
