"""The worker a permit is asked for has a part of their own: told, heard, with papers only they give."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client

from sojourn.accounts import queries as accounts
from sojourn.audit.models import Event
from sojourn.cases import actions as case_actions
from sojourn.cases.errors import OfAnotherOffice, Recused, SameOfficer, TextMissing
from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, Power
from sojourn.catalogue.types import PhraseUse
from sojourn.documents import queries as documents
from sojourn.documents.types import Examined, MediaType
from sojourn.flows import track_filing, worker
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import approve_decision, withdraw_application
from sojourn.flows.decide_early_end import let_go_on, lift_suspension, propose_early_end
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.flows.errors import AnswersUnreadable
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices.models import Message
from sojourn.parties import actions as parties
from sojourn.parties import queries
from sojourn.parties.errors import EndSuspended, PartyUnknown, StillToBeHeard
from sojourn.parties.types import PartyView, SaidKind
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from sojourn.quotas import actions as quotas
from tests.factories import cases, filings, labour
from tests.factories.cases import EVERYTHING, GUEST, opened, pay
from tests.flows.test_letters_read_back import drawn, plain, read_back
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db
ENDED, TOLD, HEARD_UNTIL = date(2026, 9, 4), date(2026, 9, 7), date(2026, 9, 14)


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


def granted(employer: Actor) -> object:
    author, approver = labour.officer("author"), labour.officer("approver", "supervisor")
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        cases.propose(case, by=author)
        cases.approve(case, by=approver)
        pay(case)
    assert opened(case).case.status is CaseStatus.GRANTED
    return case


def part_of(case: object) -> PartyView:
    found = queries.find_of(Subject("case", case))  # type: ignore[arg-type]
    assert found is not None
    return found


def ended(case: object, employer: Actor) -> None:
    with clock.frozen(TOLD), transaction():
        worker.tell_early_end(opened(case), ended_on=ENDED, words="Project over", by=employer)  # type: ignore[arg-type]


def proposed_end(case: object) -> None:
    file = opened(case)  # type: ignore[arg-type]
    propose_early_end(file, words={"az": "Müqavilə bitib."}, by=labour.officer("author"))


def approved_end(case: object, by: str = "approver") -> None:
    role = "supervisor" if by == "approver" else "case-officer"
    with transaction():
        approve_decision(
            opened(case),  # type: ignore[arg-type]
            power=Power(role),
            by=labour.officer(by, role),
        )


def stands(case: object, on: date) -> Standing:
    (card,) = permits.list_of(Subject("case", case), to=EVERYTHING)  # type: ignore[arg-type]
    return permits.standing_on(on, card.id, to=EVERYTHING)


def test_the_decision_names_the_employer_and_the_work(employer: Actor, tmp_path: Path) -> None:
    said = plain(read_back(drawn(granted(employer), Purpose.GRANTED, "en"), tmp_path))  # type: ignore[arg-type]
    assert plain(labour.ANSWERS["job.position"]) in said
    assert plain("Employer") in said


def test_they_are_told_and_let_in_by_a_code_that_is_theirs_alone(employer: Actor) -> None:
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        other = labour.apply(employer, {"passport.number": "U7654321"}).case_id
    reference, party = opened(case).case.reference, part_of(case)
    assert Message.objects.filter(template="news").exists()
    assert worker.find_party(reference, queries.code_of(party).lower()).id == party.id
    with pytest.raises(PartyUnknown):
        worker.find_party(reference, queries.code_of(part_of(other)))


def test_their_paper_is_number_date_and_verdict_and_the_scan_goes_when_the_decision_stands(
    employer: Actor,
) -> None:
    case = granted(employer)
    scan = Examined(b"%PDF-scan", MediaType.PDF, b"%PDF-scan")
    with clock.frozen(date(2026, 7, 1)), transaction():
        worker.give_paper(part_of(case), number="T-17", issued_on=date(2026, 6, 25), scan=scan, by=GUEST)
    with clock.frozen(date(2026, 7, 2)), transaction():
        paper = part_of(case).paper
        assert paper is not None
        worker.judge_paper(opened(case), paper_id=paper.id, accepted=True, by=SYSTEM)  # type: ignore[arg-type]
    about = Subject("party", part_of(case).id)
    with clock.frozen(date(2026, 7, 20)):
        erase_what_is_past()
    assert len(documents.list_documents(about, to=EVERYTHING)) == 1
    with clock.frozen(date(2026, 9, 20)):
        erase_what_is_past()
    paper = part_of(case).paper
    assert documents.list_documents(about, to=EVERYTHING) == []
    assert paper is not None
    assert (paper.number, paper.accepted, paper.document_id) == ("T-17", True, None)


def test_an_early_end_waits_for_their_answer_and_then_is_void_from_the_end_of_the_contract(
    employer: Actor,
) -> None:
    case = granted(employer)
    ended(case, employer)
    end = part_of(case).end
    assert end is not None
    assert end.hear_until == HEARD_UNTIL
    with clock.frozen(HEARD_UNTIL), transaction(), pytest.raises(StillToBeHeard):
        proposed_end(case)
    with clock.frozen(date(2026, 9, 15)):
        with transaction():
            proposed_end(case)
        assert stands(case, date(2026, 9, 15)) is Standing.VALID
        approved_end(case)
        assert (stands(case, ENDED), stands(case, date(2026, 9, 5))) == (Standing.VALID, Standing.NOT_VALID)


def test_an_early_end_is_decided_by_two_named_officers_with_their_reasons(employer: Actor) -> None:
    case = granted(employer)
    ended(case, employer)
    with clock.frozen(date(2026, 9, 15)):
        file = opened(case)  # type: ignore[arg-type]
        for words, by, why in (
            ({}, labour.officer("author"), TextMissing),
            ({"az": "Bitib."}, SYSTEM, Recused),
        ):
            with transaction(), pytest.raises(why):
                propose_early_end(file, words=words, by=by)
        with transaction(), pytest.raises(Recused):
            let_go_on(file, by=SYSTEM)
        with transaction():
            proposed_end(case)
        with pytest.raises(SameOfficer):
            approved_end(case, by="author")
        approved_end(case)
    end = opened(case).decision  # type: ignore[arg-type]
    assert end is not None
    assert (end.kind, end.reasons) == (DecisionKind.CANCEL, ("cancelled-contract-ended",))
    assert (end.author_id, end.approver_id) == (
        labour.officer("author").account_id,
        labour.officer("approver", "supervisor").account_id,
    )
    assert "4 September 2026" in end.words["en"]
    assert end.remedy is not None


def test_every_page_says_that_it_ended_and_both_get_the_letter(employer: Actor) -> None:
    case = granted(employer)
    ended(case, employer)
    before = Message.objects.count()
    with clock.frozen(date(2026, 9, 15)):
        with transaction():
            proposed_end(case)
        approved_end(case)
        assert Message.objects.count() == before + 2  # the employer and the worker
        file = opened(case)  # type: ignore[arg-type]
        reference, code = file.case.reference, queries.code_of(part_of(case))
        browser = Client()
        theirs = browser.get(f"/en/part/{reference}/{code}/", follow=True).content.decode()
        own = session_of(employer.account_id).get(f"/en/cases/{reference}/").content.decode()
        officer = session_of(labour.officer("author").account_id).get(f"/en/office/cases/{case}/")
        tracked = {"number": reference, "code": track_filing.code_of(reference)}
        track = Client().post("/en/track/", tracked, follow=True).content.decode()
        letter = re.search(rf"/en/part/{reference}/letters/decision-[0-9a-f-]+/", theirs)
        assert letter is not None
        drawn = words_of(browser.get(letter[0]).content)
    assert all("Ended early" in page for page in (theirs, own, officer.content.decode(), track))
    assert "Open the permit" not in theirs
    assert "The contract ended early" not in own
    for said in ("4 September 2026", "10 days", "30 days", "Əmək müqaviləsi"):
        assert said in drawn


def pages_of(case: object, employer: Actor) -> tuple[str, str]:
    """The page of the worker, and of the employer."""
    reference, code = opened(case).case.reference, queries.code_of(part_of(case))  # type: ignore[arg-type]
    theirs = Client().get(f"/en/part/{reference}/{code}/", follow=True).content.decode()
    return theirs, session_of(employer.account_id).get(f"/en/cases/{reference}/").content.decode()


def test_the_permit_stays_at_hand_in_the_account_until_it_really_ends(employer: Actor) -> None:
    case, theirs = granted(employer), filings.account("worker@example.org")
    part = f"/en/part/{opened(case).case.reference}/"  # type: ignore[arg-type]
    browser = session_of(theirs)
    found = []
    with clock.frozen(TOLD):
        browser.get(f"{part}{queries.code_of(part_of(case))}/")
        browser.post(part, {"do": "join"})
    ended(case, employer)
    with clock.frozen(date(2026, 9, 15)):
        with transaction():
            proposed_end(case)
        found.append(f"{part}permit/" in browser.get("/en/account/").content.decode())
        approved_end(case)
        found.append(f"{part}permit/" in browser.get("/en/account/").content.decode())
    with clock.frozen(date(2026, 9, 17)):
        with transaction():
            appeal_decision(opened(case), words="It goes on.", by=employer)  # type: ignore[arg-type]
        found.append(f"{part}permit/" in browser.get("/en/account/").content.decode())
        assert browser.get(f"{part}permit/").content.startswith(b"%PDF")
    assert found == [True, False, True]


def test_contested_in_time_the_permit_goes_on_and_won_it_never_ended(employer: Actor) -> None:
    case, judge = granted(employer), labour.officer("judge", "appeal-officer")
    ended(case, employer)
    with clock.frozen(date(2026, 9, 15)):
        with transaction():
            proposed_end(case)
        approved_end(case)
    with clock.frozen(date(2026, 9, 17)):
        with transaction():
            appeal_decision(opened(case), words="It goes on.", by=employer)  # type: ignore[arg-type]
        assert stands(case, date(2026, 9, 16)) is Standing.NOT_VALID
        assert stands(case, date(2026, 9, 17)) is Standing.VALID
        theirs, own = pages_of(case, employer)
    assert "Ended early" not in theirs + own
    assert "Your appeal is being examined." in own
    assert "Open the permit" in theirs
    assert "Your permit has ended" not in theirs
    answer = Answer(AppealOutcome.OVERTURNED, ("granted-on-appeal",), {"az": "Davam edir."})
    with clock.frozen(date(2026, 9, 20)), transaction():
        file = opened(case)  # type: ignore[arg-type]
        decide_appeal(file, answer, power=Power("appeal-officer"), by=judge)
    file = opened(case)  # type: ignore[arg-type]
    assert file.case.status is CaseStatus.GRANTED
    assert file.terms[0] is not None
    assert stands(case, date(2026, 9, 16)) is Standing.VALID


def test_of_several_reasons_with_its_day_the_one_is_said_that_the_service_names(employer: Actor) -> None:
    case = granted(employer)
    ended(case, employer)
    file = opened(case)  # type: ignore[arg-type]
    (own,) = [each for each in file.service.phrases_for(PhraseUse.CANCEL) if "ended-on" in each.fields]
    assert file.service.early_end is not None
    named = replace(file.service.early_end, reason=own.code)
    phrases = (replace(own, code="cancelled-residence-refused"), *file.service.phrases)
    with clock.frozen(date(2026, 9, 15)), transaction():
        told = replace(file, service=replace(file.service, early_end=named, phrases=phrases))
        made = propose_early_end(told, words={"az": "Bitib."}, by=labour.officer("author"))
    assert made.reasons == (own.code,)


def test_whoever_withdrew_from_the_case_or_sits_elsewhere_lets_nothing_go_on(employer: Actor) -> None:
    case, author = granted(employer), labour.officer("author")
    ended(case, employer)
    with clock.frozen(date(2026, 9, 15)):
        with transaction():
            case_actions.recuse(case, reason="My brother works there.", by=author)  # type: ignore[arg-type]
        elsewhere = replace(labour.officer("approver", "supervisor"), office="elsewhere")
        for by, why in ((author, Recused), (replace(employer, kind=ActorKind.STAFF), Recused)):
            with transaction(), pytest.raises(why):
                let_go_on(opened(case), by=by)  # type: ignore[arg-type]
        with transaction(), pytest.raises(OfAnotherOffice):
            let_go_on(opened(case), by=elsewhere)  # type: ignore[arg-type]
        end = part_of(case).end
        assert end is not None
        assert end.decided_at is None
        with transaction():
            let_go_on(opened(case), by=labour.officer("reader"))  # type: ignore[arg-type]


def test_reported_exploitation_suspends_it_until_those_who_protect_let_it_go_on(employer: Actor) -> None:
    case = granted(employer)
    ended(case, employer)
    with clock.frozen(date(2026, 9, 8)), transaction():
        worker.say(part_of(case), "He keeps my passport", kind=SaidKind.EXPLOITATION, by=GUEST)
    with clock.frozen(date(2026, 9, 20)):
        with transaction(), pytest.raises(EndSuspended):
            proposed_end(case)
        shield, ordinary = labour.officer("shield", "protection-officer"), Reader(SYSTEM, "test")
        for to, by, why in ((ordinary, shield, EndSuspended), (EVERYTHING, SYSTEM, Recused)):
            with transaction(), pytest.raises(why):
                lift_suspension(opened(case), to=to, by=by)  # type: ignore[arg-type]
        with transaction():
            lift_suspension(opened(case), to=EVERYTHING, by=shield)  # type: ignore[arg-type]
            proposed_end(case)
        assert stands(case, date(2026, 9, 20)) is Standing.VALID


def test_what_they_say_reaches_the_officer_and_never_the_employer(employer: Actor) -> None:
    case = granted(employer)
    reference, code = opened(case).case.reference, queries.code_of(part_of(case))  # type: ignore[arg-type]
    ended(case, employer)
    with clock.frozen(date(2026, 9, 8)):
        address, browser = f"/en/part/{reference}/", Client()
        page = browser.get(f"{address}{code}/", follow=True)
        assert page.redirect_chain == [(address, 302)]
        assert code not in page.content.decode() + str(browser.cookies)
        assert "Tunel MMC" in page.content.decode()
        sent = browser.post(address, {"do": "answer", "words": "Nobody paid me", "exploited": "yes"})
        thanks = browser.get(sent["Location"]).content.decode()
        assert "not the officer of this application" in thanks
        assert 'href="tel:' in thanks
        paper = {"do": "paper", "number": "T-17", "issued_on": "25.6.2026"}
        assert browser.post(address, paper).status_code == 302
        assert browser.get(f"{address}permit/").content.startswith(b"%PDF")
        assert Client().get(f"/en/part/{reference}/AAAA-BBBB-CCCC/").status_code == 404
        own = session_of(employer.account_id).get(f"/en/cases/{reference}/").content.decode()
        officer = (
            session_of(labour.officer("reader").account_id).get(f"/en/office/cases/{case}/").content.decode()
        )
        shield = session_of(labour.officer("shield", "protection-officer").account_id)
        protecting = shield.get(f"/en/office/cases/{case}/").content.decode()
    assert "Received" in own
    assert not any(word in own for word in ("T-17", "Nobody paid me"))
    assert "T-17" in officer
    assert "Nobody paid me" not in officer
    assert "Nobody paid me" in protecting


def test_what_the_office_tells_the_worker_alone_the_employer_never_sees(employer: Actor) -> None:
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        file = opened(case)
        with transaction():
            worker.write_to(file, "The certificate names an infection", by=SYSTEM)
        code = queries.code_of(part_of(case))
        theirs = Client().get(f"/en/part/{file.case.reference}/{code}/", follow=True).content.decode()
        own = session_of(employer.account_id).get(f"/en/cases/{file.case.reference}/").content.decode()
    assert "The certificate names an infection" in theirs
    assert "infection" not in own


def test_signed_in_it_follows_them_an_officer_notes_what_was_read_and_it_ends_with_the_case(
    employer: Actor,
) -> None:
    theirs = filings.account("worker@example.org")
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        party, reference = part_of(case), opened(case).case.reference
        with transaction():
            worker.say(party, "I did not want this", kind=SaidKind.OBJECTION, by=GUEST)
        address, browser = f"/en/part/{reference}/", session_of(theirs)
        assert browser.get(f"{address}{queries.code_of(party)}/", follow=True).status_code == 200
        assert part_of(case).account_id is None  # looking is not joining
        browser.post(address, {"do": "join"})
        with transaction():
            parties.note_read(party.id, shown=[each.id for each in part_of(case).said], by=SYSTEM)
        assert session_of(theirs).get(address).status_code == 200  # the account alone lets them in
    assert part_of(case).account_id == theirs
    assert [each.read_at is not None for each in part_of(case).said] == [True]
    with transaction():
        parties.erase_of([Subject("case", case)], by=SYSTEM)
        quotas.forget([Subject("case", case)], by=SYSTEM)
    assert queries.find_of(Subject("case", case)) is None


def test_who_applies_never_gets_the_part_of_the_worker(employer: Actor) -> None:
    own_contact = accounts.contacts_of(accounts.get_account(employer.account_id))[0].address  # type: ignore[arg-type]
    with clock.frozen(labour.FILED_ON):
        for more in ({"worker-contact.address": own_contact.upper()}, _SAME_AS_TOLD):
            with pytest.raises(AnswersUnreadable) as refused:
                labour.apply(employer, more)
            (found,) = refused.value.facts["findings"]
            assert (found.path, found.code) == ("worker-contact.address", "contact-of-applicant")
        case = labour.apply(employer).case_id
        address = f"/en/part/{opened(case).case.reference}/"
        browser = session_of(employer.account_id)
        assert browser.get(f"{address}{queries.code_of(part_of(case))}/", follow=True).status_code == 404
        assert browser.post(address, {"do": "join"}).status_code == 404
    assert part_of(case).account_id is None


_SAME_AS_TOLD = {
    "contact.channel": "email",
    "contact.address": "hr@example.org",
    "worker-contact.address": "hr@example.org",
}


def test_messages_go_on_to_the_contact_that_was_told_and_an_officer_undoes_a_join(employer: Actor) -> None:
    another = filings.account("another@example.org")
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        address = f"/en/part/{opened(case).case.reference}/"
        browser = session_of(another)
        browser.get(f"{address}{queries.code_of(part_of(case))}/")
        browser.post(address, {"do": "join"})
        assert part_of(case).account_id == another
        before = Message.objects.count()
        with transaction():
            worker.write_to(opened(case), "Come to us", by=SYSTEM)
        assert Message.objects.count() == before + 2  # the account, and the contact it has not proven
        session_of(labour.officer("author").account_id).post(f"/en/office/cases/{case}/party/undo-join/")
    assert part_of(case).account_id is None


def test_a_report_of_exploitation_stands_on_the_list_of_the_protection_desk_until_it_is_read(
    employer: Actor,
) -> None:
    case = granted(employer)
    reference = opened(case).case.reference  # type: ignore[arg-type]
    shield = session_of(labour.officer("shield", "protection-officer").account_id)
    officer = session_of(labour.officer("author").account_id)
    with clock.frozen(date(2026, 9, 8)):
        with transaction():
            worker.say(part_of(case), "He keeps my passport", kind=SaidKind.EXPLOITATION, by=GUEST)
        listed = shield.get("/en/office/wrongs/").content.decode()
        assert "1 report by a worker" in listed
        assert reference in listed
        assert "passport" not in listed
        shown = {"shown": [str(each.id) for each in part_of(case).said]}
        officer.post(f"/en/office/cases/{case}/party/read/", shown)
        assert reference in shield.get("/en/office/wrongs/").content.decode()
        shield.post(f"/en/office/cases/{case}/party/read/", shown)
        assert reference not in shield.get("/en/office/wrongs/").content.decode()


def test_what_is_recorded_of_a_protected_persons_part_and_place_is_protected(employer: Actor) -> None:
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        scan = Examined(b"%PDF-scan", MediaType.PDF, b"%PDF-scan")
        with transaction():
            worker.give_paper(part_of(case), number="T-1", issued_on=None, scan=scan, by=GUEST)
            reclassify_person(part_of(case).person_id, confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
        last = Event.objects.latest("id").id
        with transaction():
            worker.say(part_of(case), "No.", kind=SaidKind.OBJECTION, by=GUEST)
            withdraw_application(opened(case), reason="", by=employer)
    classes = set()
    for prefix in ("party:", "place:"):
        found = Event.objects.filter(id__gt=last, kind__startswith=prefix)
        assert found.exists()
        classes |= set(found.values_list("confidentiality", flat=True))
    assert classes == {Confidentiality.PROTECTED}
    about = Subject("party", part_of(case).id)
    (kept,) = documents.list_documents(about, to=EVERYTHING)
    assert kept.filing.confidentiality is Confidentiality.PROTECTED
    told = Message.objects.filter(about_kind="party")
    assert set(told.values_list("confidentiality", flat=True)) == {Confidentiality.PROTECTED}


def words_of(pdf: bytes) -> str:
    """Every page of a letter."""
    return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
