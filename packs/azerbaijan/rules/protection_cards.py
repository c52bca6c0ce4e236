"""The card of a refugee or of a stateless person, renewed or made again: the status is not examined anew.

Source: Convention of 1951 art. 27; Convention of 1954 art. 27; defaults of the pack for terms and times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from packs.azerbaijan.rules.protection_documents import DocumentFacts
from sojourn.catalogue.authoring import Law, Reason, Validity, add_calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class StatusCardFacts(DocumentFacts):
    """One application for a card. kind: renewal, lost, damaged or changed; status: refugee or stateless;
    card_until: the last day of the card there is or was.
    """

    kind: str = "renewal"
    status: str = "refugee"
    card_until: date | None = None


def status_card_term(facts: StatusCardFacts, law: Law) -> Validity:
    """A renewed card has a term of its own. One that takes the place of a card that is still good holds as
    long as that would have; the status does not end with either.
    """
    start = facts.judged_on
    name = "statelessness.card-term" if facts.status == "stateless" else "protection.card-term"
    whole = add_calendar(start, law[name]) - _DAY
    old = facts.card_until
    if facts.kind != "renewal" and old is not None and start <= old < whole:
        return Validity(start, old, (Reason("card-to-end-of-old-one"), Reason("status-outlives-card")))
    return Validity(start, whole, (Reason("status-outlives-card"),))
