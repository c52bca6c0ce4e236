"""Reads a machine-readable zone. Never fails: what is wrong is said as findings on fields."""

from collections.abc import Iterator

from sojourn.lib.mrz import suggestions
from sojourn.lib.mrz.check_digits import is_right
from sojourn.lib.mrz.layouts import Layout
from sojourn.lib.mrz.lines import LONGEST_INPUT, Laid, lay_out
from sojourn.lib.mrz.states import OTHER_SPELLING, is_known_state
from sojourn.lib.mrz.types import FieldName, Finding, FindingCode, Format, Mrz, MrzDate, Severity, Sex

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ALLOWED = _LETTERS | frozenset("0123456789<")
_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE, "<": Sex.OTHER, "X": Sex.OTHER}
_KINDS = {
    Format.TD1: "ACI",
    Format.TD2: "ACIP",
    Format.TD3: "P",
    Format.MRV_A: "V",
    Format.MRV_B: "V",
}
"""First letters Doc 9303 gives; a passport card of TD2 size begins with P."""

_DATES = {FieldName.BIRTH_DATE, FieldName.EXPIRES_ON}


def parse(text: str) -> Mrz:
    """What the lines say, typed in any case, with spaces or guillemets, without breaks or end fillers."""
    if len(text) > LONGEST_INPUT and len("".join(text.split())) > LONGEST_INPUT:
        return _unread(FindingCode.TOO_LONG)
    laid = lay_out(text)
    if laid is None:
        return _unread(FindingCode.NOT_RECOGNISED)
    return _Reading(laid).result()


def _unread(code: FindingCode) -> Mrz:
    return Mrz(None, (), findings=(Finding(FieldName.LINES, code),))


class _Reading:
    """One pass over laid-out lines."""

    def __init__(self, laid: Laid) -> None:
        self.layout: Layout = laid.layout
        self.lines = laid.lines
        self.given_findings = laid.findings
        self.number, self.number_digit, self.optional = self._number()

    def result(self) -> Mrz:
        surname, given_names = self._names()
        return Mrz(
            self.layout.format,
            self.lines,
            kind=self.raw(FieldName.KIND).rstrip("<"),
            issuing_state=self.raw(FieldName.ISSUING_STATE).rstrip("<"),
            surname=surname,
            given_names=given_names,
            number=self.number.rstrip("<"),
            nationality=self.raw(FieldName.NATIONALITY).rstrip("<"),
            birth=MrzDate(self.raw(FieldName.BIRTH_DATE)),
            sex=_SEXES.get(self.raw(FieldName.SEX)),
            expiry=MrzDate(self.raw(FieldName.EXPIRES_ON)),
            optional=self.optional.strip("<"),
            optional_2=self.raw(FieldName.OPTIONAL_2).strip("<"),
            findings=self.given_findings + tuple(self._findings()),
        )

    def raw(self, field: FieldName) -> str:
        place = self.layout.fields.get(field)
        return self.lines[place.line][place.start : place.end] if place else ""

    def digit(self, field: FieldName) -> str | None:
        place = self.layout.fields.get(field)
        return self.lines[place.line][place.digit] if place and place.digit is not None else None

    def _number(self) -> tuple[str, str, str]:
        """Number, its digit, the optional field. A long number runs on behind a filler for its digit."""
        number, digit = self.raw(FieldName.NUMBER), self.digit(FieldName.NUMBER) or "<"
        optional = self.raw(FieldName.OPTIONAL)
        rest = optional.split("<", 1)[0]
        if digit == "<" and self.layout.number_runs_on and len(rest) > 1 and "<" not in number:
            return number + rest[:-1], rest[-1], optional[len(rest) :]
        return number, digit, optional

    def _names(self) -> tuple[str | None, str | None]:
        """Primary and secondary identifier; where there is only one name it is the primary."""
        primary, _, secondary = self.raw(FieldName.NAME).partition("<<")
        words = [" ".join(part.replace("<", " ").split()) or None for part in (primary, secondary)]
        return words[0], words[1]

    def _findings(self) -> Iterator[Finding]:
        yield from self._wrong_characters()
        yield from self._kind()
        for field in (FieldName.ISSUING_STATE, FieldName.NATIONALITY):
            yield from _state(field, self.raw(field).rstrip("<"))
        yield from self._name()
        yield from self._number_findings()
        for field in (FieldName.BIRTH_DATE, FieldName.EXPIRES_ON):
            yield from self._date(field)
        yield from self._sex()
        yield from self._optional()
        yield from self._composite()

    def _wrong_characters(self) -> Iterator[Finding]:
        for field in self.layout.fields:
            raw = self.raw(field) + (self.digit(field) or "")
            if wrong := "".join(mark for mark in raw if mark not in _ALLOWED):
                better = suggestions.latin(raw)
                offered = (better,) if set(better) <= _ALLOWED else ()
                yield Finding(field, FindingCode.CHARACTER, found=wrong, suggestions=offered)

    def _kind(self) -> Iterator[Finding]:
        kind = self.raw(FieldName.KIND).rstrip("<")
        if not kind or kind[0] not in _KINDS[self.layout.format]:
            yield Finding(FieldName.KIND, FindingCode.KIND_UNKNOWN, Severity.ADVICE, kind)

    def _name(self) -> Iterator[Finding]:
        raw = self.raw(FieldName.NAME)
        if not raw.strip("<"):
            yield Finding(FieldName.NAME, FindingCode.NAME_MISSING)
        elif not raw.endswith("<"):
            yield Finding(FieldName.NAME, FindingCode.NAME_TRUNCATED, Severity.ADVICE)
        if wrong := "".join(mark for mark in raw if mark in _ALLOWED - _LETTERS and mark != "<"):
            offered = (suggestions.letters(raw),)
            yield Finding(FieldName.NAME, FindingCode.NAME_CHARACTER, found=wrong, suggestions=offered)

    def _number_findings(self) -> Iterator[Finding]:
        if not self.number.strip("<"):
            yield Finding(FieldName.NUMBER, FindingCode.NUMBER_MISSING)
        yield from self._checked(FieldName.NUMBER, self.number, self.number_digit)

    def _date(self, field: FieldName) -> Iterator[Finding]:
        raw = self.raw(field)
        yield from self._checked(field, raw, self.digit(field) or "<", may_be_filler=True)
        if not raw.strip("<"):
            yield Finding(field, FindingCode.DATE_MISSING, Severity.ADVICE)
        elif not _may_be_date(raw):
            yield Finding(field, FindingCode.NO_SUCH_DATE, found=raw)

    def _sex(self) -> Iterator[Finding]:
        raw = self.raw(FieldName.SEX)
        if raw not in "MF<":
            severity = Severity.ADVICE if raw == "X" else Severity.ERROR
            yield Finding(FieldName.SEX, FindingCode.SEX_UNKNOWN, severity, raw)

    def _optional(self) -> Iterator[Finding]:
        digit = self.digit(FieldName.OPTIONAL)
        if digit is not None:
            raw = self.raw(FieldName.OPTIONAL)
            yield from self._checked(FieldName.OPTIONAL, raw, digit, may_be_filler=True)

    def _composite(self) -> Iterator[Finding]:
        place = self.layout.composite
        if not place:
            return
        covered = "".join(self.lines[span.line][span.start : span.end] for span in self.layout.covered)
        digit = self.lines[place.line][place.start]
        if not is_right(covered, digit):
            yield Finding(FieldName.COMPOSITE, FindingCode.CHECK_DIGIT, found=digit, suggestions=())

    def _checked(
        self, field: FieldName, text: str, digit: str, *, may_be_filler: bool = False
    ) -> Iterator[Finding]:
        if is_right(text, digit, may_be_filler=may_be_filler):
            return
        offered = suggestions.for_check_digit(text, digit, only_digits=field in _DATES)
        yield Finding(field, FindingCode.CHECK_DIGIT, found=digit, suggestions=offered)


def _state(field: FieldName, code: str) -> Iterator[Finding]:
    if is_known_state(code):
        return
    better = suggestions.letters(code)
    better = OTHER_SPELLING.get(better, better)
    offered = (better,) if is_known_state(better) else ()
    yield Finding(field, FindingCode.STATE_UNKNOWN, found=code, suggestions=offered)


def _may_be_date(raw: str) -> bool:
    """Year, month and day each two digits or two fillers, the known ones from the calendar of a leap year."""
    pairs = (raw[:2], raw[2:4], raw[4:6])
    if not all(pair == "<<" or (pair.isascii() and pair.isdecimal()) for pair in pairs):
        return False
    year, month, day = (None if pair == "<<" else int(pair) for pair in pairs)
    if month is None:
        return day is None or 1 <= day <= 31
    if not 1 <= month <= 12:
        return False
    if day is None:
        return True
    longest = 30 if month in {4, 6, 9, 11} else 31
    if month == 2:
        longest = 28 if year is not None and year % 4 else 29
    return 1 <= day <= longest
