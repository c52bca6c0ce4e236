"""Stories of a life that changes: told of, foreseen, and what a refusal means for the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.facts import facts_of
from sojourn.flows.case_file import CaseFile
from sojourn.flows.file_together import submit_together
from sojourn.flows.foresee_of_age import foresee_of_age
from sojourn.flows.reviews import after_refusal, open_review, report
from sojourn.flows.special_regimes import stop_clock
from sojourn.flows.types import Filing
from sojourn.flows.watch_stages import watch_stages
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.reviews.types import Cause, Teller
from tests.factories import claims, filings
from tests.factories.cases import ANSWERS, FILED_ON, GUEST, HOLDER, apply, opened
from tests.factories.regimes import STORM
from tests.promises.stories import Story

DEPENDENT = {
    "ground.main": "family-of-permit-holder",
    "relation.relation": "spouse",
    "passport.given-names": "Elin",
    "passport.number": "BB1234567",
}


def together(first: UUID) -> UUID:
    """The application of a wife, filed into the family file of her husband's."""
    pack = catalogue.current()
    with transaction():
        draft = applications.start(
            pack.service_for("residence"),
            pack=pack,
            language="en",
            answers={**ANSWERS, **DEPENDENT},
            holder=HOLDER,
            by=GUEST,
        )
        filing = Filing(GUEST, FILED_ON, "en")
        return submit_together(draft.id, first=first, holder=HOLDER, filing=filing).case_id


def _dependent() -> CaseFile:
    return opened(apply(DEPENDENT).case_id)


def _with_a_family() -> CaseFile:
    first = apply().case_id
    together(first)
    return opened(first)


def _child() -> None:
    apply({"passport.birth-date": "2008-09-01", "applicant.filer": "child-14-17"})


def _entered_before_the_storm() -> Any:
    file = opened(apply({"present.entered-on": "2026-05-31"}).case_id)
    law = replace(file.pack.law(FILED_ON), regimes=(STORM,))
    facts = facts_of(file.pack, file.service, file.cleaned, file.context())
    return partial(stop_clock, file.case, facts, law=law)


STORIES: dict[str, Story] = {
    "stop_clock": _entered_before_the_storm,
    "open_review": lambda: partial(
        open_review, _dependent(), Cause.SEPARATION, teller=Teller.PERSON, by=SYSTEM
    ),
    "report": lambda: partial(
        report,
        _dependent(),
        Cause.DEATH,
        teller=Teller.PERSON,
        happened_on=None,
        words="He died.",
        by=GUEST,
    ),
    "after_refusal": lambda: partial(after_refusal, _with_a_family(), by=SYSTEM),
}


def _foreseen() -> partial[int]:
    _child()
    return partial(foresee_of_age)


def _watched() -> partial[int]:
    """A claim whose first interview is overdue."""
    with clock.frozen(FILED_ON - timedelta(days=30)):
        claims.claim(filings.account("claimant@example.org"))
    return partial(watch_stages)


OWN_TRANSACTIONS: dict[str, Story] = {"foresee_of_age": _foreseen, "watch_stages": _watched}
