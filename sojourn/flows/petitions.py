"""A petition from its receipt to its answer: papers, the letter that answers, and who is told.

Nothing of it reaches a person's file: no story but these knows that a petition was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from sojourn.accounts import actions as accounts
from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack, PetitionDesk
from sojourn.documents import actions as documents
from sojourn.documents import letters, signing
from sojourn.documents import queries as papers
from sojourn.documents.letters import LetterData
from sojourn.documents.types import DocumentView, Examined, Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor, Reader, proven
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries as inboxes
from sojourn.notices.types import Message, Recipient
from sojourn.petitions import actions, queries
from sojourn.petitions.types import Ending, Petition

PAPER, ANSWER = "petition-paper", "petition-answer"
MOST_PAPERS = 5
_PAGES = 6  # of an answer


@transaction_required
def hand_in_paper(petition_id: UUID, examined: Examined, *, matter: str, pack: Pack, by: Actor) -> bool:
    """Keep a paper with a petition that is being written; False when it has enough or was sent."""
    about = actions.matter_of(pack, matter)
    by = actions.nobody(by) if about.is_sensitive else by
    if queries.is_filed(petition_id) or len(list_papers(petition_id, to=_own(by))) >= MOST_PAPERS:
        return False
    filing = Filing(Subject("petition", petition_id), PAPER, about.confidentiality)
    documents.keep_examined(examined, filing=filing, by=by)
    return True


@transaction_required
def throw_paper_away(petition_id: UUID, document_id: UUID, *, by: Actor) -> None:
    """Forget a paper of a petition that was not sent yet."""
    kept = [each.id for each in list_papers(petition_id, to=_own(by)) if each.id == document_id]
    if kept and not queries.is_filed(petition_id):
        documents.erase_all(kept, reason="replaced", by=actions.nobody(by))


def list_papers(petition_id: UUID, *, to: Reader) -> list[DocumentView]:
    """The papers handed in with a petition the reader was shown."""
    return _of(petition_id, PAPER, to)


def list_answers(petition_id: UUID, *, to: Reader) -> list[DocumentView]:
    """The letters that answered it, the first first."""
    return _of(petition_id, ANSWER, to)


def _of(petition_id: UUID, kind: str, to: Reader) -> list[DocumentView]:
    kept = papers.list_documents(Subject("petition", petition_id), to=to)
    return [each for each in kept if each.filing.kind == kind]


def _own(by: Actor) -> Reader:
    return proven(by, "own petition")


@transaction_required
def answer_petition(petition_id: UUID, desk: PetitionDesk, *, words: str, to: Reader, by: Actor) -> Petition:
    """Answer on the merits, by a signed letter, and tell the writer that there is one.

    Raises: PetitionNotFound, AlreadyEnded, ReasonMissing, LetterFailed, LetterTooLong.
    """
    petition = queries.get_petition(petition_id, desk, to=to)
    content = signing.signer().sign(_draw(petition, words))
    filing = Filing(
        petition.subject, ANSWER, petition.confidentiality, language=petition.language, office=petition.office
    )
    letter = documents.keep_letter(content, filing=filing, by=by)
    answered = actions.answer(petition_id, desk, words=words, document=letter.id, to=to, by=by)
    _tell(answered, by)
    return answered


@transaction_required
def write_to_writer(petition_id: UUID, desk: PetitionDesk, *, words: str, to: Reader, by: Actor) -> None:
    """Ask the writer something. Raises: PetitionNotFound, AlreadyEnded."""
    petition = queries.get_petition(petition_id, desk, to=to)
    actions.write(petition_id, desk, words=words, to=to, by=by)
    _tell(petition, by)


@transaction_required
def end_petition(petition_id: UUID, desk: PetitionDesk, *, ending: Ending, to: Reader, by: Actor) -> Petition:
    """Forward it, or close it as repeated, and tell the writer that there is something to read.

    Raises: PetitionNotFound, AlreadyEnded, ReasonMissing, BodyUnknown, NotRepeated.
    """
    ended = actions.end(petition_id, desk, ending=ending, to=to, by=by)
    _tell(ended, by)
    return ended


def _draw(petition: Petition, words: str) -> bytes:
    """The answer names nobody; what is sensitive is not named either, for others may see the sheet."""
    pack = catalogue.by_hash(petition.pack_sha256)
    data = LetterData(
        language=petition.language,
        values={
            "number": petition.number,
            "written": petition.received_on,
            "matter": _matter(petition, pack),
            "answered": clock.today(),
            "words": [each.strip() for each in words.split("\n") if each.strip()],
            "office": _desk(petition, pack),
        },
        number=petition.number,
        code="",
        link="",
        scanned="",
        issued_on=clock.today(),
        demonstration=settings.DEMONSTRATION,
        pages=_PAGES,
    )
    return letters.render(actions.rules_of(pack).letter, data, pack=pack)


def _matter(petition: Petition, pack: Pack) -> Mapping[str, str] | None:
    if petition.confidentiality is not Confidentiality.ORDINARY:
        return None
    return {
        language: pack.text(f"petitions.matters.{petition.matter}.title", language)
        for language in pack.languages
    }


def _desk(petition: Petition, pack: Pack) -> Mapping[str, str]:
    path = f"offices.{petition.office}.name" if petition.office else f"petitions.desks.{petition.desk}"
    return {language: pack.text(path, language) for language in pack.languages}


def _tell(petition: Petition, by: Actor) -> None:
    """Neutrally, and only where it is safe: to the account of whoever signed in, or to a contact they gave
    and called safe.
    """
    to = inboxes.recipient_of(petition.account_id) if petition.account_id else _contact_of(petition)
    if to is None:
        return
    message = Message(
        template="news",
        language=petition.language,
        to=to,
        about=petition.subject,
        context={"link": f"/{petition.language}/receipt/"},
        confidentiality=petition.confidentiality,
    )
    notices.send(message, by=by)


def _contact_of(petition: Petition) -> Recipient | None:
    told = petition.told
    if not (told.contact and told.safe):
        return None
    try:
        contact = read_contact(told.contact)
    except ContactNotUnderstood:
        return None
    return Recipient(contact=contact) if accounts.may_write_to(contact, caller=petition.number) else None
