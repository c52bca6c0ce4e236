from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sojourn.sites.api"
    label = "api"
