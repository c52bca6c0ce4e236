"""Every letter of a case read back from its PDF by programs of others: words, signature, code, zone, seal."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from babel.dates import format_date
from django.conf import LazySettings

from sojourn.cases import actions as cases
from sojourn.cases.types import AppealOutcome, DecisionKind, ItemToCorrect, Power
from sojourn.catalogue.types import Pack
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.decide_case import Wish, propose_decision
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.flows.remind_of_requests import remind_of_requests
from sojourn.flows.replace_card import Report, make_replacement, report_card
from sojourn.flows.request_correction import request_correction
from sojourn.lib import clock, mrz
from sojourn.lib.db import transaction
from sojourn.lib.seal.reading import link_text
from sojourn.payments import queries as charges
from sojourn.permits import queries as permits
from sojourn.permits import seal
from sojourn.permits.types import Cause, Verdict
from sojourn.permits.verify import verify
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    REFUSED_FOR,
    announced,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
    refused,
)
from tests.harness import mrz_peers

pytestmark = pytest.mark.django_db

ILL = "refused-infection"
"""A ground whose sentence asks for no value."""

POWER = Power("supervisor", "rmd-bak")
WITH_REMEDY = {Purpose.GRANTED, Purpose.REFUSED, Purpose.NOT_EXAMINED, Purpose.LAPSED, Purpose.APPEAL}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def drawn(case_id: UUID, purpose: Purpose, language: str) -> bytes:
    file = opened(case_id)
    letter = [each for each in list_letters(file) if each.purpose is purpose][-1]
    with transaction():
        return open_letter(file, letter, language=language, by=GUEST)[1]


def said_by(program: str, *words: object) -> str:
    command = [shutil.which(program) or program, *map(str, words)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.stdout.decode("utf-8", "replace")


def read_back(content: bytes, folder: Path) -> str:
    path = folder / "letter.pdf"
    path.write_bytes(content)
    return said_by("pdftotext", "-raw", path, "-")


def plain(text: str) -> str:
    """Without line breaks, spaces and hyphens, as one reads it."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text)


def in_review() -> UUID:
    return apply().case_id


def corrected() -> UUID:
    case_id = in_review()
    items = [ItemToCorrect("passport.number", "correct-passport-copy", "Page 2 cannot be read.")]
    with transaction():
        request_correction(opened(case_id), items=items, by=officer("author"))
    return case_id


def intended() -> UUID:
    case_id = in_review()
    announced(case_id, by=officer("author"), reasons=(ILL,))
    return case_id


def granted() -> UUID:
    case_id = in_review()
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    return case_id


def paid() -> UUID:
    case_id = granted()
    pay(case_id)
    return case_id


def carded() -> UUID:
    case_id = paid()
    with transaction():
        produce_card(opened(case_id), by=officer("maker"))
    return case_id


def no() -> UUID:
    case_id = in_review()
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"), reasons=(ILL,))
    return case_id


def appealed() -> UUID:
    case_id = no()
    with transaction():
        appeal_decision(opened(case_id), words="The contract is there.", by=GUEST)
    answer = Answer(AppealOutcome.UPHELD, (ILL,), {"az": "Müqavilə yoxdur."})
    with transaction():
        decide_appeal(opened(case_id), answer, power=POWER, by=officer("judge", "appeal-officer"))
    return case_id


def not_examined() -> UUID:
    case_id, author = corrected(), officer("another")
    read_newest(case_id, Purpose.CORRECTION)
    with clock.frozen(date(2026, 6, 17)):
        assert remind_of_requests() == 1
    with clock.frozen(date(2026, 9, 1)):
        with transaction():
            cases.go_on(case_id, reason="No answer.", calendar=opened(case_id).pack.calendar, by=author)
        propose(case_id, by=author, kind=DecisionKind.NOT_EXAMINED, reasons=("not-examined-no-answer",))
        approve(case_id, by=officer("approver", "supervisor"))
    return case_id


def lapsed() -> UUID:
    case_id = granted()
    read_newest(case_id, Purpose.GRANTED)
    day = lapses_from(opened(case_id))
    assert day
    with clock.frozen(day), transaction():
        record_lapse(
            opened(case_id), reasons=["lapsed-unpaid"], words={}, power=POWER, by=officer("recorder")
        )
    return case_id


STORIES = {
    Purpose.PENDING: in_review,
    Purpose.CORRECTION: corrected,
    Purpose.INTENTION: intended,
    Purpose.GRANTED: granted,
    Purpose.PAYMENT_NOTICE: granted,
    Purpose.RECEIPT: paid,
    Purpose.REFUSED: no,
    Purpose.NOT_EXAMINED: not_examined,
    Purpose.LAPSED: lapsed,
    Purpose.APPEAL: appealed,
}


def on(day: date, language: str) -> str:
    return str(format_date(day, "long", locale="en_GB" if language == "en" else language))


def facts(case_id: UUID, purpose: Purpose, pack: Pack, language: str) -> set[str]:
    """What a reader must find in a letter, beside its title: the facts that are its own."""
    file = opened(case_id)
    told: dict[Purpose, list[str]] = {
        Purpose.PENDING: [on(FILED_ON, language)],
        Purpose.CORRECTION: [pack.text("reasons.correct-passport-copy", language), "Page 2 cannot be read."],
        Purpose.INTENTION: [pack.text(f"reasons.{ILL}", language), on(FILED_ON, language)],
        Purpose.REFUSED: [pack.text(f"reasons.{ILL}", language), on(FILED_ON, language)],
        Purpose.APPEAL: [pack.text("pack.appeal-outcomes.upheld", language)],
    }
    if purpose is Purpose.GRANTED:
        told[purpose] = [on(day, language) for day in file.terms if day]
        assert len(told[purpose]) == 2
    if purpose in {Purpose.PAYMENT_NOTICE, Purpose.RECEIPT}:
        (charge,) = charges.list_of(file.case.subject, to=EVERYTHING)
        told[purpose] = [charge.number, "120"]
    return {*told.get(purpose, []), file.case.reference}


@pytest.mark.parametrize(
    ("purpose", "language"),
    [*((purpose, language) for purpose in STORIES for language in ("en", "ru")), (Purpose.GRANTED, "az")],
)
def test_a_letter_says_in_the_authentic_language_and_in_the_persons_what_it_is_about(
    purpose: Purpose, language: str, tmp_path: Path
) -> None:
    case_id = STORIES[purpose]()
    pack, service = opened(case_id).pack, opened(case_id).service
    text = plain(read_back(drawn(case_id, purpose, language), tmp_path))
    code = service.letters.given()[purpose.value]
    for spoken in {pack.languages[0], language}:
        wanted = facts(case_id, purpose, pack, spoken) | {pack.text(f"letters.{code}.title", spoken)}
        if purpose in WITH_REMEDY:
            body = "appeal-court" if purpose is Purpose.APPEAL else "appeal-body"
            waits = "court-suspends.no" if purpose is Purpose.APPEAL else "appeal-suspends.yes"
            remedy = pack.text(f"letters.{code}.remedy", spoken)
            wanted |= {
                remedy.format(suspends=pack.text(f"pack.{waits}", spoken)),
                pack.text(f"pack.{body}", spoken),
            }
        assert [each for each in wanted if plain(each) not in text] == [], spoken
    assert "Eriksson" in text
    assert "30" in text or purpose not in WITH_REMEDY


def pages_of(content: bytes) -> list[str]:
    return [plain(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(content)]


@pytest.mark.parametrize(("sentences", "pages"), [(1, 1), (20, 2)])
def test_what_can_be_done_against_a_refusal_stands_on_the_page_of_who_wrote_it(
    sentences: int, pages: int
) -> None:
    """A letter fits where it can; where it cannot, its last page is not the last lines alone."""
    case_id, author = in_review(), officer("author")
    words = {"az": "Müqavilə təqdim olunmayıb. " * sentences, "ru": "Договор не представлен. " * sentences}
    reasons = (ILL,) if pages == 1 else (*REFUSED_FOR, ILL)
    announced(case_id, by=author, reasons=reasons)
    with transaction():
        answer_intention(opened(case_id), words="No.", by=GUEST)
    wish = Wish(DecisionKind.REFUSE, reasons, words)
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    found = pages_of(drawn(case_id, Purpose.REFUSED, "ru"))
    pack = opened(case_id).pack
    told = (f"letters.decision-refused.{name}" for name in ("contest", "remedy", "interpreter", "law"))
    assert len(found) == pages
    said = [part for path in told for part in re.split(r"\{\w+\}", pack.text(path, "ru"))]
    assert [part for part in said if plain(part) not in found[-1]] == []


def test_the_walk_knows_every_letter_of_a_case() -> None:
    elsewhere = {Purpose.CARD, Purpose.CANCELLED, Purpose.EXTENDED}  # each read back with its own story
    assert set(STORIES) | elsewhere == set(Purpose)


@pytest.mark.parametrize("purpose", [Purpose.GRANTED, Purpose.REFUSED], ids=lambda each: each.value)
def test_another_reader_accepts_the_signature_and_rejects_one_changed_byte(
    purpose: Purpose, tmp_path: Path
) -> None:
    content = drawn(STORIES[purpose](), purpose, "en")
    path = tmp_path / "signed.pdf"
    path.write_bytes(content)
    assert "Signature is Valid" in said_by("pdfsig", "-nocert", path)
    for place in (60, len(content) // 3, len(content) // 2):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(bytes(changed))
        assert "Signature is Valid" not in said_by("pdfsig", "-nocert", path)


# The card.


def zone_of(text: str) -> list[str]:
    return [
        line for line in (plain(each) for each in text.splitlines()) if re.fullmatch(r"[A-Z0-9<]{30}", line)
    ]


def test_an_independent_library_reads_the_zone_of_the_card_and_finds_nothing_wrong(
    tmp_path: Path, settings: LazySettings
) -> None:
    mrz_peers.install()
    settings.SEAL_STATE = "AZE"  # the library does not know the made-up State of the demonstration
    case_id = carded()
    issued = permits.find_for(opened(case_id).case.subject, to=EVERYTHING)
    assert issued
    lines = zone_of(read_back(drawn(case_id, Purpose.CARD, "en"), tmp_path))
    assert len(lines) == 3
    (told,) = mrz_peers.node_reads([("TD1", lines)])
    assert told["accepted"]
    assert all(told["digits"].values())
    assert (told["surname"], told["given-names"]) == ("ERIKSSON", "ANNA MARIA")
    assert (told["nationality"], told["birth-date"], told["sex"]) == ("SWE", "900812", "female")
    assert told["number"] == mrz.as_number(issued.number)
    assert (issued.valid[1] or date.max).strftime("%y%m%d") == told["expires-on"]
    assert mrz.parse("\n".join(lines)).findings == ()


def scanned(content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    code = zxingcpp.read_barcode(document[len(document) - 1].render(scale=6, grayscale=True).to_pil())
    assert code is not None
    return bytes(code.bytes)


def test_another_reader_reads_the_code_of_the_card_byte_for_byte() -> None:
    case_id = carded()
    issued = permits.find_for(opened(case_id).case.subject, to=EVERYTHING)
    assert issued
    read = scanned(drawn(case_id, Purpose.CARD, "ru")).decode()
    base = read.partition("/v/")[0]
    assert read == link_text(base, number=issued.number, code=issued.code, seal=issued.seal)
    assert base64.urlsafe_b64decode(read.partition("#")[2] + "==") == issued.seal


def checked_offline(read: bytes, folder: Path) -> dict[str, object]:
    """The command in a process of its own whose database address leads nowhere."""
    (folder / "signer.pem").write_bytes(seal.signer_certificate())
    (folder / "read").write_bytes(base64.urlsafe_b64decode(read.partition(b"#")[2] + b"=="))
    code = "import sys; from sojourn.project.command_line import main; sys.exit(main(sys.argv[1:]))"
    trusting = ["--trust", str(folder / "signer.pem"), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, "seal", "verify", str(folder / "read"), *trusting],
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
        capture_output=True,
        text=True,
        check=True,
    )
    (told,) = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


def test_a_lost_card_still_bears_a_genuine_seal_and_is_not_valid_any_more(tmp_path: Path) -> None:
    """Off line one sees who sealed it; whether it still counts is what the service says of today."""
    case_id, maker = carded(), officer("replacer")
    with transaction():
        hand_over_card(opened(case_id), by=maker)
    lost = permits.find_for(opened(case_id).case.subject, to=EVERYTHING)
    assert lost
    told = checked_offline(scanned(drawn(case_id, Purpose.CARD, "en")), tmp_path)
    assert told["verdict"] == "genuine"
    assert told["document"]["number"] == lost.number  # type: ignore[index]
    with transaction():
        assert verify(lost.number, lost.code, caller_key="a") is Verdict.VALID
        report_card(opened(case_id), Report(Cause.LOST, clock.today(), clock.today()), by=maker)
    pay(case_id)
    with transaction():
        new = make_replacement(opened(case_id), by=maker)
    with transaction():
        assert verify(lost.number, lost.code, caller_key="b") is Verdict.NOT_VALID
        assert verify(new.number, new.code, caller_key="c") is Verdict.VALID
