"""What templates say: dates and money as people say them, the mark, shapes and signs."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sojourn.lib.money import Money
from sojourn.sites.ui import controls, mark, spoken

register = template.Library()

register.filter("spoken_date", spoken.spoken_date)
register.filter("spoken_instant", spoken.spoken_instant)
register.filter("time_left", spoken.time_left)
register.filter("is_past", spoken.is_past)
register.simple_tag(mark.crane, name="crane")
register.simple_tag(mark.shape, name="shape")
register.simple_tag(mark.sign, name="sign")
register.simple_tag(mark.icon, name="icon")
register.simple_tag(controls.described_by)
register.simple_tag(controls.question)


@register.filter
def money(value: Money | None) -> str:
    """An amount with its currency."""
    return spoken.spoken_money(value)


@register.simple_tag
def day(value: date | datetime | None, *, left: bool = True) -> SafeString | str:
    """A day as people say it, with the time left beside it."""
    if value is None:
        return ""
    said = format_html('<span class="nowrap">{}</span>', spoken.spoken_date(value))
    if not left:
        return said
    late = " time-left--late" if spoken.is_past(value) else ""
    return format_html('{} <span class="time-left{}">({})</span>', said, late, spoken.time_left(value))


@register.filter
def given(value: str) -> str:
    """What was told, or that nothing was."""
    return value or format_html('<span class="soft">{}</span>', gettext("Not given"))


@register.filter
def html_id(name: object) -> str:
    """An answer path as an id in the page: `passport.birth-date` → `passport-birth-date`."""
    return str(name).replace(".", "-").replace("[", "-").replace("]", "")
