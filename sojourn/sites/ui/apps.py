"""The shared interface as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Look, components and texts for portal and office."""

    name = "sojourn.sites.ui"
    label = "ui"
