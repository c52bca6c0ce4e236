"""References people read aloud: a pattern from the pack and an ISO/IEC 7064 check character."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = 36
_NEXT = [
    {
        character: ((remainder + value) % _MODULUS or _MODULUS) * 2 % (_MODULUS + 1)
        for value, character in enumerate(_ALPHABET)
    }
    for remainder in range(_MODULUS + 1)
]
"""Remainder and character → the remainder after it."""

_PART = re.compile(r"\{(service|yyyy|check|check digit|(\d+) digits)\}")


def check_character(text: str) -> str:
    """The ISO/IEC 7064 mod 37,36 hybrid check character of the letters and digits in `text`."""
    remainder = _MODULUS
    for character in text.upper():
        remainder = _NEXT[remainder].get(character, remainder)
    return _ALPHABET[(_MODULUS + 1 - remainder) % _MODULUS]


def check_digit(text: str) -> str:
    """The ISO/IEC 7064 mod 11,10 hybrid check digit of the digits in `text`, as typed at terminals."""
    product = 10
    for character in text:
        if character.isascii() and character.isdigit():
            product = ((product + int(character)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def normalise(typed: str) -> str:
    """What someone typed, without spaces and with the capitals a reference has."""
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e]", "", typed).upper()


def _literally(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _slot(match: re.Match[str]) -> str:
    slots = {
        "service": "{service}",
        "yyyy": "{year:04d}",
        "check": "{check}",
        "check digit": "{check}",
    }
    return slots.get(match.group(1)) or f"{{number:0{match.group(2)}d}}"


@dataclass(frozen=True)
class Pattern:
    """A reference pattern such as `XX-{service}-{yyyy}-{7 digits}-{check}`, or `{12 digits}{check digit}`."""

    text: str

    def format(self, number: int, *, service: str = "", year: int = 0) -> str:
        """Raises: ValueError when the number has more digits than the pattern."""
        if number >= 10**self.digits:
            raise ValueError(f"{number} does not fit {self.text}")
        drawn = self._template.format(service=service.upper(), year=year, number=number, check="\0")
        return drawn.replace("\0", self._check(drawn))

    def is_well_formed(self, reference: str) -> bool:
        """Whether the shape and the check character agree; says nothing about existence."""
        if not self._shape.fullmatch(reference):
            return False
        place = self._check_place(reference)
        return self._check(reference[:place] + reference[place + 1 :]) == reference[place]

    @cached_property
    def digits(self) -> int:
        found = re.search(r"\{(\d+) digits\}", self.text)
        return int(found.group(1)) if found else 0

    @cached_property
    def _template(self) -> str:
        """The pattern as `str.format` takes it."""
        whole, at = "", 0
        for match in _PART.finditer(self.text):
            whole += _literally(self.text[at : match.start()]) + _slot(match)
            at = match.end()
        return whole + _literally(self.text[at:])

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        shape, at = "", 0
        for match in _PART.finditer(self.text):
            shape += re.escape(self.text[at : match.start()]) + self._shape_of(match)
            at = match.end()
        return re.compile(shape + re.escape(self.text[at:]))

    @staticmethod
    def _shape_of(match: re.Match[str]) -> str:
        part = match.group(1)
        shapes = {
            "service": r"[A-Z0-9]+",
            "yyyy": r"\d{4}",
            "check": r"(?P<check>[0-9A-Z])",
            "check digit": r"(?P<check>[0-9])",
        }
        return shapes.get(part) or rf"\d{{{match.group(2)}}}"

    @property
    def _check(self) -> Callable[[str], str]:
        return check_digit if "{check digit}" in self.text else check_character

    def _check_place(self, reference: str) -> int:
        match = self._shape.fullmatch(reference)
        return match.start("check") if match else -1
