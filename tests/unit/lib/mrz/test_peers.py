"""Two independent libraries read our zones and the specimens as we do, but for the differences we list.

The list with its reasons stands in docs/reference/mrz-differences.md; each row there is a test here.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sojourn.lib import mrz
from sojourn.lib.mrz import FieldName, Format
from sojourn.lib.partial_date import PartialDate
from tests.harness import mrz_peers
from tests.harness.mrz_samples import holders, specimens

CARDS = {Format.TD1, Format.TD2, Format.TD3}
UNKNOWN_TO_PYTHON = {"XXC", "XPO", "XCE", "XES", "XMP", "XDC"}
UNKNOWN_TO_NODE = {"UTO", "XMP"}
SEXES = {"male": "M", "female": "F", "nonspecified": "<"}
DIGITS = (
    FieldName.NUMBER,
    FieldName.BIRTH_DATE,
    FieldName.EXPIRES_ON,
    FieldName.OPTIONAL,
    FieldName.COMPOSITE,
)


@pytest.fixture(scope="module", autouse=True)
def peers() -> None:
    mrz_peers.install()


def ours(lines: Sequence[str]) -> dict[str, Any]:
    zone = mrz.parse("\n".join(lines))
    wrong = {finding.field for finding in zone.findings if finding.code is mrz.FindingCode.CHECK_DIGIT}
    return {
        "surname": zone.surname or "",
        "given-names": zone.given_names or "",
        "number": zone.number,
        "issuing-state": zone.issuing_state,
        "nationality": zone.nationality,
        "birth-date": zone.birth.raw,
        "expires-on": zone.expiry.raw,
        "sex": "<" if zone.sex in {None, mrz.Sex.OTHER} else str(zone.sex),
        "kind": zone.kind,
        "digits": {field.value: field not in wrong for field in DIGITS},
    }


def agree(
    form: Format, lines: Sequence[str], theirs: dict[str, Any], *, leave: AbstractSet[str] = frozenset()
) -> None:
    mine = ours(lines)
    assert "error" not in theirs, theirs
    checked = {"number", "birth-date", "expires-on"} | ({"composite"} if form in CARDS else set())
    checked |= {"optional"} if form is Format.TD3 else set()
    for field, value in mine.items():
        if field == "digits":
            assert {name: theirs["digits"][name] for name in checked} == {
                name: value[name] for name in checked
            }
        elif field not in leave:
            assert (theirs[field] or "") == value, (field, lines)


def many(forms: Sequence[Format]) -> list[tuple[Format, tuple[str, ...]]]:
    """The specimens of these formats and hundreds of generated zones, a third with one wrong character."""
    zones = [(form, lines) for form, lines in specimens() if form in forms]

    @settings(
        max_examples=400, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(data=st.data())
    def collect(data: st.DataObject) -> None:
        form = data.draw(st.sampled_from(forms))
        lines = mrz.write(data.draw(holders(form, ordinary=True)), form)
        zones.append((form, data.draw(st.sampled_from([lines, lines, spoiled(data, form, lines)]))))

    collect()
    return zones


def spoiled(data: st.DataObject, form: Format, lines: tuple[str, ...]) -> tuple[str, ...]:
    """One digit of the dates or of the number line altered."""
    line = 1
    place = data.draw(st.sampled_from([place for place, mark in enumerate(lines[line]) if mark.isdigit()]))
    other = str((int(lines[line][place]) + data.draw(st.integers(1, 9))) % 10)
    changed = lines[line][:place] + other + lines[line][place + 1 :]
    return (*lines[:line], changed, *lines[line + 1 :])


def test_the_python_library_reads_fields_and_check_digits_as_we_do() -> None:
    zones = many(list(Format))
    for (form, lines), theirs in zip(zones, mrz_peers.python_reads(zones), strict=True):
        agree(form, lines, theirs)


def test_the_node_library_reads_fields_and_check_digits_as_we_do() -> None:
    zones = [(form, lines) for form, lines in many(sorted(CARDS)) if not _is_french_card(form, lines)]
    for (form, lines), theirs in zip(zones, mrz_peers.node_reads(zones), strict=True):
        theirs["sex"] = SEXES.get(theirs["sex"], "")
        leave = {field for field in ("issuing-state", "nationality") if ours(lines)[field] in UNKNOWN_TO_NODE}
        agree(form, lines, theirs, leave=leave | no_such_dates(lines))


def _is_french_card(form: Format, lines: Sequence[str]) -> bool:
    """The npm library reads these by the layout of the French national card of before 2021."""
    return form is Format.TD2 and lines[0].startswith("IDFRA")


def no_such_dates(lines: Sequence[str]) -> set[str]:
    """Where the calendar has no such day, the npm library gives no value and we give what is printed."""
    findings = mrz.parse("\n".join(lines)).findings
    return {finding.field.value for finding in findings if finding.code is mrz.FindingCode.NO_SUCH_DATE}


HOLDER = mrz.Holder(
    "P",
    "ARM",
    "L898902C3",
    "ARM",
    "Eriksson",
    "Anna",
    PartialDate(1974, 8, 12),
    mrz.Sex.FEMALE,
    PartialDate(2030, 4),
)
WHOLE = replace(HOLDER, expires=PartialDate(2030, 4, 15))

DIFFERENCES = [
    # what is written, in which format, whether the Python and the npm library accept it; we accept all
    ("an ordinary passport", WHOLE, Format.TD3, True, True),
    ("Germany", replace(WHOLE, issuing_state="D", nationality="D"), Format.TD3, True, True),
    ("Kosovo", replace(WHOLE, issuing_state="RKS", nationality="RKS"), Format.TD3, True, True),
    ("a stateless person", replace(WHOLE, nationality="XXA"), Format.TD3, True, True),
    ("a refugee", replace(WHOLE, nationality="XXB"), Format.TD3, True, True),
    ("unspecified nationality", replace(WHOLE, nationality="XXX"), Format.TD3, True, True),
    *[
        (code, replace(WHOLE, nationality=code), Format.TD3, False, True)
        for code in sorted(UNKNOWN_TO_PYTHON - {"XMP"})
    ],
    ("XMP", replace(WHOLE, nationality="XMP"), Format.TD3, False, False),
    ("Utopia", replace(WHOLE, nationality="UTO"), Format.TD3, True, False),
    ("unknown day of birth", replace(WHOLE, birth=PartialDate(1974, 8)), Format.TD3, False, True),
    ("unknown date of birth", replace(WHOLE, birth=None), Format.TD3, False, True),
    ("no expiry date", replace(WHOLE, expires=None), Format.TD3, False, True),
    ("one name only", replace(WHOLE, given_names=None), Format.TD3, True, True),
    ("a number of twelve", replace(WHOLE, kind="I", number="D23145890734"), Format.TD1, False, True),
    ("a card of TD2 size that is a passport", WHOLE, Format.TD2, False, False),
    ("a large visa", replace(WHOLE, kind="V"), Format.MRV_A, True, False),
    ("a small visa", replace(WHOLE, kind="V"), Format.MRV_B, True, False),
]


def test_the_known_differences_are_as_listed() -> None:
    zones = [(form, mrz.write(holder, form)) for _, holder, form, _, _ in DIFFERENCES]
    assert all(mrz.parse("\n".join(lines)).is_sound for _, lines in zones)
    said = zip(DIFFERENCES, mrz_peers.python_reads(zones), mrz_peers.node_reads(zones), strict=True)
    for (what, _, _, python, node), python_said, node_said in said:
        assert (what, python_said["accepted"], node_said["accepted"]) == (what, python, node)
