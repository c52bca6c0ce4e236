"""The public door: three answers in one shape, and patience with wrong tries.

Unknown number, wrong code, withdrawn, expired and hidden documents are the same answer, made by the same
three statements and the same keyed digests. Source: decision 0006. Hidden is what was issued hidden: a paper
of someone who came under protection later is worth what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import ExpressionWrapper, TextField

from sojourn.lib import clock
from sojourn.lib.db import transaction_required
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Confidentiality, Subject
from sojourn.permits import codes, rules
from sojourn.permits.errors import AskAgainLater
from sojourn.permits.models import LETTERS_OF_NUMBER, Permit, VerifyTry
from sojourn.permits.types import Verdict

_NUMBER_LENGTH = 60
_KEPT_FOR = timedelta(days=1)
_NUMBER = re.compile(rf"[0-9A-Za-z-]{{1,{_NUMBER_LENGTH}}}")
_BETWEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00]")

_WRONG_TRIES = """
SELECT (SELECT array[extract(epoch from max(t.at)), count(*)] FROM permits_verifytry t
        WHERE t.was_wrong AND t.caller = %s AND t.at > %s AND t.at <= %s),
       (SELECT array[extract(epoch from max(t.at)), count(*)] FROM permits_verifytry t
        WHERE t.was_wrong AND t.number = %s AND t.at > %s AND t.at <= %s)
"""
_LOOK_UP = """
SELECT p.number, p.code_digest, p.issued_confidentiality, e.standing
FROM (SELECT %s::text AS letters) asked
LEFT JOIN permits_permit p ON replace(p.number, '-', '') = asked.letters
LEFT JOIN LATERAL (
  SELECT v.standing FROM permits_validityentry v
  WHERE v.permit_id = p.id AND v.first_day <= %s AND (v.last_day IS NULL OR v.last_day >= %s)
  ORDER BY v.id DESC LIMIT 1
) e ON true
"""


@transaction_required
def verify(number: str, code: str, *, caller_key: str) -> Verdict:
    """Whether a document holds today. `caller_key` is whatever tells callers apart, such as an address.

    Raises: AskAgainLater after several wrong tries, with the seconds to wait; it is not counted as a try.
    """
    asked, typed = read_number(number), rules.read_code(code)
    caller, place = (
        blind_index(caller_key, purpose="verify-caller"),
        blind_index(_letters(asked), purpose="verify-number"),
    )
    now = clock.now()
    _check_patience(caller, place, now)
    found, kept, confidentiality, standing = _look_up(asked)
    code_fits = codes.fits(found or asked, typed, kept)
    verdict = rules.verdict_for(
        standing or "", code_fits=code_fits, is_hidden=confidentiality == Confidentiality.PROTECTED
    )
    # A withdrawn document counts as a wrong try too: otherwise the count would tell it from an unknown one.
    VerifyTry.objects.create(caller=caller, number=place, was_wrong=verdict is Verdict.NOT_VALID, at=now)
    return verdict


@transaction_required
def identify(
    number: str, code: str, *, caller_key: str, knows: Callable[[Subject | None], bool] = bool
) -> Subject | None:
    """What the document with this number and code was issued for, told to who holds it; a try like any other.

    `knows` says whether the caller also knows what the code does not say; it is asked about nothing too, so
    that the work is the same. Unknown number, wrong code, hidden document and not knowing: one answer.
    Raises: AskAgainLater.
    """
    asked, typed = read_number(number), rules.read_code(code)
    caller = blind_index(caller_key, purpose="verify-caller")
    place = blind_index(_letters(asked), purpose="verify-number")
    now = clock.now()
    _check_patience(caller, place, now)
    row = (
        Permit.objects.alias(letters=ExpressionWrapper(LETTERS_OF_NUMBER, output_field=TextField()))
        .filter(letters=_letters(asked))
        .exclude(issued_confidentiality=Confidentiality.PROTECTED)
        .first()
    )
    code_fits = codes.fits(row.number if row else asked, typed, bytes(row.code_digest) if row else None)
    held = Subject(row.subject_kind, row.subject_id) if row and code_fits else None
    fits = knows(held)
    VerifyTry.objects.create(caller=caller, number=place, was_wrong=not fits, at=now)
    return held if fits else None


@transaction_required
def erase_old_tries() -> int:
    """Forget tries when they no longer count. How many."""
    return VerifyTry.objects.filter(at__lt=clock.now() - _KEPT_FOR).delete()[0]


def read_number(typed: str) -> str:
    """The number someone typed: any case, without spaces and invisible marks."""
    return _BETWEEN.sub("", typed).upper()[:_NUMBER_LENGTH]


def read_code(typed: str) -> str:
    """The code someone typed: any case, with or without spaces, look-alike letters as digits."""
    return rules.read_code(typed)


def may_be_number(typed: str) -> bool:
    """Whether it is worth asking: letters, digits and hyphens, not longer than any number."""
    found = _NUMBER.fullmatch(_BETWEEN.sub("", typed))
    return found is not None


def may_be_code(typed: str) -> bool:
    """Whether it has the length and the characters of a code."""
    return rules.is_code(read_code(typed))


def _check_patience(caller: bytes, place: bytes, now: datetime) -> None:
    limits = (rules.WITH_A_CALLER, rules.WITH_A_NUMBER)
    values: list[bytes | datetime] = []
    for index, patience in zip((caller, place), limits, strict=True):
        values += [index, now - patience.memory, now]
    with connection.cursor() as cursor:
        cursor.execute(_WRONG_TRIES, values)
        found = cursor.fetchone()
    waits = [
        rules.seconds_to_wait(int(count), _instant(last), now=now, patience=patience)
        for (last, count), patience in zip(found, limits, strict=True)
    ]
    if max(waits):
        raise AskAgainLater(seconds=max(waits))


def _instant(epoch: float | None) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(float(epoch), tz=clock.now().tzinfo)


def _letters(number: str) -> str:
    """A number as it is looked up, wherever its hyphens were typed."""
    return number.replace("-", "")


def _look_up(number: str) -> tuple[str | None, bytes | None, int | None, str | None]:
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, [_letters(number), today, today])
        found, kept, confidentiality, standing = cursor.fetchone()
    return found, (bytes(kept) if kept is not None else None), confidentiality, standing
