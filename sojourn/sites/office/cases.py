"""The work of an office: its cases by what is due, one's own or all, and one found by its reference."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop, ngettext

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import queries
from sojourn.cases.types import CLOSED, TO_FINISH, UNDER_REVIEW, CaseStatus, CaseView, Place, Queue, Stage
from sojourn.flows import tell_forecast
from sojourn.lib.actor import Reader
from sojourn.lib.references import normalise
from sojourn.people import queries as people
from sojourn.sites.office import case_words
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page

PURPOSE = "case"
MANY = 200
"""How many are listed at once where many are handed over."""
FOUND, THEIR_CASES = 20, 200
"""People of one page of a search, and how many of their cases are shown."""

STAGES = {
    "to-decide": (gettext_noop("To decide"), Stage.TO_DECIDE, UNDER_REVIEW),
    "to-finish": (gettext_noop("To finish"), Stage.TO_FINISH, TO_FINISH),
    "open": (gettext_noop("All open"), Stage.OPEN, UNDER_REVIEW | TO_FINISH),
    "closed": (gettext_noop("Closed"), None, CLOSED),
}
_ASKED = {
    "whose": 6,
    "stage": 9,
    "status": 20,
    "free": 3,
    "many": 4,
    "after": 80,
    "given": 4,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list, with what stands elsewhere: the person's name, the ground, the officer."""

    case: CaseView
    name: str
    ground: str
    handler: str = ""


@staff_page(Permission.CASES_SEE, purpose=PURPOSE)
def cases(desk: Desk) -> HttpResponse:
    """My cases or the office's, what is due first on top; a reference or a name is sent, not addressed."""
    typed = read.fields(desk.request.POST, {"q": 100, "after": 400})
    return _search(desk, typed) if typed["q"] else draw_queue(desk, read.fields(desk.request.GET, _ASKED))


def draw_queue(
    desk: Desk,
    asked: dict[str, str],
    *,
    error: str = "",
    chosen: Collection[str] = (),
    typed: dict[str, str] | None = None,
    given: int | None = None,
    stay: Sequence[tuple[CaseView, str]] = (),
) -> HttpResponse:
    """The list as asked for; `chosen` are the cases already ticked.

    given, stay: how many were just handed over, and the others with the sentence that says why they stay.
    """
    stage = asked["stage"] if asked["stage"] in STAGES else "to-decide"
    mine = asked["whose"] != "office" and desk.may(Permission.CASES_WORK)
    many = bool(asked["many"]) and desk.may(Permission.CASES_ASSIGN) and stage != "closed"
    found = _listed(desk, asked, stage, mine=mine, limit=MANY if many else queries.PAGE)
    shown = found[: MANY if many else queries.PAGE]
    access.log_reading(
        to=desk.reader,
        relation="own" if mine else "office",
        listing="cases",
        filter={name: asked[name] for name in ("stage", "status", "free") if asked[name]},
        count=len(shown),
    )
    kept = {name: asked[name] for name in ("whose", "stage", "status", "free") if asked[name]}
    return desk.draw(
        "cases",
        status=422 if error else 200,
        lines=lines_of(desk, shown),
        asked=asked | {"stage": stage},
        mine=mine,
        stages=[(code, gettext(each[0])) for code, each in STAGES.items()],
        statuses=[(s.value, gettext(case_words.STATUSES[s][1])) for s in CaseStatus if s in STAGES[stage][2]],
        next_page=_next(kept, asked, shown) if len(found) > len(shown) else "",
        first_page=f"?{urlencode(kept)}" if asked["after"] else "",
        many=many,
        many_address=f"?{urlencode({**kept, 'many': 'some'})}",
        all_address=f"?{urlencode({**kept, 'many': 'all'})}",
        none_address=f"?{urlencode(kept)}",
        officers=_officers(desk) if many else {},
        works=desk.may(Permission.CASES_WORK),
        may_oversee=desk.may(Permission.CASES_OVERSEE),
        has_forecasts=desk.may(Permission.CASES_WORK) and tell_forecast.service_of(desk.pack) is not None,
        may_hand_over=desk.may(Permission.CASES_ASSIGN) and stage != "closed",
        chosen={str(each.id) for each in shown} if asked["many"] == "all" and not error else chosen,
        error=error,
        typed=typed or {},
        said=_told_of_many(read.count(asked.get("given", "")) if given is None else given),
        stay=stay,
    )


def _listed(desk: Desk, asked: dict[str, str], stage: str, *, mine: bool, limit: int) -> list[CaseView]:
    if stage == "closed":
        return queries.list_closed(desk.reader, after=_closed_after(asked["after"]), limit=limit)
    known = {each.value for each in STAGES[stage][2]}
    wanted = Queue(
        stage=STAGES[stage][1] or Stage.OPEN,
        status=CaseStatus(asked["status"]) if asked["status"] in known else None,
        handler_id=desk.account.id if mine else None,
        unassigned=asked["free"] == "yes" and not mine,
    )
    return queries.list_queue(desk.reader, wanted=wanted, after=_place(asked["after"]), limit=limit)


def _place(after: str) -> Place | None:
    day, _, case_id = after.partition("_")
    due, found = read.day(day), read.uuid(case_id)
    return Place(due, found) if due and found else None


def _closed_after(after: str) -> tuple[datetime, UUID] | None:
    instant, _, case_id = after.partition("_")
    found = read.uuid(case_id)
    try:
        at = datetime.fromisoformat(instant)
    except ValueError:
        return None
    return (at, found) if found and at.tzinfo else None


def _next(kept: dict[str, str], asked: dict[str, str], shown: list[CaseView]) -> str:
    last = shown[-1]
    at = last.closed_at.isoformat() if last.closed_at else last.due_on.isoformat()
    more = {"many": asked["many"]} if asked["many"] else {}
    return f"?{urlencode({**kept, **more, 'after': f'{at}_{last.id}'})}"


def lines_of(desk: Desk, found: list[CaseView]) -> list[Line]:
    """The lines of a list: two statements, whatever its length."""
    names = people.list_names({each.person_id for each in found}, to=desk.reader) if found else {}
    handlers = {each.handler_id for each in found if each.handler_id and each.handler_id != desk.account.id}
    called = {desk.account.id: gettext("you")} | (accounts.list_called(handlers) if handlers else {})
    return [
        Line(
            each,
            names[each.person_id].whole if each.person_id in names else each.reference,
            ground_of(desk, each),
            called.get(each.handler_id, "") if each.handler_id else "",
        )
        for each in found
    ]


def ground_of(desk: Desk, case: CaseView) -> str:
    """The ground in the officer's words; the service where the case has none."""
    service = desk.pack.services.get(case.service)
    if service is None:
        return case.service
    said = desk.pack.find_text(service.ground_text(case.ground), desk.language) if case.ground else None
    return said or desk.pack.find_text(f"{case.service}.title", desk.language) or case.service


def _officers(desk: Desk) -> dict[UUID, str]:
    """Whom a case of this desk's offices may be handed over to."""
    offices = desk.reader.offices
    only = next(iter(offices)) if offices is not None and len(offices) == 1 else None
    return accounts.list_officers(Permission.CASES_WORK, office=only)


def _told_of_many(count: int | None) -> str:
    """What is said after many were handed over."""
    if count is None:
        return ""
    said = ngettext("%(count)s case was handed over.", "%(count)s cases were handed over.", count)
    return said % {"count": count}


def _search(desk: Desk, asked: dict[str, str]) -> HttpResponse:
    """A whole reference leads to its case; anything else, as what has no figure in it, is a name."""
    is_name = not any(each.isdigit() for each in asked["q"])
    found = None if is_name else queries.find_by_reference(normalise(asked["q"]), to=desk.reader)
    if found is not None:
        return HttpResponseRedirect(reverse("office:case", args=[found.id]))
    shown, further = _by_name(desk.reader, asked)
    access.log_reading(
        to=desk.reader, relation="search", listing="cases", private={"q": asked["q"]}, count=len(shown)
    )
    return desk.draw(
        "cases_found",
        lines=lines_of(desk, shown),
        asked=asked,
        kept={"q": asked["q"]},
        after=asked["after"],
        further=further,
    )


def _by_name(to: Reader, asked: dict[str, str]) -> tuple[list[CaseView], str]:
    """Every case of the next people of the name, and where the search goes on."""
    found, further = people.search_ids(asked["q"], to=to, after=asked["after"], limit=FOUND)
    return queries.list_by_people(found, to=to, limit=THEIR_CASES) if found else [], further
