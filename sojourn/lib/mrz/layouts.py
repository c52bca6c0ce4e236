"""Where each field stands, as rows of data. Source: ICAO Doc 9303-4, -5, -6 and -7, data structure tables."""

from dataclasses import dataclass

from sojourn.lib.mrz.types import FieldName, Format

F = FieldName


@dataclass(frozen=True, slots=True)
class Place:
    """A field: its line, its first place, the place after its last (from 0), and its check digit's place."""

    line: int
    start: int
    end: int
    digit: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line over which the composite check digit runs."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """One format: its size, its fields, and the composite check digit with what it covers."""

    format: Format
    lines: int
    width: int
    fields: dict[FieldName, Place]
    composite: Place | None = None
    covered: tuple[Span, ...] = ()
    number_runs_on: bool = False  # a document number over nine places continues in the optional field
    padded: tuple[int, ...] = (0,)  # lines that end in a field people leave half empty


def _two_lines(width: int, **rest: Place) -> dict[FieldName, Place]:
    """The part TD2, TD3 and both visas share."""
    return {
        F.KIND: Place(0, 0, 2),
        F.ISSUING_STATE: Place(0, 2, 5),
        F.NAME: Place(0, 5, width),
        F.NUMBER: Place(1, 0, 9, digit=9),
        F.NATIONALITY: Place(1, 10, 13),
        F.BIRTH_DATE: Place(1, 13, 19, digit=19),
        F.SEX: Place(1, 20, 21),
        F.EXPIRES_ON: Place(1, 21, 27, digit=27),
        F.OPTIONAL: rest["optional"],
    }


TD1 = Layout(
    Format.TD1,
    lines=3,
    width=30,
    fields={
        F.KIND: Place(0, 0, 2),
        F.ISSUING_STATE: Place(0, 2, 5),
        F.NUMBER: Place(0, 5, 14, digit=14),
        F.OPTIONAL: Place(0, 15, 30),
        F.BIRTH_DATE: Place(1, 0, 6, digit=6),
        F.SEX: Place(1, 7, 8),
        F.EXPIRES_ON: Place(1, 8, 14, digit=14),
        F.NATIONALITY: Place(1, 15, 18),
        F.OPTIONAL_2: Place(1, 18, 29),
        F.NAME: Place(2, 0, 30),
    },
    composite=Place(1, 29, 30),
    covered=(Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
    number_runs_on=True,
    padded=(0, 2),
)

TD2 = Layout(
    Format.TD2,
    lines=2,
    width=36,
    fields=_two_lines(36, optional=Place(1, 28, 35)),
    composite=Place(1, 35, 36),
    covered=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)),
    number_runs_on=True,
)

TD3 = Layout(
    Format.TD3,
    lines=2,
    width=44,
    fields=_two_lines(44, optional=Place(1, 28, 42, digit=42)),
    composite=Place(1, 43, 44),
    covered=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)),
)

MRV_A = Layout(
    Format.MRV_A, lines=2, width=44, fields=_two_lines(44, optional=Place(1, 28, 44)), padded=(0, 1)
)

MRV_B = Layout(
    Format.MRV_B, lines=2, width=36, fields=_two_lines(36, optional=Place(1, 28, 36)), padded=(0, 1)
)

LAYOUTS = {layout.format: layout for layout in (TD1, TD2, TD3, MRV_A, MRV_B)}


def layout_for(lines: int, width: int, *, kind: str) -> Layout | None:
    """The layout of this size; a kind beginning with V is a visa."""
    for layout in LAYOUTS.values():
        is_visa = layout.format in {Format.MRV_A, Format.MRV_B}
        if (layout.lines, layout.width) == (lines, width) and is_visa == kind.startswith("V"):
            return layout
    return LAYOUTS[Format.TD1] if (lines, width) == (3, 30) else None
