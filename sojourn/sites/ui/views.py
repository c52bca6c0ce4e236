"""The gallery of components, and the pages that say something went wrong."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sojourn.lib import clock
from sojourn.lib.money import Money
from sojourn.sites.ui import context


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with an example; there only where nothing is real."""
    if not (settings.DEBUG or getattr(settings, "DEMONSTRATION", False)):
        raise Http404
    today = clock.today()
    shown = {
        "day": today + timedelta(days=12),
        "late": today - timedelta(days=3),
        "amount": Money(123450, "EUR"),
        "lines": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "office": "office" in request.GET,
    }
    return render(request, "ui/gallery.html", shown)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return render(request, "ui/error_400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return render(request, "ui/error_403.html", status=403)


def not_acting(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For who acted for someone and may not any more, or not in this."""
    return render(request, "ui/error_not_acting.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404; also what someone sees who may not know that a thing exists."""
    return render(request, "ui/error_404.html", status=404)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For uploads beyond the limit."""
    return render(request, "ui/error_413.html", status=413)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For tries beyond the limit."""
    return render(request, "ui/error_429.html", status=429)


def kept_apart(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For a file that waits for the scanner, or that carries harmful software."""
    return render(request, "ui/error_kept_apart.html", status=423)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was open too long, or its form came from elsewhere."""
    return render(request, "ui/error_expired.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """handler500: asks nothing of the rooms, so that it can be said when the database is away."""
    return HttpResponse(render_to_string("ui/error_500.html", context.page(request)), status=500)
