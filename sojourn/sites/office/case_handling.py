"""Who has a case in hand: taken, handed over (one or many), put back, given up, transferred; messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import actions, queries
from sojourn.cases.errors import CaseNotFound, OfAnotherOffice, ReasonMissing, Recused
from sojourn.cases.types import CaseView, Side
from sojourn.flows import case_messages, quota_places
from sojourn.flows.case_file import CaseFile
from sojourn.flows.transfer_case import transfer_case
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.errors import Refusal
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_page import draw_case
from sojourn.sites.office.case_refusals import REFUSALS, said_of
from sojourn.sites.office.case_steps import LONGEST, Ask, do_once, done, draw_step, open_case
from sojourn.sites.office.cases import MANY, PURPOSE, draw_queue
from sojourn.sites.office.desk import Desk, staff_page

_REASON = 2000
_MESSAGE = 4000
"""Characters of a message: as many as the other side may write."""


def at_once(desk: Desk, case_id: UUID, act: Callable[[CaseFile, int | None], Any], said: str) -> HttpResponse:
    """A step without a form of its own: one button on the page of the case."""
    file = open_case(desk, case_id)
    try:
        do_once(desk, case_id, lambda version: act(file, version))
    except REFUSALS as refusal:
        return draw_case(desk, open_case(desk, case_id), error=said_of(refusal))
    return done(case_id, said)


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def take(desk: Desk, case_id: UUID) -> HttpResponse:
    """Take a case nobody has in hand."""
    return at_once(
        desk, case_id, lambda file, version: actions.take(case_id, by=desk.actor, version=version), "taken"
    )


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def ask_for_place(desk: Desk, case_id: UUID) -> HttpResponse:
    """Let a case that waited for a place in a year that is over ask for one of this year."""
    return at_once(desk, case_id, lambda file, version: quota_places.carry_over(file, by=desk.actor), "quota")


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def write(desk: Desk, case_id: UUID) -> HttpResponse:
    """Write to the person, or note that their messages were read."""
    file = open_case(desk, case_id)
    words = read.fields(desk.request.POST, {"words": LONGEST})["words"]
    is_read = "read" in desk.request.POST
    if not is_read and not 0 < len(words) <= _MESSAGE:
        said = gettext("Please write a few words, not more than 4000 characters")
        refused = draw_case(desk, file, error=said, typed={"words": words})
        refused.status_code = 422
        return refused

    def act(version: int | None) -> None:
        actions.mark_messages_read(case_id, side=Side.OFFICE, by=desk.actor)
        if not is_read:
            actions.write_message(case_id, side=Side.OFFICE, words=words, by=desk.actor)
            case_messages.tell(file.case, by=desk.actor)

    try:
        do_once(desk, case_id, act)
    except REFUSALS as refusal:
        return draw_case(desk, file, error=said_of(refusal), typed={"words": words})
    return done(case_id, "" if is_read else "written")


def reasoned(
    desk: Desk,
    case_id: UUID,
    *,
    title: str,
    lead: str,
    button: str,
    said: str,
    act: Callable[[CaseFile, dict[str, str], int | None], Any],
    more: Sequence[Ask] = (),
    stays: bool = True,
    reason: bool = True,
    before: Callable[[], Any] | None = None,
) -> HttpResponse:
    """A step that takes a reason, and what else is asked: its page, and what happens when it is sent.

    stays: whether the officer still sees the case afterwards; before: what is done first, in transactions of
    its own, and stays done when the step is refused.
    """
    file = open_case(desk, case_id)
    asked = (*more, *([Ask("reason", gettext("Reason"), "lines")] if reason else []))
    longest = {each.name: _REASON for each in asked}
    typed, refused = read.fields(desk.request.POST, longest), None
    if desk.request.method == "POST":
        try:
            if before is not None:
                before()
            do_once(desk, case_id, lambda version: act(file, typed, version))
        except REFUSALS as refusal:
            file, refused = open_case(desk, case_id), refusal
        else:
            return done(case_id, said) if stays else HttpResponseRedirect(reverse("office:cases"))
    return draw_step(
        desk,
        file,
        "case_step",
        refused=refused,
        title=title,
        lead=lead,
        button=button,
        asked=[_typed(each, typed) for each in asked],
    )


def _typed(field: Ask, typed: dict[str, str]) -> Ask:
    return replace(field, value=typed[field.name] or field.value)


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def put_back(desk: Desk, case_id: UUID) -> HttpResponse:
    return reasoned(
        desk,
        case_id,
        title=gettext("Put the case back"),
        lead=gettext("Anyone in the office may take it. The reason stays with the case."),
        button=gettext("Put back"),
        said="put-back",
        act=lambda file, typed, version: actions.put_back(
            case_id, reason=typed["reason"], by=desk.actor, version=version
        ),
    )


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def recuse(desk: Desk, case_id: UUID) -> HttpResponse:
    return reasoned(
        desk,
        case_id,
        title=gettext("Withdraw from this case"),
        lead=gettext("For good: you can neither work on it nor decide it afterwards."),
        button=gettext("Withdraw yourself"),
        said="recused",
        act=lambda file, typed, version: actions.recuse(
            case_id, reason=typed["reason"], by=desk.actor, version=version
        ),
    )


@staff_page(Permission.CASES_ASSIGN, purpose=PURPOSE)
def hand_over(desk: Desk, case_id: UUID) -> HttpResponse:
    """Give the case to another officer of its office."""
    office = queries.get_case(case_id, to=desk.reader).office
    officers = accounts.list_officers(Permission.CASES_WORK, office=office)

    def act(file: CaseFile, typed: dict[str, str], version: int | None) -> None:
        to = _officer(typed["officer"], officers)
        actions.hand_over(case_id, to_account=to, reason=typed["reason"], by=desk.actor, version=version)

    return reasoned(
        desk,
        case_id,
        title=gettext("Hand the case over"),
        lead=gettext("The other officer has it in hand from now on."),
        button=gettext("Hand over"),
        said="handed-over",
        act=act,
        more=(
            Ask(
                "officer",
                gettext("To whom"),
                "select",
                options=_others(desk, officers),
                empty=gettext("Choose"),
            ),
        ),
    )


def _others(desk: Desk, officers: dict[UUID, str]) -> list[tuple[str, str, str]]:
    return [(str(each), name, "") for each, name in officers.items() if each != desk.account.id]


def _officer(typed: str, officers: dict[UUID, str]) -> UUID:
    """The officer chosen. Raises: Recused for anyone who is none of them."""
    chosen = read.uuid(typed)
    if chosen not in officers:
        raise Recused(account=chosen)
    return chosen


@staff_page(Permission.CASES_TRANSFER, purpose=PURPOSE)
def transfer(desk: Desk, case_id: UUID) -> HttpResponse:
    """Give the case to another office, with its clock and its history."""
    here = queries.get_case(case_id, to=desk.reader).office
    offices = [
        (each.code, desk.pack.text(f"offices.{each.code}.name", desk.language), "")
        for each in desk.pack.offices.values()
        if each.decides and each.code != here
    ]

    def act(file: CaseFile, typed: dict[str, str], version: int | None) -> None:
        if typed["office"] not in {code for code, _, _ in offices}:
            raise ReasonMissing
        transfer_case(
            case_id,
            office=typed["office"],
            reason=typed["reason"],
            with_papers=typed["papers"] == "yes",
            by=desk.actor,
            version=version,
        )

    return reasoned(
        desk,
        case_id,
        title=gettext("Give the case to another office"),
        lead=gettext("Its clock runs on and its history goes along. Nobody there has it in hand yet."),
        button=gettext("Give to the office"),
        said="",
        act=act,
        more=(
            Ask("office", gettext("Office"), "select", options=offices, empty=gettext("Choose")),
            Ask("papers", gettext("The papers go along"), "tick", value="yes"),
        ),
        stays=desk.reader.offices is None,
    )


@staff_page(Permission.CASES_ASSIGN, purpose=PURPOSE)
def hand_over_many(desk: Desk) -> HttpResponse:
    """Hand over the cases that were ticked; of those that stay it is said why."""
    sent = desk.request.POST
    asked = read.fields(sent, {"whose": 6, "stage": 9, "status": 20, "free": 3, "many": 4, "after": 80})
    chosen = [found for text in sent.getlist("case")[:MANY] if (found := read.uuid(text))]
    typed = read.fields(sent, {"officer": 40, "reason": _REASON})
    officers = accounts.list_officers(Permission.CASES_WORK)
    wrong = _many_wrong(chosen, typed, officers)
    if not wrong:
        given, stay = _hand_over(desk, chosen, _officer(typed["officer"], officers), typed["reason"])
        kept = {name: asked[name] for name in ("whose", "stage", "status", "free") if asked[name]}
        if stay:
            return draw_queue(desk, asked | {"many": ""}, given=given, stay=stay)
        told = {**kept, "given": str(given)}
        return HttpResponseRedirect(f"{reverse('office:cases')}?{urlencode(told)}")
    return draw_queue(desk, asked, error=wrong, chosen={str(each) for each in chosen}, typed=typed)


def _many_wrong(chosen: list[UUID], typed: dict[str, str], officers: dict[UUID, str]) -> str:
    if not chosen:
        return gettext("Tick at least one case")
    if read.uuid(typed["officer"]) not in officers:
        return gettext("Choose the officer who gets the cases")
    return "" if typed["reason"] else gettext("Give a reason")


def _hand_over(
    desk: Desk, chosen: list[UUID], officer: UUID, reason: str
) -> tuple[int, list[tuple[CaseView, str]]]:
    """How many were handed over, and those that stay, each with the sentence that says why.

    Of one the officer does not see any more nothing is said.
    """
    seen: dict[UUID, CaseView] = {}
    for each in chosen:
        with suppress(CaseNotFound):
            seen[each] = queries.get_case(each, to=desk.reader)
    access.log_reading(to=desk.reader, relation="office", listing="cases", count=len(seen))
    offices = {case.office for case in seen.values()}
    there = {each: accounts.list_officers(Permission.CASES_WORK, office=each) for each in offices}
    fit = [each for each, case in seen.items() if officer in there[case.office]]

    def story() -> dict[UUID, Refusal | None]:
        with transaction():
            return actions.hand_over_all(fit, to_account=officer, reason=reason, by=desk.actor)

    answers = {each: OfAnotherOffice() for each in seen} | retry_deadlock(story)
    stay = [(seen[each], said_of(refusal)) for each, refusal in answers.items() if refusal]
    return len(answers) - len(stay), stay
