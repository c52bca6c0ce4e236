"""Every address of the product."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("ui/", include("sojourn.sites.ui.urls")),
    ),
]

handler400 = "sojourn.sites.ui.views.bad_request"
handler403 = "sojourn.sites.ui.views.forbidden"
handler404 = "sojourn.sites.ui.views.not_found"
handler500 = "sojourn.sites.ui.views.failed"
