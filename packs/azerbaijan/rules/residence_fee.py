"""The state duty for a permit: speed by term by class. Source: Law on State Duty; R-TRP-14 to R-TRP-16."""

from __future__ import annotations

from packs.azerbaijan.rules.residence import ResidenceFacts, is_minor, law_of_case, speed_of
from packs.azerbaijan.rules.residence_term import months_between, validity
from sojourn.catalogue.authoring import Fee, FeeClass, Law, Money, Period, Reason

_YEAR = 12


def fee_class(facts: ResidenceFacts, law: Law) -> FeeClass:
    """Adult, minor, student or minor-student, as of the day of filing. R-TRP-16, switch 24."""
    minor = is_minor(facts, law_of_case(facts, law))
    code = (
        ("minor-student" if minor else "student") if _studies(facts, law) else "minor" if minor else "adult"
    )
    return FeeClass(code, (Reason(f"fee-class-{code}"),))


def _studies(facts: ResidenceFacts, law: Law) -> bool:
    """Full time at an institution of the student class; pupils of general schools by switch 24."""
    if facts.ground != "study" or facts.study_form == "part-time":
        return False
    if facts.study_level == "general":
        return bool(law["counting.pupils"] == "student-class")
    return facts.study_level in law_of_case(facts, law)["residence.student-levels"]


def fee(facts: ResidenceFacts, law: Law) -> Fee:
    """The duty of the term that is granted, not of the one asked for. R-TRP-11, R-TRP-14.

    Without a term granted: that of the term that could be granted.
    """
    start, until = facts.granted_from, facts.granted_until
    if start is None or until is None:
        possible = validity(facts, law)
        start, until = possible.valid_from, possible.valid_until or possible.valid_from
    months = months_between(start, until, law)
    code = facts.fee_class or fee_class(facts, law).code
    speed = speed_of(facts, law)
    band, amount = _price(facts, law, code, speed, months)
    reasons = (
        Reason("fee-for-term", {"months": months, "band": band}),
        Reason(f"fee-class-{code}"),
        Reason(f"fee-{speed}"),
    )
    beyond = (Reason("fee-beyond-table"),) if months > band else ()
    return Fee(amount, reasons + beyond)


def _price(facts: ResidenceFacts, law: Law, code: str, speed: str, months: int) -> tuple[int, Money]:
    """The band and the amount of a class; a minor student pays the lower of the two (switch 24)."""
    if code == "minor-student":
        choice = law["counting.minor-student"]
        codes = ("minor", "student") if choice == "lower-of-both" else (choice,)
    else:
        codes = (code,)
    prices = [_in_table(facts, law, each, speed, months) for each in codes]
    return min(prices, key=lambda price: price[1])


def _in_table(facts: ResidenceFacts, law: Law, code: str, speed: str, months: int) -> tuple[int, Money]:
    """The first band that holds the term; the last one where the table ends before it."""
    table: dict[str, dict[str, Money]] = law_of_case(facts, law)["residence.fee"]
    column = (
        f"{code}-{speed}" if code != "student" or _student_price(facts, law, months) else f"adult-{speed}"
    )
    bands = {_months(Period.parse(row)): cells for row, cells in table.items()}
    if not any(column in cells for cells in bands.values()):
        column = f"adult-{speed}"
    found = [(band, cells[column]) for band, cells in sorted(bands.items()) if column in cells]
    return next((each for each in found if each[0] >= months), found[-1])


def _student_price(facts: ResidenceFacts, law: Law, months: int) -> bool:
    """Under a year students pay the ordinary price (switch 24); the band of two years is for extensions
    only (R-TRP-15).
    """
    if months < _YEAR and law["counting.short-study"] == "ordinary-price":
        return False
    return months <= _YEAR or (facts.is_extension and months <= 2 * _YEAR)


def _months(period: Period) -> int:
    return period.length * (_YEAR if period.unit == "years" else 1)
