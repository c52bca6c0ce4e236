"""Checks a service an officer decides on: what a case of it needs from its pack is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sojourn.catalogue.case_stages import DECIDED_ON, FILED
from sojourn.catalogue.extending import check_extension
from sojourn.catalogue.law import Unit
from sojourn.catalogue.representatives import check_representative
from sojourn.catalogue.role_checks import CONTACT, IDENTITY, check_contract
from sojourn.catalogue.service_checks import Whole
from sojourn.catalogue.services import AT_ONCE, DECIDED
from sojourn.catalogue.types import (
    Before,
    CaseAnswers,
    CaseStage,
    Consultation,
    Phrase,
    PhraseUse,
    QuestionType,
    Service,
    ServiceOutcome,
)

PARAMETERS: Mapping[str, Unit] = {
    "procedure.correction-period": Unit.PERIOD,
    "procedure.correction-second-period": Unit.PERIOD,
    "procedure.corrections-at-most": Unit.INTEGER,
    "procedure.hearing-period": Unit.PERIOD,
    "procedure.warning-before-limit": Unit.PERIODS,
    "procedure.same-facts-warning": Unit.PERIOD,
    "payment.period": Unit.PERIOD,
    "payment.reminders": Unit.PERIODS,
    "appeal.period": Unit.PERIOD,
    "appeal.period-without-instruction": Unit.PERIOD,
    "appeal.decision-period": Unit.PERIOD,
    "appeal.court-period": Unit.PERIOD,
    "appeal.suspends": Unit.YES_NO,
    "appeal.court-suspends": Unit.YES_NO,
    "stay.after-late-refusal": Unit.PERIOD,
    "service.days-after-post": Unit.PERIOD,
    "service.days-after-public-notice": Unit.PERIOD,
}
"""The values of the law a case reads, whatever the service. Published in docs/reference/pack.md."""

RULES = ("findings", "deadline")
"""The rules no case can do without."""
RULES_OF_A_DUTY = ("pay_by", "lapse_from")
"""Those a service names beside `fee`."""
CASE_TYPES: Mapping[str, QuestionType] = {
    "place": QuestionType.ADDRESS,
    "ground": QuestionType.CHOICE,
    "speed": QuestionType.CHOICE,
    "kind": QuestionType.CHOICE,
    "family": QuestionType.TEXT,
    "filer": QuestionType.CHOICE,
    "photo": QuestionType.FILE,
    "relative": QuestionType.PERSON_NAME,
    "person_contact": QuestionType.TEXT,
    "person_language": QuestionType.CHOICE,
}
LETTERS = ("correction", "intention", "granted", "refused", "not-examined", "appeal")
"""The letters a case cannot do without, by what they are for."""
LETTERS_OF_A_DUTY = ("payment-notice", "receipt", "lapsed")
"""Those of a service that takes a duty."""
LETTERS_OF_AN_EARLY_END = ("cancelled",)
LETTERS_OF_ANOTHER_CARD = ("payment-notice", "receipt")
LETTERS_OF_DECISIONS = ("granted", "refused", "not-examined", "lapsed", "cancelled", "appeal")
"""Those that tell of a decision."""
TOLD_WITH_A_DECISION = ("reasons", "law", "remedy-body", "remedy-within", "suspends")
"""Why, by which law, before whom it is contested and until when, and whether that suspends it."""
CHANGES = ("separation", "violence", "death", "refusal")
"""What may change for somebody whose right rests on another: each has a text of what they may ask for."""
USES = (PhraseUse.GRANT, PhraseUse.REFUSE, PhraseUse.NOT_EXAMINED, PhraseUse.CORRECT)
"""What coded reasons are needed for in every case."""

_SUSPENDS = ("appeal-suspends.yes", "appeal-suspends.no", "court-suspends.yes", "court-suspends.no")
_FIELD = re.compile(r"\{([a-z_]+)\}")


def check_decisions(whole: Whole) -> None:
    """Every service says how it ends, and one that is decided has all a case needs."""
    services = [each for each in whole.pack.services.values() if each]
    for service in services:
        if service.outcome not in (AT_ONCE, DECIDED):
            whole.say(service, "outcome", expected=f"{AT_ONCE} or {DECIDED}", found=service.outcome)
        _letters(whole, service)
    decided = [each for each in services if each.is_decided]
    for service in decided:
        _Decided(whole, service).run()
        _references(whole, service)
    if decided:
        _parameters(whole, decided[0])
        _office_of_last_resort(whole)


def _letters(whole: Whole, service: Service) -> None:
    for purpose, code in service.letters.given().items():
        if code not in whole.pack.letters:
            whole.say(service.letters, purpose, expected="a letter of the pack", found=code)
            continue
        letter = whole.pack.letters[code]
        for name, path in letter.answers.items():
            if name not in letter.fields:
                whole.say(letter, "answers", expected="one of the fields of the letter", found=name)
            if path not in service.questions():
                whole.say(letter, "answers", expected=f"a question of {service.code}", found=path)
        for name, parameter in letter.periods.items():
            if name not in letter.fields:
                whole.say(letter, "periods", expected="one of the fields of the letter", found=name)
            known = whole.pack.parameters.get(parameter)
            if known is None or known.unit is not Unit.PERIOD:
                whole.say(letter, "periods", expected="a parameter of unit period", found=parameter)


def _references(whole: Whole, service: Service) -> None:
    """What is numbered: the case, the payment, the proof that it is pending, the card."""
    issued = (service.letters.pending, service.letters.card, *(each.letter for each in service.cards if each))
    for name in ("application", "payment", *filter(None, issued)):
        if name not in whole.pack.references:
            said = f"{name}: for a service that is decided"
            whole.say(whole.pack, "references", expected=said, found="nothing")


def _office_of_last_resort(whole: Whole) -> None:
    """A case whose place nobody knows has an office all the same."""
    code = whole.pack.unknown_address_office
    if code is None:
        said = "unknown-address-office: the office for a case whose place is not known"
        whole.say(whole.pack, "code", expected=said, found="nothing")
    else:
        _active_office(whole, whole.pack, "unknown-address-office", code)


def _active_office(whole: Whole, built: object, name: str, code: str) -> None:
    office = whole.pack.offices.get(code)
    if office is None or not office.decides:
        whole.say(built, name, expected="an active office of the pack that decides", found=code)


def _parameters(whole: Whole, service: Service) -> None:
    for name, unit in PARAMETERS.items():
        parameter = whole.pack.parameters.get(name)
        if parameter is None:
            whole.say(service, "outcome", expected=f"the parameter {name}", found="nothing")
        elif parameter.unit is not unit:
            whole.say(parameter, "unit", expected=f"{unit} for {name}", found=str(parameter.unit))


class _Decided:
    """The check of one service."""

    def __init__(self, whole: Whole, service: Service) -> None:
        self.whole, self.service = whole, service

    def run(self) -> None:
        for rule in RULES:
            self.rule(rule, "a service that is decided")
        check_contract(self.whole, self.service, {**IDENTITY, **CONTACT}, "a service that is decided")
        if self.service.case is not None:
            self.case(self.service.case)
        self.letters(LETTERS, "a service that is decided")
        if self.service.desk:
            _active_office(self.whole, self.service, "desk", self.service.desk)
        if self.service.card_fee:
            self.card_fee(self.service.card_fee)
        self.early_end()
        has_reasons = bool(self.service.phrases_for(PhraseUse.EXTEND))
        check_extension(self.whole, self.service, has_reasons=has_reasons)
        self.duty()
        self.cards()
        self.pending()
        self.texts()
        self.grounds()
        for consultation in filter(None, self.service.consultations):
            self.consultation(consultation)
        self.phrases()
        for check in (self.outcomes, self.stages, self.law, self.told_with_decisions):
            check()

    def cards(self) -> None:
        """Documents by the answers are made as the one among the letters is, and are asked for."""
        letters, asked = self.whole.pack.letters, self.service.questions()
        usual = letters.get(self.service.letters.card or "")
        for each in filter(None, self.service.cards):
            letter = letters.get(each.letter)
            if usual is None or letter is None or letter.delivery is not usual.delivery:
                said = "a letter of the pack, delivered as the card among the letters"
                self.whole.say(each, "letter", expected=said, found=each.letter)
            for part in each.when.walk():
                if part.question is not None and part.question not in asked:
                    said = "the path of a question of the service"
                    self.whole.say(each, "when", expected=said, found=part.question)

    def rule(self, name: str, said_of: str) -> None:
        if getattr(self.service, name) is None:
            self.missing(f"{name.replace('_', '-')}: for {said_of}")

    def letters(self, purposes: Iterable[str], said_of: str) -> None:
        for purpose in purposes:
            if purpose not in self.service.letters.given():
                self.missing(f"{purpose}: among the letters of {said_of}", at="letters")

    def duty(self) -> None:
        """Who takes a duty says until when it is paid, and what follows when it is not."""
        taking = "a service that takes a duty (it names fee)"
        if self.service.fee is not None:
            for rule in RULES_OF_A_DUTY:
                self.rule(rule, taking)
            self.letters(LETTERS_OF_A_DUTY, taking)
            self.use(PhraseUse.LAPSE, " of a service that takes a duty")
            return
        for rule in ("fee_class", *RULES_OF_A_DUTY, "budget_code"):
            if getattr(self.service, rule) is not None:
                name = rule.replace("_", "-")
                self.missing(f"fee: beside {name}, for a service that takes a duty", at=name)

    def law(self) -> None:
        """Its letters name the law it rests on."""
        if not self.service.acts:
            self.missing("sources: the law its letters name", at="sources")
        for act in self.service.law:
            if act not in self.service.sources:
                self.whole.say(self.service, "law", expected="one of the sources of the service", found=act)

    def told_with_decisions(self) -> None:
        """Every letter of a decision says why, by which law, and what can be done against it."""
        given = self.service.letters.given()
        codes = {given.get(purpose) for purpose in LETTERS_OF_DECISIONS}
        for code in codes | {each.letter for each in self.service.outcomes}:
            letter = self.whole.pack.letters.get(code or "")
            for name in TOLD_WITH_A_DECISION:
                if letter is not None and name not in letter.fields:
                    said = f"{name}: in a letter of a decision ({self.service.code})"
                    self.whole.say(letter, "fields", expected=said, found="nothing")

    def pending(self) -> None:
        """The proof of a pending application and the rule that says how long it holds go together."""
        letter = self.service.letters.pending
        if self.service.pending is not None and letter is None:
            said = "pending: among the letters of a service that proves what is pending (it names pending)"
            self.missing(said, at="letters")
        elif self.service.pending is None and letter is not None:
            said = "pending: the rule that says until when its letter pending holds, or no such letter"
            self.missing(said, at="letters")

    def outcomes(self) -> None:
        known: set[str] = set()
        for each in filter(None, self.service.outcomes):
            self.whole.want(self.service.outcome_text(each.code), self.whole.builder.place(each, "code"))
            if each.code in known:
                self.whole.say(each, "code", expected="each outcome once", found=f"{each.code} again")
            known.add(each.code)
            if each.letter and each.letter not in self.whole.pack.letters:
                self.whole.say(each, "letter", expected="a letter of the pack", found=each.letter)
            if each.offers and each.offers not in self.whole.pack.services:
                self.whole.say(each, "offers", expected="a service of the pack", found=each.offers)
            self.offer_condition(each)

    def offer_condition(self, outcome: ServiceOutcome) -> None:
        asked = self.service.questions()
        for part in outcome.offers_when.walk() if outcome.offers_when else ():
            if part.question is not None and part.question not in asked:
                said = "the path of a question of the service"
                self.whole.say(outcome, "offers-when", expected=said, found=part.question)

    def stages(self) -> None:
        known: list[str] = []
        for each in filter(None, self.service.stages):
            self.whole.want(self.service.stage_text(each.code), self.whole.builder.place(each, "code"))
            self.whole.optional_texts.add(f"{self.service.stage_text(each.code)}-help")
            if each.code in known:
                self.whole.say(each, "code", expected="each stage once", found=f"{each.code} again")
            self.limit_of(each, known)
            if each.barred_by and each.barred_by not in self.service.reasons:
                said = "one of the reasons of the service"
                self.whole.say(each, "barred-by", expected=said, found=each.barred_by)
            known.append(each.code)
        check_representative(self.whole, self.service)

    def limit_of(self, stage: CaseStage, earlier: Sequence[str]) -> None:
        """Within which time of the law, counted from what."""
        if stage.within:
            parameter = self.whole.pack.parameters.get(stage.within)
            if parameter is None or parameter.unit is not Unit.PERIOD:
                self.whole.say(stage, "within", expected="a parameter of unit period", found=stage.within)
        if stage.from_ and stage.from_ not in (FILED, DECIDED_ON, *earlier):
            said = f"{FILED}, {DECIDED_ON} or a stage that comes before it"
            self.whole.say(stage, "from", expected=said, found=stage.from_)
        if stage.from_ == DECIDED_ON and stage.before is not Before.END:
            said = f"before: {Before.END}, for what is counted from the decision"
            self.whole.say(stage, "from", expected=said, found=str(stage.before or "nothing"))

    def use(self, use: PhraseUse, said_of: str = "") -> None:
        if not self.service.phrases_for(use):
            self.missing(f"a phrase with {use} among its uses{said_of}", at="phrases")

    def phrases(self) -> None:
        for phrase in filter(None, self.service.phrases):
            self.phrase(phrase)
        for use in USES:
            self.use(use)

    def early_end(self) -> None:
        """Each of its times is a period of the law; it is a decision with its reason and its letter."""
        told = self.service.early_end
        if told:
            self.letters(LETTERS_OF_AN_EARLY_END, "a service whose grant may end early (early-end)")
            found = self.service.phrases_for(PhraseUse.CANCEL)
            ends = [each.code for each in found if "ended-on" in each.fields]
            if told.reason not in ends and (told.reason or len(ends) != 1):
                self.missing("one phrase, or the one named, with use cancel and field ended-on", at="phrases")
        for role in ("notice", "hearing", "leave") if told else ():
            parameter = self.whole.pack.parameters.get(getattr(told, role))
            if parameter is None or parameter.unit is not Unit.PERIOD:
                self.whole.say(told, role, expected="a parameter of unit period", found=getattr(told, role))

    def card_fee(self, name: str) -> None:
        """What another card costs is an amount of the law, and somebody asks for it."""
        self.letters(LETTERS_OF_ANOTHER_CARD, "a service whose other card costs something (card-fee)")
        parameter = self.whole.pack.parameters.get(name)
        if parameter is None or parameter.unit is not Unit.MONEY:
            self.whole.say(self.service, "card-fee", expected="a parameter with an amount", found=name)

    def texts(self) -> None:
        """Whom an appeal goes to, how it can end, and the names of grounds stand in letters."""
        for ground in self.service.grounds:
            self.whole.want(self.service.ground_text(ground.code), self.whole.builder.place(ground, "code"))
        if any(each.family for each in self.service.grounds):
            for change in CHANGES:
                self.whole.want(f"pack.reviews.{change}", self.whole.builder.place(self.service, "code"))
        for path in (
            "appeal-body",
            "appeal-court",
            "appeal-outcomes.upheld",
            "appeal-outcomes.overturned",
            *_SUSPENDS,
        ):
            self.whole.want(f"pack.{path}", self.whole.builder.place(self.service, "outcome"))

    def missing(self, expected: str, *, at: str = "code") -> None:
        self.whole.say(self.service, at, expected=expected, found="nothing")

    def case(self, case: CaseAnswers) -> None:
        questions = self.service.questions()
        for name, wanted in CASE_TYPES.items():
            path = getattr(case, name)
            asked = questions.get(path or "")
            if path and (asked is None or asked.type is not wanted):
                self.whole.say(case, name, expected=f"the path of a question of type {wanted}", found=path)
        pages = {page.code for page in self.service.pages}
        for code in case.shared:
            if code not in pages:
                self.whole.say(case, "shared", expected="pages of the service", found=code)
        asked = questions.get(case.ground or "")
        codes = {ground.code for ground in self.service.grounds}
        if asked is not None and set(asked.options) != codes:
            said = ", ".join(sorted(codes ^ set(asked.options)))
            self.whole.say(case, "ground", expected="one option for each ground", found=f"apart: {said}")

    def grounds(self) -> None:
        papers = {document.code for document in self.service.documents}
        for ground in filter(None, self.service.grounds):
            for code in ground.documents:
                if code not in papers:
                    self.whole.say(ground, "documents", expected="a document of the service", found=code)
        name = self.service.grounds_in_force
        if name is None:
            return
        parameter = self.whole.pack.parameters.get(name)
        if parameter is None or parameter.unit is not Unit.LIST:
            self.whole.say(self.service, "grounds-in-force", expected="a parameter of unit list", found=name)
            return
        listed = {code for dated in parameter.values for code in dated.value or ()}
        codes = {ground.code for ground in self.service.grounds}
        if listed != codes:
            said = ", ".join(sorted(codes ^ listed))
            self.whole.say(parameter, "values", expected="the grounds of the service", found=f"apart: {said}")

    def consultation(self, asked: Consultation) -> None:
        path = f"{self.service.code}.consultations.{asked.body}"
        self.whole.want(f"{path}.name", self.whole.builder.place(asked, "body"))
        self.whole.want(f"{path}.question", self.whole.builder.place(asked, "body"))
        parameter = self.whole.pack.parameters.get(asked.within)
        if parameter is None or parameter.unit is not Unit.PERIOD:
            self.whole.say(asked, "within", expected="a parameter of unit period", found=asked.within)
        for code in asked.grounds:
            if self.service.find_ground(code) is None:
                self.whole.say(asked, "grounds", expected="a ground of the service", found=code)

    def phrase(self, phrase: Phrase) -> None:
        self.whole.want(f"reasons.{phrase.code}", self.whole.builder.place(phrase, "code"))
        text = self.whole.pack.texts.get(self.whole.pack.languages[0], {}).get(f"reasons.{phrase.code}")
        named = {code.replace("-", "_") for code in phrase.fields}
        if text is not None and set(_FIELD.findall(text)) != named:
            said = f"the fields of its sentence ({', '.join(sorted(_FIELD.findall(text))) or 'none'})"
            self.whole.say(phrase, "fields", expected=said, found=", ".join(phrase.fields))
