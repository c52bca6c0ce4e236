from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "sojourn.flows"
    label = "flows"
