"""An application brought on paper or said at the counter: the same case and clock as one sent from home,
and one paper to hand over.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from sojourn.accounts import actions as accounts
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.catalogue import queries as catalogue
from sojourn.documents import letters
from sojourn.documents.bound import bind
from sojourn.documents.letters import LetterData
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.errors import AlreadyPrinted
from sojourn.flows.open_case import CaseReceipt, receipt_of, submit_application
from sojourn.flows.open_certificate import office_named
from sojourn.flows.print_counter_paper import SHEET, Paper
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.canonical import canonical_json, sha256
from sojourn.lib.db import answer_once, transaction_required
from sojourn.lib.types import Subject
from sojourn.permits import queries as permits

_CODE_LASTS = timedelta(days=90)


@transaction_required
def apply_at_counter(answers: Mapping[str, str], *, key: str, filing: Filing) -> CaseReceipt:
    """Enter an application; `filing.received_on` is the day of its stamp. Sent again: the same receipt.

    Raises: AnswersUnreadable, KeyUsedDifferently.
    """
    fresh: list[CaseReceipt] = []

    def act() -> str:
        fresh.append(_enter(answers, filing))
        return str(fresh[0].case_id)

    form = {"answers": dict(answers), "received": filing.received_on.isoformat(), "in": filing.language}
    asked = sha256(canonical_json(form))
    case_id = answer_once("case-counter", f"{filing.by.account_id}:{key}", request_hash=asked, act=act)
    return fresh[0] if fresh else receipt_of(UUID(case_id))


def _enter(answers: Mapping[str, str], filing: Filing) -> CaseReceipt:
    pack = catalogue.current()
    holder = Holder(secret=secrets.token_urlsafe(24))
    draft = applications.start(
        pack.service_for("residence"),
        pack=pack,
        language=filing.language,
        answers=answers,
        holder=holder,
        by=filing.by,
    )
    return submit_application(draft.id, holder=holder, filing=filing)


@transaction_required
def print_case_paper(file: CaseFile, *, key: str, language: str, by: Actor) -> Paper:
    """The certificate of the pending application, where there is one, and a sheet with reference and code.

    Raises: AlreadyPrinted (the same key again), LetterFailed.
    """
    fresh: list[Paper] = []

    def act() -> str:
        fresh.append(_print(file, language, by))
        return fresh[0].name

    asked = file.case.id.bytes
    answer_once("case-paper", f"{by.account_id}:{key}", request_hash=asked, act=act)
    if not fresh:
        raise AlreadyPrinted
    return fresh[0]


def _print(file: CaseFile, language: str, by: Actor) -> Paper:
    case, pack = file.case, file.pack
    papers: list[tuple[str, bytes]] = []
    for letter in list_letters(file):
        if letter.purpose is Purpose.PENDING:
            papers.append((case.reference, open_letter(file, letter, language=language, by=by)[1]))
    title = pack.find_text(f"letters.{SHEET}.title", language) or case.reference
    papers.append((title, letters.render(SHEET, _sheet(file, language, by), pack=pack)))
    return Paper(f"{case.reference}.pdf", bind(papers, title=title, language=language))


def _sheet(file: CaseFile, language: str, by: Actor) -> LetterData:
    case, until = file.case, clock.now() + _CODE_LASTS
    about = Subject("application", case.application_id)
    proof = permits.find_for(about, to=THE_STORY)
    code = accounts.make_counter_code(about, reference=case.reference, by=by, valid_until=until)
    page = f"{settings.PUBLIC_BASE}/{language}/sign-in/reference/"
    values: dict[str, letters.Value] = {
        "holder": file.identity.names.whole,
        "certificate": proof.number if proof else None,
        "received": case.filed_on,
        "entered": clock.legal_day(case.entered_at),
        "valid-to": proof.valid[1] if proof else None,
        "days-late": None,
        "code-until": clock.legal_day(until),
        "office": office_named(file.pack, case.office),
    }
    return LetterData(
        language=language,
        values=values,
        number=case.reference,
        code=code,
        link=page,
        scanned=page,
        issued_on=clock.today(),
        demonstration=settings.DEMONSTRATION,
    )
