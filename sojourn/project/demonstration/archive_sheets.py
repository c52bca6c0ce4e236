"""Writes cases as the flows would have: person, filing, case, its events, its decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sojourn.applications import events as filings
from sojourn.cases import events
from sojourn.cases.types import CaseStatus
from sojourn.catalogue.authoring import Period
from sojourn.catalogue.types import Pack, Service
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.references import Pattern
from sojourn.lib.types import Confidentiality
from sojourn.project.demonstration.cast import KIND_OF_DOCUMENT, Character, spelt
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.days import ISO, year_of
from sojourn.project.demonstration.filing import GUEST, HOUR, filer
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.people_sheets import PeopleSheets, telling
from sojourn.project.demonstration.sheets import (
    DAY,
    FALSE,
    NOTHING,
    NULL,
    Sheets,
    compact,
    jsonb,
    key,
    moment,
    no_keys,
    number,
    octets,
    quoted,
    short,
    text,
    word,
    written,
)

_DAY, _SECRET = 24 * HOUR, 32
_ORDINARY = short(0)
_WORDS = '{"en":"The papers were checked."}'
_NO_LIST, _NO_FACTS = jsonb("[]"), "{}"


class Outcome(StrEnum):
    """What is known of a case of the archive."""

    WAITING = "waiting"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Kept:
    """What all cases of the archive have in common."""

    pack: Pack
    service: Service
    limit: Period
    told: dict[str, str]
    fee_class: str

    def said(self, path: str | None) -> str:
        return self.told.get(path or "", "")


@dataclass(slots=True)
class Course:
    """One case: days as ordinal numbers, `at` in microseconds since 2000."""

    outcome: Outcome
    filed_on: int
    due_on: int
    at: int
    district: str
    office: str
    officer: UUID
    approver: UUID


@dataclass(slots=True)
class _Ends:
    """How a case stands in its row; cells."""

    status: CaseStatus
    version: int
    last_by: bytes
    last_at: bytes
    handler: bytes = NULL
    handled_since: bytes = NULL
    proposals: int = 0
    decision: bytes = NULL
    decided_at: bytes = NULL
    decided_by: bytes = NULL
    closed_at: bytes = NULL


class ArchiveSheets:
    """Cases, each of a person of its own."""

    def __init__(
        self, kept: Kept, sheets: Sheets, log: Log, ciphers: Ciphers, chance: Chance, people: PeopleSheets
    ) -> None:
        self._kept, self._sheets, self._log = kept, sheets, log
        self._ciphers, self._chance, self._people = ciphers, chance, people
        service, pack, asked = kept.service, kept.pack, kept.service.case
        self._reference = Pattern(pack.references["application"])
        self._law, self._code = word(pack.sha256), word(service.code)
        self._language = word(pack.languages[0])
        place = f"{asked.place}.district" if asked else ""
        self._district = quoted(place)
        self._told = compact({path: said for path, said in kept.told.items() if path != place})[1:-1]
        self._ground = kept.said(asked.ground if asked else None)
        self._speed = kept.said(asked.speed if asked else None)
        self._begun = f'{{"service":"{service.code}","reference":"'

    def case(self, who: Character, course: Course, drawn: int) -> None:
        """One application from its person to its end."""
        at = course.at
        reference = self._reference.format(
            drawn, service=self._kept.service.short, year=year_of(course.filed_on)
        )
        told = telling(at, course.filed_on, reference, GUEST.by, Confidentiality.ORDINARY)
        person_id = self._people.person(who, told)
        application_id, case_id = self._chance.new_id(at), self._chance.new_id(at)
        self._filing(application_id, case_id, person_id, who, course, reference)
        self._opened(application_id, case_id, person_id, course, reference)
        ends = _COURSES[course.outcome](self, case_id, course)
        self._row(application_id, case_id, person_id, course, reference, ends)

    def _filing(
        self, application_id: bytes, case_id: bytes, person_id: bytes, who: Character, course: Course,
        reference: str,
    ) -> None:  # fmt: skip
        at, add = moment(course.at), self._sheets.line
        began, application = moment(course.at - HOUR), key(application_id)
        answers = self._ciphers.seal(b"applications_application.answers", self._answers(who, course))
        add(
            "applications_application", application, text(reference), self._code, self._law, self._language,
            _ORDINARY, word("submitted"), answers, NULL, octets(self._chance.randbytes(_SECRET)), GUEST.by,
            GUEST.principal, GUEST.door, GUEST.office, DAY[course.filed_on], began, at, at, word("case"),
            key(case_id),
        )  # fmt: skip
        add("applications_applicationparty", application, word("applicant"), word("person"), key(person_id))
        begun = f'{self._begun}{reference}"'
        self._log.record(filings.STARTED, application_id, at=began, by=GUEST.by, facts=f"{begun}}}")
        facts = (
            f'{begun},"pack":"{self._kept.pack.sha256}","outcome_kind":"case",'
            f'"outcome_id":"{written(case_id)}","received_on":"{ISO[course.filed_on]}","findings":[]}}'
        )
        self._log.record(filings.SUBMITTED, application_id, at=at, by=GUEST.by, facts=facts)

    def _answers(self, who: Character, course: Course) -> str:
        document = ""
        if who.number:
            document = (
                f',"passport.kind":"{KIND_OF_DOCUMENT}","passport.issuing-state":"{who.nationality}",'
                f'"passport.number":"{who.number}","passport.expires-on":"{who.expires_on}"'
            )
        surname = f',"passport.surname":{spelt(who.surname).quoted}' if who.surname else ""
        return (
            f'{{{self._told},{self._district}:"{course.district}"{document}{surname},'
            f'"passport.given-names":{spelt(who.given).quoted},"passport.nationality":"{who.nationality}",'
            f'"passport.birth-date":"{who.born}","passport.sex":"{who.sex}"}}'
        )

    def _opened(
        self, application_id: bytes, case_id: bytes, person_id: bytes, course: Course, reference: str
    ) -> None:
        kept, on = self._kept, ISO[course.filed_on]
        facts = (
            f'{self._begun}{reference}","person":"{written(person_id)}",'
            f'"application":"{written(application_id)}","pack":"{kept.pack.sha256}",'
            f'"office":"{course.office}","filed_on":"{on}","started_on":"{on}",'
            f'"review_limit":"{kept.limit}","due_on":"{ISO[course.due_on]}","speed":"{self._speed}"}}'
        )
        said = (f'"{self._ground}"', f'"{kept.fee_class}"')
        self._log.record(events.OPENED, case_id, *said, at=moment(course.at), by=GUEST.by, facts=facts)

    def _row(
        self, application_id: bytes, case_id: bytes, person_id: bytes, course: Course, reference: str,
        ends: _Ends,
    ) -> None:  # fmt: skip
        kept, office, filed_on, at = self._kept, word(course.office), DAY[course.filed_on], moment(course.at)
        self._sheets.line(
            "cases_case", key(case_id), text(reference), self._code, self._law, _ORDINARY,
            key(application_id), key(person_id), NULL, NOTHING, NULL, NULL, word(ends.status.value),
            word(self._ground), word(self._speed), word(kept.fee_class), office, office, word("portal"),
            ends.handler, ends.handled_since, no_keys, filed_on, filed_on, at, word(str(kept.limit)),
            DAY[course.due_on], NULL, _ORDINARY, NULL, _ORDINARY, NULL, short(ends.proposals), NULL,
            ends.decision, NULL, NULL, ends.decided_at, ends.decided_by, NULL, ends.closed_at, FALSE,
            self._language, jsonb("{}"), number(ends.version), ends.last_by, ends.last_at,
        )  # fmt: skip

    def _waiting(self, case_id: bytes, course: Course) -> _Ends:
        return _Ends(CaseStatus.IN_REVIEW, 1, NULL, moment(course.at))

    def _taken(self, case_id: bytes, course: Course) -> _Ends:
        officer, at = key(course.officer.bytes), moment(course.at + _DAY)
        self._sheets.line(
            "cases_assignment",
            key(case_id),
            officer,
            word(course.office),
            word("taken"),
            at,
            officer,
            NOTHING,
        )
        facts = f'{{"officer":"{course.officer}"}}'
        self._log.record(events.TAKEN, case_id, at=at, by=_of(course.officer, course.office), facts=facts)
        return _Ends(CaseStatus.IN_REVIEW, 2, officer, at, handler=officer, handled_since=at)

    def _withdrawn(self, case_id: bytes, course: Course) -> _Ends:
        at = moment(course.at + 3 * _DAY)
        self._log.record(events.WITHDRAWN, case_id, '""', at=at, by=GUEST.by)
        return _Ends(CaseStatus.WITHDRAWN, 2, NULL, at, decided_at=at, closed_at=at)

    def _granted(self, case_id: bytes, course: Course) -> _Ends:
        """Proposed, approved, nothing to pay, made and handed over."""
        taken = self._taken(case_id, course)
        proposal_id, decision_id = self._proposed(case_id, course), self._chance.new_id(course.at)
        approver, at = key(course.approver.bytes), moment(course.at + 6 * _DAY)
        by, on = _of(course.approver, course.office), course.filed_on + 6
        power = f'{{"office":"{course.office}","role":"supervisor"}}'
        self._sheets.line(
            "cases_decision", key(decision_id), key(case_id), word("grant"), key(proposal_id), NULL,
            _NO_LIST, jsonb(_WORDS), jsonb(self._terms(course)), NULL, NOTHING, taken.handler, approver,
            jsonb(power), self._law, at, DAY[on], NULL,
        )  # fmt: skip
        facts = (
            f'{{"decision":"{written(decision_id)}","proposal":"{written(proposal_id)}",'
            f'"author":"{course.officer}","power":{power}}}'
        )
        self._log.record(events.GRANT_APPROVED, case_id, at=at, by=by, facts=facts)
        self._log.record(events.PAID, case_id, at=at, by=by, facts=f'{{"on":"{ISO[on]}"}}')
        made, made_by = moment(course.at + 8 * _DAY), _of(course.officer, course.office)
        for kind in (events.PRODUCED, events.READY, events.DOCUMENT_HANDED_OVER):
            self._log.record(kind, case_id, at=made, by=made_by, facts=f'{{"on":"{ISO[on + 2]}"}}')
        return _Ends(
            CaseStatus.GRANTED, 8, taken.last_by, made, taken.handler, taken.handled_since, 1,
            key(decision_id), at, approver, made,
        )  # fmt: skip

    def _proposed(self, case_id: bytes, course: Course) -> bytes:
        proposal_id, terms = self._chance.new_id(course.at), self._terms(course)
        officer, at = key(course.officer.bytes), moment(course.at + 4 * _DAY)
        used = self._ciphers.seal(b"cases_proposal.facts", _NO_FACTS)
        self._sheets.line(
            "cases_proposal", key(proposal_id), key(case_id), short(1), word("grant"), NULL, _NO_LIST,
            jsonb(_WORDS), NULL, jsonb(terms), NULL, NOTHING, used, _NO_LIST, officer, at, NULL, NULL,
            NOTHING,
        )  # fmt: skip
        facts = f'{{"number":1,"proposal":"{written(proposal_id)}","decision":"grant"}}'
        by = _of(course.officer, course.office)
        self._log.record(events.PROPOSED, case_id, "[]", terms, at=at, by=by, facts=facts)
        return proposal_id

    def _terms(self, course: Course) -> str:
        return f'{{"from":"{ISO[course.filed_on]}","until":"{ISO[course.filed_on + 364]}"}}'


def _of(officer: UUID, office: str) -> bytes:
    """The cell of an officer's record; there are few of them."""
    found = _officers.get((officer, office))
    if found is None:
        actor = Actor(ActorKind.STAFF, Door.OFFICE, account_id=officer, office=office)
        found = _officers[officer, office] = filer(actor).by
    return found


_officers: dict[tuple[UUID, str], bytes] = {}
_COURSES = {
    Outcome.WAITING: ArchiveSheets._waiting,
    Outcome.TAKEN: ArchiveSheets._taken,
    Outcome.WITHDRAWN: ArchiveSheets._withdrawn,
    Outcome.GRANTED: ArchiveSheets._granted,
}
