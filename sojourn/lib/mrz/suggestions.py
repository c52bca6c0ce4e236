"""Readings that would be right, where eyes, keyboards and scanners confuse marks. Offered, never applied."""

from sojourn.lib.mrz.check_digits import is_right

_TO_DIGIT = dict(zip("OQDILZSGTB", "0001125678", strict=True))
_TO_LETTER = dict(zip("012568", "OIZSGB", strict=True))
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
