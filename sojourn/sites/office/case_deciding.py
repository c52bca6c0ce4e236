"""Proposing a decision with coded reasons in two languages; another officer approves or returns it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import get_language, gettext

from sojourn.accounts.roles import Permission
from sojourn.cases import actions
from sojourn.cases.errors import TermNotPossible
from sojourn.cases.types import DecisionKind, Granted, ProposalView
from sojourn.catalogue.outcomes import Reason
from sojourn.catalogue.types import PhraseUse, QuestionType
from sojourn.flows import decide_case
from sojourn.flows.case_file import CaseFile
from sojourn.flows.collect_payments import collect_for_case
from sojourn.flows.decide_case import Wish
from sojourn.flows.granting import term_today
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.lib import clock
from sojourn.lib.money import Money
from sojourn.sites.office import case_open_ends, case_reasons, case_words, working_papers
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_handling import reasoned
from sojourn.sites.office.case_page import called, papers
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_requests import values_missing
from sojourn.sites.office.case_steps import (
    day_spelled,
    do_once,
    done,
    draw_step,
    open_case,
    power_of,
    texts,
)
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.reasons import reason_in_words
from sojourn.sites.ui.spoken import spoken_date

USES = {
    DecisionKind.GRANT: PhraseUse.GRANT,
    DecisionKind.REFUSE: PhraseUse.REFUSE,
    DecisionKind.NOT_EXAMINED: PhraseUse.NOT_EXAMINED,
}
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What an officer means to propose, as it was typed."""

    kind: DecisionKind | None
    given: case_reasons.Given
    first: str
    last: str
    closed: str
    outcomes: Mapping[str, str]

    @property
    def outcome(self) -> str:
        """The answer on the merits that was chosen for the kind of decision meant."""
        return self.outcomes.get(self.kind.value, "") if self.kind else ""

    @property
    def term(self) -> tuple[date | None, date | None]:
        """None where nothing, or no day, was typed: then what the rules allow."""
        return read.day(self.first), read.day(self.last)


@staff_page(Permission.CASES_PROPOSE, purpose=PURPOSE)
def propose(desk: Desk, case_id: UUID) -> HttpResponse:
    """Propose to grant, to refuse or not to examine. `compute` shows the fee and sends nothing."""
    file, refused = open_case(desk, case_id), None
    meant = _meant(file, working_papers.as_sent(desk, file, "propose"))
    errors: Errors = []
    if desk.request.method == "POST":
        kept = working_papers.keep_if_asked(desk, file, "propose")
        if kept is not None:
            return kept
        if "compute" not in desk.request.POST:
            errors = _wrong(file, meant)
            if not errors:
                try:
                    do_once(desk, case_id, lambda version: _propose(desk, file, meant, version))
                except REFUSALS as refusal:
                    file, refused = open_case(desk, case_id), refusal
                else:
                    return done(case_id, "proposed")
    return draw_step(
        desk,
        file,
        "case_propose",
        refused=refused,
        errors=errors,
        kinds=[(kind.value, case_words.decision(kind, file.case), "") for kind in USES],
        kind=meant.kind.value if meant.kind else "",
        reasons=case_reasons.offered(file, desk.language, tuple(USES.values()), meant.given),
        words=case_reasons.words_asked(file, meant.given),
        closed=meant.closed,
        heard_codes={code for each in file.page.hearings if each.is_over for code in each.reasons},
        returned=[each for each in file.page.proposals if each.return_reason][-1:],
        paper=working_papers.kept(desk, file, "propose"),
        open_ends=case_open_ends.told(desk, file),
        answers=_answers(desk, file, meant, dict(errors)),
        **_term(file, meant),
    )


def _meant(file: CaseFile, data: QueryDict) -> Meant:
    told = read.fields(data, {"kind": 20, "from": 10, "until": 10})
    kinds = {kind.value: kind for kind in USES}
    kind = kinds.get(told["kind"])
    uses = (USES[kind],) if kind else tuple(USES.values())
    given = case_reasons.given(file, data, uses)
    closed = texts(data, ["closed"])["closed"]
    outcomes = {name: data.get(f"outcome-{name}", "")[:60] for name in kinds}
    return Meant(kind, given, told["from"], told["until"], closed, outcomes)


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers on the merits a kind of decision chooses among."""

    kind: str
    label: str
    options: list[tuple[str, str, str]]
    value: str
    error: str

    @property
    def name(self) -> str:
        return f"outcome-{self.kind}"


def _answers(desk: Desk, file: CaseFile, meant: Meant, wrong: Mapping[str, str]) -> list[Asked]:
    names = case_words.outcomes(file, desk.language)
    return [
        Asked(
            kind.value,
            gettext("{decision}: which answer").format(decision=case_words.decision(kind, file.case)),
            [(each.code, names[each.code], "") for each in offered],
            meant.outcomes.get(kind.value, ""),
            wrong.get(f"outcome-{kind.value}", ""),
        )
        for kind in USES
        if (offered := file.service.outcomes_for(kind.value))
    ]


def _term(file: CaseFile, meant: Meant) -> dict[str, Any]:
    """The term the rules allow, the one meant, and what it costs."""
    allowed = file.examined().term
    first = meant.term[0] or (allowed.valid_from if allowed else None)
    last = meant.term[1] or (allowed.valid_until if allowed else None)
    fee: Money | None = None
    waiver: Reason | None = None
    is_open = file.service.validity is None or (allowed is not None and allowed.valid_until is None)
    if is_open or (first and last and first <= last):
        found = file.examined(granted_from=first, granted_until=last)
        fee, waiver = found.fee, found.waiver
    return {
        "allowed": allowed,
        "has_term": file.service.validity is not None,
        "takes_duty": file.service.fee is not None,
        "first": meant.first or day_spelled(first),
        "last": meant.last or day_spelled(last),
        "fee": fee,
        "waived": reason_in_words(waiver, pack=file.pack, language=get_language() or "") if waiver else "",
    }


def _wrong(file: CaseFile, meant: Meant) -> Errors:
    if meant.kind is None:
        return [("kind", gettext("Choose what you propose"))]
    wrong: Errors = []
    offered = [each.code for each in file.service.outcomes_for(meant.kind.value)]
    if offered and meant.outcome not in offered:
        wrong.append((f"outcome-{meant.kind.value}", gettext("Choose which answer the decision gives")))
    if not meant.given.codes:
        wrong.append(("reasons", gettext("Tick at least one reason")))
    is_dated = meant.kind is DecisionKind.GRANT and meant.term[1] is not None
    wrong += values_missing(file, meant.given, {"until"} if is_dated else ())
    authentic = file.pack.languages[0]
    if meant.kind is not DecisionKind.GRANT and not meant.given.words.get(authentic):
        wrong.append((f"words-{authentic}", gettext("Say in this language why you decide so")))
    if meant.kind is DecisionKind.GRANT:
        wrong += _term_wrong(meant)
    return wrong


def _term_wrong(meant: Meant) -> Errors:
    first, last = meant.term
    wrong = []
    if meant.first and first is None:
        wrong.append(("from", gettext("Enter the first day, for example 27.3.2026")))
    if meant.last and last is None:
        wrong.append(("until", gettext("Enter the last day, for example 27.3.2026")))
    if first and last and last < first:
        wrong.append(("until", gettext("The last day lies before the first")))
    return wrong


def _named(file: CaseFile, meant: Meant) -> tuple[date | None, date | None]:
    """The days the officer named; those the form had filled in are left to the day of the decision."""
    allowed = file.examined().term
    offered = (allowed.valid_from, allowed.valid_until) if allowed else (None, None)
    first, last = (day if day != by_rule else None for day, by_rule in zip(meant.term, offered, strict=True))
    return first, last


def _propose(desk: Desk, file: CaseFile, meant: Meant, version: int | None) -> None:
    first, last = _named(file, meant) if meant.kind is DecisionKind.GRANT else (None, None)
    wish = Wish(
        meant.kind or DecisionKind.GRANT,
        meant.given.codes,
        meant.given.words,
        values=meant.given.by_reason(file),
        closed_words=meant.closed,
        granted_from=first,
        granted_until=last,
        outcome=meant.outcome,
    )
    decide_case.propose_decision(file, wish, to=desk.reader, by=desk.actor, version=version)
    working_papers.throw_away(desk, file, "propose")


@staff_page(Permission.CASES_APPROVE, purpose=PURPOSE)
def decide(desk: Desk, case_id: UUID) -> HttpResponse:
    """What is proposed, with facts and papers as they were frozen; approve it, or return it with a reason."""
    file, refused = open_case(desk, case_id), None
    reason = texts(desk.request.POST, ["reason"])["reason"]
    if desk.request.method == "POST":
        try:
            do_once(desk, case_id, lambda version: _decide(desk, file, reason, version))
        except REFUSALS as refusal:
            file, refused = open_case(desk, case_id), refusal
        else:
            return done(case_id, "returned" if "return" in desk.request.POST else "decided")
    proposal = file.proposal
    return draw_step(
        desk,
        file,
        "case_decide",
        refused=refused,
        proposal=proposal,
        granted=_granted(proposal, file),
        reason=reason,
        reasons=_said(desk, file, proposal),
        words=_words(file, proposal),
        facts=_facts(desk, file, proposal),
        **_papers(desk, file, proposal),
        called=called(file),
        outcomes=case_words.outcomes(file, desk.language),
        has_term=file.service.validity is not None,
        open_ends=case_open_ends.told(desk, file),
        own=proposal is not None and proposal.proposed_by == desk.account.id,
    )


def _papers(desk: Desk, file: CaseFile, proposal: ProposalView | None) -> dict[str, Any]:
    """What the proposal rests on; and the restricted papers, which are told of and not opened."""
    known = papers(desk, file)
    apart = {each.id: each for each in known if each.closed}
    frozen = proposal.evidence if proposal else ()
    return {
        "papers": {each.id: each.name for each in known if not each.closed},
        "apart": list(apart.values()),
        "seen": [each for each in frozen if each.document_id not in apart],
    }


def _decide(desk: Desk, file: CaseFile, reason: str, version: int | None) -> None:
    if "return" in desk.request.POST:
        actions.return_proposal(file.case.id, reason=reason, by=desk.actor, version=version)
        return
    decide_case.approve_decision(
        file,
        power=power_of(desk, file.case, Permission.CASES_APPROVE),
        by=desk.actor,
        proposal_id=read.uuid(desk.request.POST.get("proposal", "")),
        version=version,
    )


def _granted(proposal: ProposalView | None, file: CaseFile) -> Granted | None:
    """The term as it is if it is approved today; where it is possible no more, as it was proposed."""
    if proposal is None:
        return None
    try:
        return term_today(file, proposal)
    except TermNotPossible:
        return Granted(proposal.terms, proposal.fee)


def _said(desk: Desk, file: CaseFile, proposal: ProposalView | None) -> list[str]:
    codes = proposal.reasons if proposal else ()
    return [
        case_words.without_values(file.pack.find_text(f"reasons.{code}", desk.language) or code)
        for code in codes
    ]


def _words(file: CaseFile, proposal: ProposalView | None) -> list[tuple[str, str]]:
    """The text of the letter by language, the authentic one first."""
    told = proposal.words if proposal else {}
    return [(language, told[language]) for language in file.pack.languages if language in told]


def _facts(desk: Desk, file: CaseFile, proposal: ProposalView | None) -> list[tuple[str, str]]:
    """The facts the rules were given, as they were frozen, under the words of their questions."""
    told = proposal.facts if proposal else {}
    return [
        (_fact_name(desk, file, name), _fact(desk, file, name, value))
        for name, value in told.items()
        if value not in (None, "", [])
    ]


def _fact_name(desk: Desk, file: CaseFile, name: str) -> str:
    path = file.service.facts.from_.get(name, "")
    question = ".".join(path.split(".")[:2])  # a part of an answer, the district of an address, has no label
    found = Drawing(file.pack, file.service, desk.language, officer=True).label(question) if question else ""
    return found if found not in ("", question) else case_words.fact(name)


def _fact(desk: Desk, file: CaseFile, name: str, value: Any) -> str:
    path = file.service.facts.from_.get(name, "")
    found = file.pack.find_text(f"{file.case.service}.{path}.options.{value}", desk.language)
    coded = file.pack.find_text(f"reasons.{name}-{value}", desk.language)
    return found or coded or _by_name(desk, file, path, value) or _plain(value)


def _by_name(desk: Desk, file: CaseFile, path: str, value: Any) -> str:
    """A country, or the district of an address, by its name; a text that looks like a code is none."""
    if not isinstance(value, str):
        return ""
    questions, country = file.service.questions(), desk.pack.countries.get(value)
    asked, address = questions.get(path), questions.get(path.removesuffix(".district"))
    if country and asked and asked.type is QuestionType.COUNTRY:
        return desk.pack.name_of(country, desk.language)
    is_district = asked is None and address is not None and address.type is QuestionType.ADDRESS
    return desk.district(value) if is_district else ""


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_plain(inner)}" for inner in value.values() if inner not in (None, ""))
    if isinstance(value, list):
        return ", ".join(_plain(inner) for inner in value)
    return spoken_date(str(value))


@staff_page(Permission.CASES_APPROVE, purpose=PURPOSE)
def lapse(desk: Desk, case_id: UUID) -> HttpResponse:
    """Record that the duty was not paid in its time. Until this record a payment saves the grant."""
    file = open_case(desk, case_id)
    reasons = tuple(each.code for each in file.service.phrases_for(PhraseUse.LAPSE))
    first_day = lapses_from(file)

    def act(file: CaseFile, typed: dict[str, str], version: int | None) -> None:
        words = {file.pack.languages[0]: typed["reason"]} if typed["reason"] else {}
        record_lapse(
            file,
            reasons=reasons,
            words=words,
            power=power_of(desk, file.case, Permission.CASES_APPROVE),
            by=desk.actor,
        )

    due = gettext("It can be recorded since {day}.").format(day=day_spelled(first_day)) if first_day else ""
    lead = gettext(
        "No clock does this: you decide. A payment that arrives before your record saves the grant."
    )
    return reasoned(
        desk,
        case_id,
        title=gettext("Record the lapse"),
        lead=f"{lead} {due}" if first_day and first_day <= clock.today() else lead,
        button=gettext("Record the lapse"),
        said="lapsed",
        act=act,
        before=lambda: collect_for_case(file.case.subject),
    )
