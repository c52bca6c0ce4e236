"""What templates say: dates and money as people say them, the mark, shapes and signs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template

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


@register.inclusion_tag("ui/parts/day.html")
def day(value: date | datetime | None, *, left: bool = True) -> dict[str, Any]:
    """A day as people say it, with the time left beside it."""
    return {"value": value, "left": left, "late": spoken.is_past(value)}


@register.filter
def html_id(name: object) -> str:
    """An answer path as an id in the page: `passport.birth-date` → `passport-birth-date`."""
    return str(name).replace(".", "-").replace("[", "-").replace("]", "")
