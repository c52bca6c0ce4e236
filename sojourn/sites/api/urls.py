"""The addresses of the API; a version that breaks what programs rely on gets another number."""

from __future__ import annotations

from django.urls import path

from sojourn.sites.api.api import api

urlpatterns = [path("v1/", api.urls)]
