"""A whole life of a case over the API: granted, paid and handed over; refused after notice, and appealed."""

from __future__ import annotations

from datetime import date, timedelta

from sojourn.flows.receive_payment import receive_payment
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.payments.types import ProviderNotice
from tests.factories.cases import EVERYTHING, FILED_ON, REFUSED_FOR, pay
from tests.sites.api.conftest import Program, begun, good, problem, sent, staff

GRANT = {
    "kind": "grant",
    "reasons": ["granted-as-asked"],
    "words": {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."},
}


def case_id_of(reference: str) -> object:
    from sojourn.cases.models import Case

    return Case.objects.get(reference=reference).id


def granted(anna: Program, author: Program, approver: Program) -> str:
    reference = sent(anna)
    good(author.post(f"/cases/{reference}/proposals", GRANT), 201)
    good(approver.post(f"/cases/{reference}/approval"), 201)
    return reference


def test_from_the_first_answer_to_the_card_in_the_hand(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = begun(anna)
    draft = good(anna.get(f"/applications/{reference}"))
    assert draft["state"] == "draft"
    assert draft["case"] is None
    receipt = good(anna.post(f"/applications/{reference}/submit"))
    assert receipt["status"] == "in-review"
    assert receipt["due_on"] == "2026-07-01"
    assert receipt["certificate"]["number"]

    good(author.post(f"/cases/{reference}/take"))
    proposal = good(author.post(f"/cases/{reference}/proposals", GRANT), 201)
    decision = good(approver.post(f"/cases/{reference}/approval", {"proposal": proposal["proposal"]}), 201)
    assert decision["status"] == "awaiting-payment"

    (charge,) = good(anna.get(f"/applications/{reference}/charges"))["items"]
    assert charge["amount"] == {"minor": 12000, "currency": "AZN"}
    assert charge["state"] == "open"
    pay(case_id_of(reference))
    card = good(author.post(f"/cases/{reference}/card"), 201)
    assert card["status"] == "ready"
    assert good(author.post(f"/cases/{reference}/card/hand-over"))["status"] == "granted"
    told = good(anna.get(f"/applications/{reference}"))
    assert told["case"]["status"] == "granted"


def test_the_due_date_is_told_with_how_it_was_computed(anna: Program) -> None:
    told = good(anna.get(f"/applications/{sent(anna)}"))["case"]["clock"]
    assert told["due_on"] == "2026-07-01"
    assert told["limit"]
    assert (told["started_on"], told["late_by"], told["stands_still"]) == ("2026-06-01", 0, None)
    assert told["used"] + told["left"] > 0


def test_a_correction_is_asked_for_and_answered_per_field(anna: Program, author: Program) -> None:
    reference = sent(anna)
    item = {"path": "dwelling.place.house", "code": "answer-unclear", "words": "Which house?"}
    asked = author.post(f"/cases/{reference}/corrections", {"items": [item]})
    if asked.status_code == 422:  # an address is asked about as a whole
        item["path"] = "dwelling.place"
        item["code"] = correction_code()
        asked = author.post(f"/cases/{reference}/corrections", {"items": [item]})
    assert good(asked, 201)["status"] == "awaiting-correction"
    (open_one,) = good(anna.get(f"/applications/{reference}"))["case"]["corrections"]
    assert open_one["items"][0]["words"] == "Which house?"
    answered = anna.post(f"/applications/{reference}/correction", {"answers": {"dwelling.place.house": "7"}})
    assert good(answered)["status"] == "in-review"
    assert good(anna.get(f"/applications/{reference}"))["answers"]["dwelling.place.house"] == "7"


def test_what_is_left_unanswered_is_told_before_it_is_sent_all_the_same(
    anna: Program, author: Program
) -> None:
    reference, code = sent(anna), correction_code()
    items = [{"path": path, "code": code} for path in ("passport.number", "passport.surname")]
    good(author.post(f"/cases/{reference}/corrections", {"items": items}), 201)
    here, told = f"/applications/{reference}/correction", {"passport.number": "BB7654321"}
    left = problem(anna.post(here, {"answers": told}), 422, "not-all-answered")
    assert left["paths"] == ["passport.surname"]
    assert good(anna.post(here, {"answers": told, "anyway": True}))["status"] == "in-review"


def test_a_step_taken_by_mistake_is_taken_back_while_nobody_acted_on_it(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = sent(anna)
    case, other = f"/cases/{reference}", staff("other")
    good(author.post(f"{case}/take"))
    problem(other.post(f"{case}/take/undo"), 403, "of-another-officer")
    good(author.post(f"{case}/take/undo"))
    told = problem(author.post(f"{case}/take/undo"), 409, "acted-on-meanwhile")
    assert told["by"] == str(author.account)

    good(author.post(f"{case}/take"))
    give = {"to": str(other.account), "reason": "Leave"}
    good(author.post(f"{case}/hand-over", give))
    good(author.post(f"{case}/hand-over/undo"))
    good(author.post(f"{case}/proposals", GRANT), 201)
    problem(other.post(f"{case}/proposals/undo"), 403, "of-another-officer")
    back = good(author.post(f"{case}/proposals/undo", key="undo-once"))
    assert back["status"] == "in-review"
    assert good(author.post(f"{case}/proposals/undo", key="undo-once")) == back
    problem(author.post(f"{case}/proposals/undo"), 409, "acted-on-meanwhile")

    items = {"items": [{"path": "passport.number", "code": correction_code()}]}
    good(author.post(f"{case}/corrections", items), 201)
    assert good(author.post(f"{case}/corrections/undo"))["status"] == "in-review"
    good(author.post(f"{case}/corrections", items), 201)
    letters = good(author.get(f"{case}/letters"))["items"]
    (key,) = [each["key"] for each in letters if each["purpose"] == "correction"]
    assert author.get(f"{case}/letters/{key}").status_code == 200
    problem(author.post(f"{case}/corrections/undo"), 409, "letter-out")
    problem(anna.post(f"{case}/corrections/undo"), 403, "permission-missing")

    good(author.post(f"{case}/hand-over", give))
    good(other.get(case))
    problem(author.post(f"{case}/hand-over/undo"), 409, "acted-on-meanwhile")


def correction_code() -> str:
    from sojourn.catalogue import queries as catalogue
    from sojourn.catalogue.types import PhraseUse

    return catalogue.current().service_for("residence").phrases_for(PhraseUse.CORRECT)[0].code


def refuse(anna: Program, author: Program, approver: Program) -> str:
    reference = sent(anna)
    intention = {"reasons": list(REFUSED_FOR), "words": {"az": "Müqavilə yoxdur."}}
    assert good(author.post(f"/cases/{reference}/intention", intention), 201)["status"] == "awaiting-answer"
    letters = good(anna.get(f"/applications/{reference}/letters"))["items"]
    (key,) = [each["key"] for each in letters if each["purpose"] == "intention"]
    assert good(anna.get(f"/applications/{reference}"))["case"]["intentions"][0]["words"] == {}
    opened = anna.get(f"/applications/{reference}/letters/{key}")
    assert opened.content.startswith(b"%PDF")
    (told,) = good(anna.get(f"/applications/{reference}"))["case"]["intentions"]
    assert told["served_on"] == FILED_ON.isoformat()
    assert told["words"]["az"].endswith("Müqavilə yoxdur.")
    assert "article 45.1.8" in told["words"]["en"]
    said = {"words": "The contract was handed in."}
    assert good(anna.post(f"/applications/{reference}/intention-answer", said))["status"] == "in-review"
    wish = {"kind": "refuse", "reasons": list(REFUSED_FOR), "words": {"az": "Müqavilə yoxdur."}}
    good(author.post(f"/cases/{reference}/proposals", wish), 201)
    assert good(approver.post(f"/cases/{reference}/approval"), 201)["status"] == "refused"
    return reference


def test_refused_after_notice_served_by_an_officer_and_appealed_with_success(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = refuse(anna, author, approver)
    letters = good(author.get(f"/cases/{reference}/letters"))["items"]
    (key,) = [each["key"] for each in letters if each["purpose"] == "refused"]
    served = {"manner": "signed-on-handover", "on": FILED_ON.isoformat()}
    kept = good(author.post(f"/cases/{reference}/letters/{key}/service", served), 201)
    assert kept["effective_on"] == FILED_ON.isoformat()
    good(anna.post(f"/applications/{reference}/appeal", {"words": "I have the contract."}), 201)
    judge = staff("judge", "appeal-officer")
    good(judge.post(f"/cases/{reference}/appeal/take"))
    answer = {
        "outcome": "overturned",
        "reasons": ["granted-as-asked"],
        "words": {"az": "Təmin edilir."},
        "granted_from": "2026-06-01",
        "granted_until": "2027-05-31",
    }
    decided = good(judge.post(f"/cases/{reference}/appeal/decision", answer), 201)
    assert decided["status"] == "awaiting-payment"


def test_a_refusal_nobody_was_heard_on_is_not_proposed(anna: Program, author: Program) -> None:
    wish = {"kind": "refuse", "reasons": list(REFUSED_FOR), "words": {"az": "x"}}
    problem(author.post(f"/cases/{sent(anna)}/proposals", wish), 409, "hearing-missing")


def test_two_approvals_one_wins_and_the_other_is_told_by_whom_and_when(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = sent(anna)
    good(author.post(f"/cases/{reference}/proposals", GRANT), 201)
    good(approver.post(f"/cases/{reference}/approval"), 201)
    told = problem(staff("second", "supervisor").post(f"/cases/{reference}/approval"), 409, "already-decided")
    assert told["by"] == str(approver.account)
    assert told["by_name"] == "Approver"
    assert told["at"].startswith(FILED_ON.isoformat())


def test_nobody_approves_what_they_proposed(anna: Program) -> None:
    reference, both = sent(anna), staff("both", "protection-officer")
    good(both.post(f"/cases/{reference}/proposals", GRANT), 201)
    problem(both.post(f"/cases/{reference}/approval"), 403, "same-officer")


def test_a_returned_proposal_goes_back_to_its_officer(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = sent(anna)
    good(author.post(f"/cases/{reference}/proposals", GRANT), 201)
    back = good(approver.post(f"/cases/{reference}/return", {"reason": "The term is too long."}))
    assert back["status"] == "in-review"
    (told,) = good(author.get(f"/cases/{reference}"))["proposals"]
    assert told["return_reason"] == "The term is too long."


def test_paying_leads_to_the_provider(
    anna: Program, author: Program, approver: Program, settings: object
) -> None:
    settings.PAYMENT_PROVIDER = "sandbox"  # type: ignore[attr-defined]
    reference = granted(anna, author, approver)
    (charge,) = good(anna.get(f"/applications/{reference}/charges"))["items"]
    page = good(anna.post(f"/applications/{reference}/charges/{charge['number']}/pay"))
    assert f"/demo/pay/{charge['number']}/" in page["redirect"]
    problem(anna.post(f"/applications/{reference}/charges/0000000000000/pay"), 404, "not-found")


def test_a_grant_nobody_paid_for_lapses_when_an_officer_says_so(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = granted(anna, author, approver)
    wish = {"reasons": [lapse_code()], "words": {"az": "Ödənilməyib."}}
    problem(approver.post(f"/cases/{reference}/lapse", wish), 409, "not-due-yet")
    letters = good(anna.get(f"/applications/{reference}/letters"))["items"]
    (key,) = [each["key"] for each in letters if each["purpose"] == "granted"]
    anna.get(f"/applications/{reference}/letters/{key}")
    with clock.frozen(FILED_ON + timedelta(days=200)):
        assert good(approver.post(f"/cases/{reference}/lapse", wish), 201)["status"] == "lapsed"


def test_a_lapse_is_taken_back_only_when_the_duty_had_been_paid_in_time(
    anna: Program, author: Program, approver: Program
) -> None:
    reference = granted(anna, author, approver)
    letters = good(anna.get(f"/applications/{reference}/letters"))["items"]
    (key,) = [each["key"] for each in letters if each["purpose"] == "granted"]
    anna.get(f"/applications/{reference}/letters/{key}")
    (duty,) = good(anna.get(f"/applications/{reference}/charges"))["items"]
    undo, why = f"/cases/{reference}/lapse/undo", {"words": {"az": "Vaxtında ödənilib."}}
    problem(approver.post(undo, why), 409, "not-paid-in-time")
    with clock.frozen(FILED_ON + timedelta(days=200)):
        good(approver.post(f"/cases/{reference}/lapse", {"reasons": [lapse_code()]}), 201)
        problem(approver.post(undo, why), 409, "not-paid-in-time")
        told_late(duty["number"], paid_on=FILED_ON + timedelta(days=3))
        problem(author.post(undo, why), 403, "permission-missing")
        problem(approver.post(undo, {"words": {"az": " "}}), 422, "reason-missing")
        made = good(approver.post(undo, why, key="undo-once"), 201)
        assert (made["kind"], made["status"]) == ("lapse-undone", "in-production")
        assert good(approver.post(undo, why, key="undo-once"), 201) == made
        problem(approver.post(undo, why), 409, "not-paid-in-time")


def told_late(number: str, *, paid_on: date) -> None:
    """A payment the provider tells of long after it was made."""
    charge = charges.find_by_number(number, to=EVERYTHING)
    assert charge
    paid_at = clock.start_of(paid_on)
    with transaction():
        receive_payment(ProviderNotice("sandbox", "late", charge.number, charge.amount, paid_at), by=SYSTEM)


def lapse_code() -> str:
    from sojourn.catalogue import queries as catalogue
    from sojourn.catalogue.types import PhraseUse

    return catalogue.current().service_for("residence").phrases_for(PhraseUse.LAPSE)[0].code


def test_words_go_both_ways(anna: Program, author: Program) -> None:
    reference = sent(anna)
    good(anna.post(f"/applications/{reference}/messages", {"words": "When?"}), 201)
    (seen,) = good(author.get(f"/cases/{reference}"))["messages"]
    assert (seen["side"], seen["words"]) == ("applicant", "When?")
    good(author.post(f"/cases/{reference}/messages", {"words": "Soon."}), 201)
    assert good(anna.get(f"/applications/{reference}"))["case"]["unread_messages"] == 1
    good(anna.get(f"/applications/{reference}/messages"))
    assert good(anna.get(f"/applications/{reference}"))["case"]["unread_messages"] == 0


def test_another_body_is_asked_and_only_its_public_part_is_told(anna: Program, author: Program) -> None:
    from sojourn.catalogue import queries as catalogue

    reference = sent(anna)
    body = next(
        each.body
        for each in catalogue.current().service_for("residence").consultations
        if not each.restricted
    )
    asked = {"body": body, "question": "Anything against it?", "reply_by": "2026-06-20"}
    kept = good(author.post(f"/cases/{reference}/consultations", asked), 201)
    opinion = {"outcome": "no-objection", "public_opinion": "None.", "closed_opinion": "Source X."}
    good(author.post(f"/cases/{reference}/consultations/{kept['consultation']}/opinion", opinion))
    shown = author.get(f"/cases/{reference}")
    assert good(shown)["consultations"][0]["public_opinion"] == "None."
    assert b"Source X." not in shown.content


def test_taken_back_before_a_decision(anna: Program) -> None:
    reference = sent(anna)
    assert good(anna.post(f"/applications/{reference}/withdraw", {}))["status"] == "withdrawn"


def test_the_queue_pages_by_what_is_due(anna: Program, author: Program) -> None:
    references = {sent(anna, {"passport.number": f"ZZ{number}"}) for number in range(3)}
    told = good(author.get("/cases"))
    assert {each["reference"] for each in told["items"]} == references
    assert told["next"] is None
    good(author.post(f"/cases/{min(references)}/take"))
    mine = good(author.get("/cases", mine="true"))
    assert [each["reference"] for each in mine["items"]] == [min(references)]


def test_handed_over_to_an_officer_of_the_office(anna: Program, author: Program) -> None:
    reference, other = sent(anna), staff("other")
    good(author.post(f"/cases/{reference}/take"))
    gone = {"to": str(other.account), "reason": "On leave."}
    good(author.post(f"/cases/{reference}/hand-over", gone))
    assert good(other.get(f"/cases/{reference}"))["handler"] == str(other.account)
    problem(
        other.post(f"/cases/{reference}/hand-over", {"to": str(anna.account), "reason": "x"}),
        404,
        "not-found",
    )


def test_staff_read_leaves_who_looked(anna: Program, author: Program) -> None:
    from sojourn.audit.models import Access

    reference = sent(anna)
    good(author.get(f"/cases/{reference}"))
    row = Access.objects.get(subject_kind="case")
    assert row.account_id == author.account
    assert row.actor["door"] == "api"
    good(author.get("/cases"))
    assert Access.objects.filter(listing="cases", count=1).exists()


def test_two_officers_at_one_case_by_its_version(anna: Program, author: Program) -> None:
    reference = sent(anna)
    version = good(author.get(f"/cases/{reference}"))["version"]
    good(author.post(f"/cases/{reference}/take", {"version": version}))
    problem(author.post(f"/cases/{reference}/take", {"version": version}), 409, "changed-meanwhile")
