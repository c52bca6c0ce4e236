"""The public site as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for applicants, hosts and everyone."""

    name = "sojourn.sites.portal"
    label = "portal"
