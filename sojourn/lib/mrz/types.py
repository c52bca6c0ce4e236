"""What is read from a machine-readable zone, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sojourn.lib.partial_date import PartialDate

CENTURY = 100


class Format(StrEnum):
    """Size and layout of the zone."""

    TD1 = "TD1"  # card, three lines of 30
    TD2 = "TD2"  # card or paper, two lines of 36
    TD3 = "TD3"  # passport, two lines of 44
    MRV_A = "MRV-A"  # visa, two lines of 44
    MRV_B = "MRV-B"  # visa, two lines of 36


class FieldName(StrEnum):
    """Parts of the zone, named as the answers of a passport question are."""

    LINES = "lines"
    KIND = "kind"
    ISSUING_STATE = "issuing-state"
    NAME = "name"
    NUMBER = "number"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth-date"
    SEX = "sex"
    EXPIRES_ON = "expires-on"
    OPTIONAL = "optional"
    OPTIONAL_2 = "optional-2"
    COMPOSITE = "composite"


class Sex(StrEnum):
    """Sex as travel documents write it."""

    MALE = "M"
    FEMALE = "F"
    OTHER = "X"  # unspecified; the zone itself writes `<`


class Severity(StrEnum):
    """An error contradicts the standard; advice is something to look at."""

    ERROR = "error"
    ADVICE = "advice"


class FindingCode(StrEnum):
    """What can be wrong or worth a look. Each has a text in every language of the sites."""

    NOT_RECOGNISED = "not-recognised"  # neither number nor length of lines fits any format
    TOO_LONG = "too-long"  # far more text than any zone has
    LINES_MENDED = "lines-mended"  # fillers at the end of a line were missing or too many
    CHARACTER = "character"  # a character the zone cannot hold
    CHECK_DIGIT = "check-digit"  # the printed digit is not the computed one
    KIND_UNKNOWN = "kind-unknown"
    STATE_UNKNOWN = "state-unknown"
    NAME_MISSING = "name-missing"
    NAME_TRUNCATED = "name-truncated"
    NAME_CHARACTER = "name-character"  # a digit among the letters of a name
    NUMBER_MISSING = "number-missing"
    NO_SUCH_DATE = "no-such-date"
    DATE_MISSING = "date-missing"
    SEX_UNKNOWN = "sex-unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one field. `suggestions` are readings that would be right; none is applied."""

    field: FieldName
    code: FindingCode
    severity: Severity = Severity.ERROR
    found: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MrzDate:
    """Six places for year, month and day, each pair possibly unknown (`<<`). The century is not written."""

    raw: str

    @property
    def is_unknown(self) -> bool:
        """No year at all."""
        return not (self.raw[:2].isascii() and self.raw[:2].isdecimal())

    def as_birth(self, *, on: date) -> PartialDate | None:
        """The latest such date that is not after the day `on`; nobody is born tomorrow."""
        this_century = on.year - on.year % CENTURY
        for century in (this_century, this_century - CENTURY):
            born = self._in(century)
            if born and born.earliest <= on:
                return born
        return None

    def as_expiry(self, *, on: date) -> PartialDate | None:
        """Such a date in the hundred years around the day `on`."""
        this_century = on.year - on.year % CENTURY
        found = [self._in(this_century + shift) for shift in (-CENTURY, 0, CENTURY)]
        near = [day for day in found if day and on.year - 50 < day.year <= on.year + 50]
        return near[0] if near else None

    def _in(self, century: int) -> PartialDate | None:
        if self.is_unknown:
            return None
        try:
            month, day = (0 if pair == "<<" else int(pair) for pair in (self.raw[2:4], self.raw[4:6]))
            return PartialDate(century + int(self.raw[:2]), month, day if month else 0)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says. Codes are as printed without fillers; names have spaces for fillers."""

    format: Format | None
    lines: tuple[str, ...]
    kind: str = ""
    issuing_state: str = ""
    surname: str | None = None
    given_names: str | None = None
    number: str = ""
    nationality: str = ""
    birth: MrzDate = MrzDate("<<<<<<")
    sex: Sex | None = None
    expiry: MrzDate = MrzDate("<<<<<<")
    optional: str = ""
    optional_2: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Read, and nothing contradicts the standard."""
        return self.format is not None and not any(one.severity is Severity.ERROR for one in self.findings)

    def findings_on(self, field: FieldName) -> tuple[Finding, ...]:
        """What is said about one field."""
        return tuple(one for one in self.findings if one.field is field)


@dataclass(frozen=True, slots=True)
class Holder:
    """What a zone is to say. Names in any script Doc 9303-3 has a table for."""

    kind: str
    issuing_state: str
    number: str
    nationality: str
    surname: str | None = None
    given_names: str | None = None
    birth: PartialDate | None = None
    sex: Sex | None = None
    expires: PartialDate | None = None
    optional: str = ""
    optional_2: str = ""
    language: str = ""
