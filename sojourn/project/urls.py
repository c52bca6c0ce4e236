"""Every address of the product."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from sojourn.sites.portal import outbox, payment_notices, start, verifying

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.choose_language, name="choose-language"),
    path("v/", verifying.scanned),
    path("v/<str:number>/<str:code>", verifying.scanned, name="scanned"),
    path("demo/outbox", outbox.outbox, name="outbox"),
    path("payments/notice/<slug:provider>/", payment_notices.payment_notice, name="payment-notice"),
    path("api/", include("sojourn.sites.api.urls")),
    *i18n_patterns(
        path("", include("sojourn.sites.portal.urls")),
        path("office/", include("sojourn.sites.office.urls")),
        path("ui/", include("sojourn.sites.ui.urls")),
    ),
]

handler400 = "sojourn.sites.portal.errors.bad_request"
handler403 = "sojourn.sites.ui.views.forbidden"
handler404 = "sojourn.sites.ui.views.not_found"
handler500 = "sojourn.sites.portal.errors.failed"
