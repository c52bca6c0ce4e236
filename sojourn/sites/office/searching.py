"""Searches of lists: what may name somebody is sent in a form, never put into an address, which goes into
histories and the logs of proxies. Filters that name nobody make an address to keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from sojourn.sites.office import typed as read

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of a list; `named` is the word that may name somebody."""

    asked: dict[str, str]
    named: str
    after: str
    is_sent: bool

    @property
    def told(self) -> dict[str, str]:
        return {name: value for name, value in self.asked.items() if value}

    @property
    def address(self) -> str:
        """Where a form that names nobody leads; empty where it is answered as it was sent."""
        return f"?{urlencode(self.told)}" if self.is_sent and not self.named else ""

    def pages(self, further: str) -> dict[str, Any]:
        """What the page says about the pages around it; `further` is where the next one begins."""
        if self.named:
            return {"kept": self.told, "sent_on": further, "sent_back": bool(self.after)}
        on, back = urlencode({**self.told, "after": further}), urlencode(self.told)
        return {"next_page": f"?{on}" if further else "", "first_page": f"?{back}" if self.after else ""}


def read_search(request: HttpRequest, filters: Sequence[str], *, naming: str) -> Search:
    """naming: the filter that may name somebody; in an address it says nothing."""
    is_sent = request.method == "POST"
    data = request.POST if is_sent else request.GET
    asked = read.fields(data, dict.fromkeys(filters, _LONGEST))
    if not is_sent:
        asked[naming] = ""
    return Search(asked, asked[naming], read.fields(data, {"after": _LONGEST})["after"], is_sent)
