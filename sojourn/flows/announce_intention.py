"""Before a refusal the applicant is told what is intended and why, and is heard. Source: R-PROC-3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sojourn.cases import actions as cases
from sojourn.cases.errors import TextMissing
from sojourn.cases.types import CaseView
from sojourn.catalogue.types import PhraseUse
from sojourn.flows import case_messages
from sojourn.flows.case_file import CaseFile
from sojourn.flows.reasoning import Values, check_known, with_sentences
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def announce_intention(
    file: CaseFile,
    *,
    reasons: Sequence[str],
    words: Mapping[str, str],
    by: Actor,
    version: int | None = None,
    values: Values | None = None,
) -> CaseView:
    """Announce an intended refusal; values: what stands in the sentences of its reasons.

    Own words stand in the authentic language too, or in none.
    Raises: ReasonMissing, ReasonUnknown, ValueMissing, TextMissing, TakenByAnother, Recused, ActNotAllowed.
    """
    check_known(file, reasons, PhraseUse.REFUSE)
    authentic = file.pack.languages[0]
    if any(text.strip() for text in words.values()) and not words.get(authentic, "").strip():
        raise TextMissing(language=authentic)
    told = with_sentences(file, reasons, words, values=values)
    case = cases.announce_intention(file.case.id, reasons=reasons, words=told, by=by, version=version)
    case_messages.tell(case, by=by)
    return case


@transaction_required
def answer_intention(file: CaseFile, *, words: str, by: Actor) -> CaseView:
    """Keep what the applicant says; the examination goes on. Raises: ActNotAllowed."""
    until = file.last_paused(clock.today())
    return cases.answer_intention(
        file.case.id, words=words, calendar=file.calendar, paused_until=until, by=by
    )
