"""What a browser may load for a page of ours: the same words on every answer, put together once."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

_SHOWN_TO_DEVELOPERS = frozenset({404, 500})
"""Pages of the framework that draw themselves with styles of their own, in development only."""


class ContentPolicy:
    """Middleware, in place of the library's, which composes the words anew for each answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in _SHOWN_TO_DEVELOPERS):
            response.setdefault(HEADER, self.policy)
        return response
