from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "sojourn.organisations"
    label = "organisations"
