"""Which day it is, before anything is asked about a day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.errors import NoPackLoaded
from sojourn.lib import clock


class LegalDay:
    """The first request of a process takes the zone of the pack; without it midnight would come too late.

    A document whose last day was yesterday must not verify as valid because a process is young.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with catalogue.one_law():
            if not clock.knows_zone():
                with suppress(NoPackLoaded):
                    catalogue.current()
            return self.get_response(request)
