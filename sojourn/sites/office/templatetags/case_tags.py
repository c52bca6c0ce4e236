"""Lines and states of cases, drawn without a template of their own: a page has fifty lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from sojourn.cases.types import CaseView
from sojourn.lib import clock
from sojourn.sites.office import case_words
from sojourn.sites.office.cases import Line
from sojourn.sites.ui.spoken import spoken_date, time_left

register = template.Library()


@register.simple_tag
def case_line(line: Line, here: str, many: bool, chosen: Collection[str], *headings: str) -> SafeString:
    """A row of the work list, each cell with its heading; `many`: with a box to tick before it."""
    case = line.case
    cells: list[SafeString | str] = [
        format_html('<a href="{}{}/">{}</a>', here, case.id, line.name),
        format_html('<span class="number">{}</span>', case.reference),
        line.ground,
        case_states(case, due=False),
        due(case, clock.today()),
        line.handler,
    ]
    told = format_html(_cells(headings), *cells[: len(headings)])
    return format_html("<tr>{}{}</tr>", _box(line, chosen) if many else "", told)


_SHORT = 280  # characters that stand on the page as they are
_FEW_LINES = 5


@register.filter
def folded(text: object) -> SafeString:
    """Words as they were written; long ones behind their beginning, opened by a press or a key."""
    whole = str(text)
    if len(whole) <= _SHORT and whole.count("\n") < _FEW_LINES:
        return linebreaksbr(whole)
    start = " ".join(whole[:_SHORT].split()).rpartition(" ")[0] or whole[:_SHORT]
    return format_html(
        '<details class="details folded"><summary><span class="folded__start">{}…</span>'
        '<span class="folded__all">{}</span><span class="folded__less">{}</span></summary>'
        '<div class="details__body">{}</div></details>',
        start,
        gettext("Show all"),
        gettext("Show less"),
        linebreaksbr(whole),
    )


def _box(line: Line, chosen: Collection[str]) -> SafeString:
    one = str(line.case.id)
    return format_html(
        '<td class="worklist__tick"><span class="choice"><input type="checkbox" name="case" value="{0}"'
        ' id="case-{0}"{1}><label for="case-{0}"><span class="hidden">{2}</span></label></span></td>',
        one,
        " checked" if one in chosen else "",
        line.name,
    )


@lru_cache(maxsize=32)
def _cells(headings: tuple[str, ...]) -> str:
    """The cells under these headings, once for each language; the first names the line."""
    named, *others = (escape(heading).replace("{", "{{").replace("}", "}}") for heading in headings)
    first = f'<th scope="row" data-label="{named}"><span>{{}}</span></th>'
    return first + "".join(f'<td data-label="{other}"><span>{{}}</span></td>' for other in others)


@register.simple_tag
def case_states(case: CaseView, *, due: bool = True) -> SafeString:
    """Where the case stands, that its answer is late, that something new came in."""
    parts = [case_words.status_tag(case)]
    if due and case.is_late(clock.today()):
        parts.append(case_words.tag("wrong", gettext("Late")))
    if case.appeal_id is not None:
        parts.append(case_words.tag("wait", gettext("Appeal waits")))
    if case.unread:
        parts.append(case_words.tag("info", gettext("New")))
    return SafeString(" ".join(parts))


def due(case: CaseView, today: date) -> SafeString | str:
    """The last day of the limit with the days left; late ones by word and shape; nothing once decided."""
    if case.is_closed and case.closed_at:
        return spoken_date(case.closed_at)
    if not case.is_under_review:
        return "–"
    return _due(case.due_on, case.stands_still(today), today, get_language())


@lru_cache(maxsize=2048)
def _due(day: date, paused: bool, today: date, language: str | None) -> SafeString:
    """A list says the same days again and again."""
    if paused:
        return format_html(
            '{} <span class="time-left">({})</span>', spoken_date(day), gettext("the clock stands still")
        )
    if day < today:
        return format_html("{} {}", case_words.tag("wrong", time_left(day)), spoken_date(day))
    return format_html('{} <span class="time-left">({})</span>', spoken_date(day), time_left(day))


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def at(found: Mapping[Any, Any], key: object) -> Any:
    """What stands under a name; nothing where there is nothing."""
    return found.get(key, "")


@register.filter
def decision_name(kind: Any, case: CaseView | None = None) -> str:
    return case_words.decision(kind, case)


@register.filter
def opinion_name(outcome: str) -> str:
    return gettext(case_words.OPINIONS.get(outcome, outcome))


@register.filter
def charge_tag(state: Any) -> SafeString:
    kind, word = case_words.CHARGES[state]
    return case_words.tag(kind, gettext(word))
