"""Readings that would be right, for marks that eyes, keyboards and scanners confuse. Offered, never applied."""

from sojourn.lib.mrz.check_digits import is_right

_TO_DIGIT = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "T": "7",
    "B": "8",
}
_TO_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
_CYRILLIC = dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True))
_CONFUSED = {**_TO_DIGIT, **_TO_LETTER, "<": "K", "K": "<"}

MOST = 3
"""Suggestions offered for one field."""


def latin(text: str) -> str:
    """Cyrillic capitals that look Latin, as Latin."""
    return "".join(_CYRILLIC.get(mark, mark) for mark in text)


def digits(text: str) -> str:
    """Letters that look like digits, as digits."""
    return "".join(_TO_DIGIT.get(mark, mark) for mark in text)


def letters(text: str) -> str:
    """Digits that look like letters, as letters."""
    return "".join(_TO_LETTER.get(mark, mark) for mark in text)


def for_check_digit(text: str, digit: str, *, only_digits: bool) -> tuple[str, ...]:
    """Texts one confusion away, or with every letter read as a digit, that the printed digit confirms."""
    candidates = [digits(text)] if only_digits else []
    for place, mark in enumerate(text):
        if mark in _CONFUSED:
            candidates.append(text[:place] + _CONFUSED[mark] + text[place + 1 :])
    printed = digits(digit)
    right = [one for one in candidates if is_right(one, printed) and (not only_digits or _is_date(one))]
    if is_right(text, printed) and (not only_digits or _is_date(text)):
        right.insert(0, text)
    return tuple(dict.fromkeys(right))[:MOST]


def _is_date(text: str) -> bool:
    return not text.strip("0123456789<")
