"""When a child comes of age, as the law of a pack counts it."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.catalogue.questions import ParameterName, RuleName

OFFER = "pack.reviews.of-age"


@dataclass(frozen=True, slots=True)
class ComingOfAge:
    """age: the parameter with the years after which one is of age; rule: from the fact `born`, a `Validity`:
    from the day on which it is foreseen up to the day itself.
    """

    age: ParameterName
    rule: RuleName
