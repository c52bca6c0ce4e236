"""What happens in a case on its way, as a service names it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sojourn.catalogue.questions import Code, ParameterName


class Before(StrEnum):
    """What a stage should come before. It is advice; only before the end of the case it is waited for."""

    PROPOSE = "propose"
    GRANT = "grant"
    END = "end"


FILED, DECIDED_ON = "filed", "decided"
"""What the limit of a stage can be counted from, beside the day of another stage."""


@dataclass(frozen=True, slots=True)
class CaseStage:
    """Something that happens in a case and is recorded with its day: an interview held, an oath taken.

    Its text is `<service>.stages.<code>`. within: the parameter with its limit; from_: what the limit is
    counted from: `filed`, `decided`, or another stage. Written as a code alone it has neither. represented:
    not recorded of a child that is alone before it is said who represents it; barred_by: the finding while
    which it is not taken.
    """

    code: Code
    before: Before | None = None
    within: ParameterName | None = None
    from_: Code | None = None
    represented: bool = False
    barred_by: Code | None = None

    @property
    def counted_from(self) -> str:
        """What the limit counts from: where nothing is said the filing, and before the end the decision."""
        return self.from_ or (DECIDED_ON if self.before is Before.END else FILED)
