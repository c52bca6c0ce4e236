"""Codes printed at the counter for people without e-mail, phone or account."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from hmac import compare_digest

from sojourn.accounts import events, limits, rules
from sojourn.accounts.models import CounterCode
from sojourn.accounts.types import Verdict
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Confidentiality, Subject


@transaction_required
def make_counter_code(
    subject: Subject, *, reference: str, by: Actor, valid_until: datetime | None = None
) -> str:
    """Make the code that opens a subject together with its reference; codes printed before it end.

    It lasts ninety days unless a term is given.
    """
    until = valid_until or clock.now() + rules.COUNTER_CODE_LIFE
    code = "".join(secrets.choice(rules.COUNTER_ALPHABET) for _ in range(rules.COUNTER_CODE_LENGTH))
    index = _index_of(reference)
    CounterCode.objects.filter(reference_index=index, ended_at=None).update(ended_at=clock.now())
    made = CounterCode(
        subject_kind=subject.kind,
        subject_id=subject.id,
        reference_index=index,
        code_hash=_hash_of(reference, code),
        printed_at=clock.now(),
        valid_until=until,
    )
    made.save(force_insert=True)
    audit.record(
        events.COUNTER_CODE_PRINTED,
        subject=Subject("counter-code", made.id),
        by=by,
        subject_kind=subject.kind,
        subject_id=subject.id,
        valid_until=until,
    )
    return code


@transaction_required
def end_counter_codes(subjects: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """The codes printed for these open nothing any more. That they ended is told to this class alone."""
    rows = CounterCode.objects.filter(subject_id__in=[each.id for each in subjects], ended_at=None)
    ended = list(rows.select_for_update().order_by("id").values_list("id", flat=True))
    CounterCode.objects.filter(id__in=ended).update(ended_at=clock.now())
    for code_id in ended:
        subject = Subject("counter-code", code_id)
        audit.record(events.COUNTER_CODE_ENDED, subject=subject, by=by, confidentiality=confidentiality)


@transaction_required
def check_counter_code(
    reference: str, code: str, *, caller: str, by: Actor
) -> tuple[Verdict, Subject | None]:
    """Open the subject of a reference with the code printed for it.

    An unknown reference and a wrong code are answered alike, after the same work. The caller lets the
    transaction commit whatever the verdict.
    """
    asked = (rules.COUNTER_CODES_PER_REFERENCE, rules.clean_code(reference))
    if not limits.within(asked, (rules.COUNTER_CODES_PER_CALLER, caller)):
        return Verdict.LIMITED, None
    kept = CounterCode.objects.filter(reference_index=_index_of(reference), ended_at=None).first()
    expected = bytes(kept.code_hash) if kept else bytes(16)
    right = compare_digest(expected, _hash_of(reference, code))
    verdict = Verdict.RIGHT if kept and right and kept.valid_until > clock.now() else Verdict.WRONG
    if kept:
        audit.record(
            events.COUNTER_CODE_CHECKED, subject=Subject("counter-code", kept.id), by=by, verdict=verdict
        )
    if kept is None or verdict is Verdict.WRONG:
        return Verdict.WRONG, None
    return verdict, Subject(kept.subject_kind, kept.subject_id)


def _index_of(reference: str) -> bytes:
    return blind_index(rules.clean_code(reference), purpose="counter-code:reference")


def _hash_of(reference: str, code: str) -> bytes:
    parts = rules.clean_code(reference), rules.clean_code(code)
    return blind_index(*parts, purpose="counter-code")
