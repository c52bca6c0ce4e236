"""What the State offers: a service, its grounds, the bodies it consults, its phrases and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Annotated, Any

from sojourn.catalogue.cards import CardBecause, CardByAnswers
from sojourn.catalogue.case_stages import CaseStage
from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.extending import Extension
from sojourn.catalogue.law import Confidence
from sojourn.catalogue.outcomes import RegistrationAfter
from sojourn.catalogue.questions import Code, FactType, Page, ParameterName, Path, Question, RuleName, Shape
from sojourn.catalogue.representatives import Representative
from sojourn.lib.types import Confidentiality

AT_ONCE, DECIDED = "at-once", "decided"
"""How a service ends: by itself when it is sent, or by an officer's decision."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the rules' facts are filled: the type, and for each fact an answer path or `context.<name>`."""

    type: FactType
    from_: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A paper asked for. confidentiality: who may open it; health: its scan goes once the decision stands."""

    code: Code
    source: str
    confidence: Confidence
    question: Path | None = None
    needed_when: Condition | None = None
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    health: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground the law knows. `documents`: codes of the papers that show it; `family`: it rests on another
    person's status, so that it may be filed together with that person's application.
    """

    code: Code
    article: str
    source: str
    confidence: Confidence
    documents: tuple[Code, ...] = ()
    family: bool = False


@dataclass(frozen=True, slots=True)
class Consultation:
    """Another body that is asked. `within`: the parameter that holds the time for its reply; `grounds`: only
    on these (none: always); `restricted`: its opinion is kept from those who do not examine the case.
    """

    body: Code
    within: ParameterName
    source: str
    confidence: Confidence
    grounds: tuple[Code, ...] = ()
    required: bool = False
    restricted: bool = False


class PhraseUse(StrEnum):
    """What a coded reason is for: codes of the kinds of decision; `correct`: a request to the applicant."""

    GRANT = "grant"
    REFUSE = "refuse"
    NOT_EXAMINED = "not-examined"
    LAPSE = "lapse"
    CANCEL = "cancel"
    CORRECT = "correct"
    EXTEND = "extend"  # more time for the decision


@dataclass(frozen=True, slots=True)
class Phrase:
    """A coded reason an officer gives; its sentence is the text `reasons.<code>` with the `fields` in it."""

    code: Code
    uses: tuple[PhraseUse, ...]
    source: str
    confidence: Confidence
    fields: tuple[Code, ...] = ()
    days: tuple[Code, ...] = ()  # those of its fields that are days
    words: bool = False  # it sends the reader to the officer's own words


class OutcomeKind(StrEnum):
    """What an outcome on the merits is to the case: codes of the kinds of decision."""

    GRANT = "grant"
    REFUSE = "refuse"
    NOT_EXAMINED = "not-examined"


@dataclass(frozen=True, slots=True)
class ServiceOutcome:
    """One of several answers on the merits (upheld, upheld in part); its text is `<service>.outcomes.<code>`.

    letter: the letter of a decision with this outcome, where it is not that of its kind; offers: a service
    that is offered at once after it, where `offers_when` holds for the answers.
    """

    code: Code
    kind: OutcomeKind
    letter: Code | None = None
    offers: Code | None = None
    offers_when: Condition | None = None


class HeldAs(StrEnum):
    """Why the person of an open case is not to be removed: the platform's own codes of holds."""

    CLAIM_PENDING = "claim-pending"
    STATELESSNESS_PENDING = "statelessness-pending"
    VICTIM = "victim"


class RemedyBody(StrEnum):
    """Before whom a decision of the service is contested."""

    SUPERIOR = "superior"
    COURT = "court"  # where the service itself decides what was decided elsewhere


class ApplicantKind(StrEnum):
    """Who applies: a person for themselves, or an organisation for the person named in it."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """Where among the answers a case finds what the platform itself reads: answer paths.

    place: the address whose office is competent; applicant: who files; family: a text with one person a line
    who apply as well; relative: whom the right of a member of the family rests on, by name;
    person_contact, person_language: how the person an organisation applies for is reached, who so has a part;
    shared: pages whose answers are the same for a family that lives together, files apart.
    """

    place: Path | None = None
    applicant: ApplicantKind = ApplicantKind.PERSON
    ground: Path | None = None
    speed: Path | None = None
    kind: Path | None = None
    family: Path | None = None
    filer: Path | None = None
    photo: Path | None = None
    relative: Path | None = None
    person_contact: Path | None = None
    person_language: Path | None = None
    shared: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """What is granted hangs on a contract that may end early: parameters of unit period.

    notice: within how long the applicant tells; hearing: how long the person may answer before it ends;
    leave: within how long of learning the outcome the person leaves or finds another ground; reason: the
    phrase that says why it ended, needed where several have its day.
    """

    notice: ParameterName
    hearing: ParameterName
    leave: ParameterName
    reason: Code | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many may be granted in a calendar year.

    rule: whether a place is needed and left, an `Eligibility` with the basis `reserved`, `queued` or
    `not-counted`, from facts that know `taken` and `taken_in_activity`; limits: the parameter with the
    numbers, `total` for all together; activity: the choice by which they are counted apart; forecast: by when
    organisations tell what they need in a year, a `Deadline` from facts that know `year` and `filed_on`.
    """

    rule: RuleName
    limits: ParameterName
    activity: Path
    forecast: RuleName | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a case, by what they are for."""

    pending: Code | None = None
    correction: Code | None = None
    intention: Code | None = None
    extended: Code | None = None
    granted: Code | None = None
    refused: Code | None = None
    not_examined: Code | None = None
    lapsed: Code | None = None
    cancelled: Code | None = None
    payment_notice: Code | None = None
    receipt: Code | None = None
    card: Code | None = None
    appeal: Code | None = None
    part: Code | None = None

    def given(self) -> dict[str, str]:
        """Those the pack has, by purpose (`not-examined`)."""
        every = {each.name.replace("_", "-"): getattr(self, each.name) for each in fields(self)}
        return {purpose: code for purpose, code in every.items() if code is not None}


@dataclass(frozen=True, slots=True)
class Lists:
    """What answers are checked against beside the service itself; given by the pack, not written in it."""

    countries: frozenset[str] = frozenset()
    icao: Mapping[str, str] = field(default_factory=dict)
    districts: frozenset[str] = frozenset()
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What the State offers a person. `fee`, `deadline`, … name the rules of the pack that answer for it."""

    code: Code
    short: Annotated[str, Shape(r"[A-Z0-9]{2,8}", "two to eight capitals or digits")]
    version: int
    confidentiality: Confidentiality
    outcome: Code
    parties: tuple[Code, ...]
    pages: tuple[Page, ...]
    facts: Facts
    documents: tuple[RequiredDocument, ...] = ()
    eligibility: RuleName | None = None
    findings: RuleName | None = None
    file_by: RuleName | None = None
    deadline: RuleName | None = None
    answer_by: RuleName | None = None
    fee_class: RuleName | None = None
    fee: RuleName | None = None
    validity: RuleName | None = None
    pending: RuleName | None = None
    pay_by: RuleName | None = None
    lapse_from: RuleName | None = None
    paid_by: RuleName | None = None
    leave_by: RuleName | None = None
    report_late: RuleName | None = None
    prolongs_registration: RuleName | None = None
    registration_when_granted: RegistrationAfter = RegistrationAfter.EXTENSION
    candidates: RuleName | None = None
    letter: Code | None = None
    letters: Letters = Letters()
    cards: tuple[CardByAnswers, ...] = ()
    case: CaseAnswers | None = None
    grounds: tuple[Ground, ...] = ()
    grounds_in_force: ParameterName | None = None
    consultations: tuple[Consultation, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    budget_code: str | None = None
    card_fee: ParameterName | None = None
    appeal_period: ParameterName | None = None
    bars_removal: bool = False
    held_as: HeldAs = HeldAs.CLAIM_PENDING
    barred_by_hold: bool = False
    danger_when: Condition | None = None
    exempt_by: Path | None = None
    answers_proved_only: bool = False
    replaces_cards: bool = False
    card_because: CardBecause = CardBecause.LOSS
    remedy: RemedyBody = RemedyBody.SUPERIOR
    outcomes: tuple[ServiceOutcome, ...] = ()
    stages: tuple[CaseStage, ...] = ()
    representative: Representative | None = None
    desk: Code | None = None
    quota: Quota | None = None
    early_end: EarlyEnd | None = None
    extension: Extension | None = None
    reasons: tuple[Code, ...] = ()
    sources: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    lists: Lists = Lists()

    @property
    def acts(self) -> tuple[str, ...]:
        """The law its letters name: those of its sources that are acts; all, where none is told apart."""
        return self.law or self.sources

    @property
    def is_protected(self) -> bool:
        """Whether nobody outside the protection desk sees who asked for it."""
        return self.confidentiality is Confidentiality.PROTECTED

    @property
    def is_decided(self) -> bool:
        """Whether an officer decides, in a case."""
        return self.outcome == DECIDED

    @property
    def is_for_organisations(self) -> bool:
        """Whether an organisation applies, for the person named in the application."""
        return self.case is not None and self.case.applicant is ApplicantKind.ORGANISATION

    @property
    def place_path(self) -> str:
        """The address whose office is competent; empty where the service asks for none."""
        return (self.case.place if self.case else None) or ""

    def outcomes_for(self, kind: str) -> tuple[ServiceOutcome, ...]:
        """The answers on the merits among which a decision of this kind chooses; none: it has but one."""
        return tuple(each for each in self.outcomes if each.kind.value == kind)

    def find_outcome(self, code: str | None) -> ServiceOutcome | None:
        return next((each for each in self.outcomes if each.code == code), None)

    def class_of(self, answers: Mapping[str, Any]) -> Confidentiality:
        """The protection desk's alone, too, where the answers tell of danger."""
        return Confidentiality.PROTECTED if self.tells_of_danger(answers) else self.confidentiality

    def tells_of_danger(self, answers: Mapping[str, Any]) -> bool:
        return bool(self.danger_when and self.danger_when.holds(answers))

    def offer_after(self, outcome: str | None, answers: Mapping[str, Any]) -> Code | None:
        """The service that is offered at once after an answer on the merits."""
        found = self.find_outcome(outcome)
        if found is None or (found.offers_when and not found.offers_when.holds(answers)):
            return None
        return found.offers

    def card_for(self, answers: Mapping[str, Any]) -> Code | None:
        """The letter of the document a grant is shown by, as the answers ask for it."""
        return next((each.letter for each in self.cards if each.when.holds(answers)), self.letters.card)

    def find_stage(self, code: str | None) -> CaseStage | None:
        return next((each for each in self.stages if each.code == code), None)

    def outcome_text(self, code: str) -> str:
        """The path of what an outcome is called."""
        return f"{self.code}.outcomes.{code}"

    def stage_text(self, code: str) -> str:
        """The path of what a stage is called."""
        return f"{self.code}.stages.{code}"

    def page(self, code: str) -> Page:
        """Raises: KeyError."""
        return {page.code: page for page in self.pages}[code]

    def questions(self) -> dict[str, Question]:
        """Every question that takes an answer, by path, in the order of asking."""
        return {path: question for page in self.pages for path, question in page.each_question()}

    def find_ground(self, code: str | None) -> Ground | None:
        return next((each for each in self.grounds if each.code == code), None)

    def chosen_ground(self, answers: Mapping[str, Any]) -> Ground | None:
        """The ground the answers name."""
        path = self.case.ground if self.case else None
        return self.find_ground(answers.get(path)) if path else None

    def ground_text(self, code: str) -> str:
        """The path of a ground's official name in the texts; the question says it in plain words."""
        return f"{self.code}.grounds.{code}"

    def documents_needed(self, answers: Mapping[str, Any]) -> tuple[RequiredDocument, ...]:
        """The papers these answers call for: those of every case and those of the ground that was chosen."""
        of_grounds = {code for ground in self.grounds for code in ground.documents}
        ground = self.chosen_ground(answers)
        own = set(ground.documents) if ground else set()
        return tuple(
            each
            for each in self.documents
            if (each.code not in of_grounds or each.code in own)
            and (each.needed_when is None or each.needed_when.holds(answers))
        )

    def consultations_for(self, ground: str | None) -> tuple[Consultation, ...]:
        """The bodies that are asked in a case on this ground."""
        return tuple(each for each in self.consultations if not each.grounds or ground in each.grounds)

    def phrases_for(self, use: PhraseUse) -> tuple[Phrase, ...]:
        return tuple(each for each in self.phrases if use in each.uses)
