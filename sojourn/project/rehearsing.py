"""`sojourn pack rehearse`: how the filings there are would come out under a draft, told in lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sojourn.catalogue.types import Pack
from sojourn.catalogue.wording import many, title
from sojourn.flows.rehearse_pack import Kind, Rehearsal

_SAID = {
    Kind.DECIDED: "decided otherwise",
    Kind.CHARGED: "charged otherwise",
    Kind.DATED: "dated otherwise",
    Kind.NOT_ASKED: "not understood by the draft",
}
_MOST_WAYS = 8


def as_lines(found: Rehearsal, pack: Pack) -> Iterator[str]:
    """Service by service: how many, in which ways, with a few numbers as examples."""
    for service, asked in sorted(found.asked.items()):
        yield f"{title(pack, service)}: {many(asked, 'filing')} asked again"
        for kind, said in _SAID.items():
            differing = found.differing.get((service, kind))
            if differing is None:
                continue
            yield f"  {differing.count} {said}, such as {', '.join(differing.examples)}"
            ways = differing.ways.most_common()
            yield from (f"    {count} x {way}" for way, count in ways[:_MOST_WAYS])
            if ways[_MOST_WAYS:]:
                yield f"    and {many(len(ways) - _MOST_WAYS, 'way')} more; --json lists them"
        unanswered = found.unanswered[service]
        if unanswered:
            yield f"  {unanswered} the law of today cannot answer: nothing is said of them"
        if not unanswered and not any(code == service for code, _ in found.differing):
            yield "  all as before"
    yield f"{many(sum(found.asked.values()), 'filing')} asked again; nothing was written."


def as_json(found: Rehearsal) -> dict[str, Any]:
    return {
        service: {
            "asked": asked,
            "unanswered": found.unanswered[service],
            **{
                kind.value: {
                    "count": differing.count,
                    "ways": dict(differing.ways.most_common()),
                    "references": differing.references,
                }
                for (code, kind), differing in found.differing.items()
                if code == service
            },
        }
        for service, asked in sorted(found.asked.items())
    }
