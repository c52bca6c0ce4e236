from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "sojourn.catalogue"
    label = "catalogue"
