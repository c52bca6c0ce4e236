"""What those who act hand in: a new case, items to correct, a proposal, an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.cases.types.words import AppealOutcome, DecisionKind
from sojourn.catalogue.authoring import Period
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject


@dataclass(frozen=True, slots=True)
class NewCase:
    """A filing that was sent, as the case it becomes.

    office: who is competent; custody_office: who keeps the papers; place_of_filing: where it was handed in.
    filed_on: the day of the stamp; started_on: the day from which the clock counts, where it is another one.
    review_limit: the time the service gives itself, in days or working days.
    """

    reference: str
    service: str
    pack_sha256: str
    application_id: UUID
    person_id: UUID
    office: str
    filed_on: date
    review_limit: Period
    language: str
    started_on: date | None = None
    account_id: UUID | None = None
    principal: Subject | None = None
    family_file_id: UUID | None = None
    ground: str = ""
    speed: str = ""
    fee_class: str = ""
    custody_office: str = ""
    place_of_filing: str = ""
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    external_ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemToCorrect:
    """One answer that must be put right: its path, the coded reason, and the officer's words.

    found_out: why it could not be known when the first correction was asked for; kept, and not told to the
    applicant.
    """

    path: str
    code: str
    words: str = ""
    found_out: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that was looked at, and the hash of the bytes seen."""

    document_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class NewProposal:
    """What an officer proposes to decide.

    reasons: codes of the pack's phrases; words: the text by language, the authentic one among them;
    terms: what is granted, such as from and until; facts: what the rules were given, frozen.
    """

    kind: DecisionKind
    reasons: tuple[str, ...]
    words: Mapping[str, str]
    terms: Mapping[str, Any] = field(default_factory=dict)
    fee: Money | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    closed_words: str = ""


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What is added to a limit, in its units, and why; most: what may be added in all, times: how often.

    reasons: codes of the pack's phrases; words: the text by language, the authentic one among them.
    """

    units: int
    reasons: tuple[str, ...]
    words: Mapping[str, str]
    most: int
    times: int


@dataclass(frozen=True, slots=True)
class Granted:
    """The term and the fee of a grant, counted on the day of the decision."""

    terms: Mapping[str, Any]
    fee: Money | None


@dataclass(frozen=True, slots=True)
class Examined:
    """What the rules say of a case by its answers as they stand now, by the law of the day of filing."""

    ground: str
    speed: str
    fee_class: str
    review_limit: Period


@dataclass(frozen=True, slots=True)
class Power:
    """The power an approver signs under: the role, for which office, and for whom when acting for another."""

    role: str
    office: str | None = None
    acting_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done against a decision: before whom, and within which time from its recorded service."""

    body: str
    period: str


@dataclass(frozen=True, slots=True)
class NewChange:
    """Answers that are no longer so, by path, as they are now; shown_by: the paper that shows it."""

    answers: Mapping[str, Any]
    shown_by: str


@dataclass(frozen=True, slots=True)
class NewAppeal:
    """due_on: the last day to decide it, as the law says."""

    filed_on: date
    words: str
    late_reason: str = ""
    suspensive: bool = True
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AppealDecision:
    """What was decided on an appeal. Overturned with `terms` it is a grant; without, it is examined anew."""

    outcome: AppealOutcome
    reasons: tuple[str, ...]
    words: Mapping[str, str]
    terms: Mapping[str, Any] | None = None
    fee: Money | None = None
