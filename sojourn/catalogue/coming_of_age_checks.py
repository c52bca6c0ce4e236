"""Checks how a pack says when a child comes of age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sojourn.catalogue import rulebook
from sojourn.catalogue.coming_of_age import OFFER
from sojourn.catalogue.errors import RuleMissing
from sojourn.catalogue.law import Unit

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check


def check_coming_of_age(whole: Check) -> None:
    """Nothing to check in a pack that foresees it of nobody."""
    told = whole.pack.coming_of_age
    if told is None:
        return
    parameter = whole.pack.parameters.get(told.age)
    if parameter is None or parameter.unit is not Unit.INTEGER:
        whole.say(told, "age", expected="a parameter of unit integer", found=told.age)
    try:
        rulebook.find_rule_in(whole.root, told.rule)
    except RuleMissing:
        said = f"a function of rules/{told.rule.partition('.')[0]}.py"
        whole.say(told, "rule", expected=said, found=told.rule)
    whole.want(OFFER, whole.builder.place(told, "rule"))
