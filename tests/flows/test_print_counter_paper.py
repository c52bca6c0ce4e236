"""What is handed over at the counter: one paper with the certificate and the way to read the filing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from sojourn.accounts.models import CounterCode
from sojourn.accounts.types import Verdict
from sojourn.applications import queries as applications
from sojourn.applications.types import Holder
from sojourn.audit.models import Event
from sojourn.flows.errors import AlreadyPrinted, NothingToSignInTo
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.print_counter_paper import Paper, print_counter_paper
from sojourn.flows.sign_in_with_counter_code import sign_in_with_counter_code
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.stays.errors import RegistrationNotFound
from tests.factories import filings
from tests.factories.filings import GUEST, GUEST_ROW, OFFICER, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def printed(receipt: Receipt, *, key: str = "one", language: str = "en") -> Paper:
    with transaction():
        return print_counter_paper(
            receipt.registration_id, key=key, language=language, to=filings.reader(), by=OFFICER
        )


def pages(paper: Paper) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(paper.content)]


def code_on(paper: Paper) -> str:
    found = re.search(r"\b([0-9A-Z]{5} [0-9A-Z]{3})\b", pages(paper)[-1])
    assert found
    return found.group(1)


def opened(reference: str, code: str, browser: str = "own") -> Verdict:
    with transaction():
        verdict, _ = sign_in_with_counter_code(
            reference, code, holder=Holder(secret=browser), caller="1.1.1.1", by=GUEST
        )
    return verdict


def test_the_paper_holds_the_certificate_and_a_sheet_apart_with_reference_and_code() -> None:
    receipt = filings.at_counter()
    certificate, sheet = pages(printed(receipt))
    assert receipt.number in certificate
    assert receipt.number in sheet
    assert receipt.reference in sheet
    assert receipt.reference not in certificate
    assert "For signing in together with the reference" in sheet
    assert "Müraciətin nömrəsi" in sheet


def test_the_certificate_on_the_paper_is_the_one_that_is_kept() -> None:
    receipt = filings.at_counter()
    paper = printed(receipt)
    with transaction():
        _, kept = open_certificate(receipt.registration_id, language="en", by=OFFICER)
    alone = pypdfium2.PdfDocument(kept)[0].get_textpage().get_text_bounded()
    assert pages(paper)[0] == alone
    assert len(pikepdf.Pdf.open(BytesIO(paper.content)).pages) == 2


def test_the_printed_code_opens_the_filing_for_who_holds_it_and_for_nobody_else() -> None:
    receipt = filings.at_counter()
    code = code_on(printed(receipt))
    assert opened(receipt.reference, "WRONGONE", "another") is Verdict.WRONG
    assert opened(receipt.reference, code) is Verdict.RIGHT
    own = applications.get_draft(receipt.reference, holder=Holder(secret="own"))
    assert own.outcome is not None


def test_printing_again_makes_a_new_code_which_is_recorded_and_ends_the_one_before() -> None:
    receipt = filings.at_counter()
    first, second = (code_on(printed(receipt, key=key)) for key in ("one", "two"))
    assert first != second
    assert opened(receipt.reference, first) is Verdict.WRONG
    assert opened(receipt.reference, second) is Verdict.RIGHT
    assert Event.objects.filter(kind="account:counter-code-printed").count() == 2


def test_the_same_page_sent_again_prints_no_second_code() -> None:
    receipt = filings.at_counter()
    code = code_on(printed(receipt))
    with pytest.raises(AlreadyPrinted):
        printed(receipt)
    assert opened(receipt.reference, code) is Verdict.RIGHT


def test_the_code_is_kept_nowhere_in_the_clear() -> None:
    code = code_on(printed(filings.at_counter())).replace(" ", "")
    kept = CounterCode.objects.get()
    assert code.encode() not in bytes(kept.code_hash)
    told = [str(facts) for facts in Event.objects.values_list("facts", flat=True)]
    assert [text for text in told if code in text] == []


def test_what_a_hotel_filed_is_not_opened_by_its_guest() -> None:
    desk, receptionist = filings.hotel()
    filing = filings.filing(receptionist, desk=desk)
    (receipt,) = filings.register_guest_list([GUEST_ROW], key="a", filing=filing).receipts.values()
    with pytest.raises(NothingToSignInTo):
        printed(receipt)


def test_a_registration_of_another_class_is_not_found() -> None:
    receipt = filings.at_counter()
    with pytest.raises(RegistrationNotFound), transaction():
        print_counter_paper(
            receipt.registration_id,
            key="a",
            language="en",
            to=filings.reader(offices=frozenset({"rmd-bak"})),
            by=OFFICER,
        )
