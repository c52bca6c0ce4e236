"""What no database keeps and no page shows: a zero character, or half of a character, anywhere in a request.

No keyboard makes them. The answer is one page for every form and address; what was typed is still in the
form the browser goes back to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from sojourn.sites.ui import views

_UNKEPT = re.compile("[\0\ud800-\udfff]")
_UTF8 = frozenset({"", "utf-8", "utf8"})


class PlainInput:
    """Middleware, before the session is asked for: a cookie that is not plain is none at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if is_plain(value)}
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Here a form too large for reading is refused as ever; see `upload_limit`."""
        if (request.content_params or {}).get("charset", "").strip().lower() not in _UTF8:
            request.encoding = "utf-8"
            return views.bad_request(request)
        return None if all(map(is_plain, _texts(request))) else views.bad_request(request)


def is_plain(text: str) -> bool:
    return not _UNKEPT.search(text)


def _texts(request: HttpRequest) -> Iterator[str]:
    """Everything of a request that a view may read as text, the form last: it is read by this."""
    yield request.path
    yield from _of(request.GET)
    if request.method != "POST":
        return
    try:
        yield from _of(request.POST)
    except UnreadablePostError:  # the visitor is gone
        return


def _of(data: QueryDict) -> Iterator[str]:
    for name, values in data.lists():
        yield name
        yield from map(str, values)
