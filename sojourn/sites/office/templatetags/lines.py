"""Lines of the office's long lists: registrations with what has come of each, and who acted or looked.

Drawn without a template of their own: a page has fifty lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from sojourn.sites.office.history import Who
from sojourn.sites.office.registrations import Line
from sojourn.sites.ui import mark
from sojourn.sites.ui.spoken import spoken_date
from sojourn.stays.types import EndCause, RegistrationView

register = template.Library()

_ENDED = {
    EndCause.EXPIRED: gettext_noop("Ended: term over"),
    EndCause.DEPARTED: gettext_noop("Ended: departed"),
    EndCause.MOVED: gettext_noop("Ended: moved"),
    EndCause.PERMIT: gettext_noop("Ended: residence permit"),
}


@register.simple_tag
def registration_lines(lines: Iterable[Line], here: str, *headings: str) -> SafeString:
    """A row for each registration, its cells with their headings; `here` is the address of the list."""
    row = f"<tr>{_cells(headings)}</tr>\n"
    return mark_safe("".join(row.format(*_told(line, here)) for line in lines))  # noqa: S308 - `_told` escapes


def _told(line: Line, here: str) -> Iterator[str]:
    one = line.registration
    yield f'<a href="{escape(here)}{one.id}/">{escape(line.name or one.reference)}</a>'
    yield escape(line.district)
    yield conditional_escape(_host(one))
    yield escape(spoken_date(one.arrived_on))
    yield escape(spoken_date(one.lawful_until))
    yield states(one)


@lru_cache(maxsize=32)
def _cells(headings: tuple[str, ...]) -> str:
    """The cells of a line under these headings, once for each language; the first names the line."""
    named, *others = (escape(heading).replace("{", "{{").replace("}", "}}") for heading in headings)
    first = f'<th scope="row" data-label="{named}"><span>{{}}</span></th>'
    return first + "".join(f'<td data-label="{other}"><span>{{}}</span></td>' for other in others)


def _host(one: RegistrationView) -> SafeString | str:
    if one.organisation_id is None:
        return one.host_name or "–"
    return format_html('<a href="?organisation={}">{}</a>', one.organisation_id, one.host_name)


@register.simple_tag
def states(one: RegistrationView) -> SafeString:
    """Whether it stands, whether it was filed late, whether it had to be filed at all."""
    return _states(one.end_cause, one.days_late, one.voluntary, get_language())


@lru_cache(maxsize=1024)
def _states(end: EndCause | None, days_late: int, voluntary: bool, language: str | None) -> SafeString:
    """Most lines of a list say the same: each is written once in a language."""
    said = _said(end, days_late, voluntary)
    tags = ((kind, mark.shape(kind), word) for kind, word in said)
    return format_html_join(" ", '<span class="tag tag--{}">{}{}</span>', tags)


def _said(end: EndCause | None, days_late: int, voluntary: bool) -> Iterator[tuple[str, str]]:
    if end is None:
        yield "good", gettext("Registered")
    else:
        yield "plain", gettext(_ENDED[end])
    if days_late:
        yield "wait", ngettext("%(days)s day late", "%(days)s days late", days_late) % {"days": days_late}
    if voluntary:
        yield "info", gettext("Voluntary")


@register.simple_tag
def who(one: Who, links: object = "") -> SafeString:
    """One who acted or looked, in which role, for whom and where; `links` leads to what else they did."""
    name: SafeString | str = one.name
    if links and one.account_id:
        name = format_html('<a href="{}?q={}">{}</a>', reverse("office:log"), one.account_id, one.name)
    return format_html("{}{}", name, "".join(_circumstances(one)))


def _circumstances(one: Who) -> Iterator[str]:
    if one.roles:
        yield f" ({one.roles})"
    if one.acting_for:
        yield ", " + gettext("acting for %(name)s") % {"name": one.acting_for}
    if one.door:
        yield f", {one.door}"
    if one.office:
        yield f" · {one.office}"
    if one.on_behalf_of:
        yield " · " + gettext("on behalf of %(name)s") % {"name": one.on_behalf_of}
