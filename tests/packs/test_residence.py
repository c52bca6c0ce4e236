"""The temporary residence permit as the pack writes it: what is asked when, and what an officer may say."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.forms import check_answers, pages_that_apply
from sojourn.catalogue.types import Pack, PhraseUse, QuestionType, Service
from tests.packs.scenarios import ROOT

DAY = date(2026, 6, 1)
ASKED_ALWAYS = {
    *("applicant", "request", "passport", "present", "stay-document", "ground", "term", "speed"),
    *("dwelling", "dwelling-kind", "dwelling-paper", "family", "medical", "medical-certificate", "photo"),
    *("interpreter", "contact", "again"),
}


@cache
def pack() -> Pack:
    return compile_folder(ROOT / "azerbaijan").pack


@cache
def service() -> Service:
    return pack().service_for("residence")


def asked(answers: dict[str, str]) -> set[str]:
    return {page.code for page in pages_that_apply(service(), answers)}


class TestOnlyWhatAppliesIsAsked:
    def test_before_anything_is_answered(self) -> None:
        assert asked({}) == ASKED_ALWAYS

    @pytest.mark.parametrize(
        ("ground", "more"),
        [
            ("close-relative-of-citizen", {"relation", "relative", "kinship-certificate", "citizen-card"}),
            (
                "family-of-permit-holder",
                {
                    "relation",
                    "relative",
                    "kinship-certificate",
                    "sponsor",
                    "sponsor-kind",
                    "sponsor-card",
                    "ends",
                },
            ),
            ("real-estate", {"property", "property-owners", "property-extract", "property-valuation"}),
            ("deposit", {"deposit", "deposit-agreement", "ends"}),
            ("securities", {"securities", "securities-extract"}),
            (
                "investment",
                {
                    "investment",
                    "property",
                    "property-owners",
                    "deposit",
                    "securities",
                    "investment-confirmation",
                },
            ),
            ("specialist", {"inviting-body", "petition", "ends"}),
            ("listed-specialist", {"inviting-body", "invitation", "labour-contract", "ends"}),
            ("branch-head", {"company", "position", "appointment", "registration-of-branch", "ends"}),
            (
                "company-head",
                {
                    "company",
                    "position",
                    "company-share",
                    "capital",
                    "company-extract",
                    "ends",
                },
            ),
            ("entrepreneur", {"company", "staff", "staff-proof"}),
            ("work", {"work-permit", "work-permit-copy", "ends"}),
            ("study", {"study", "study-form", "study-certificate", "ends"}),
            ("religious-activity", {"inviting-body", "religious-petition", "ends"}),
            ("treaty", {"treaty", "treaty-reference", "ends"}),
            ("highly-qualified-migrant", {"assessment-result"}),
            ("former-citizen", {"citizenship-end"}),
        ],
    )
    def test_each_ground_asks_for_its_own_evidence(self, ground: str, more: set[str]) -> None:
        assert asked({"ground.main": ground}) == ASKED_ALWAYS | more

    def test_a_founder_shows_the_capital_only_who_relies_on_it(self) -> None:
        ground = {"ground.main": "company-head"}
        assert "capital-proof" in asked(ground | {"capital.amount": "500000.00"})

    def test_the_proof_that_a_cause_is_gone_is_asked_of_whoever_says_so(self) -> None:
        refused = {"again.refused": "yes"}
        assert "again-proof" not in asked(refused)
        assert "again-proof" in asked(refused | {"again.gone": "yes"})

    def test_every_ground_of_the_law_can_be_chosen(self) -> None:
        assert set(service().questions()["ground.main"].options) == {
            each.code for each in pack().grounds_on(service(), DAY)
        }

    def test_a_dwelling_of_ones_own_needs_no_consent(self) -> None:
        rented = {"dwelling-provider", "dwelling-consent", "dwelling-provider-card"}
        assert asked({"dwelling-kind.kind": "own"}) == ASKED_ALWAYS
        assert asked({"dwelling-kind.kind": "rented"}) == ASKED_ALWAYS | rented

    def test_a_child_is_spoken_for_and_from_fourteen_consents(self) -> None:
        spoken_for = {"representative", "representative-proof", "child", "child-wishes"}
        assert asked({"applicant.filer": "child-under-14"}) == ASKED_ALWAYS | spoken_for
        grown = asked({"applicant.filer": "child-14-17"})
        assert grown == ASKED_ALWAYS | spoken_for | {"consent-of-child"}

    def test_a_child_without_a_passport_shows_a_birth_certificate(self) -> None:
        answers = {"applicant.filer": "child-under-14", "passport.none": "never-had"}
        assert "birth-certificate" in asked(answers)
        assert "birth-certificate" not in asked({"passport.none": "never-had"})

    def test_an_extension_asks_for_the_card_and_the_days_away(self) -> None:
        assert asked({"request.kind": "extension"}) == ASKED_ALWAYS | {"card", "absence"}
        away = {"request.kind": "extension", "absence.long": "yes"}
        assert asked(away) == ASKED_ALWAYS | {"card", "absence", "journeys"}

    def test_one_thing_a_page(self) -> None:
        """Besides the passport and the contact a page asks one thing, in three fields at most."""
        several = {page.code for page in service().pages if len(page.each_question()) > 1}
        assert several == {
            "child",
            "child-wishes",
            "passport",
            "present",
            "property-share",
            "staff",
            "family",
            "medical",
            "interpreter",
            "contact",
            *("absence", "again", "card", "citizenship-end", "journeys"),
        }
        assert max(len(page.questions) for page in service().pages) <= 3


class TestPapers:
    def needed(self, answers: dict[str, Any]) -> set[str]:
        return {each.code for each in service().documents_needed(answers)}

    def test_of_a_worker_in_a_rented_flat(self) -> None:
        answers = {"ground.main": "work", "dwelling-kind.kind": "rented", "applicant.filer": "self"}
        assert self.needed(answers) == {
            *("application-form", "passport-copy", "stay-document", "work-permit-copy", "dwelling-paper"),
            *("dwelling-consent", "dwelling-provider-card", "medical-certificate", "photo"),
        }

    def test_every_paper_has_a_page_to_hand_it_in(self) -> None:
        questions = service().questions()
        for document in service().documents:
            if document.code != "application-form":
                assert questions[str(document.question)].type is QuestionType.FILE

    def test_the_health_paper_is_restricted(self) -> None:
        assert [each.code for each in service().documents if each.confidentiality] == ["medical-certificate"]


class TestPhrases:
    def test_every_reason_is_coded_and_says_its_sentence_in_every_language(self) -> None:
        """R-TRP-17."""
        for phrase in service().phrases:
            for language in pack().languages:
                sentence = pack().text(f"reasons.{phrase.code}", language)
                fields = {name.replace("_", "-") for name in re.findall(r"\{([a-z_]+)\}", sentence)}
                assert fields == set(phrase.fields)

    @pytest.mark.parametrize("use", [each for each in PhraseUse if each is not PhraseUse.EXTEND])
    def test_there_is_something_to_say_for_every_kind_of_decision(self, use: PhraseUse) -> None:
        assert service().phrases_for(use)

    def test_nothing_is_said_of_more_time_where_the_law_gives_none(self) -> None:
        assert service().extension is None
        assert not service().phrases_for(PhraseUse.EXTEND)

    def test_not_examined_says_that_it_is_no_refusal(self) -> None:
        """R-PROC-2."""
        for phrase in service().phrases_for(PhraseUse.NOT_EXAMINED):
            assert "not a refusal" in pack().text(f"reasons.{phrase.code}", "en")


class TestAnswersBecomeFacts:
    def facts(self, answers: dict[str, str]) -> Any:
        checked = check_answers(service(), answers, on=DAY)
        assert checked.may_file, checked.errors
        return facts_of(pack(), service(), checked.cleaned, Context(filed_on=DAY))

    def test_of_an_entrepreneur(self) -> None:
        facts = self.facts(
            {
                "applicant.filer": "self",
                "request.kind": "issue",
                "passport.surname": "Lind",
                "ground.main": "entrepreneur",
                "staff.full-time": "5",
                "staff.part-time": "0",
                "staff.citizens": "4",
                "speed.speed": "fast",
                "dwelling.place.district": "AZ-BA-NES",
            }
        )
        assert (facts.staff_full_time, facts.staff_part_time, facts.staff_citizens) == (5, 0, 4)
        assert facts.ground == "entrepreneur"
        assert facts.speed == "fast"

    def test_of_a_property_owned_with_others(self) -> None:
        facts = self.facts(
            {
                "applicant.filer": "self",
                "request.kind": "issue",
                "passport.surname": "Lind",
                "ground.main": "real-estate",
                "property.value": "180 000,50",
                "property-owners.owners": "with-others",
                "property-share.parts": "1",
                "property-share.whole": "2",
                "speed.speed": "standard",
                "dwelling.place.district": "AZ-BA-NES",
            }
        )
        assert str(facts.property_value) == "180000.50 AZN"
        assert (facts.share_parts, facts.share_whole) == (1, 2)

    def test_almost_nothing_is_enough_to_file(self) -> None:
        """A form advises; it never prevents filing."""
        needed = {path for path, question in service().questions().items() if question.required}
        assert needed == {"applicant.filer", "request.kind", "ground.main", "speed.speed", "dwelling.place"}


def test_security_and_health_stay_with_those_who_examine() -> None:
    closed = {each.body for each in service().consultations if each.restricted}
    assert closed == {"state-security", "interior"}
    assert {each.body for each in service().consultations_for("deposit")} == {
        *("state-security", "interior", "border-service", "bank"),
    }
