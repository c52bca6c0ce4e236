"""A service officers decide on has all a case needs; what it lacks is told with file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.decision_checks import (
    LETTERS,
    LETTERS_OF_A_DUTY,
    PARAMETERS,
    RULES,
    RULES_OF_A_DUTY,
)
from sojourn.catalogue.errors import PackInvalid
from sojourn.catalogue.explain import explain
from sojourn.catalogue.facts import build_facts
from sojourn.catalogue.forms import pages_that_apply
from sojourn.catalogue.outcomes import Findings, Reason, Weight
from sojourn.catalogue.rulebook import find_rule
from sojourn.catalogue.telling import as_json, as_lines
from sojourn.catalogue.types import Pack, PhraseUse
from tests.unit.catalogue.conftest import ROOT

Refused = Callable[[str, str, str], str]
SERVICE = "services/harbour-pass.yaml"
LAW = "parameters/harbour.yaml"
TEXTS = "locale/en/letters.yaml"
DAY = date(2026, 3, 2)


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """What the check says of Arcadia when a piece of a file is replaced."""
    folder = tmp_path / "arcadia"
    shutil.copytree(ROOT / "packs/arcadia", folder)

    def spoil(file: str, old: str, new: str) -> str:
        path = folder / file
        written = path.read_text("utf-8")
        assert old in written
        path.write_text(written.replace(old, new, 1), "utf-8")
        with pytest.raises(PackInvalid) as reason:
            compile_folder(folder)
        return str(reason.value)

    return spoil


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (SERVICE, "outcome: decided", "outcome: perhaps", "6: expected at-once or decided; found perhaps"),
        (SERVICE, "findings: harbour.findings\n", "", "expected findings: for a service that is decided"),
        (SERVICE, "sources: [Harbour Act s. 20-26]\n", "", "expected sources: the law its letters name"),
        (
            SERVICE,
            "sources: [",
            "law: [Act]\nsources: [",
            "8: expected one of the sources of the service; found Act",
        ),
        (
            TEXTS,
            "Confirmation of a registered visit",
            "Visit {day}",
            "the field day, which its text title prints",
        ),
        (SERVICE, "pay-by: harbour.pay_by\n", "", "expected pay-by: for a service that takes a duty"),
        (SERVICE, "fee: harbour.fee\n", "", "expected fee: beside pay-by, for a service that takes a duty"),
        (SERVICE, "  receipt: harbour-notice\n", "", "expected receipt: among the letters of a service that"),
        (SERVICE, "pending: harbour.pending\n", "", "expected pending: the rule that says until when"),
        (
            SERVICE,
            "case: {",
            "desk: tower\ncase: {",
            "an active office of the pack that decides; found tower",
        ),
        (SERVICE, "case: {", "stages: [moored]\ncase: {", "a text harbour-pass.stages.moored in locale/en"),
        (
            SERVICE,
            "case: {",
            "stages: [{code: moored, within: harbour.fee}]\ncase: {",
            "a parameter of unit period; found harbour.fee",
        ),
        (
            SERVICE,
            "case: {",
            "stages: [{code: moored, from: tide}]\ncase: {",
            "filed, decided or a stage that comes before it; found tide",
        ),
        (
            SERVICE,
            "case: {",
            "stages: [{code: moored, barred-by: no-tide}]\ncase: {",
            "one of the reasons of the service; found no-tide",
        ),
        (
            SERVICE,
            "case: {",
            "cards: [{letter: no-card, when: {question: no.question, is: tide}}]\ncase: {",
            "the path of a question of the service; found no.question",
        ),
        (
            SERVICE,
            "case: {",
            "stages: [{code: moored, represented: true}]\ncase: {",
            "representative: for a stage that waits for one; found nothing",
        ),
        (
            SERVICE,
            "case: {",
            "representative: {needed: harbour.findings, named-by: moored}\nstages: [asked]\ncase: {",
            "a stage of the service; found moored",
        ),
        (
            SERVICE,
            "case: {",
            "representative: {needed: harbour.alone, named-by: moored}\nstages: [moored]\ncase: {",
            "expected a function of rules/harbour.py; found harbour.alone",
        ),
        (
            SERVICE,
            "case: {",
            "outcomes: [{code: in-part, kind: grant, letter: harbour-verdict}]\ncase: {",
            "a text harbour-pass.outcomes.in-part in locale/en",
        ),
        (SERVICE, "harbour.leave_by", "harbour.go_by", "expected a function of rules/harbour.py"),
        (
            "pack.yaml",
            "unknown-address-office: harbour\n",
            "",
            "unknown-address-office: the office for a case whose place is not known",
        ),
        (SERVICE, "place: berth.place", "place: term.months", "the path of a question of type address"),
        (SERVICE, "ground: reason.reason", "ground: reason.why", "the path of a question of type choice"),
        (
            SERVICE,
            "options: [crew, trade]",
            "options: [crew]",
            "one option for each ground; found apart: trade",
        ),
        (SERVICE, "documents: [muster-roll]", "documents: [roll]", "a document of the service; found roll"),
        (
            SERVICE,
            "grounds-in-force: harbour.reasons",
            "grounds-in-force: harbour.fee",
            "a parameter of unit list",
        ),
        (SERVICE, "within: harbour.opinion", "within: harbour.fee", "a parameter of unit period"),
        (SERVICE, "body: pilot", "body: captain", "a text harbour-pass.consultations.captain.name"),
        (SERVICE, "required: true", "grounds: [tide]", "a ground of the service; found tide"),
        (SERVICE, "fields: [until]", "fields: [until, tide]", "the fields of its sentence (until)"),
        (SERVICE, "days: [until]", "days: [tide]", "one of its fields (until); found tide"),
        ("locale/ar/values.yaml", "until:", "till:", "a text values.until in locale/ar"),
        (SERVICE, "code: no-berth", "code: no-room", "a text reasons.no-room in locale/en"),
        (SERVICE, "uses: [lapse]", "uses: [refuse]", "a phrase with lapse among its uses"),
        (SERVICE, "uses: [lapse]", "uses: [forget]", "expected one of grant, refuse"),
        (SERVICE, "  pending: harbour-pending\n", "", "expected pending: among the letters"),
        (SERVICE, "granted: harbour-decision", "granted: harbour-verdict", "a letter of the pack"),
        (
            SERVICE,
            "code: surname, type: person-name",
            "code: surname, type: text",
            "person-name for passport.surname",
        ),
        (LAW, "payment.period:", "payment.term:", "expected the parameter payment.period"),
        (LAW, "unit: periods", "unit: list", "expected periods for procedure.warning-before-limit"),
        (LAW, "value: [crew]", "value: [crew, piracy]", "the grounds of the service; found apart: piracy"),
        (LAW, 'grown: "10.00"', 'grown: "10.005"', "a value of unit money-table for harbour.fee"),
        (
            "locale/en/pack.yaml",
            "appeal-body: Ministry of Harbours\n",
            "",
            "a text pack.appeal-body in locale/en",
        ),
        ("pack.yaml", "  harbour-card:", "  harbour-deed:", "harbour-card: for a service that is decided"),
        (
            "pack.yaml",
            "residence: harbour-pass",
            "residence: arrival-registration",
            "decided, for the part residence",
        ),
    ],
)
def test_what_a_case_would_lack_is_told(refused: Refused, file: str, old: str, new: str, told: str) -> None:
    assert told in refused(file, old, new)


NAMED = (*RULES, *RULES_OF_A_DUTY, *LETTERS, *LETTERS_OF_A_DUTY)


def test_what_every_case_needs_is_published() -> None:
    page = (ROOT / "docs/reference/pack.md").read_text("utf-8")
    assert not [name for name in PARAMETERS if f"`{name}`" not in page]
    assert not [name for name in NAMED if f"`{name.replace('_', '-')}`" not in page]


class TestReading:
    def test_the_law_of_a_day_knows_its_grounds(self, arcadia: Pack) -> None:
        service = arcadia.service("harbour-pass")
        assert [each.code for each in arcadia.grounds_on(service, date(2025, 12, 31))] == ["crew"]
        assert [each.code for each in arcadia.grounds_on(service, DAY)] == ["crew", "trade"]

    def test_a_paper_of_a_ground_is_asked_for_on_that_ground_only(self, arcadia: Pack) -> None:
        service = arcadia.service("harbour-pass")
        assert [each.code for each in service.documents_needed({"reason.reason": "crew"})] == ["muster-roll"]
        assert service.documents_needed({"reason.reason": "trade"}) == ()
        assert service.documents_needed({}) == ()

    def test_a_page_that_asks_nothing_is_left_out(self, arcadia: Pack) -> None:
        service = arcadia.service("harbour-pass")
        asked = [page.code for page in pages_that_apply(service, {"reason.reason": "trade"})]
        assert asked == ["passport", "reason", "term", "berth"]

    def test_phrases_by_what_they_are_for(self, arcadia: Pack) -> None:
        service = arcadia.service("harbour-pass")
        assert [each.code for each in service.phrases_for(PhraseUse.REFUSE)] == ["no-berth"]
        assert [each.code for each in service.phrases_for(PhraseUse.CANCEL)] == ["no-berth"]

    def test_letters_by_purpose(self, arcadia: Pack) -> None:
        letters = arcadia.service("harbour-pass").letters.given()
        assert set(letters) == {*LETTERS, *LETTERS_OF_A_DUTY, "pending", "card"}
        assert letters["not-examined"] == "harbour-decision"

    def test_findings_by_weight(self) -> None:
        against, note = Reason("a", weight=Weight.AGAINST), Reason("b", weight=Weight.NOTE)
        assert Findings((against, note)).of(Weight.AGAINST) == (against,)


class TestExplaining:
    @pytest.fixture
    def told(self, arcadia: Pack) -> str:
        service = arcadia.service("harbour-pass")
        facts = build_facts(
            find_rule("arcadia", service.facts.type),
            {"filed-on": "2025-12-31", "reason": "trade", "months": 3},
        )
        found = explain(
            arcadia, service, on=date(2025, 12, 31), facts=facts, answers={"reason.reason": "trade"}
        )
        assert as_json(found, arcadia, "en")["findings"]["reasons"][0]["weight"] == "against"
        return "\n".join(as_lines(found, arcadia, "en"))

    def test_it_names_grounds_findings_and_limits(self, told: str) -> None:
        assert "  - s. 21 Crew of a ship in the harbour" in told
        assert "  * s. 21A Trade in the harbour (not in force on that day)" in told
        assert "  against: The law of the day does not know this reason." in told
        assert "Decision by: 2026-01-08 (5 working-days after 2025-12-31)" in told
        assert "Term that can be granted: 2025-12-31 to 2026-03-30" in told
        assert "Class of fee: grown" in told
        assert "Fee: 10.00 ARC" in told
        assert "Muster roll of the ship: not needed" in told


def test_an_amount_may_be_written_as_people_do(country: Pack) -> None:
    kind = find_rule(country.code, "residence.ResidenceFacts")
    facts = build_facts(kind, {"filed-on": "2026-06-01", "deposit": "99999.99 AZN"})
    assert str(facts.deposit) == "99999.99 AZN"


@pytest.mark.parametrize(
    ("named", "is_told"), [("", True), (", reason: no-such", True), (", reason: over", False)]
)
def test_of_several_reasons_with_the_day_of_an_early_end_one_is_named(
    tmp_path: Path, named: str, is_told: bool
) -> None:
    folder = tmp_path / "azerbaijan"
    shutil.copytree(ROOT / "packs/azerbaijan", folder)
    path = folder / "services/work-permit.yaml"
    over = "code: over, uses: [cancel], fields: [ended-on], days: [ended-on], source: x, confidence: assumed"
    second = "\nphrases:\n  - {" + over + "}"
    written = path.read_text("utf-8").replace("\nphrases:", second, 1)
    ends = "leave: labour.leave-after-end"
    path.write_text(written.replace(ends, ends + named, 1), "utf-8")
    with pytest.raises(PackInvalid) as refused:
        compile_folder(folder)
    assert ("one phrase, or the one named" in str(refused.value)) is is_told
