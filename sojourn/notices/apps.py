from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sojourn.notices"
    label = "notices"
