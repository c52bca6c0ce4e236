from django.apps import AppConfig


class StaysConfig(AppConfig):
    name = "sojourn.stays"
    label = "stays"
