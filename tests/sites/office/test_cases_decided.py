"""A case decided in the office: proposed by one, approved by another, served, paid, its card handed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from sojourn.applications import actions as applications
from sojourn.cases import actions as cases
from sojourn.cases.models import Case, Consultation, WorkingPaper
from sojourn.cases.types import CaseStatus, DecisionKind, Side
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.types import Filing
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.hand_in import class_of
from sojourn.flows.open_case import submit_application
from sojourn.flows.types import Filing as HowFiled
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from tests.factories.cases import (
    ANSWERS,
    FILED_ON,
    GUEST,
    HOLDER,
    OFFICE,
    REFUSED_FOR,
    announced,
    apply,
    approve,
    finished,
    officer,
    opened,
    pay,
    propose,
    refused,
)
from tests.flows.test_appeals_wait_for_stages import contested
from tests.sites.office.conftest import Desk
from tests.sites.office.test_cases import at, page, send

pytestmark = pytest.mark.django_db
GRANT = {"kind": "grant", "reasons": "granted-as-asked", "words-az": "Sənədlər yoxlanıb."}
REFUSAL = {
    "reasons": "refused-ground-absent",
    "value-refused-ground-absent-article": "45.1.8",
    "words-az": "Müqavilə yoxdur.",
    "words-en": "There is no contract.",
}


@pytest.fixture(autouse=True)
def _filing_day(_day: None) -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def author(desk: Desk) -> Client:
    return desk("case-officer", OFFICE)


@pytest.fixture
def approver(desk: Desk) -> Client:
    return desk("supervisor", OFFICE)


def status(case_id: UUID) -> CaseStatus:
    return opened(case_id).case.status


def letter_key(case_id: UUID, purpose: Purpose) -> str:
    return [each.key for each in list_letters(opened(case_id)) if each.purpose is purpose][-1]


def done(answer: Any) -> None:
    assert answer.status_code == 302, answer.content.decode()


def test_a_grant_from_the_proposal_to_the_card_in_its_holders_hands(author: Client, approver: Client) -> None:
    case_id = apply().case_id
    shown = page(author, at(case_id, "proposal/"))
    assert "The rules allow" in shown
    assert "AZN" in shown
    done(send(author, at(case_id, "proposal/"), **GRANT))
    shown = page(approver, at(case_id, "decision/"))
    for told in (
        "Sənədlər yoxlanıb.",
        "120\N{NO-BREAK SPACE}AZN",
        "The conditions of the law are met",
        "case-officer",
    ):
        assert told in shown, told
    done(send(approver, at(case_id, "decision/"), proposal=proposal_of(case_id)))
    assert status(case_id) is CaseStatus.AWAITING_PAYMENT
    pay(case_id)
    done(send(author, at(case_id, "card/make/")))
    assert status(case_id) is CaseStatus.READY
    done(send(author, at(case_id, "card/hand-over/")))
    assert status(case_id) is CaseStatus.GRANTED
    assert "The case is closed" in page(author, at(case_id) + "?said=handed-out")


def proposal_of(case_id: UUID) -> str:
    return str(opened(case_id).page.proposals[-1].id)


def test_the_term_the_officer_means_is_charged_for(author: Client) -> None:
    case_id = apply().case_id
    shown = author.post(
        at(case_id, "proposal/"),
        {**GRANT, "from": "1.6.2026", "until": "1.8.2026", "compute": "yes"},
    ).content.decode()
    assert 'value="1.8.2026"' in shown
    assert "40.00" in shown or "60.00" in shown or "AZN" in shown
    assert status(case_id) is CaseStatus.IN_REVIEW
    done(send(author, at(case_id, "proposal/"), **GRANT, **{"from": "1.6.2026", "until": "1.8.2026"}))
    terms = opened(case_id).page.proposals[-1].terms
    assert (terms["from"], terms["until"]) == ("2026-06-01", "2026-08-01")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what you propose"),
        ({"kind": "grant"}, "Tick at least one reason"),
        ({"kind": "grant", "reasons": "refused-ground-absent"}, "Tick at least one reason"),
        ({**GRANT, "from": "31.2.2026"}, "Enter the first day"),
        ({**GRANT, "from": "1.8.2026", "until": "1.7.2026"}, "The last day lies before the first"),
        ({"kind": "refuse", "reasons": "refused-ground-absent"}, "The reason “The ground of article …"),
        ({"kind": "refuse", "reasons": "refused-ground-absent"}, '"#value-refused-ground-absent-article"'),
        (
            {"kind": "grant", "reasons": "granted-filed-late", "value-granted-filed-late-days": ""},
            "needs this value: Number of days",
        ),
        (
            {
                "kind": "grant",
                "reasons": "granted-shorter-ground",
                "value-granted-shorter-ground-until": "in spring",
            },
            "“Until” is a day",
        ),
        ({"kind": "refuse", **REFUSAL}, "A refusal needs an intended refusal"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    author: Client, typed: dict[str, str], said: str
) -> None:
    case_id = apply().case_id
    answer = send(author, at(case_id, "proposal/"), **{"words-en": "My own words", **typed})
    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert typed.get("words-en", "My own words") in answer.content.decode()
    assert status(case_id) is CaseStatus.IN_REVIEW


def test_whoever_proposed_does_not_approve(desk: Desk) -> None:
    case_id = apply().case_id
    both = desk("protection-officer", OFFICE)
    done(send(both, at(case_id, "proposal/"), **GRANT))
    assert "Another officer approves" in page(both, at(case_id, "decision/"))
    answer = send(both, at(case_id, "decision/"), proposal=proposal_of(case_id))
    assert answer.status_code == 409
    assert "You proposed this decision" in answer.content.decode()


def test_of_two_approvals_the_second_is_told_by_whom_and_when(author: Client, desk: Desk) -> None:
    case_id = apply().case_id
    done(send(author, at(case_id, "proposal/"), **GRANT))
    proposal = proposal_of(case_id)
    first, second = desk("supervisor", OFFICE), desk("supervisor", OFFICE)
    done(send(first, at(case_id, "decision/"), proposal=proposal))
    answer = send(second, at(case_id, "decision/"), proposal=proposal)
    assert answer.status_code == 409
    assert "This was already decided: by supervisor, 1 June 2026" in answer.content.decode()


def test_a_proposal_goes_back_with_the_reason(author: Client, approver: Client) -> None:
    case_id = apply().case_id
    done(send(author, at(case_id, "proposal/"), **GRANT))
    assert send(approver, at(case_id, "decision/"), **{"return": "yes"}).status_code == 409
    done(send(approver, at(case_id, "decision/"), reason="Look at the contract", **{"return": "yes"}))
    assert status(case_id) is CaseStatus.IN_REVIEW
    assert "Look at the contract" in page(author, at(case_id, "proposal/"))


def put_right(author: Client, address: str, *, on: str) -> None:
    """A record of service is corrected from the page it was made on, with a reason, once."""
    [corrects] = re.findall(r'href="\?corrects=([0-9a-f-]+)#record"', author.get(address).content.decode())
    told = {"manner": "signed-on-handover", "on": on, "corrects": corrects, "language": "en"}
    assert send(author, address, **told).status_code == 422
    done(send(author, address, reason="The stamp of the office says so.", **told))
    again = send(author, address, reason="Twice.", **told)
    assert again.status_code == 422
    assert "corrected already" in again.content.decode()


def test_a_refusal_after_a_notice_that_was_served_on_paper(author: Client, approver: Client) -> None:
    case_id = apply().case_id
    done(send(author, at(case_id, "intention/"), **REFUSAL))
    hearing = opened(case_id).page.hearings[-1]
    assert hearing.words["en"] == (
        "The ground of article 45.1.8 that was named has not been shown to exist.\nThere is no contract."
    )
    key = letter_key(case_id, Purpose.INTENTION)
    assert author.get(at(case_id, f"letters/{key}/"))["Content-Type"] == "application/pdf"
    assert opened(case_id).page.hearings[-1].served_on is None
    answer = send(author, at(case_id, f"letters/{key}/service/"), manner="refusal-witnessed", on="1.6.2026")
    assert answer.status_code == 422
    assert "two witnesses" in answer.content.decode()
    done(
        send(
            author,
            at(case_id, f"letters/{key}/service/"),
            manner="refusal-witnessed",
            on="1.6.2026",
            first_witness="A",
            second_witness="B",
        )
    )
    answer_by = opened(case_id).page.hearings[-1].answer_by
    assert answer_by is not None
    with clock.frozen(FILED_ON + timedelta(days=2)):
        put_right(author, at(case_id, f"letters/{key}/service/"), on="2.6.2026")
    corrected = opened(case_id).page.hearings[-1]
    assert corrected.served_on == date(2026, 6, 2)
    assert corrected.answer_by is not None
    assert corrected.answer_by > answer_by
    answer_by = corrected.answer_by
    early = send(author, at(case_id, "go-on/"), reason="No answer came")
    assert "The applicant may still answer" in early.content.decode()
    with clock.frozen(answer_by + timedelta(days=1)):
        assert at(case_id, "go-on/") in page(author, at(case_id))
        done(send(author, at(case_id, "go-on/"), reason="No answer came"))
        done(send(author, at(case_id, "proposal/"), **{"kind": "refuse", **REFUSAL}))
        done(send(approver, at(case_id, "decision/"), proposal=proposal_of(case_id)))
    assert status(case_id) is CaseStatus.REFUSED


def test_a_correction_is_asked_question_by_question_at_most_twice(author: Client) -> None:
    case_id = apply().case_id
    step = at(case_id, "correction/")
    assert "Choose at least one question" in send(author, step).content.decode()
    asked = {"code:dwelling.place": "correct-answer", "words:dwelling.place": "Which flat?"}
    done(send(author, step, **asked))
    (item,) = opened(case_id).page.corrections[-1].items
    assert (item.path, item.code, item.words) == ("dwelling.place", "correct-answer", "Which flat?")
    shown = page(author, at(case_id))
    assert "Which flat?" in shown
    assert "Not served yet: the clock runs on" in shown


def test_a_body_is_asked_by_the_laws_day_and_its_closed_part_stays_closed(author: Client, desk: Desk) -> None:
    case_id = apply().case_id
    done(send(author, at(case_id, "consultation/"), body="border-service"))
    asked = Consultation.objects.get(case_id=case_id)
    assert asked.question.startswith("On which days")
    assert asked.reply_by > FILED_ON
    step = at(case_id, f"consultation/{asked.id}/")
    assert send(author, step, outcome="perhaps").status_code == 422
    done(
        send(
            author,
            step,
            outcome="objection",
            public="Out for long",
            closed="A source says",
            on="1.6.2026",
        )
    )
    assert "A source says" in page(author, at(case_id))
    counter = page(desk("counter-officer", OFFICE), at(case_id))
    assert "Out for long" in counter
    assert "A source says" not in counter
    assert "has answered already" in send(author, step, outcome="objection", on="1.6.2026").content.decode()


def test_a_restricted_consultation_is_hidden_from_those_who_do_not_examine(
    author: Client, desk: Desk
) -> None:
    case_id = apply().case_id
    done(send(author, at(case_id, "consultation/"), body="state-security"))
    assert "State Security Service" in page(author, at(case_id))
    assert "State Security Service" not in page(desk("counter-officer", OFFICE), at(case_id))


def test_a_lapse_is_recorded_only_when_it_is_due(author: Client, approver: Client) -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    key = letter_key(case_id, Purpose.GRANTED)
    assert "was not served yet" in send(approver, at(case_id, "lapse/"), reason="Unpaid").content.decode()
    done(send(author, at(case_id, f"letters/{key}/service/"), manner="signed-on-handover", on="1.6.2026"))
    assert "can be recorded from" in send(approver, at(case_id, "lapse/"), reason="Unpaid").content.decode()
    with clock.frozen(date(2026, 12, 1)):
        assert at(case_id, "lapse/") in page(approver, at(case_id))
        done(send(approver, at(case_id, "lapse/"), reason="Unpaid"))
    assert status(case_id) is CaseStatus.LAPSED


def test_withdrawn_at_the_counter(desk: Desk) -> None:
    case_id, counter = apply().case_id, desk("counter-officer", OFFICE)
    step = at(case_id, "withdrawal/")
    silent = send(counter, step, sure="yes")
    assert silent.status_code == 422
    assert "Give a reason" in silent.content.decode()
    hasty = send(counter, step, reason="Goes home")
    assert hasty.status_code == 422
    assert "Tick that the applicant wants this" in hasty.content.decode()
    assert "Goes home" in hasty.content.decode()
    assert status(case_id) is CaseStatus.IN_REVIEW
    done(send(counter, step, reason="Goes home", sure="yes"))
    assert status(case_id) is CaseStatus.WITHDRAWN
    assert "Goes home" in page(desk("supervisor", OFFICE), at(case_id, "history/"))


def test_a_message_is_as_long_as_the_other_sides_may_be(author: Client) -> None:
    case_id = apply().case_id
    for words in ("", "w" * 4001):
        answer = send(author, at(case_id, "message/"), words=words)
        assert answer.status_code == 422
        assert "not more than 4000 characters" in answer.content.decode()
        assert not opened(case_id).page.messages
    done(send(author, at(case_id, "message/"), words="w" * 4000))
    assert len(opened(case_id).page.messages) == 1


def test_each_step_of_another_card_is_confirmed(author: Client) -> None:
    case_id = apply().case_id
    finished(case_id, author=officer("maker"), approver=officer("checker", "supervisor"))
    step = at(case_id, "card/replace/")
    reported = {"do": "report", "cause": "lost", "happened_on": "1.6.2026", "reported_on": "1.6.2026"}
    answer = send(author, step, **reported)
    assert "The report was recorded and the old card is ended" in page(author, answer["Location"])
    pay(case_id)
    answer = send(author, step, do="make")
    assert "The new card was made and lies ready. The person is told." in page(author, answer["Location"])
    answer = send(author, step, do="give")
    assert "The new card was handed over." in page(author, answer["Location"])


def test_what_is_still_open_is_said_before_it_is_decided_and_bars_nothing(
    author: Client, approver: Client
) -> None:
    case_id = apply().case_id
    unasked = "State Security Service was not asked. Its opinion is required."
    assert unasked in page(author, at(case_id, "proposal/"))
    done(send(author, at(case_id, "consultation/"), body="state-security"))
    shown = page(author, at(case_id, "proposal/"))
    assert unasked not in shown
    assert "has not answered yet. Its opinion is required." in shown
    asked = Consultation.objects.get(case_id=case_id)
    done(send(author, at(case_id, "proposal/"), **GRANT))
    assert "has not answered yet" in page(approver, at(case_id, "decision/"))
    told = {"outcome": "no-objection", "on": "1.6.2026"}
    done(send(author, at(case_id, f"consultation/{asked.id}/"), **told))
    assert "Its opinion is required" not in page(approver, at(case_id, "decision/"))
    done(send(approver, at(case_id, "decision/"), proposal=proposal_of(case_id)))
    assert status(case_id) is CaseStatus.AWAITING_PAYMENT


def test_an_answer_that_is_awaited_is_said_where_a_decision_is_proposed(author: Client) -> None:
    corrected, heard = (apply({"passport.number": number}).case_id for number in ("AA1", "AA2"))
    done(send(author, at(corrected, "correction/"), **{"code:dwelling.place": "correct-answer"}))
    done(send(author, at(heard, "intention/"), **REFUSAL))
    asked, announced_first = "A correction was asked for and is not answered", "A refusal was announced"
    for case_id, there, absent in (
        (corrected, asked, announced_first),
        (heard, announced_first, asked),
    ):
        shown = page(author, at(case_id, "proposal/"))
        assert there in shown
        assert absent not in shown


def test_of_a_restricted_paper_it_is_told_that_it_was_handed_in_and_no_more(
    author: Client, approver: Client, desk: Desk
) -> None:
    case_id = with_medical_certificate()
    kept = "opened by whoever has the case in hand"
    shown = page(author, at(case_id))
    assert kept in shown
    assert "papers/" not in shown
    done(send(author, at(case_id, "proposal/"), **GRANT))
    assert kept in page(approver, at(case_id, "decision/"))
    protection = desk("protection-officer", None)
    assert kept not in page(protection, at(case_id))
    [address] = re.findall(r'href="([^"]+/papers/[^"]+)"', page(protection, at(case_id)))
    assert approver.get(address).status_code == 404


def test_the_officer_who_has_the_case_in_hand_opens_the_health_paper_of_it(author: Client) -> None:
    case_id = with_medical_certificate()
    assert "papers/" not in page(author, at(case_id))
    done(author.post(at(case_id, "take/")))
    [address] = re.findall(r'href="([^"]+/papers/[^"]+)"', page(author, at(case_id)))
    assert author.get(address).status_code == 200


def test_that_a_paper_cannot_be_read_is_not_offered_to_who_cannot_open_it(author: Client) -> None:
    case_id = with_medical_certificate()
    shown = page(author, at(case_id, "correction/"))
    offered = {
        path: codes
        for path, codes in re.findall(r'name="code:([^"]+)"(.*?)</select>', shown, flags=re.DOTALL)
    }
    assert "correct-paper-missing" in offered["medical-certificate.copy"]
    assert "correct-paper-unreadable" not in offered["medical-certificate.copy"]
    assert "correct-paper-unreadable" in offered["dwelling.place"]
    unread = {"code:medical-certificate.copy": "correct-paper-unreadable"}
    assert (
        "Choose at least one question" in send(author, at(case_id, "correction/"), **unread).content.decode()
    )


def with_medical_certificate() -> UUID:
    """A case among whose answers stands a paper of the restricted class."""
    pack, path = catalogue.current(), "medical-certificate.copy"
    service = pack.service_for("residence")
    with transaction():
        draft = applications.start(
            service, pack=pack, language="en", answers=ANSWERS, holder=HOLDER, by=GUEST
        )
        about = Filing(Subject("application", draft.id), path, class_of(service, path))
        paper = documents.keep_letter(b"%PDF-1.7", filing=about, by=GUEST)
        answers = {path: str(paper.id)}
        applications.save(draft.id, answers=answers, pages=(), holder=HOLDER, by=GUEST)
        case = submit_application(draft.id, holder=HOLDER, filing=HowFiled(GUEST, FILED_ON, "en"))
    return case.case_id


def test_the_whole_case_is_one_file(author: Client) -> None:
    case_id = apply().case_id
    announced(case_id, by=officer("hearer"))
    answer = author.get(at(case_id, "file/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_long_words_stand_behind_their_beginning_and_are_all_there(author: Client) -> None:
    case_id = apply().case_id
    said = "\n".join(f"{number}. The papers of my employer were sent twice." for number in range(40))
    for words in (said, "Short."):
        with transaction():
            cases.write_message(case_id, side=Side.APPLICANT, words=words, by=GUEST)
    shown = page(author, at(case_id))
    folded = re.findall(
        r'<details class="details folded"><summary>(.*?)</summary>(.*?)</details>', shown, re.S
    )
    assert len(folded) == 1
    start, whole = folded[0]
    assert "0. The papers" in start
    assert "39. The papers" not in start
    assert "Show all" in start
    assert whole.count("The papers of my employer") == 40
    assert "<div>Short.</div>" in shown


def test_an_appeal_is_decided_by_someone_uninvolved(author: Client, approver: Client, desk: Desk) -> None:
    case_id = apply().case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    done(send(author, at(case_id, "appeal/enter/"), words="The contract exists", on="1.6.2026"))
    judge = desk("appeal-officer", OFFICE)
    listed, opened_one = page(judge, "/en/office/appeals/"), page(judge, at(case_id, "appeal/"))
    assert "Eriksson" in listed
    assert "1 July 2026" in listed
    assert "The contract exists" in opened_one
    assert "To be decided by 1 July 2026." in opened_one
    done(send(judge, at(case_id, "appeal/take/")))
    assert "Eriksson" in page(judge, "/en/office/appeals/?whose=mine")
    offered = set(re.findall(r'name="reasons" value="([^"]+)"', page(judge, at(case_id, "appeal/"))))
    fitting = [each.code for each in opened(case_id).service.phrases if {"grant", "refuse"} & set(each.uses)]
    assert offered == set(fitting)  # no reason for leaving unexamined what was examined and refused
    other = desk("appeal-officer", OFFICE)
    assert "has had this in hand" in send(other, at(case_id, "appeal/take/")).content.decode()
    decision = {"outcome": "granted", "reasons": "granted-on-appeal", "words-az": "Müqavilə var."}
    step = at(case_id, "appeal/decision/")
    assert "Enter the last day" in send(judge, step, **decision).content.decode()
    done(send(judge, step, until="31.5.2027", **decision))
    file = opened(case_id)
    assert file.case.status is CaseStatus.AWAITING_PAYMENT
    assert file.decision is not None
    assert file.decision.kind is DecisionKind.APPEAL_OVERTURNED
    assert "No open appeal" in page(judge, at(case_id, "appeal/"))


def test_who_decides_an_appeal_reads_what_a_grant_waits_for_and_that_it_is_granted_past_nothing(
    desk: Desk,
) -> None:
    case_id, judge = contested(tested=False), desk("appeal-officer", OFFICE)
    named = "Test of rights, duties and the state language passed"
    shown = page(judge, at(case_id, "appeal/"))
    assert f"Not recorded yet: {named}. Until then no grant can be approved. This is recorded when" in shown
    done(send(judge, at(case_id, "appeal/take/")))
    decision = {"outcome": "granted", "reasons": "granted-on-appeal", "words-az": "Əsas var."}
    refusal = send(judge, at(case_id, "appeal/decision/"), until="31.5.2027", **decision)
    assert refusal.status_code == 409
    assert "Something that comes before this is not recorded yet" in refusal.content.decode()
    done(send(judge, at(case_id, "appeal/decision/"), **{**decision, "outcome": "anew"}))
    assert status(case_id) is CaseStatus.IN_REVIEW


def test_an_appeal_is_not_entered_with_a_stamp_from_before_the_decision(author: Client) -> None:
    case_id = apply().case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    answer = send(author, at(case_id, "appeal/enter/"), words="The contract exists", on="1.5.2026")
    assert answer.status_code == 409
    assert "it lies before what it follows" in answer.content.decode()


def test_a_late_appeal_is_examined_only_when_its_reason_is_good(author: Client, desk: Desk) -> None:
    case_id = apply().case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    judge = desk("appeal-officer", OFFICE)
    with clock.frozen(date(2026, 9, 1)):
        done(send(author, at(case_id, "appeal/enter/"), words="I was ill", late="Hospital", on="1.9.2026"))
        step = at(case_id, "appeal/decision/")
        asked = {"outcome": "upheld", "reasons": REFUSED_FOR[0], "value-refused-ground-absent-article": "1"}
        assert "Decide first whether" in send(judge, step, **asked).content.decode()
        done(send(judge, at(case_id, "appeal/term/"), restored="yes", reason="Shown by a paper"))
        done(send(judge, step, **asked))
    assert status(case_id) is CaseStatus.REFUSED


def test_a_long_text_is_kept_for_its_officer_until_it_is_sent_or_thrown_away(
    author: Client, desk: Desk
) -> None:
    case_id = apply().case_id
    step = at(case_id, "proposal/")
    quietly = author.post(step, {"words-en": "Half a sentence", "quietly": "yes"})
    assert quietly.status_code == 204
    assert "Half a sentence" in page(author, step)
    assert "Half a sentence" not in page(desk("case-officer", OFFICE), step)
    assert b"Half a sentence" not in bytes(str(Case.objects.get(id=case_id).__dict__), "utf-8")
    done(author.post(step, {"discard": "yes"}))
    assert "Half a sentence" not in page(author, step)
    done(author.post(step, {"words-en": "Another one", "kind": "grant", "keep": "yes"}))
    done(send(author, step, **GRANT))
    assert not WorkingPaper.objects.exists()


def test_a_letter_that_reached_nobody_is_recorded_in_place_of_the_wrong_record(author: Client) -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    letter = next(each for each in list_letters(opened(case_id)) if each.purpose is Purpose.GRANTED)
    step, never = at(case_id, f"letters/{letter.key}/service/"), "Not served: recorded by mistake"
    assert never not in page(author, step)
    done(send(author, step, manner="signed-on-handover", on="1.6.2026", language="az"))
    assert opened(case_id).case.appeal_until is not None
    (wrong,) = re.findall(r"corrects=([0-9a-f-]{36})", page(author, step))
    assert never in page(author, f"{step}?corrects={wrong}")
    mistaken = {
        "manner": "not-served",
        "on": "1.6.2026",
        "language": "az",
        "reason": "Another case was meant",
    }
    done(send(author, step, corrects=wrong, **mistaken))
    decision = opened(case_id).decision
    assert decision is not None
    assert (decision.served_on, opened(case_id).case.appeal_until) == (None, None)
    assert "Letter served to nobody after all" in page(author, at(case_id, "history/"))
