"""What is claimed, who says so who is not us, and by which tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """`tests` are files or `file::test`; `by` is the independent program, or what was done to the product.

    minutes: about how long it takes; the longest begin first.
    """

    shows: str
    by: str
    tests: tuple[str, ...]
    minutes: float = 0.5


_LETTER = "tests/packs/test_registration_letter.py::"
_SEAL = "tests/unit/lib/seal/"

CLAIMS = (
    Claim(
        "roots and proofs of the event log are those of RFC 6962",
        "pymerkle 7.0.0",
        ("tests/unit/audit/test_merkle_peer.py",),
    ),
    Claim(
        "whatever is altered or removed in the log is named",
        "tampering as a superuser with the database's guards off",
        ("tests/unit/audit/test_verification.py",),
    ),
    Claim(
        "machine-readable zones are read as others read them, known differences apart",
        "mrz 0.6.2 (Python), mrz 5 (npm)",
        ("tests/unit/lib/mrz/test_peers.py",),
    ),
    Claim(
        "visible digital seals of other issuers are read and judged",
        "seals of vdstools; OpenSSL",
        (f"{_SEAL}test_other_issuers.py",),
    ),
    Claim("signatures are judged as the vectors say", "Wycheproof", (f"{_SEAL}test_wycheproof.py",)),
    Claim(
        "documents are PDF/A and PDF/UA",
        "pdf-oxide",
        (f"{_LETTER}test_pdf_oxide_accepts_it_for_keeping_and_for_everyone",),
    ),
    Claim(
        "documents are PDF/A",
        "Apache PDFBox Preflight",
        (f"{_LETTER}test_preflight_accepts_the_same_letter_as_pdf_a_1b",),
    ),
    Claim(
        "documents have headings, a table and a language",
        "pdfinfo",
        (f"{_LETTER}test_pdfinfo_finds_heading_paragraphs_table_and_language",),
    ),
    Claim(
        "the code on a document is read byte for byte",
        "zxing, zbar",
        (f"{_LETTER}test_two_independent_readers_read_the_code_byte_for_byte",),
    ),
    Claim(
        "from the start page to a verified document in az, en and ru at 320, 360 and 1280 px",
        "Chromium, axe-core",
        ("tests/proof/every_journey.py",),
        minutes=2,
    ),
    Claim(
        "every page of both sites can be used by everyone, at 360 and 1280 px",
        "Chromium, axe-core",
        ("tests/journeys/test_every_page.py",),
        minutes=2.5,
    ),
    Claim(
        "every step of the journeys of applicants and officers can be used by everyone",
        "Chromium, axe-core",
        (
            "tests/journeys/test_residence.py",
            "tests/journeys/test_casework.py",
            "tests/journeys/test_office.py",
            "tests/journeys/test_hotel.py",
            "tests/journeys/test_petitions.py",
        ),
        minutes=3,
    ),
    Claim(
        "every service an officer decides from the form to the letter read back, in az, en and ru",
        "Chromium, PDFium",
        ("tests/proof/every_service.py",),
        minutes=9,
    ),
    Claim(
        "no page fails, whatever is sent to whichever address by whomever",
        "hostile texts in paths, questions and forms",
        ("tests/proof/every_input.py",),
        minutes=5,
    ),
    Claim(
        "an action whose audit record cannot be written leaves every table as it was",
        "every action tried with a broken record",
        ("tests/contracts/test_failing_records.py",),
        minutes=1,
    ),
    Claim(
        "any part killed comes back, nothing committed is lost",
        "kill -9 of web server, worker, database, supervisor",
        ("tests/faults/test_killed_parts.py",),
        minutes=1,
    ),
    Claim(
        "whatever a program sends, the API answers as its document says",
        "Schemathesis",
        ("tests/proof/every_request.py",),
        minutes=8,
    ),
    Claim(
        "killed while people register: none lost, none twice, the log proves",
        "kill -9 of the supervisor at random, twenty times",
        ("tests/proof/killed_twenty_times.py",),
        minutes=3,
    ),
    Claim(
        "killed during whole lives of cases: none lost, stuck or doubled, the books balance, the log proves",
        "kill -9 of web server, database, supervisor and those who act, fifteen times",
        ("tests/proof/killed_during_lives.py",),
        minutes=4,
    ),
)
