"""The person an organisation applies for has a part of their own: told of it, heard, with own papers.

What they give and say reaches the officer; the organisation learns that a paper was received, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue.types import Service
from sojourn.documents import actions as documents
from sojourn.documents.types import Examined, Filing
from sojourn.flows import worker_contact
from sojourn.flows.case_file import CaseFile, open_for_the_story
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries as inboxes
from sojourn.notices.types import Message, Recipient
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.errors import EndNotOpen, PartyUnknown
from sojourn.parties.types import EndOutcome, NewParty, PartyView, SaidKind

PAPER = "health-certificate"
_DAY = timedelta(days=1)
_WITH_A_CODE = Reader(
    SYSTEM, "part of a case", classes=frozenset({Confidentiality.ORDINARY, Confidentiality.RESTRICTED})
)
"""Whoever comes with number and code: of what is protected they are told nothing, by the same work."""


@transaction_required
def name_worker(case: CaseView, service: Service, cleaned: Mapping[str, Any], *, by: Actor) -> None:
    """Give the person a part in the case and tell them, where the service asks how they are reached."""
    path = service.case.person_contact if service.case else None
    if path is None or service.case is None:
        return
    language = str(cleaned.get(service.case.person_language or "") or case.language)
    contact = str(cleaned.get(path) or "")
    new = NewParty(case.subject, case.person_id, contact, language, case.confidentiality)
    tell(parties.name_party(new, by=by), case, by=by)


def tell_of(file: CaseFile, *, by: Actor) -> None:
    """Something was decided or ended that concerns the person too."""
    has_part = file.service.case is not None and file.service.case.person_contact is not None
    party = queries.find_of(file.case.subject) if has_part else None
    if party is not None:
        tell(party, file.case, by=by)


def link_of(party: PartyView, case: CaseView) -> str:
    """Where the person comes in without an account."""
    return f"/{party.language}/part/{case.reference}/{queries.code_of(party)}/"


def list_parts(account_id: UUID) -> list[CaseView]:
    """The cases in which somebody has a part of their own that their account joined.

    What was put out of sight since is not told of.
    """
    found = [cases.get_filed(about.id) for about in queries.list_of_account(account_id)]
    return [case for case in found if case.confidentiality is not Confidentiality.PROTECTED]


def find_worker(reference: str, opens: Callable[[PartyView], bool]) -> tuple[PartyView, CaseFile]:
    """The part of a person in a case, for whom it opens. Raises: PartyUnknown, alike for all else."""
    case = cases.find_by_reference(reference, to=_WITH_A_CODE)
    party = queries.find_of(case.subject) if case else None
    if case is None or party is None or not opens(party):
        raise PartyUnknown
    return party, open_for_the_story(case.id)


def find_party(reference: str, code: str) -> PartyView:
    """Whose part number and code open. Raises: PartyUnknown."""
    case = cases.find_by_reference(reference, to=_WITH_A_CODE)
    party = queries.find_of(case.subject) if case else None
    if party is None or not queries.opens(party, code):
        raise PartyUnknown
    return party


@transaction_required
def give_paper(
    party: PartyView, *, number: str, issued_on: date | None, scan: Examined | None, by: Actor
) -> None:
    """The person gives the health certificate; the scan is opened by those who examine the case alone."""
    kept = None
    if scan is not None:
        about = Filing(Subject("party", party.id), PAPER, Confidentiality.RESTRICTED)
        kept = documents.keep_examined(scan, filing=about, by=by).id
    old = party.paper.document_id if party.paper else None
    parties.give_paper(party.id, number=number, issued_on=issued_on, document_id=kept, by=by)
    if old is not None and kept is not None and party.paper is not None:
        parties.forget_scans([party.paper.id], by=by)
        documents.erase_all([old], reason="replaced", by=by)


@transaction_required
def say(party: PartyView, words: str, *, kind: SaidKind, by: Actor) -> None:
    """The person objects, answers, or reports exploitation: to the office, never to who applied."""
    parties.say(party.id, kind, words, by=by)


@transaction_required
def join(party: PartyView, case: CaseView, *, account_id: UUID, by: Actor) -> None:
    """Who came with the code takes the part into their account. Raises: PartyUnknown for who applied."""
    if not worker_contact.may_take_part(case, account_id):
        raise PartyUnknown
    parties.join(party.id, account_id=account_id, by=by)


@transaction_required
def undo_join(file: CaseFile, *, by: Actor) -> None:
    """An officer found that another had joined in the person's place. Raises: PartyUnknown."""
    party = queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    parties.undo_join(party.id, by=by)


@transaction_required
def renew_code(file: CaseFile, *, by: Actor) -> PartyView:
    """Another may know the code, who applied perhaps: it opens nothing any more. Nobody is sent the new one:

    an officer prints it and gives it to the person alone. Raises: PartyUnknown.
    """
    party = queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    return parties.renew_code(party.id, by=by)


@transaction_required
def write_to(file: CaseFile, words: str, *, by: Actor) -> None:
    """The office tells the person what concerns them alone, such as reasons kept from who applied.

    Raises: PartyUnknown.
    """
    party = queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    parties.say(party.id, SaidKind.TOLD, words, by=by)
    tell(party, file.case, by=by)


@transaction_required
def tell_early_end(file: CaseFile, *, ended_on: date, words: str, by: Actor) -> None:
    """The employer tells that the contract ended: the person is heard before the permit does. R-WP-9, 15.

    Raises: EndNotOpen where nothing was granted or another notice is not decided, PartyUnknown.
    """
    rule, party = file.service.early_end, queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    if rule is None or file.case.status is not CaseStatus.GRANTED or ended_on > clock.today():
        raise EndNotOpen
    until = file.limit(rule.hearing, after=clock.today())
    parties.tell_end(party.id, ended_on=ended_on, hear_until=until, words=words, by=by)
    tell(party, file.case, by=by)


@transaction_required
def judge_paper(file: CaseFile, *, paper_id: UUID | None, accepted: bool, by: Actor) -> None:
    """An officer accepts the certificate they looked at or not; the person is told.

    Raises: PartyUnknown, AnotherPaper where a newer one came meanwhile.
    """
    party = queries.find_of(file.case.subject)
    if party is None:
        raise PartyUnknown
    parties.judge_paper(party.id, paper_id=paper_id, accepted=accepted, by=by)
    tell(party, file.case, by=by)


def may_end(party: PartyView) -> bool:
    """Whether what was granted may end by the open notice: the person was heard, nothing suspends it."""
    end = party.end
    if end is None or end.decided_at is not None or end.outcome is EndOutcome.SUSPENDED:
        return False
    theirs = [each for each in party.said if each.kind is not SaidKind.TOLD]
    return clock.today() > end.hear_until or any(each.said_at >= end.told_at for each in theirs)


def tell(party: PartyView, case: CaseView, *, by: Actor) -> None:
    """Neutrally, by the contact that was given and in the account that joined."""
    if case.confidentiality is Confidentiality.PROTECTED:
        return
    for to in _reached(party):
        message = Message(
            template="news",
            language=party.language,
            to=to,
            about=Subject("party", party.id),
            context={"link": link_of(party, case)},
            confidentiality=case.confidentiality,
        )
        notices.send(message, by=by)


def _reached(party: PartyView) -> list[Recipient]:
    """The account that joined; the contact that was told too, while that account has not proven it."""
    contact = _contact(party)
    if party.account_id is None:
        return [contact] if contact else []
    joined = inboxes.recipient_of(party.account_id)
    is_theirs = contact is None or worker_contact.is_proven(party.contact, party.account_id)
    return [joined] if is_theirs or contact is None else [joined, contact]


def _contact(party: PartyView) -> Recipient | None:
    try:
        return Recipient(contact=read_contact(party.contact)) if party.contact else None
    except ContactNotUnderstood:
        return None


def is_past_appeal(case_id: UUID, *, before: date) -> bool:
    """Whether a case was decided before a day and nothing contests it any more."""
    try:
        case = cases.get_filed(case_id)
    except CaseNotFound:
        return True
    decided = case.decided_at
    return decided is not None and clock.legal_day(decided) < before and case.appeal_id is None
