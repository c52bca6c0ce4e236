from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sojourn.cases"
    label = "cases"
