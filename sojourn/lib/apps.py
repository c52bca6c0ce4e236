from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "sojourn.lib"
    label = "lib"
