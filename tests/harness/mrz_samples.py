"""Holders and zones for tests: the printed specimens, and generated ones."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from sojourn.lib import mrz
from sojourn.lib.mrz.states import KNOWN
from sojourn.lib.partial_date import PartialDate

SPECIMENS_FILE = Path(__file__).parents[1] / "data/mrz/icao_specimens.csv"

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORD = st.text(_CAPITALS, min_size=1, max_size=12)
_NAME = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)
_CODE = _CAPITALS + "0123456789"
_KINDS = {
    mrz.Format.TD1: ["I", "ID", "AR", "C"],
    mrz.Format.TD2: ["I", "ID", "AR", "C"],
    mrz.Format.TD3: ["P", "PD", "PM"],
    mrz.Format.MRV_A: ["V", "VB"],
    mrz.Format.MRV_B: ["V", "VB"],
}


def specimens() -> list[tuple[mrz.Format, tuple[str, ...]]]:
    """The zones printed in Doc 9303."""
    with SPECIMENS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(mrz.Format(row["format"]), tuple(filter(None, _lines(row)))) for row in rows]


def _lines(row: dict[str, str]) -> Sequence[str]:
    return row["line1"], row["line2"], row["line3"]


@st.composite
def partial_dates(draw: st.DrawFn, first: date, last: date) -> PartialDate | None:
    """A day, a month, a year or nothing."""
    whole = PartialDate.of(draw(st.dates(first, last)))
    return draw(
        st.sampled_from([whole, whole, PartialDate(whole.year, whole.month), PartialDate(whole.year), None])
    )


@st.composite
def holders(draw: st.DrawFn, form: mrz.Format, *, ordinary: bool = False) -> mrz.Holder:
    """Someone with a document of the format; `ordinary` leaves out one-name holders and long numbers."""
    born = draw(partial_dates(date(1930, 1, 1), date(2026, 1, 1)))
    expires = draw(partial_dates(date(2015, 1, 1), date(2040, 1, 1)))
    states = st.sampled_from(sorted(KNOWN))
    longest = 12 if form in {mrz.Format.TD1, mrz.Format.TD2} and not ordinary else 9
    return mrz.Holder(
        kind=draw(st.sampled_from(_KINDS[form])),
        issuing_state=draw(states),
        number=draw(st.text(_CODE, min_size=1, max_size=longest)),
        nationality=draw(states),
        surname=draw(_NAME),
        given_names=draw(_NAME if ordinary else st.none() | _NAME),
        birth=born,
        sex=draw(st.sampled_from(mrz.Sex)),
        expires=expires,
        optional=draw(st.text(_CODE, max_size=0 if longest == 12 else 7)),
        optional_2=draw(st.text(_CODE, max_size=11)) if form is mrz.Format.TD1 else "",
    )
