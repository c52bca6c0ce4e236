from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "sojourn.permits"
    label = "permits"
