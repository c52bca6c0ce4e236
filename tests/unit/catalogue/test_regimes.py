"""A special regime prolongs stays, stops clocks and waives duties, for its people and its days only."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid
from sojourn.catalogue.law import Confidence, Law
from sojourn.catalogue.outcomes import Fee, Reason
from sojourn.catalogue.regimes import ForWhom, Regime, Span, Stayer, relief_for
from sojourn.catalogue.values import Period
from sojourn.lib.money import Money
from sojourn.lib.working_days import Calendar
from tests.unit.catalogue.conftest import ROOT

STORM = Regime(
    code="storm",
    source="Decree 7",
    confidence=Confidence.CONFIRMED,
    in_force=Span(date(2026, 2, 2), date(2026, 12, 31)),
    for_whom=ForWhom(entered_by=date(2026, 2, 2), lawful_on=date(2026, 2, 2), nationalities=("ITA",)),
    stay_until=date(2026, 4, 30),
    stops=Span(date(2026, 2, 9), date(2026, 2, 13)),
    waives=("berth",),
)
HERE = Stayer(entered_on=date(2026, 1, 5), lawful_until=date(2026, 3, 1), nationality="ITA")


def law(day: date = date(2026, 2, 20)) -> Law:
    calendar = Calendar.of([], years=range(2025, 2028))
    return Law(day, {}, calendar, "EUR", regimes=(STORM,))


def test_a_stay_goes_on_to_the_day_of_the_regime_and_a_longer_one_to_its_own() -> None:
    relief = relief_for(HERE, law())
    assert relief.stay_until(HERE.lawful_until) == date(2026, 4, 30)
    assert relief.stay_until(date(2026, 6, 1)) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("who", "day"),
    [
        (replace(HERE, entered_on=date(2026, 2, 3)), date(2026, 2, 20)),
        (replace(HERE, entered_on=None), date(2026, 2, 20)),
        (replace(HERE, left_on=date(2026, 2, 2)), date(2026, 2, 20)),
        (replace(HERE, lawful_until=date(2026, 2, 1)), date(2026, 2, 20)),
        (replace(HERE, nationality="FRA"), date(2026, 2, 20)),
        (HERE, date(2026, 2, 1)),
        (HERE, date(2027, 1, 1)),
    ],
)
def test_it_is_nobody_elses_and_of_no_other_day(who: Stayer, day: date) -> None:
    relief = relief_for(who, law(day))
    assert relief.stay_until(who.lawful_until) == who.lawful_until
    assert not relief.waives("berth")


@pytest.mark.parametrize(
    ("who", "day"),
    [
        (replace(HERE, entered_on=date(2026, 2, 2)), date(2026, 2, 2)),
        (replace(HERE, left_on=date(2026, 2, 3)), date(2026, 12, 31)),
        (replace(HERE, lawful_until=date(2026, 2, 2)), date(2026, 2, 20)),
    ],
)
def test_the_last_of_its_people_and_days_still_have_it(who: Stayer, day: date) -> None:
    assert relief_for(who, law(day)).stay_until(who.lawful_until) == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("period", "theirs", "others"),
    [
        ("10 days", date(2026, 2, 19), date(2026, 2, 14)),
        ("5 working-days", date(2026, 2, 18), date(2026, 2, 11)),
        ("4 days", date(2026, 2, 8), date(2026, 2, 8)),
        ("1 month", date(2026, 3, 9), date(2026, 3, 4)),
    ],
)
def test_limits_do_not_run_on_the_days_it_stops(period: str, theirs: date, others: date) -> None:
    start, none = date(2026, 2, 4), replace(HERE, nationality="FRA")
    for who, last in ((HERE, theirs), (none, others)):
        found = relief_for(who, law()).deadline(law(), start, Period.parse(period), moves=False)
        assert found.last_day == last


def test_a_stopped_limit_still_moves_from_a_closed_day() -> None:
    found = relief_for(HERE, law()).deadline(law(), date(2026, 2, 4), Period.parse("12 days"))
    assert (found.last_day, found.moved_from) == (date(2026, 2, 23), date(2026, 2, 21))


def test_duties_are_waived_for_the_services_it_names() -> None:
    relief = relief_for(HERE, law())
    assert relief.waives("berth")
    assert not relief.waives("harbour-pass")


def test_a_waived_duty_is_nothing_and_says_what_it_would_be() -> None:
    fee = Fee(Money.of("30.00", "EUR"), (Reason("fee-for-term"),))
    found = relief_for(HERE, law()).duty(fee, service="berth")
    assert (found.amount, found.reasons[-1].values) == (Money.of("0.00", "EUR"), {"amount": fee.amount})
    assert [each.code for each in found.reasons] == ["fee-for-term", "duty-waived-by-regime"]
    assert relief_for(HERE, law()).duty(fee, service="harbour-pass") == fee


def test_what_it_gave_stands_among_the_law_that_was_used() -> None:
    asked = law()
    relief_for(HERE, asked)
    assert [(each.name, each.source) for each in asked.used] == [("regimes.storm", "Decree 7")]


DECREE = """- code: storm
  source: Decree 7
  confidence: confirmed
  in-force: {from: 2026-02-01, until: 2026-12-31}
  for-whom: {entered-by: 2026-02-01, nationalities: [DEU]}
  stay-until: 2026-04-30
  stops: {from: 2026-02-09, until: 2026-02-13}
  waives: [harbour-pass]
"""
NAMES = "storm: {name: A storm}\n"


def arcadia_with(folder: Path, decree: str) -> Path:
    pack = folder / "arcadia"
    shutil.copytree(ROOT / "packs/arcadia", pack)
    (pack / "regimes.yaml").write_text(decree, "utf-8")
    for language in ("en", "ar"):
        (pack / f"locale/{language}/regimes.yaml").write_text(NAMES, "utf-8")
        with (pack / f"locale/{language}/reasons.yaml").open("a", encoding="utf-8") as reasons:
            reasons.write('duty-waived-by-regime: "{amount} is waived."\n')
    return pack


def test_a_pack_with_a_regime_is_in_order_and_its_law_knows_it(tmp_path: Path) -> None:
    pack = compile_folder(arcadia_with(tmp_path, DECREE)).pack
    who = replace(HERE, nationality="DEU")
    relief = relief_for(who, pack.law(date(2026, 2, 20)).at(date(2026, 2, 21)))
    assert relief.waives("harbour-pass")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("until: 2026-12-31", "until: 2026-01-31", "4: expected until on or after from"),
        ("until: 2026-02-13", "until: 2026-02-08", "7: expected until on or after from"),
        (", until: 2026-02-13", "", "7: expected until: the last day known"),
        ("stay-until: 2026-04-30", "stay-until: 2026-01-31", "6: expected a day after it came into force"),
        ("[harbour-pass]", "[harbor-pass]", "8: expected a service of the pack, or fines"),
        ("[DEU]", "[ITX]", "5: expected a country of the pack"),
        ("code: storm", "code: flood", "1: expected a text regimes.flood.name in locale/en"),
    ],
)
def test_a_wrong_regime_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(PackInvalid) as reason:
        compile_folder(arcadia_with(tmp_path, DECREE.replace(old, new)))
    assert f"regimes.yaml:{told}" in str(reason.value)
