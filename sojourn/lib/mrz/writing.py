"""Writes a machine-readable zone. Source: ICAO Doc 9303-3 section 4, and parts 4 to 7 for each size."""

from sojourn.lib.errors import Refusal
from sojourn.lib.mrz.check_digits import check_digit
from sojourn.lib.mrz.layouts import LAYOUTS, Layout
from sojourn.lib.mrz.spelling import transliterate
from sojourn.lib.mrz.types import CENTURY, FieldName, Format, Holder, Sex
from sojourn.lib.partial_date import PartialDate

_NUMBER_WIDTH = 9
_ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")


class CannotBeWritten(Refusal):
    """A value does not fit its field of the machine-readable zone."""

    def __init__(self, *, field: FieldName, value: str) -> None:
        self.field, self.value = field, value
        super().__init__(field=field, value=value)


def write(holder: Holder, form: Format) -> tuple[str, ...]:
    """The lines for a holder. Raises: CannotBeWritten."""
    layout = LAYOUTS[form]
    values = _values(holder, layout)
    lines = [["<"] * layout.width for _ in range(layout.lines)]
    for field, place in layout.fields.items():
        text = _fit(field, values[field], place.end - place.start)
        lines[place.line][place.start : place.end] = text
        if place.digit is not None:
            lines[place.line][place.digit] = _digit(field, text, holder)
    if layout.composite:
        covered = "".join("".join(lines[span.line][span.start : span.end]) for span in layout.covered)
        lines[layout.composite.line][layout.composite.start] = check_digit(covered)
    return tuple("".join(line) for line in lines)


def _values(holder: Holder, layout: Layout) -> dict[FieldName, str]:
    name = layout.fields[FieldName.NAME]
    number, optional = _code(holder.number), _code(holder.optional)
    if len(number) > _NUMBER_WIDTH and layout.number_runs_on:
        number, optional = _run_on(number, optional)
    return {
        FieldName.KIND: _code(holder.kind),
        FieldName.ISSUING_STATE: _code(holder.issuing_state),
        FieldName.NAME: name_field(
            holder.surname, holder.given_names, width=name.end - name.start, language=holder.language
        ),
        FieldName.NUMBER: number,
        FieldName.NATIONALITY: _code(holder.nationality),
        FieldName.BIRTH_DATE: _date(holder.birth),
        FieldName.SEX: "<" if holder.sex in {None, Sex.OTHER} else str(holder.sex),
        FieldName.EXPIRES_ON: _date(holder.expires),
        FieldName.OPTIONAL: optional,
        FieldName.OPTIONAL_2: _code(holder.optional_2),
    }


def _run_on(number: str, optional: str) -> tuple[str, str]:
    """A long number continues in the optional field, its check digit behind it."""
    rest = number[_NUMBER_WIDTH:] + check_digit(number)
    return number[:_NUMBER_WIDTH], f"{rest}<{optional}".rstrip("<")


def _digit(field: FieldName, text: str, holder: Holder) -> str:
    if field is FieldName.NUMBER and len(_code(holder.number)) > _NUMBER_WIDTH:
        return "<"
    if field is FieldName.OPTIONAL and not text.strip("<"):
        return "<"
    return check_digit(text)


def _code(text: str) -> str:
    return text.upper().replace(" ", "<")


def _fit(field: FieldName, value: str, width: int) -> str:
    if len(value) > width or not set(value) <= _ALLOWED:
        raise CannotBeWritten(field=field, value=value)
    return value.ljust(width, "<")


def _date(day: PartialDate | None) -> str:
    if day is None:
        return "<" * 6
    pairs = (f"{part:02}" if part else "<<" for part in (day.month, day.day))
    return f"{day.year % CENTURY:02}" + "".join(pairs)


def name_field(surname: str | None, given_names: str | None, *, width: int = 39, language: str = "") -> str:
    """The name as the zone has it, cut to the width of its field, without end fillers. A passport has 39."""
    primary, secondary = transliterate(surname or "", language), transliterate(given_names or "", language)
    if not primary:
        primary, secondary = secondary, ""
    if not secondary:
        return _cut(primary, width)
    whole = f"{primary}<<{secondary}"
    if len(whole) <= width:
        return whole
    primary = _cut(primary, width - 3).rstrip("<")
    return f"{primary}<<{_cut(secondary, width - 2 - len(primary))}"


def as_number(text: str) -> str:
    """A document number as the zone has it: capitals and digits, anything else a filler at most."""
    marks = (mark if mark in _ALLOWED else "<" if mark in " -/" else "" for mark in text.strip().upper())
    return "".join(marks).strip("<")


def _cut(name: str, width: int) -> str:
    """Ends in a letter, which tells readers that the name goes on."""
    if len(name) <= width:
        return name
    if width > 2 and name[width - 1] == "<" and "<" not in name[width - 3 : width - 1]:
        name = name[: width - 2] + name[width - 1 :]
    return name[:width]
