"""Pages for what went wrong, and the one answer for whatever is not there for this visitor."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from sojourn.sites.ui import context, views


def not_there() -> Http404:
    """The same for what does not exist and for what belongs to someone else."""
    return Http404()


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400; a form beyond the limits is told as such."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return views.too_large(request, exception)
    return views.bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """handler500: drawn without asking anything of the database, which may be what failed."""
    return HttpResponseServerError(render_to_string("ui/error_500.html", context.page(request)))
