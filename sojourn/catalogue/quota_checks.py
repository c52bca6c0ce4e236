"""Checks the quota of a service: its numbers, what they are counted by, and what its rule is told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sojourn.catalogue import rulebook
from sojourn.catalogue.errors import RuleMissing
from sojourn.catalogue.law import Unit
from sojourn.catalogue.questions import QuestionType
from sojourn.catalogue.services import Quota, Service

if TYPE_CHECKING:
    from sojourn.catalogue.types import Pack

TOLD = ("taken", "taken_in_activity")
"""Facts the rule of a quota is told beside the answers."""


class _Whole(Protocol):
    pack: Pack
    root: Path

    def say(self, built: object, name: str, *, expected: str, found: object) -> None: ...


def check_quota(whole: _Whole, service: Service, quota: Quota) -> None:
    """Numbers by year and kind, a choice the kinds are told by, and facts that know what is taken."""
    parameter = whole.pack.parameters.get(quota.limits)
    if parameter is None or parameter.unit is not Unit.INTEGER_TABLE:
        whole.say(quota, "limits", expected="a parameter of unit integer-table", found=quota.limits)
    if quota.forecast is not None:
        try:
            rulebook.find_rule_in(whole.root, quota.forecast)
        except RuleMissing:
            whole.say(quota, "forecast", expected="a rule of the pack", found=quota.forecast)
    asked = service.questions().get(quota.activity)
    if asked is None or asked.type is not QuestionType.CHOICE:
        whole.say(quota, "activity", expected="the path of a choice", found=quota.activity)
    try:
        kind: Any = rulebook.find_rule_in(whole.root, service.facts.type)
        known = {each.name for each in fields(kind)}
    except (RuleMissing, TypeError):
        return  # said with the facts
    for name in TOLD:
        if name not in known:
            said = f"{name} among the facts of {service.facts.type}"
            whole.say(quota, "rule", expected=said, found="nothing")
