"""Money is whole minor units of one currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lib.money import Money

amounts = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("written", "currency", "minor", "said"),
    [
        ("200.00", "ARC", 20000, "200.00 ARC"),
        ("15", "JPY", 15, "15 JPY"),
        ("1.234", "KWD", 1234, "1.234 KWD"),
    ],
)
def test_an_amount_is_read_exactly(written: str, currency: str, minor: int, said: str) -> None:
    assert Money.of(written, currency) == Money(minor, currency)
    assert str(Money(minor, currency)) == said


@pytest.mark.parametrize("wrong", ["1.005", "NaN", "Infinity"])
def test_an_amount_the_currency_cannot_hold_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        Money.of(wrong, "ARC")


def test_a_float_is_never_money() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "ARC")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money.of(1.5, "ARC")  # type: ignore[arg-type]


def test_two_currencies_do_not_meet() -> None:
    with pytest.raises(ValueError):
        Money(1, "ARC") + Money(1, "JPY")


@given(amounts, amounts)
def test_adding_and_taking_away_come_back(first: int, second: int) -> None:
    assert Money(first, "ARC") + Money(second, "ARC") - Money(second, "ARC") == Money(first, "ARC")


@given(amounts, st.integers(1, 1000), st.integers(1, 1000))
def test_a_share_never_exceeds_the_exact_fraction(minor: int, part: int, whole: int) -> None:
    share = Money(minor, "ARC").share(part, whole).minor
    exact = Decimal(minor) * part / whole
    assert abs(share) <= abs(exact) < abs(share) + 1
