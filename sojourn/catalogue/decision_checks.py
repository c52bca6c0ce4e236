"""Checks a service an officer decides on: what a case of it needs from its pack is there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sojourn.catalogue.law import Unit
from sojourn.catalogue.role_checks import CONTACT, IDENTITY, check_contract
from sojourn.catalogue.service_checks import Whole
from sojourn.catalogue.services import AT_ONCE, DECIDED
from sojourn.catalogue.types import CaseAnswers, Consultation, Phrase, PhraseUse, QuestionType, Service

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
    "stay.after-late-refusal": Unit.PERIOD,
    "service.days-after-post": Unit.PERIOD,
    "service.days-after-public-notice": Unit.PERIOD,
}
"""The values of the law a case reads, whatever the service. Published in docs/reference/pack.md."""

RULES = (
    "findings",
    "deadline",
    "fee_class",
    "fee",
    "validity",
    "pending",
    "pay_by",
    "lapse_from",
    "leave_by",
)
CASE_TYPES: Mapping[str, QuestionType] = {
    "place": QuestionType.ADDRESS,
    "ground": QuestionType.CHOICE,
    "speed": QuestionType.CHOICE,
    "kind": QuestionType.CHOICE,
    "family": QuestionType.TEXT,
    "filer": QuestionType.CHOICE,
    "photo": QuestionType.FILE,
    "relative": QuestionType.PERSON_NAME,
}
LETTERS = (
    "pending",
    "correction",
    "intention",
    "granted",
    "refused",
    "not-examined",
    "lapsed",
    "payment-notice",
    "receipt",
    "appeal",
)
"""The letters a case cannot do without, by what they are for."""

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


def _letters(whole: Whole, service: Service) -> None:
    for purpose, code in service.letters.given().items():
        if code not in whole.pack.letters:
            whole.say(service.letters, purpose, expected="a letter of the pack", found=code)


def _references(whole: Whole, service: Service) -> None:
    """What is numbered: the case, the payment, the proof that it is pending, the card."""
    issued = (service.letters.pending, service.letters.card)
    for name in ("application", "payment", *filter(None, issued)):
        if name not in whole.pack.references:
            said = f"{name}: for a service that is decided"
            whole.say(whole.pack, "references", expected=said, found="nothing")


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
            if getattr(self.service, rule) is None:
                self.missing(f"{rule.replace('_', '-')}: for a service that is decided")
        check_contract(self.whole, self.service, {**IDENTITY, **CONTACT}, "a service that is decided")
        if self.service.case is None:
            self.missing("case: where a case finds its place among the answers")
        else:
            self.case(self.service.case)
        for purpose in (each for each in LETTERS if each not in self.service.letters.given()):
            self.missing(f"{purpose}: among the letters", at="letters")
        if self.service.card_fee:
            self.card_fee(self.service.card_fee)
        self.texts()
        self.grounds()
        for consultation in filter(None, self.service.consultations):
            self.consultation(consultation)
        for phrase in filter(None, self.service.phrases):
            self.phrase(phrase)
        for use in PhraseUse:
            if not self.service.phrases_for(use):
                self.missing(f"a phrase with {use} among its uses", at="phrases")

    def card_fee(self, name: str) -> None:
        """What another card costs is an amount of the law."""
        parameter = self.whole.pack.parameters.get(name)
        if parameter is None or parameter.unit is not Unit.MONEY:
            self.whole.say(self.service, "card-fee", expected="a parameter with an amount", found=name)

    def texts(self) -> None:
        """Whom an appeal goes to, how it can end, and the names of grounds stand in letters."""
        for ground in self.service.grounds:
            self.whole.want(self.service.ground_text(ground.code), self.whole.builder.place(ground, "code"))
        for path in ("appeal-body", "appeal-court", "appeal-outcomes.upheld", "appeal-outcomes.overturned"):
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
