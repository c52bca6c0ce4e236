"""Addresses of the shared interface: only the gallery of components."""

from __future__ import annotations

from django.urls import path

from sojourn.sites.ui import views

app_name = "ui"
urlpatterns = [path("gallery/", views.gallery, name="gallery")]
