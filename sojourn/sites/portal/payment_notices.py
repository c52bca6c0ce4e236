"""The door at which payment providers tell that something changed: signed, of now, and only a hint.

The answers are for machines: 204 taken, 401 not signed or not of now, 404 no such provider, 413 too long, 415
no JSON, 503 ask again. Whatever is lost here is found by the job that asks the provider.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sojourn.flows.collect_payments import collect_payments
from sojourn.payments import providers
from sojourn.payments.errors import CallbackRefused, ProviderFailed, ProviderUnknown
from sojourn.payments.providers import signing

LONGEST = 16 * 1024


@csrf_exempt
@require_POST
def payment_notice(request: HttpRequest, provider: str) -> HttpResponse:
    """The signature stands for the session a provider does not have."""
    if request.content_type != "application/json":
        return HttpResponse(status=415)
    if len(request.body) > LONGEST:
        return HttpResponse(status=413)
    return HttpResponse(status=accept(provider, request.headers, request.body))


def accept(provider: str, headers: Mapping[str, str], body: bytes) -> int:
    """Check the callback, ask the provider, book its answer. Returns the status to answer with."""
    try:
        providers.provider_by(provider)
        collect_payments(provider, signing.number_told(headers, body))
    except ProviderUnknown:
        return 404
    except CallbackRefused:
        return 401
    except ProviderFailed:
        return 503
    return 204
