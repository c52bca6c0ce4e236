from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "sojourn.sites.office"
    label = "office"
