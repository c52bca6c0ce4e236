"""The whole case as one file for court and person: indexed, its pages numbered through, signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, override

from sojourn.documents import bundle, signing
from sojourn.documents import queries as documents
from sojourn.documents.bundle import Head, Paper, Section
from sojourn.documents.types import MediaType
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import list_letters, open_letter
from sojourn.flows.case_sides import day, sections_of
from sojourn.flows.letter_values import letter_code
from sojourn.lib import clock
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject


@transaction_required
def export_case(
    file: CaseFile, *, told: Sequence[Section], language: str, to: Reader, by: Actor
) -> tuple[str, bytes]:
    """The name of the file and the file. `told`: what the site says in words: answers, clock, decisions.

    The parties stand in front. Every letter and every paper `to` may open is in it; one that is kept apart is
    named and left out.
    Raises: LetterFailed, LetterTooSlow.
    """
    pack, case = file.pack, file.case
    with override(language):
        letters = list(_letters(file, language, by))
        evidence = list(_evidence(file, language, to))
        head = Head(
            title=gettext("File of the case {reference}").format(reference=case.reference),
            owner=pack.text("pack.service-name", language),
            language=language,
            facts=_facts(file, language),
            sections=(*sections_of(file, language, to=to), *told),
            contents=gettext("What lies in this file"),
            mark=case.reference,
            right_to_left=pack.direction(language) == "rtl",
        )
    whole = bundle.bind(head, [*letters, *evidence], on=clock.today())
    return f"{case.reference}.pdf", signing.signer().sign(whole)


def _facts(file: CaseFile, language: str) -> tuple[tuple[str, str], ...]:
    who = file.identity
    return (
        (gettext("Person"), ", ".join(part for part in (who.names.surname, who.names.given) if part)),
        (gettext("Service"), file.pack.text(f"{file.case.service}.title", language)),
        (gettext("Received on"), day(file.case.filed_on, language)),
        (gettext("Bound on"), day(clock.today(), language)),
    )


def _letters(file: CaseFile, language: str, by: Actor) -> Iterator[Paper]:
    for letter in list_letters(file):
        _, content = open_letter(file, letter, language=language, by=by)
        code = letter_code(file, letter.purpose.value, letter.about)
        yield Paper(file.pack.text(f"letters.{code}.title", language), day(letter.on, language), content)


def _evidence(file: CaseFile, language: str, to: Reader) -> Iterator[Paper]:
    for each in documents.list_documents(Subject("application", file.case.application_id), to=to):
        label = file.pack.find_text(f"{file.case.service}.{each.filing.kind}.label", language)
        on = day(clock.legal_day(each.created_at), language)
        if each.is_kept_apart:
            kept = gettext("{name} (kept apart, not in this file)").format(name=label or each.filing.kind)
            yield Paper(kept, on, _NOTHING, MediaType.PNG)
        else:
            yield Paper(label or each.filing.kind, on, documents.read_safe_copy(each), each.safe.media_type)


_NOTHING = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c636800000082"
    "0081774cd7b20000000049454e44ae426082"
)
"""A white picture, one point large: the page of a paper that cannot be shown."""
