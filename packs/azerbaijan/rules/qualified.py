"""The assessment of highly qualified migrants: points, and by when it is answered.

Source: Cabinet Decision 99 of 3 April 2025. Its points were not published where they could be read: criteria,
points and mark are values of the pack, all of them assumed, for the deploying service to put right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.children import AsksOfChild, child_part
from sojourn.catalogue.authoring import Deadline, Findings, Law, PartialDate, Period, Reason, Weight

_ASKED = ("education", "experience_years", "field", "offer")


@dataclass(frozen=True)
class QualifiedFacts(AsksOfChild):
    """What an applicant tells of themselves.

    education: doctor, master, bachelor or none; field: a code of the listed fields, or other; offer: yes or
    no; language: fluent, some or none.
    """

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None
    education: str | None = None
    experience_years: int | None = None
    field: str | None = None
    offer: str | None = None
    language: str | None = None


def review_limit(facts: QualifiedFacts, law: Law) -> Deadline:
    """By when the assessment is answered: a limit of the service, which does not move."""
    period: Period = law.at(facts.filed_on)["qualified.review-period"]
    reason = Reason("review-standard", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def findings(facts: QualifiedFacts, law: Law) -> Findings:
    """The points, whether they are enough, and what is still to be told. An officer decides."""
    then = law.at(facts.filed_on)
    if not then["qualified.in-force"]:
        return Findings((Reason("assessment-not-in-force", weight=Weight.AGAINST),))
    return Findings((*_of_points(facts, then), *child_part(facts, law)))


def _of_points(facts: QualifiedFacts, law: Law) -> Iterator[Reason]:
    missing = [name for name in _ASKED if getattr(facts, name) is None]
    for name in missing:
        yield Reason(f"qualification-unknown-{name.partition('_')[0]}", weight=Weight.MISSING)
    points, needed = points_of(facts, law), law["qualified.points-needed"]
    if points >= needed:
        yield Reason("points-enough", {"points": points, "needed": needed}, Weight.NOTE)
    elif not missing:
        yield Reason("points-too-few", {"points": points, "needed": needed}, Weight.AGAINST)


def points_of(facts: QualifiedFacts, law: Law) -> int:
    """The sum over education, experience, field, offer and language."""
    tables = {
        "education": facts.education,
        "offer": facts.offer,
        "language": facts.language,
    }
    points: int = sum(law[f"qualified.points-{name}"].get(value, 0) for name, value in tables.items())
    if facts.field in law["qualified.fields"]:
        points += law["qualified.points-field"]
    return points + _for_experience(facts.experience_years or 0, law["qualified.points-experience"])


def _for_experience(years: int, table: dict[str, int]) -> int:
    """The row of the most years that were worked; a table says `from-10-years`."""
    reached = [points for row, points in table.items() if int(row.split("-")[1]) <= years]
    return max(reached, default=0)
