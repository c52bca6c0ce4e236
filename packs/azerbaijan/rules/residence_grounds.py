"""What the law asks of each ground. Source: Migration Code art. 45.1; R-TRP-1 and R-TRP-5 to R-TRP-9."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from packs.azerbaijan.rules.residence import ResidenceFacts, law_of_case
from sojourn.catalogue.authoring import Law, Money, Reason, Weight


def of_ground(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Findings on the ground named. Exactly one is needed, and one the law of the case knows. R-TRP-1."""
    then = law_of_case(facts, law)
    if facts.ground is None:
        yield Reason("ground-missing", weight=Weight.AGAINST)
        return
    if facts.ground not in then["residence.grounds"]:
        yield Reason("ground-not-in-force", weight=Weight.AGAINST)
        return
    yield from _TESTS.get(facts.ground, _nothing)(facts, then)


def _nothing(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    yield from ()


def own_share(facts: ResidenceFacts) -> Money | None:
    """Of a property owned with others only the applicant's own share counts. R-TRP-6."""
    value = facts.property_value
    if value is None or not facts.share_parts or not facts.share_whole:
        return value
    return value.share(facts.share_parts, facts.share_whole)


def _real_estate(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """R-TRP-5 and R-TRP-6: 100 000.00 passes, 99 999.99 does not."""
    own = own_share(facts)
    if own is not None and own != facts.property_value:
        yield Reason("own-share-counts", {"value": own}, Weight.NOTE)
    yield from _against_threshold(own, law["residence.threshold-real-estate"])


def _deposit(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    yield from _against_threshold(facts.deposit, law["residence.threshold-deposit"])


def _securities(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    yield from _against_threshold(facts.securities, law["residence.threshold-securities"])


def _investment(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    yield from of_investment(facts, law, "residence.threshold-")


def of_investment(facts: ResidenceFacts, law: Law, thresholds: str) -> Iterator[Reason]:
    """R-TRP-7: since 2023 property, deposits and securities may be counted in, of any value or, by switch 23,
    of that which their own ground asks for with the permit that is applied for (`thresholds`).
    """
    total = facts.investment
    if law["residence.investment-may-add"]:
        total = _sum(total, *_items(facts, law, thresholds))
    yield from _against_threshold(total, law["residence.threshold-investment"])


def _items(facts: ResidenceFacts, law: Law, thresholds: str) -> Iterator[Money | None]:
    """Property, deposit and securities that may be counted into an investment."""
    given = {
        "real-estate": own_share(facts),
        "deposit": facts.deposit,
        "securities": facts.securities,
    }
    any_value = law["counting.items-of-an-investment"] == "of-any-value"
    for name, value in given.items():
        if value is not None and (any_value or value >= law[f"{thresholds}{name}"]):
            yield value


def _sum(*amounts: Money | None) -> Money | None:
    known = [each for each in amounts if each is not None]
    return sum(known[1:], known[0]) if known else None


def _against_threshold(value: Money | None, threshold: Money) -> Iterator[Reason]:
    if value is None:
        yield Reason("value-unknown", {"threshold": threshold}, Weight.MISSING)
    elif value < threshold:
        yield Reason("value-below-threshold", {"value": value, "threshold": threshold}, Weight.AGAINST)


def _entrepreneur(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """R-TRP-8: five full-time or ten part-time employees, four of five citizens or equated persons."""
    full, part, percent = (
        law[f"residence.staff-{name}"] for name in ("full-time", "part-time", "citizens-percent")
    )
    if full is None:
        return
    at_full, at_part = facts.staff_full_time or 0, facts.staff_part_time or 0
    if facts.staff_full_time is None and facts.staff_part_time is None:
        yield Reason("staff-unknown", weight=Weight.MISSING)
        return
    if at_full < full and at_part < part:
        yield Reason("staff-too-few", {"full": full, "part": part}, Weight.AGAINST)
    if facts.staff_citizens is None:
        yield Reason("staff-citizens-unknown", {"percent": percent}, Weight.MISSING)
    elif facts.staff_citizens * 100 < percent * (at_full + at_part):
        yield Reason("staff-citizens-too-few", {"percent": percent}, Weight.AGAINST)


def _company_head(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """R-TRP-9: capital as the Ministry of Economy demands, or a share of at least 51 percent."""
    if facts.position == "deputy-head" and not law["residence.deputy-head-counts"]:
        yield Reason("deputy-head-no-ground", weight=Weight.AGAINST)
        return
    needed = law["residence.company-share-percent"]
    if needed is None:
        yield from _branch_head(facts, law)
        return
    threshold: Money | None = law["residence.company-capital"]
    share = percent_of(facts.share)
    if share is not None and share >= needed:
        return
    if facts.capital is not None and threshold is None:
        yield Reason("company-capital-to-be-confirmed", {"percent": needed}, Weight.MISSING)
    elif facts.capital is None and share is None:
        yield Reason("company-share-unknown", {"percent": needed}, Weight.MISSING)
    elif facts.capital is None or threshold is None or facts.capital < threshold:
        yield Reason("company-share-too-small", {"percent": needed}, Weight.AGAINST)


def _branch_head(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Head and deputy head; whoever founded it has no ground of their own."""
    if facts.position == "founder":
        yield Reason("founder-no-ground", weight=Weight.AGAINST)


def percent_of(written: str | None) -> Decimal | None:
    """A share as people write it (`51`, `50,99 %`), or None where it cannot be read."""
    try:
        return Decimal((written or "").replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        return None


def _study(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Only full-time study is a ground; vocational schools since 1 May 2020."""
    if facts.study_form == "part-time":
        yield Reason("study-not-full-time", weight=Weight.AGAINST)
    if facts.study_level is not None and facts.study_level not in law["residence.study-levels"]:
        yield Reason("study-level-no-ground", weight=Weight.AGAINST)


_TESTS = {
    "real-estate": _real_estate,
    "deposit": _deposit,
    "securities": _securities,
    "investment": _investment,
    "entrepreneur": _entrepreneur,
    "branch-head": _branch_head,
    "company-head": _company_head,
    "study": _study,
}


def conditions_of(ground: str, facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """What the law asks of one ground, for permits that rest on grounds of a list of their own."""
    yield from _TESTS.get(ground, _nothing)(facts, law)


def against_threshold(value: Money | None, threshold: Money) -> Iterator[Reason]:
    """A value still to be shown, or one below what the law asks for."""
    yield from _against_threshold(value, threshold)
