"""Money: integer minor units with an ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from babel import Locale
from babel.numbers import format_decimal

# ISO 4217:2015 lists these with other than two decimals; everything else has two.
_EXPONENTS = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
        ),
        0,
    ),
    **dict.fromkeys(("XOF", "XPF"), 0),
}


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency. Amounts of different currencies never meet.

    Raises: TypeError for a float, ValueError for a currency that is not three capitals.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("money is whole minor units")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise ValueError(f"not an ISO 4217 currency: {self.currency!r}")

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: str) -> Money:
        """Read a decimal amount exactly. Raises: ValueError if it has more decimals than the currency."""
        if isinstance(amount, float):
            raise TypeError("a float is not an amount")
        scaled = Decimal(amount).scaleb(exponent(currency))
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency}")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError("money is multiplied by whole numbers; use share() for fractions")
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount:.{exponent(self.currency)}f} {self.currency}"

    def share(self, numerator: int, denominator: int) -> Money:
        """The given fraction, rounded down once to a minor unit (towards zero for debts as well)."""
        product = self.minor * numerator
        whole = abs(product) // abs(denominator)
        return Money(whole if (product >= 0) == (denominator > 0) else -whole, self.currency)


def in_figures(amount: Money, *, like: Locale) -> str:
    """As people write it: figures as in their language, whole amounts without zeros, the currency's letters.

    Its letters and not its sign: they are the same in every language and known to every telephone.
    """
    places = exponent(amount.currency)
    whole = amount.minor % 10**places == 0
    pattern = "#,##0" if whole else f"#,##0.{'0' * places}"
    return f"{format_decimal(amount.amount, format=pattern, locale=like)}\N{NO-BREAK SPACE}{amount.currency}"


def exponent(currency: str) -> int:
    """How many decimals the currency has. Source: ISO 4217:2015."""
    return _EXPONENTS.get(currency, 2)
