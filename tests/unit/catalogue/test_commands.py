"""`sojourn pack …` and `sojourn explain …` as one types them."""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sojourn.catalogue import queries
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.law import Confidence
from sojourn.catalogue.open_questions import open_questions
from sojourn.lib import clock
from tests.unit.catalogue.conftest import ROOT


@pytest.fixture(autouse=True)
def zone() -> Any:
    kept = clock.zone().key
    queries.by_hash.cache_clear()
    yield
    clock.set_zone(kept)


def sojourn(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def facts(folder: Path, **told: Any) -> str:
    path = folder / "facts.json"
    path.write_text(json.dumps({key.replace("_", "-"): value for key, value in told.items()}))
    return str(path)


def test_check_says_that_a_pack_is_in_order(example: Path) -> None:
    assert sojourn("pack", "check", str(example)).startswith("lilliput 1.0.0 is in order: 1 services")


def test_check_lists_every_mistake_and_fails(example: Path) -> None:
    (example / "pack.yaml").write_text("code: lilliput\n")
    out = StringIO()
    with pytest.raises(CommandError, match="mistakes; nothing was loaded"):
        call_command("pack", "check", str(example), stdout=out, stderr=out)
    assert "pack.yaml:1: expected currency: in pack; found nothing" in out.getvalue()


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no pack"):
        sojourn("pack", "check", str(tmp_path / "nowhere"))


@pytest.mark.usefixtures("no_pack")
def test_load_then_diff(example: Path) -> None:
    assert "is current from now" in sojourn("pack", "load", str(example))
    assert "is current already" in sojourn("pack", "load", str(example))
    assert sojourn("pack", "diff", str(example)) == "0 changes.\n"
    path = example / "parameters/visit.yaml"
    path.write_text(path.read_text().replace("3 working-days", "4 working-days"))
    told = sojourn("pack", "diff", str(example))
    assert (
        "Tell the court of your visit\n  How long a giant may stay without telling the court, "
        "from 2026-01-01: 4 working-days instead of 3 working-days (Court order 7; assumed)\n"
    ) in told
    (row,) = json.loads(sojourn("pack", "diff", str(example), "--json"))
    assert (row["old"], row["new"]) == ("3 working-days", "4 working-days")


@pytest.mark.usefixtures("no_pack")
def test_a_broken_pack_is_refused_and_the_last_good_one_stays_current(example: Path) -> None:
    sojourn("pack", "load", str(example))
    before = queries.find_current_hash()
    path = example / "parameters/visit.yaml"
    path.write_text(path.read_text().replace('source: "Court order 7"', 'source: ""'))
    out = StringIO()
    with pytest.raises(CommandError, match="1 mistake; nothing was loaded"):
        call_command("pack", "load", str(example), stdout=out, stderr=out)
    assert "a value without a source is no law" in out.getvalue()
    assert queries.find_current_hash() == before
    assert queries.current().version == "1.0.0"


def test_two_folders_are_compared_without_a_database(example: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(example, other)
    service, rules = other / "services/visit.yaml", other / "rules/visit.py"
    service.write_text(service.read_text().replace("minimum: 1", "minimum: 2"))
    rules.write_text(rules.read_text().replace("return law.deadline(", "return law.deadline( # kindly"))
    (other / "rules.lock").unlink()
    sojourn("pack", "lock", str(other))
    told = sojourn("pack", "diff", str(example), str(other))
    assert "question visitor.hat-size: minimum 2 instead of 1" in told
    assert "deadline is worked out anew: visit.last_day" in told
    assert "2 changes." in told


def test_who_pays_what_instead_is_said_for_each_row_of_a_table(tmp_path: Path) -> None:
    other = tmp_path / "draft"
    shutil.copytree(ROOT / "packs/arcadia", other)
    path = other / "parameters/harbour.yaml"
    old = 'grown: "10.00"'
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, 'grown: "12.00"'))
    told = sojourn("pack", "diff", "arcadia", str(other))
    assert "grown, whenever they apply, pay 12.00 instead of 10.00 ARC for up to 3 months (" in told


@pytest.mark.usefixtures("no_pack")
def test_a_loaded_pack_is_named_by_the_beginning_of_its_hash(example: Path) -> None:
    sojourn("pack", "load", str(example))
    beginning = str(queries.find_current_hash())[:10]
    assert sojourn("pack", "diff", beginning, "current") == "0 changes.\n"
    with pytest.raises(CommandError, match="no folder, no name and no hash"):
        sojourn("pack", "diff", "0000000000")


def test_load_wants_an_instant_with_its_offset(example: Path) -> None:
    with pytest.raises(CommandError, match="no offset from UTC"):
        sojourn("pack", "load", str(example), "--from", "2026-01-01T00:00")


def test_open_questions_lists_switches_and_what_is_assumed() -> None:
    told = sojourn("pack", "open-questions", "azerbaijan")
    for number in (1, 6, 8, 13, 30, 31):
        assert f"\n{number}. counting." in f"\n{told}"
    rows = json.loads(sojourn("pack", "open-questions", "azerbaijan", "--json"))
    assert all(row["source"] for row in rows)
    switches = [row for row in rows if row["group"] == "decide"]
    assert all(row["question"] and row["value"] in row["alternatives"] for row in switches)
    rest = {(row["group"], row["confidence"]) for row in rows if row not in switches}
    assert rest == {("assumed", "assumed"), ("known", "known")}
    read = {row["name"]: row["read"] for row in rows}
    assert (read["counting.pause"], read["counting.interest-rounding"]) == (True, False)
    assert told.count("Nothing in the product reads it yet") == [row["read"] for row in rows].count(False)
    (speeds, *_) = [row for row in rows if row["name"] == "permanent.fee"]
    assert speeds["services"] == ["permanent-residence"]


def test_every_value_that_is_not_confirmed_is_listed() -> None:
    pack = compile_folder(ROOT / "packs/azerbaijan").pack
    listed = {(row.name, row.from_) for row in open_questions(pack)}
    for name, parameter in pack.parameters.items():
        for dated in parameter.values:
            assert dated.confidence is Confidence.CONFIRMED or (name, dated.from_) in listed


def test_lock_adds_new_rules(example: Path) -> None:
    assert "0 rules added" in sojourn("pack", "lock", str(example))


REGISTER = ("explain", "registration-of-stay", "--pack", "azerbaijan")


def test_explain_says_why_with_source_and_confidence(tmp_path: Path) -> None:
    given = facts(
        tmp_path,
        arrived_in_country_on="2026-03-01",
        leaves_on="2026-03-17",
        nationality="TUR",
        host_kind="hotel",
    )
    told = sojourn(*REGISTER, "--on", "2026-03-17", "--facts", given)
    for said in (
        "Eligible: yes (required)",
        "16 days are longer than the free period of 15 days",
        "Last day to file: 2026-03-16 (15 days after 2026-03-01)",
        "Fee: 0.00 AZN",
        "Valid: 2026-03-01 to 2026-05-30",
        "Days late: 1; for an officer to look at: host",
        "registration.free-period = 15 days since 2018-07-14 [confirmed:",
        "Copy of the passport: needed",
    ):
        assert said in told


def test_explain_answers_in_json(tmp_path: Path) -> None:
    given = facts(tmp_path, arrived_in_country_on="2026-03-01", leaves_on="2026-03-16")
    told = json.loads(
        sojourn(*REGISTER, "--on", "2026-03-02", "--facts", given, "--json", "--language", "az")
    )
    assert told["eligible"] is True
    assert told["deadline"]["last-day"] == "2026-03-16"
    assert told["deadline"]["period"] == "15 days"
    assert told["fee"]["amount"] == {"minor": 0, "currency": "AZN"}
    assert told["eligibility"]["reasons"][0]["text"].endswith("qeydiyyat könüllüdür.")
    for role in ("eligibility", "deadline", "fee", "validity"):
        assert told[role]["confidence"] in ("confirmed", "known", "assumed")
        assert all(used["source"] for used in told[role]["used"])


def test_explain_takes_answers_as_the_form_has_them(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps(
            {
                "passport.surname": "Eriksson",
                "passport.nationality": "KAZ",
                "passport.none": "lost",
                "stay.arrived-in-country-on": "1.3.2026",
                "stay.arrived-here-on": "1.3.2026",
                "stay.leaves-on": "31.3.2026",
                "stay.place.district": "AZ-SA",
                "stay.host-kind": "self",
            }
        )
    )
    told = sojourn(*REGISTER, "--on", "2026-03-02", "--facts", str(path))
    assert "Eligible: yes (voluntary)" in told
    assert "Copy of the passport: not needed" in told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"arrived-in-country-on": "yesterday"}', "expected a date such as 2026-03-01"),
        ('{"weather": "fine"}', "expected one of"),
        ("[1]", "expected a JSON object"),
        ("{", "Expecting property name"),
        ('{"stay.host-kind": "nobody"}', "stay.host-kind: not-an-option"),
    ],
)
def test_explain_says_what_it_did_not_understand(tmp_path: Path, given: str, said: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(given)
    with pytest.raises(CommandError, match=said):
        sojourn(*REGISTER, "--facts", str(path))


def test_explain_knows_another_country(tmp_path: Path) -> None:
    given = facts(tmp_path, arrived_on="2026-02-01", born="2015")
    told = sojourn(
        "explain", "arrival-registration", "--pack", "arcadia", "--on", "2026-02-01", "--facts", given
    )
    assert "Fee: 0.00 ARC" in told
    assert "Last day to file: 2026-02-08 (5 working-days after 2026-02-01)" in told


def test_an_unknown_service_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="The pack has no such service"):
        sojourn("explain", "flying", "--pack", "arcadia", "--facts", facts(tmp_path))


SITUATION = """- rule-id: LIL-7
  says: A giant has three working days
  source: Court order 7
  confidence: assumed
  service: visit
  on: 2026-03-02
  situation: {arrived-on: 2026-03-02}
  expect: {deadline.last-day: 2026-03-05}
- rule-id: LIL-1
  says: Before the order it was a day
  source: Court order 1
  confidence: confirmed
  service: visit
  table:
    given: [on, arrived-on]
    expect: [deadline.last-day]
    rows:
      - [2025-12-30, 2025-12-30, 2025-12-31]
"""


@pytest.fixture
def situations(tmp_path: Path) -> Path:
    path = tmp_path / "situations.yaml"
    path.write_text(SITUATION)
    return path


def test_scenarios_that_lie_elsewhere_are_asked_of_a_pack_with_its_own_rules(
    example: Path, situations: Path
) -> None:
    told = sojourn("pack", "scenarios", str(situations), "--pack", str(example))
    assert "situations.yaml: 2 situations, as written\n2 situations of 2 rules: all as written." in told


def test_scenarios_of_a_pack_are_found_in_its_folder(example: Path, situations: Path) -> None:
    (example / "scenarios").mkdir()
    situations.rename(example / "scenarios/visit.yaml")
    assert "all as written" in sojourn("pack", "scenarios", str(example))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            "deadline.last-day: 2026-03-05",
            "deadline.last-day: 2026-03-04",
            1,
            "to be 2026-03-04; found 2026-03-05",
        ),
        ("2025-12-30, 2025-12-31]", "2025-12-30, 2026-01-01]", 18, "to be 2026-01-01; found 2025-12-31"),
        ("{deadline.last-day", "{deadline.lastday", 1, "found nothing of that name"),
        ("{arrived-on", "{arrival", 1, "could not be asked: expected one of arrived-on, filed-on"),
        ("service: visit", "service: visits", 1, "could not be asked: The pack has no such service"),
    ],
)
def test_a_scenario_that_fails_says_where_what_was_expected_and_what_was_found(
    example: Path, situations: Path, old: str, new: str, line: int, said: str
) -> None:
    situations.write_text(SITUATION.replace(old, new, 1))
    out = StringIO()
    with pytest.raises(CommandError, match="1 otherwise than written") as refused:
        call_command("pack", "scenarios", str(situations), "--pack", str(example), stdout=out, stderr=out)
    assert refused.value.returncode == 1
    assert f"situations.yaml:{line}: LIL-" in out.getvalue()
    assert said in out.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  source: Court order 7\n", "", "expected source: in a situation; found nothing"),
        ("confidence: assumed", "confidence: certain", "expected one of confirmed, known, assumed"),
        ("  service: visit\n", "", "expected service: or rule:, one of them; found both or none"),
        ("2025-12-30, 2025-12-31]", "2025-12-31]", "expected 3 cells: on, arrived-on, deadline.last-day"),
        ("on: 2026-03-02", "on: soon", "expected on: a date such as 2026-03-01"),
        ("expect: {deadline.last-day: 2026-03-05}", "expect: {}", "expected expect: what the answer says"),
        ("expect: {deadline.last-day: 2026-03-05}", "expect: soon", "expected expect: what the answer says"),
        ("rows:\n      - [2025-12-30, 2025-12-30, 2025-12-31]", "rows: []", "expected rows: a list"),
        ("given: [on, arrived-on]", "given: null", "expected given: a list, not empty"),
        ("situation: {arrived-on: 2026-03-02}", "situation: [a]", "expected situation: facts with values"),
        (SITUATION, "[]", "expected at least one situation; found none"),
    ],
)
def test_a_scenario_that_is_not_whole_is_refused_before_anything_is_asked(
    example: Path, situations: Path, old: str, new: str, said: str
) -> None:
    situations.write_text(SITUATION.replace(old, new, 1))
    out = StringIO()
    with pytest.raises(CommandError, match="nothing was tried"):
        call_command("pack", "scenarios", str(situations), "--pack", str(example), stdout=out, stderr=out)
    assert said in out.getvalue()
