"""What changed in somebody's life: the list an office looks at, one of them, and an officer tells of one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.flows.case_file import CaseFile
from sojourn.flows.reviews import REPORTED
from sojourn.flows.reviews import report as tell_of
from sojourn.people import queries as people
from sojourn.reviews import actions as closing
from sojourn.reviews import queries
from sojourn.reviews.types import Cause, Outcome, ReviewView, Teller
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import Ask, do_once, done, draw_step, open_case
from sojourn.sites.office.desk import Desk, staff_page

PURPOSE = "change in a life"
_LONGEST = 2000
CAUSES = {
    Cause.OF_AGE: gettext_noop("A child comes of age"),
    Cause.SEPARATION: gettext_noop("Separation or divorce"),
    Cause.VIOLENCE: gettext_noop("Violence in the family"),
    Cause.DEATH: gettext_noop("Death of whom the right rests on"),
    Cause.REFUSAL: gettext_noop("Refusal of whom the right rests on"),
}
OUTCOMES = {
    Outcome.OWN_GROUND: gettext_noop("The person asked on a ground of their own"),
    Outcome.GOES_ON: gettext_noop("Everything goes on as before"),
    Outcome.NOT_SO: gettext_noop("It was told by mistake"),
}
_TELLERS = {
    Teller.CLOCK: gettext_noop("foreseen"),
    Teller.PERSON: gettext_noop("told by the person"),
    Teller.OFFICE: gettext_noop("told by the office"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A review in the list."""

    review: ReviewView
    name: str
    cause: str
    teller: str
    office: str


@staff_page(Permission.CASES_SEE, purpose=PURPOSE)
def reviews(desk: Desk) -> HttpResponse:
    """What waits to be looked at, the first told on top."""
    after = read.uuid(desk.request.GET.get("after", "")[:36])
    found = queries.list_open(desk.reader, after=after)
    shown = found[: queries.PAGE]
    access.log_reading(to=desk.reader, relation="office", listing="reviews", count=len(shown))
    return desk.draw(
        "reviews",
        lines=_lines(desk, shown),
        next_page=f"?after={shown[-1].id}" if len(found) > len(shown) else "",
        first_page="?" if after else "",
    )


def _lines(desk: Desk, shown: list[ReviewView]) -> list[Line]:
    names = people.list_names({each.person_id for each in shown}, to=desk.reader) if shown else {}
    return [
        Line(
            each,
            names[each.person_id].whole if each.person_id in names else "",
            gettext(CAUSES[each.cause]),
            gettext(_TELLERS[each.teller]),
            desk.pack.find_text(f"offices.{each.office}.name", desk.language) or each.office,
        )
        for each in shown
    ]


@staff_page(Permission.CASES_SEE, purpose=PURPOSE)
def review(desk: Desk, review_id: UUID) -> HttpResponse:
    """One of them beside its case; whoever works on cases says what was found. Raises: ReviewNotFound."""
    found = queries.get_review(review_id, to=desk.reader)
    file, refused = open_case(desk, found.about.id), None
    typed = read.fields(desk.request.POST, {"outcome": 20, "note": _LONGEST})
    errors: list[tuple[str, str]] = []
    if desk.request.method == "POST":
        accounts.check_may(desk.account, Permission.CASES_WORK, office=file.case.office)
        errors = [] if typed["outcome"] in set(Outcome) else [("outcome", gettext("Choose what you found"))]
    if desk.request.method == "POST" and not errors:
        try:
            do_once(desk, file.case.id, lambda version: _close(desk, found, typed))
        except REFUSALS as refusal:
            found, refused = queries.get_review(review_id, to=desk.reader), refusal
        else:
            return done(file.case.id, "review")
    return draw_step(
        desk,
        file,
        "review",
        refused=refused,
        errors=errors,
        title=gettext(CAUSES[found.cause]),
        review=found,
        teller=gettext(_TELLERS[found.teller]),
        outcome=gettext(OUTCOMES[found.outcome]) if found.outcome else "",
        others=_others(desk, found),
        asked=_asked(typed, dict(errors)) if desk.may(Permission.CASES_WORK) and not found.closed_at else (),
    )


def _others(desk: Desk, found: ReviewView) -> list[tuple[ReviewView, str]]:
    """What else changed in the life this case is about."""
    every = queries.list_of(found.about, to=desk.reader)
    return [(each, gettext(CAUSES[each.cause])) for each in every if each.id != found.id]


def _asked(typed: dict[str, str], wrong: dict[str, str]) -> list[Ask]:
    options = [(each.value, gettext(said), "") for each, said in OUTCOMES.items()]
    return [
        Ask(
            "outcome",
            gettext("What you found"),
            "select",
            options,
            value=typed["outcome"],
            error=wrong.get("outcome", ""),
            empty=gettext("Choose"),
        ),
        Ask("note", gettext("Note for the office"), "lines", value=typed["note"]),
    ]


def _close(desk: Desk, found: ReviewView, typed: dict[str, str]) -> None:
    closing.close_review(found.id, outcome=Outcome(typed["outcome"]), note=typed["note"], by=desk.actor)


@staff_page(Permission.CASES_ENTER, purpose=PURPOSE)
def report(desk: Desk, case_id: UUID) -> HttpResponse:
    """Somebody told an officer of a separation, of violence or of a death."""
    file, refused = open_case(desk, case_id), None
    typed = read.fields(desk.request.POST, {"cause": 20, "on": 10, "words": _LONGEST})
    errors = _wrong(typed) if desk.request.method == "POST" else []
    if desk.request.method == "POST" and not errors:
        try:
            do_once(desk, case_id, lambda version: _tell(desk, file, typed))
        except REFUSALS as refusal:
            refused = refusal
        else:
            return done(case_id, "life")
    return draw_step(
        desk,
        file,
        "case_step",
        refused=refused,
        errors=errors,
        title=gettext("Something changed in the family"),
        lead=gettext(
            "Nothing ends by itself. An officer looks at it, and the person is told what they may ask for on"
            " their own. Violence is seen by the protection desk alone and is written nowhere else."
        ),
        button=gettext("Record"),
        asked=_asked_of_change(typed, dict(errors)),
    )


def _asked_of_change(typed: dict[str, str], wrong: dict[str, str]) -> list[Ask]:
    options = [(each.value, gettext(CAUSES[each]), "") for each in REPORTED]
    return [
        Ask(
            "cause",
            gettext("What happened"),
            "select",
            options,
            value=typed["cause"],
            error=wrong.get("cause", ""),
            empty=gettext("Choose"),
        ),
        Ask("on", gettext("Day, if it is known"), "day", value=typed["on"], error=wrong.get("on", "")),
        Ask("words", gettext("What was told"), "lines", value=typed["words"]),
    ]


def _wrong(typed: dict[str, str]) -> list[tuple[str, str]]:
    found = [] if typed["cause"] in set(REPORTED) else [("cause", gettext("Choose what happened"))]
    if typed["on"] and read.day(typed["on"]) is None:
        found.append(("on", gettext("Enter the day, for example 27.3.2026")))
    return found


def _tell(desk: Desk, file: CaseFile, typed: dict[str, str]) -> None:
    tell_of(
        file,
        Cause(typed["cause"]),
        teller=Teller.OFFICE,
        happened_on=read.day(typed["on"]),
        words=typed["words"],
        by=desk.actor,
    )
