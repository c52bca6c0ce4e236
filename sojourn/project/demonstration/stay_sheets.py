"""Writes invented stays as `flows.register_stay` would have: filing, registration, document, end."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sojourn.applications import events as filings
from sojourn.catalogue.types import Pack
from sojourn.lib.actor import SYSTEM
from sojourn.lib.references import Pattern
from sojourn.permits import events as documents
from sojourn.permits import rules as codes
from sojourn.permits.types import STANDING_FOR, Cause
from sojourn.project.demonstration.cast import Character
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.ciphers import Ciphers, Seals
from sojourn.project.demonstration.days import ISO, year_of
from sojourn.project.demonstration.filing import (
    GUEST,
    HOUR,
    Filer,
    Filers,
    answers_of,
    filer,
    guest_key,
    instant,
    told_json,
)
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.sheets import (
    DAY,
    NOTHING,
    NULL,
    Sheets,
    flag,
    jsonb,
    key,
    moment,
    number,
    octets,
    quoted,
    short,
    text,
    word,
    written,
)
from sojourn.project.demonstration.stories import StayStory
from sojourn.stays import events as stays
from sojourn.stays.types import CandidateState, EndCause

_KIND = "registration"
_MINUTE = HOUR // 60
_SYSTEM = filer(SYSTEM)
_ORDINARY = short(0)
_REASON = "Invented reason of the demonstration"
_WORDS, _ANSWER = "This guest does not live here.", "The address was checked."
_PERMIT_CAUSES = {EndCause.DEPARTED: Cause.DEPARTED, EndCause.MOVED: Cause.MOVED}
_ISSUED = word("valid") + word(Cause.ISSUED.value)


@dataclass(slots=True)
class Filed:
    """How a stay was filed: the legal day, the instant within it, by whom, under which reference, and the
    secret that stands for a filer without an account.
    """

    on: int
    at: int
    when: bytes  # the instant as a cell
    filer: Filer
    reference: str
    secret: bytes


@dataclass(slots=True)
class Tools:
    """What the sheets of one batch share."""

    pack: Pack
    sheets: Sheets
    log: Log
    ciphers: Ciphers
    seals: Seals
    chance: Chance
    filers: Filers
    reference_numbers: Iterator[int]
    permit_numbers: Iterator[int]
    officer: UUID


class StaySheets:
    """Registrations with everything that hangs on them."""

    def __init__(self, tools: Tools) -> None:
        self._t, pack = tools, tools.pack
        self._number = Pattern(pack.references[_KIND])
        self._reference = Pattern(pack.references["application"])
        service = pack.service_for("registration")
        self._short = service.short
        self._law = word(pack.sha256)
        self._of_registration = word(_KIND) + word(_KIND)
        self._permits: list[tuple[bytes, str, bytes]] = []
        self._unsigned: list[bytes] = []
        self._begun = f'{{"service":"{service.code}","reference":"'
        # The cells of a filing between its reference and its state.
        self._service = b"".join((word(service.code), self._law, word(pack.languages[0]), _ORDINARY))

    def next_reference(self, on: int) -> str:
        """The reference of a filing made on a legal day."""
        return self._reference.format(next(self._t.reference_numbers), service=self._short, year=year_of(on))

    def draft(self, story: StayStory, who: Character, filed: Filed) -> None:
        """A filing that was not sent."""
        application_id, began = self._t.chance.new_id(filed.at), self._began(filed)
        self._application(
            key(application_id), answers_of(story, who), filed, began, word("draft"), NOTHING + NULL, NULL,
            NULL, NOTHING + NULL,
        )  # fmt: skip
        self._started(application_id, filed, began)

    def filing(
        self, story: StayStory, who: Character, filed: Filed, registration_id: bytes, person_id: bytes
    ) -> None:
        """The application behind a stay."""
        t, application_id, began = self._t, self._t.chance.new_id(filed.at), self._began(filed)
        application, at, by = key(application_id), filed.when, filed.filer.by
        self._application(
            application, answers_of(story, who), filed, began, word("submitted"), filed.filer.principal,
            DAY[filed.on], at, word(_KIND) + key(registration_id),
        )  # fmt: skip
        t.sheets.line(
            "applications_applicationparty", application, word("applicant"), word("person"), key(person_id)
        )
        self._started(application_id, filed, began)
        facts = (
            f'{self._begun}{filed.reference}","pack":"{t.pack.sha256}","outcome_kind":"{_KIND}",'
            f'"outcome_id":"{written(registration_id)}","received_on":"{ISO[filed.on]}","findings":[]}}'
        )
        t.log.record(filings.SUBMITTED, application_id, at=at, by=by, facts=facts)

    def _began(self, filed: Filed) -> bytes:
        return moment(filed.at - self._t.chance.between(2, 25) * _MINUTE)

    def _application(
        self, application: bytes, answers: str, filed: Filed, began: bytes, state: bytes, principal: bytes,
        received_on: bytes, submitted_at: bytes, outcome: bytes,
    ) -> None:  # fmt: skip
        by = filed.filer
        self._t.sheets.line(
            "applications_application", application, text(filed.reference), self._service, state,
            self._t.ciphers.seal(b"applications_application.answers", answers), NULL, octets(filed.secret),
            by.by, principal, by.door, by.office, received_on, began, filed.when, submitted_at, outcome,
        )  # fmt: skip

    def _started(self, application_id: bytes, filed: Filed, began: bytes) -> None:
        facts = f'{self._begun}{filed.reference}"}}'
        self._t.log.record(filings.STARTED, application_id, at=began, by=filed.filer.by, facts=facts)

    def registration(self, story: StayStory, who: Character, filed: Filed, person_id: bytes) -> bytes:
        """The registration, its document, its candidate and objection, and its end; gives the id."""
        registration_id = self._t.chance.new_id(filed.at)
        self._row(registration_id, story, who, filed, person_id)
        self._registered(registration_id, story, who, filed, person_id)
        permit_id = self._document(registration_id, story, who, filed)
        if story.late:
            self._candidate(registration_id, story, story.late, filed)
        if story.objected:
            self._objection(registration_id, story, filed)
        if story.end_cause and story.ended_on:
            self._end(registration_id, permit_id, story, filed, story.ended_on, story.end_cause)
        return registration_id

    def _row(self, row_id: bytes, story: StayStory, who: Character, filed: Filed, person_id: bytes) -> None:
        t, host, by, guest = self._t, story.host, filed.filer, guest_key(who)
        index, seal, arrived_on = t.ciphers.index, t.ciphers.seal, DAY[story.arrived_on]
        name = by.name or filed.secret.hex()
        contact = host.contact and seal(b"stays_registration.host_contact", f'"{host.contact}"')
        t.sheets.line(
            "stays_registration", key(row_id), text(filed.reference),
            index("stays.filing", name, *guest, host.place_key, ISO[story.arrived_on]),
            index("stays.guest", *guest), key(person_id), _ORDINARY, word(who.nationality),
            host.place_cells, seal(b"stays_registration.told", told_json(who)),
            host.host_cells, contact or NULL, host.organisation_cell,
            DAY[story.in_country_on], arrived_on, DAY[story.leaves_on], DAY[story.lawful_until],
            flag(story.changed_place), flag(story.voluntary), number(story.days_late), by.door, by.account,
            by.by, by.principal, DAY[filed.on], filed.when, DAY[story.ended_on],
            word(story.end_cause.value if story.end_cause else ""), self._law,
        )  # fmt: skip

    def _registered(
        self, row_id: bytes, story: StayStory, who: Character, filed: Filed, person_id: bytes
    ) -> None:
        host = story.host
        organisation = f'"{host.organisation_id}"' if host.organisation_id else "null"
        facts = (
            f'{{"reference":"{filed.reference}","person":"{written(person_id)}",'
            f'"office":"{host.office}","host_kind":"{host.kind}","organisation":{organisation},'
            f'"received_on":"{ISO[story.received_on]}","voluntary":{_said(story.voluntary)},'
            f'"changed_place":{_said(story.changed_place)},"pack":"{self._t.pack.sha256}"}}'
        )
        self._t.log.record(
            stays.REGISTERED,
            row_id,
            host.place_json,
            host.host_json,
            f'"{ISO[story.leaves_on]}"',
            f'"{host.place.district}"',
            f'"{ISO[story.arrived_on]}"',
            f'"{ISO[story.lawful_until]}"',
            f"{story.days_late}",
            f'"{who.nationality}"',
            at=filed.when,
            by=filed.filer.by,
            facts=facts,
        )

    def _document(self, registration_id: bytes, story: StayStory, who: Character, filed: Filed) -> bytes:
        """The issued document with its code; it is sealed with all others when the batch is closed."""
        t, permit_id, at = self._t, self._t.chance.new_id(filed.at), filed.when
        printed_number = self._number.format(next(t.permit_numbers), year=year_of(filed.on))
        self._to_seal(registration_id, permit_id, story, filed, printed_number, who.sealed)
        first_day, last_day = story.arrived_on, story.lawful_until
        t.sheets.line("permits_validityentry", key(permit_id), _ISSUED, DAY[first_day], DAY[last_day], at)
        facts = (
            f'{{"document_kind":"{_KIND}","number":"{printed_number}","seal_key":"{t.seals.key_id}",'
            f'"about":{{"kind":"{_KIND}","id":"{written(registration_id)}"}}}}'
        )
        days = f'"{ISO[first_day]}"', f'"{ISO[last_day]}"'
        t.log.record(documents.ISSUED, permit_id, *days, at=at, by=filed.filer.by, facts=facts)
        return permit_id

    def _to_seal(
        self, registration_id: bytes, permit_id: bytes, story: StayStory, filed: Filed, printed_number: str,
        holder: tuple[str, str, str, str],
    ) -> None:  # fmt: skip
        """Keep the row of a document up to its seal, and what is to be signed."""
        t, code, valid = self._t, codes.new_code(), (story.arrived_on, story.lawful_until)
        name, nationality, birth, document = holder
        district = story.host.place.district
        self._unsigned.append(
            t.seals.unsigned(
                sealed_on=filed.on, number=printed_number, district=district, valid=valid, holder=holder
            )
        )
        opening = (
            key(permit_id), text(printed_number), self._of_registration, key(registration_id), _ORDINARY,
            _ORDINARY, t.ciphers.index("permit-code", printed_number, code),
        )  # fmt: skip
        printed = (
            f'{{"code":"{code}","holder":{{"birth":"{birth}","name":"{name}","nationality":"{nationality}",'
            f'"travel_document":"{document}"}},"valid":["{ISO[valid[0]]}","{ISO[valid[1]]}"],"seal":"'
        )
        self._permits.append((b"".join(opening), printed, filed.when))

    def close(self) -> None:
        """Seal what was issued: a real seal, dated on the day of issue."""
        t, seal_key = self._t, word(self._t.seals.key_id)
        for (opening, printed, at), sealed in zip(self._permits, t.seals.sign(self._unsigned), strict=True):
            whole = f'{printed}{b2a_base64(sealed, newline=False).decode()}"}}'
            hidden = t.ciphers.seal(b"permits_permit.printed", whole)
            t.sheets.line("permits_permit", opening, hidden, seal_key, at)

    def _candidate(self, row_id: bytes, story: StayStory, state: CandidateState, filed: Filed) -> None:
        t, is_open, office = self._t, state is CandidateState.OPEN, story.host.office
        reason, decided = "" if is_open else _REASON, moment(filed.at + 2 * HOUR)
        t.sheets.line(
            "stays_latecandidate", key(row_id), word(office), _ORDINARY, DAY[story.last_day],
            number(story.days_late), jsonb('["guest","host"]'), word(state.value), word(reason),
            *((NULL, NULL) if is_open else (self._officer, decided)),
        )  # fmt: skip
        if not is_open:
            by, facts = t.filers.at_counter(office).by, f'{{"state":"{state.value}"}}'
            t.log.record(stays.CANDIDATE_DECIDED, row_id, quoted(reason), at=decided, by=by, facts=facts)

    def _objection(self, row_id: bytes, story: StayStory, filed: Filed) -> None:
        t, office, said_at = self._t, story.host.office, filed.at + 90 * _MINUTE
        answered = moment(said_at + HOUR)
        said, new_id = moment(said_at), t.chance.new_id
        t.sheets.line(
            "stays_objection", key(new_id(said_at)), key(row_id), word(office), _ORDINARY,
            text(written(new_id(said_at))), word(_WORDS), said, word(_ANSWER if story.answered else ""),
            *((self._officer, answered) if story.answered else (NULL, NULL)),
        )  # fmt: skip
        t.log.record(stays.OBJECTED, row_id, quoted(_WORDS), at=said, by=GUEST.by, facts='{"side":"host"}')
        if story.answered:
            by = t.filers.at_counter(office).by
            t.log.record(stays.OBJECTION_ANSWERED, row_id, quoted(_ANSWER), at=answered, by=by)

    @property
    def _officer(self) -> bytes:
        return key(self._t.officer.bytes)

    def _end(
        self, row_id: bytes, permit_id: bytes, story: StayStory, filed: Filed, on: int, cause: EndCause
    ) -> None:
        """The end of the stay, and of its document unless its term ran out by itself."""
        t = self._t
        at = moment(max(filed.at + 4 * HOUR, instant(on, t.chance)))
        by = _SYSTEM.by if cause is EndCause.EXPIRED else filed.filer.by
        facts = f'{{"cause":"{cause.value}"}}'
        t.log.record(stays.ENDED, row_id, f'"{ISO[on]}"', at=at, by=by, facts=facts)
        if noted := _PERMIT_CAUSES.get(cause):
            first_day, standing = on + 1, STANDING_FOR[noted].value
            t.sheets.line(
                "permits_validityentry", key(permit_id), word(standing), word(noted.value), DAY[first_day],
                NULL, at,
            )  # fmt: skip
            days = f'"{ISO[first_day]}"', "null"
            facts = f'{{"standing":"{standing}","cause":"{noted.value}"}}'
            t.log.record(documents.NOTED, permit_id, *days, at=at, by=by, facts=facts)


def _said(value: bool) -> str:
    return "true" if value else "false"
