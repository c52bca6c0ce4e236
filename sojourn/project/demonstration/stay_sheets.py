"""Writes invented stays as `flows.register_stay` would have: filing, registration, document, end."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sojourn.applications import events as filings
from sojourn.catalogue.types import Pack
from sojourn.flows import arrival_form
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.references import Pattern
from sojourn.lib.types import Subject
from sojourn.people.types import Identity
from sojourn.permits import events as documents
from sojourn.permits import rules as codes
from sojourn.permits import seal
from sojourn.permits.types import STANDING_FOR, Cause, SealedHolder, ToIssue
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.filing import counter_actor, instant, place_json, sealed_holder, told_json
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.sheets import NULL, Sheets, cell, compact, escaped, octets, quoted
from sojourn.project.demonstration.stories import StayStory
from sojourn.stays import events as stays
from sojourn.stays.types import CandidateState, EndCause, Guest

SERVICE = "registration-of-stay"
_KIND = "registration"
_SYSTEM = compact(SYSTEM.as_record())
_NOBODY = UUID(int=0)
_REASON = "Invented reason of the demonstration"
_PERMIT_CAUSES = {EndCause.DEPARTED: Cause.DEPARTED, EndCause.MOVED: Cause.MOVED}


@dataclass(frozen=True, slots=True)
class Filed:
    """How a stay was filed: instant, actor as record, and what stands for a filer without an account."""

    at: datetime
    actor: dict[str, Any]
    secret: bytes
    reference: str
    by: str  # the actor's record as JSON

    @property
    def account(self) -> str:
        return str(self.actor.get("account", NULL))


@dataclass(frozen=True, slots=True)
class Tools:
    """What the sheets of one batch share."""

    pack: Pack
    sheets: Sheets
    log: Log
    ciphers: Ciphers
    chance: random.Random
    new_id: Callable[[datetime], str]
    reference_numbers: Iterator[int]
    permit_numbers: Iterator[int]
    officer: str | None
    seal_key: str

    def next_reference(self, at: datetime) -> str:
        """The reference of a filing made at an instant."""
        pattern = Pattern(self.pack.references["application"])
        short = self.pack.services[SERVICE].short
        return pattern.format(next(self.reference_numbers), service=short, year=clock.legal_day(at).year)


class StaySheets:
    """Registrations with everything that hangs on them."""

    def __init__(self, tools: Tools) -> None:
        self._t = tools
        self._number = Pattern(tools.pack.references[_KIND])
        self._language = tools.pack.languages[0]

    def filing(self, filed: Filed, *, answers: str, registration_id: str | None, person_id: str) -> None:
        """The application behind a stay; a draft where there is no registration yet."""
        t, row_id, actor, sent = self._t, self._t.new_id(filed.at), filed.actor, registration_id is not None
        began, at = str(filed.at - timedelta(minutes=t.chance.randint(2, 25))), str(filed.at)
        received_on = str(clock.legal_day(filed.at))
        t.sheets.line(
            "applications_application", row_id, filed.reference, SERVICE, t.pack.sha256, self._language, "0",
            "submitted" if sent else "draft", t.ciphers.seal("applications_application.answers", answers),
            filed.account, NULL if "account" in actor else octets(filed.secret), escaped(filed.by), "", NULL,
            actor["door"], actor.get("office", ""), received_on if sent else NULL, began, at,
            at if sent else NULL, _KIND if sent else "", registration_id or NULL,
        )  # fmt: skip
        facts: dict[str, Any] = {"service": SERVICE, "reference": filed.reference}
        t.log.record(filings.STARTED, row_id, at=began, by=filed.by, facts=facts)
        if sent:
            t.sheets.line("applications_applicationparty", row_id, "applicant", "person", person_id)
            facts |= {
                "pack": t.pack.sha256,
                "outcome_kind": _KIND,
                "outcome_id": registration_id,
                "received_on": received_on,
                "findings": [],
            }
            t.log.record(filings.SUBMITTED, row_id, at=at, by=filed.by, facts=facts)

    def registration(self, story: StayStory, who: Identity, person_id: str, filed: Filed) -> str:
        """The registration, its document, its candidate and objection, and its end; gives the id."""
        t = self._t
        registration_id = t.new_id(filed.at)
        place = place_json(story.host.place)
        self._row(registration_id, story, who, person_id, filed, place)
        self._registered(registration_id, story, who, person_id, filed, place)
        permit_id = self._document(registration_id, story, who, filed)
        if story.late:
            self._candidate(registration_id, story, story.late, filed)
        if story.objected:
            self._objection(registration_id, story, filed)
        if story.end_cause and story.ended_on:
            self._end(registration_id, permit_id, story, filed)
        return registration_id

    def _row(
        self, row_id: str, story: StayStory, who: Identity, person_id: str, filed: Filed, place: str
    ) -> None:
        t, host, actor = self._t, story.host, filed.actor
        told = arrival_form.told(who)
        guest = Guest(_NOBODY, told).key_parts
        principal = actor.get("on_behalf_of", {})
        filer = principal.get("id") or actor.get("account") or filed.secret.hex()
        contact = host.contact and t.ciphers.seal("stays_registration.host_contact", quoted(host.contact))
        t.sheets.line(
            "stays_registration", row_id, filed.reference,
            t.ciphers.index("stays.filing", filer, *guest, host.place.key, str(story.arrived_on)),
            t.ciphers.index("stays.guest", *guest), person_id, "0", who.nationality or "",
            host.place.district, host.office, t.ciphers.seal("stays_registration.told", told_json(told)),
            escaped(place), host.kind.value, escaped(host.name), contact or NULL,
            host.organisation_id or NULL, str(story.in_country_on), str(story.arrived_on),
            str(story.leaves_on), str(story.lawful_until), cell(story.changed_place), cell(story.voluntary),
            str(story.days_late), actor["door"], filed.account, filed.by, principal.get("kind", ""),
            principal.get("id", NULL), str(story.received_on), str(filed.at), cell(story.ended_on),
            story.end_cause.value if story.end_cause else "", t.pack.sha256,
        )  # fmt: skip

    def _registered(
        self, row_id: str, story: StayStory, who: Identity, person_id: str, filed: Filed, place: str
    ) -> None:
        host = story.host
        self._t.log.record(
            stays.REGISTERED,
            row_id,
            at=str(filed.at),
            by=filed.by,
            facts={
                "reference": filed.reference,
                "person": person_id,
                "district": host.place.district,
                "office": host.office,
                "host_kind": host.kind.value,
                "organisation": host.organisation_id,
                "arrived_on": str(story.arrived_on),
                "lawful_until": str(story.lawful_until),
                "received_on": str(story.received_on),
                "voluntary": story.voluntary,
                "changed_place": story.changed_place,
                "days_late": story.days_late,
                "nationality": who.nationality or "",
                "pack": self._t.pack.sha256,
            },
            personal={
                "place": place,
                "host": f'{{"contact":{quoted(host.contact)},"name":{quoted(host.name)}}}',
                "leaves_on": f'"{story.leaves_on}"',
            },
        )

    def _document(self, registration_id: str, story: StayStory, who: Identity, filed: Filed) -> str:
        """The issued document with its code and a real seal, dated on the day of issue."""
        t, permit_id, at = self._t, self._t.new_id(filed.at), str(filed.at)
        number = self._number.format(next(t.permit_numbers), year=clock.legal_day(filed.at).year)
        holder, code = sealed_holder(who), codes.new_code()
        valid = (story.arrived_on, story.lawful_until)
        issue = ToIssue(_KIND, Subject(_KIND, _NOBODY), holder, valid, story.host.place.district)
        with clock.frozen(filed.at):
            sealed = base64.b64encode(seal.make(issue, number=number)).decode()
        first_day, last_day = str(valid[0]), str(valid[1])
        printed = {
            "code": code,
            "seal": sealed,
            "holder": {name: getattr(holder, name) for name in SealedHolder.__dataclass_fields__},
            "valid": [first_day, last_day],
        }
        t.sheets.line(
            "permits_permit", permit_id, number, _KIND, _KIND, registration_id, "0",
            t.ciphers.index("permit-code", number, code),
            t.ciphers.seal("permits_permit.printed", compact(printed)), t.seal_key, at,
        )  # fmt: skip
        t.sheets.line(
            "permits_validityentry", permit_id, "valid", Cause.ISSUED.value, first_day, last_day, at
        )
        facts = {
            "document_kind": _KIND,
            "number": number,
            "first_day": first_day,
            "last_day": last_day,
            "seal_key": t.seal_key,
            "about": {"kind": _KIND, "id": registration_id},
        }
        t.log.record(documents.ISSUED, permit_id, at=at, by=filed.by, facts=facts)
        return permit_id

    def _candidate(self, row_id: str, story: StayStory, state: CandidateState, filed: Filed) -> None:
        t = self._t
        decided = filed.at + timedelta(hours=2) if state is not CandidateState.OPEN else None
        reason = _REASON if decided else ""
        t.sheets.add(
            "stays_latecandidate", row_id, story.host.office, 0, story.last_day, story.days_late,
            compact(["guest", "host"]), state.value, reason, t.officer if decided else None, decided,
        )  # fmt: skip
        if decided:
            t.log.record(
                stays.CANDIDATE_DECIDED,
                row_id,
                at=str(decided),
                by=compact(self._at_counter(story)),
                facts={"state": state.value},
                personal={"reason": quoted(reason)},
            )

    def _objection(self, row_id: str, story: StayStory, filed: Filed) -> None:
        t, said_at = self._t, filed.at + timedelta(minutes=90)
        answered = said_at + timedelta(hours=1) if story.answered else None
        words, answer = "This guest does not live here.", "The address was checked." if answered else ""
        t.sheets.add(
            "stays_objection", t.new_id(said_at), row_id, story.host.office, 0, t.new_id(said_at), words,
            said_at, answer, t.officer if answered else None, answered,
        )  # fmt: skip
        by = compact({"kind": "guest", "door": "portal"})
        t.log.record(
            stays.OBJECTED, row_id, at=str(said_at), by=by, facts={}, personal={"words": quoted(words)}
        )
        if answered:
            by = compact(self._at_counter(story))
            told = {"answer": quoted(answer)}
            t.log.record(stays.OBJECTION_ANSWERED, row_id, at=str(answered), by=by, facts={}, personal=told)

    def _end(self, row_id: str, permit_id: str, story: StayStory, filed: Filed) -> None:
        """The end of the stay, and of its document unless its term ran out by itself."""
        t, on, cause = self._t, story.ended_on, story.end_cause
        if on is None or cause is None:
            return
        at = max(filed.at + timedelta(hours=4), instant(on, t.chance))
        by = _SYSTEM if cause is EndCause.EXPIRED else filed.by
        t.log.record(stays.ENDED, row_id, at=str(at), by=by, facts={"on": str(on), "cause": cause.value})
        if noted := _PERMIT_CAUSES.get(cause):
            first_day, standing = on + timedelta(days=1), STANDING_FOR[noted].value
            t.sheets.add("permits_validityentry", permit_id, standing, noted.value, first_day, None, at)
            facts = {
                "standing": standing,
                "cause": noted.value,
                "first_day": str(first_day),
                "last_day": None,
            }
            t.log.record(documents.NOTED, permit_id, at=str(at), by=by, facts=facts)

    def _at_counter(self, story: StayStory) -> dict[str, Any]:
        return counter_actor(self._t.officer, story.host.office)
