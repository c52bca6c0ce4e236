"""Check digits of the machine-readable zone. Source: ICAO Doc 9303-3, section 4.9."""

_WEIGHTS = (7, 3, 1)

_VALUE = {"<": 0} | {digit: int(digit) for digit in "0123456789"}
_VALUE |= {letter: 10 + place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def check_digit(text: str) -> str:
    """The digit 0–9 for text of A–Z, 0–9 and `<`. Anything else counts nothing."""
    return str(sum(_VALUE.get(mark, 0) * _WEIGHTS[place % 3] for place, mark in enumerate(text)) % 10)


def is_right(text: str, digit: str, *, may_be_filler: bool = False) -> bool:
    """Whether the digit printed is the one computed. An empty optional field may carry `<` instead."""
    if may_be_filler and digit == "<":
        return not text.strip("<")
    return digit == check_digit(text)
