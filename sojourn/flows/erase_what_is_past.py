"""What is past its term is erased: rows, files through their rows, and the personal values of their events.

The terms are the pack's (`retention.*`), by the law of today. Each batch is a transaction of its own, so that
a long register is swept while people work; stopped anywhere, it goes on with the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries as holders
from sojourn.applications import actions as applications
from sojourn.applications import queries as filings
from sojourn.audit import actions as audit
from sojourn.audit import queries as log
from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.documents import actions as documents
from sojourn.documents import queries as files
from sojourn.flows import worker
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import erase_answers_before, transaction
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.organisations import actions as organisations
from sojourn.parties import actions as parties
from sojourn.parties import queries as parts
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.people import actions as people
from sojourn.people import queries as register
from sojourn.permits import actions as permits
from sojourn.permits import queries as issued
from sojourn.petitions import actions as petitions
from sojourn.petitions import queries as written
from sojourn.quotas import actions as quotas
from sojourn.reviews import actions as reviews
from sojourn.stays import actions as stays
from sojourn.stays import queries as registrations

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Line:
    """Where a term draws the line today: what ended before this day, or instant, is past it."""

    term: str
    day: date

    @property
    def instant(self) -> datetime:
        return clock.start_of(self.day)


def erase_what_is_past() -> Mapping[str, int]:
    """Erase everything whose term has passed; how many of each kind. Called at the edge."""
    pack, today = catalogue.current(), clock.today()
    return {what: sweep(line(pack, term, today)) for what, (term, sweep) in SWEEPS.items()}


def line(pack: Pack, term: str, today: date) -> Line:
    """Raises: LawUnknown for a term the pack does not give."""
    return Line(term, pack.law(today).ago(f"retention.{term}"))


def _drafts(past: Line) -> int:
    """Drafts nobody sent, with the files handed in for them."""

    def batch() -> int:
        ids = applications.erase_drafts_saved_before(past.instant, by=SYSTEM)
        _erase_files(files.list_of("application", ids), past)
        return len(ids)

    return _until_none(batch)


def _documents(past: Line) -> int:
    """Files and letters whose filing or permit is past; what belongs to anything else stays with it."""

    def page(after: UUID | None) -> Sequence[tuple[UUID, Subject]]:
        return files.list_kept_before(past.instant, after=after)

    def erase(batch: Sequence[tuple[UUID, Subject]]) -> int:
        owners = {kind: {of.id for _, of in batch if of.kind == kind} for kind in ("application", "permit")}
        running = {
            "application": filings.list_running(owners["application"], since=past.instant),
            "permit": issued.list_running(owners["permit"], since=past.day),
        }
        ids = [each for each, of in batch if of.kind in running and of.id not in running[of.kind]]
        return _erase_files(ids, past)

    return _page_by_page(page, erase, place=lambda one: one[0])


def _erase_files(document_ids: Sequence[UUID], past: Line) -> int:
    """How they were served goes first; the sweeper takes the bytes of rows that are gone."""
    notices.erase_services(document_ids, by=SYSTEM)
    erased = documents.erase_all(document_ids, reason=past.term, by=SYSTEM)
    audit.redact_all("document", erased, by=SYSTEM, reason=past.term)
    return len(erased)


def _people(past: Line) -> int:
    """People of whom nothing was told since, and whom no stay and no filing names any more."""

    def page(after: UUID | None) -> Sequence[UUID]:
        return register.list_silent_since(past.instant, after=after)

    def erase(batch: Sequence[UUID]) -> int:
        named = registrations.list_staying(batch) | filings.list_named("person", batch)
        named |= case_files.list_with_case(batch)
        erased = people.erase(set(batch) - named, by=SYSTEM)
        audit.redact_all("person", erased, by=SYSTEM, reason=past.term)
        return len(erased)

    return _page_by_page(page, erase, place=lambda one: one)


def _accounts(past: Line) -> int:
    """Accounts of which the log has heard nothing since."""

    def page(after: UUID | None) -> Sequence[UUID]:
        return holders.list_opened_before(past.instant, after=after)

    def erase(batch: Sequence[UUID]) -> int:
        unused = set(batch) - log.list_active("account", batch, since=past.instant)
        erased = accounts.empty_accounts(unused, by=SYSTEM)
        notices.erase_choices(erased, by=SYSTEM)
        audit.redact_all("account", erased, by=SYSTEM, reason=past.term)
        return len(erased)

    return _page_by_page(page, erase, place=lambda one: one)


def _cases(past: Line) -> int:
    """Cases that ended, with the filing each began with and all that was handed in or written in it."""

    def batch() -> int:
        ids = cases.erase_closed_before(past.instant, by=SYSTEM)
        ended = [Subject("case", each) for each in ids]
        filed = applications.erase_led_to(ended, by=SYSTEM)
        _erase_parts_in(ended, past)
        _erase_files([*files.list_of("case", ids), *files.list_of("application", filed)], past)
        audit.redact_all("case", ids, by=SYSTEM, reason=past.term)
        return len(ids)

    return _until_none(batch)


def _erase_parts_in(ended: Sequence[Subject], past: Line) -> None:
    """The parts others had in these cases, with their papers; whose place of a quota it was is forgotten."""
    ids = parties.erase_of(ended, by=SYSTEM)
    _erase_files(files.list_of("party", ids), past)
    audit.redact_all("party", ids, by=SYSTEM, reason=past.term)
    audit.redact_all("review", reviews.erase_of(ended, by=SYSTEM), by=SYSTEM, reason=past.term)
    quotas.forget(ended, by=SYSTEM)


def _health_scans(past: Line) -> int:
    """Scans of health certificates once the decision stands; number, day and what was found of them stay."""
    found = [
        (paper, scan)
        for paper, scan, about in parts.list_scans_given_before(past.instant)
        if worker.is_past_appeal(about.id, before=past.day)
    ]
    with transaction():
        parties.forget_scans([paper for paper, _ in found], by=SYSTEM)
        return _erase_files([scan for _, scan in found], past)


def _health_papers(past: Line) -> int:
    """The same of health papers an applicant handed in, under whatever pack, for services of today or not."""
    asked: dict[str, set[str]] = {}
    for sha256 in catalogue.list_loaded():
        for code, service in catalogue.by_hash(sha256).services.items():
            health = {each.question for each in service.documents if each.health and each.question}
            asked.setdefault(code, set()).update(health)
    return sum(_health_papers_of(code, kinds, past) for code, kinds in asked.items() if kinds)


def _health_papers_of(service: str, kinds: Collection[str], past: Line) -> int:
    """Those of one service: a paper of the same name may be another elsewhere."""

    def page(after: UUID | None) -> Sequence[tuple[UUID, Subject]]:
        return files.list_kept_before(past.instant, kinds=kinds, after=after)

    def erase(batch: Sequence[tuple[UUID, Subject]]) -> int:
        filed = [of.id for _, of in batch if of.kind == "application"]
        led = filings.list_cases_of(filed, service=service)
        decided = {of for of, case in led.items() if worker.is_past_appeal(case, before=past.day)}
        return _erase_files([each for each, of in batch if of.id in decided], past)

    return _page_by_page(page, erase, place=lambda one: one[0])


def _registrations(past: Line) -> int:
    def batch() -> int:
        ids = stays.erase_ended_before(past.day, by=SYSTEM)
        audit.redact_all("registration", ids, by=SYSTEM, reason=past.term)
        return len(ids)

    return _until_none(batch)


def _permits(past: Line) -> int:
    def batch() -> int:
        ids = permits.erase_ended_before(past.day, by=SYSTEM)
        audit.redact_all("permit", ids, by=SYSTEM, reason=past.term)
        return len(ids)

    return _until_none(batch)


def _organisations(past: Line) -> int:
    """Organisations that ended, after their memberships; names and reasons in the log may be a trader's."""

    def batch() -> int:
        ids = organisations.erase_organisations_ended_before(past.day, by=SYSTEM)
        audit.redact_all("organisation", ids, by=SYSTEM, reason=past.term)
        return len(ids)

    return _until_none(batch)


def _payments(past: Line) -> int:
    """Who owed and what for, long after nothing was owed, and what officers said of it; the books stay."""

    def batch() -> int:
        ids = payments.erase_settled_before(past.instant, by=SYSTEM)
        audit.redact_all("charge", ids, by=SYSTEM, reason=past.term)
        audit.redact_all("payment", charges.list_paid_for(ids), by=SYSTEM, reason=past.term)
        return len(ids)

    return _until_none(batch)


def _unowed(past: Line) -> int:
    """What officers said of payments that nobody owed and that went back."""

    def page(after: UUID | None) -> Sequence[UUID]:
        return charges.list_returned_before(past.instant, after=after)

    def erase(batch: Sequence[UUID]) -> int:
        return audit.redact_all("payment", batch, by=SYSTEM, reason=past.term)

    return _page_by_page(page, erase, place=lambda one: one)


def _petitions(past: Line) -> int:
    """Petitions that ended, with their papers and answers and all that was said in them."""

    def batch() -> int:
        ids = petitions.erase_ended_before(past.day, by=SYSTEM)
        _erase_files(files.list_of("petition", ids), past)
        audit.redact_all("petition", ids, by=SYSTEM, reason=past.term)
        return len(ids)

    return _until_none(batch)


def _unsent_papers(past: Line) -> int:
    """Papers handed in with a petition that was never sent."""

    def page(after: UUID | None) -> Sequence[tuple[UUID, Subject]]:
        return files.list_kept_before(past.instant, after=after)

    def erase(batch: Sequence[tuple[UUID, Subject]]) -> int:
        owners = {of.id for _, of in batch if of.kind == "petition"}
        unsent = owners - written.list_filed(owners)
        return _erase_files([each for each, of in batch if of.id in unsent], past)

    return _page_by_page(page, erase, place=lambda one: one[0])


def _until_none(batch: Callable[[], int]) -> int:
    """Batch after batch, each in a transaction of its own, until nothing is left."""
    erased = 0
    while True:
        with transaction():
            last = batch()
        if not last:
            return erased
        erased += last


def _page_by_page(
    page: Callable[[UUID | None], Sequence[One]],
    erase: Callable[[Sequence[One]], int],
    *,
    place: Callable[[One], UUID],
) -> int:
    """Page after page of what may be past; of each page, what is past is erased in one transaction."""
    erased, after = 0, None
    while batch := page(after):
        with transaction():
            erased += erase(batch)
        after = place(batch[-1])
    return erased


Sweep = Callable[[Line], int]


def _before_instant(erase: Callable[..., Sequence[UUID] | int]) -> Sweep:
    """A room that erases by itself what came before an instant."""
    return lambda past: _until_none(lambda: _how_many(erase(past.instant, by=SYSTEM)))


def _before_day(erase: Callable[..., Sequence[UUID] | int]) -> Sweep:
    """A room that erases by itself what ended before a day."""
    return lambda past: _until_none(lambda: _how_many(erase(past.day, by=SYSTEM)))


def _how_many(erased: Sequence[UUID] | int) -> int:
    return erased if isinstance(erased, int) else len(erased)


SWEEPS: Mapping[str, tuple[str, Sweep]] = {
    "drafts": ("draft", _drafts),
    "guest lists": ("draft", _before_instant(applications.erase_lists_saved_before)),
    "answers of doors": ("draft", lambda past: _until_none(lambda: erase_answers_before(past.instant))),
    "documents": ("document", _documents),
    "counter codes": ("application", _before_instant(accounts.erase_counter_codes_before)),
    "filings": ("application", _before_instant(applications.erase_sent_before)),
    "cases": ("case", _cases),
    "scans of health certificates": ("health-scan", _health_scans),
    "health papers of applicants": ("health-scan", _health_papers),
    "petitions": ("petition", _petitions),
    "papers of petitions not sent": ("draft", _unsent_papers),
    "registrations": ("registration", _registrations),
    "permits": ("permit", _permits),
    "payments": ("payment", _payments),
    "payments nobody owed": ("payment", _unowed),
    "messages": ("notice", _before_instant(notices.erase_messages_before)),
    "memberships and mandates": ("organisation", _before_day(organisations.erase_ended_before)),
    "organisations": ("organisation", _organisations),
    "accounts": ("account", _accounts),
    "people": ("person", _people),
}
"""What is erased, the term of the pack it hangs on, and how; what belongs to something goes before it.

Who looked (`retention.access`) is forgotten by the operator alone: `sojourn erase`.
"""
