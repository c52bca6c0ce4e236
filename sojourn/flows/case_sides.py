"""Who is party to a case, for the file that leaves the house: told once, in the class of whoever reads.

What a worker says and the verdict on their certificate are never for who applied: in the file they stand
for readers of what is restricted alone, and a report of exploitation for those who protect. For everybody
else one line says that this part is kept apart, the same whether there is something in it or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date
from django.utils.translation import gettext

from sojourn.catalogue.types import ApplicantKind, QuestionType
from sojourn.documents.bundle import Section
from sojourn.flows import answer_values
from sojourn.flows.case_file import CaseFile
from sojourn.flows.letter_words import locale_of
from sojourn.lib import clock
from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality, Subject
from sojourn.organisations import queries as organisations
from sojourn.parties import queries as parties
from sojourn.parties.types import EndOutcome, PaperView, PartyView, SaidKind
from sojourn.people import queries as people
from sojourn.people.types import FamilyLinkView, LinkKind

Row = tuple[str, str]
_NAMES = frozenset({QuestionType.PERSON_NAME, QuestionType.TEXT})
_SPEAKS_FOR = frozenset({LinkKind.GUARDIAN, LinkKind.REPRESENTATIVE})


def sections_of(file: CaseFile, language: str, *, to: Reader) -> list[Section]:
    """The parties, and the part of their own that the person has for whom an organisation applied."""
    rows = (*_sides(file, language), *_named(file, language), *_speaking_for(file, to), *_acting(file, to))
    told = [Section(gettext("Parties of the case"), rows)]
    has_part = file.service.case is not None and file.service.case.person_contact is not None
    party = parties.find_of(file.case.subject) if has_part else None
    return [*told, Section(gettext("The worker"), tuple(_part(party, language, to)))] if party else told


def day(on: date, language: str) -> str:
    """A day as it is written in the file."""
    return format_date(on, "long", locale=locale_of(language))


def _sides(file: CaseFile, language: str) -> Iterator[Row]:
    """Who applied, and the person it is about where that is somebody else."""
    employer = answer_values.employer(file)
    if employer:
        yield gettext("Applicant"), employer
    asks = file.service.case is not None and file.service.case.applicant is ApplicantKind.PERSON
    itself = asks and not employer
    yield gettext("Applicant") if itself else gettext("Person"), _person(file, language)


def _person(file: CaseFile, language: str) -> str:
    who = file.identity
    known = [who.names.whole]
    if who.birth is not None and who.birth.day:
        born = date(who.birth.year, who.birth.month or 1, who.birth.day)
        known.append(gettext("born on {day}").format(day=day(born, language)))
    return ", ".join(filter(None, known))


def _named(file: CaseFile, language: str) -> Iterator[Row]:
    """Parties whom the application names: the page that carries the code of a party tells of it."""
    asked = {page.code: page for page in file.service.pages}
    for code in file.service.parties:
        for question in asked[code].questions if code in asked else ():
            named = file.cleaned.get(f"{code}.{question.code}")
            if named and question.type in _NAMES:
                yield file.pack.text(f"{file.service.code}.parties.{code}", language), str(named)


def _speaking_for(file: CaseFile, to: Reader) -> Iterator[Row]:
    """Guardians and representatives on record whom the reader may see; who was named for a child alone."""
    seen = people.get_person(file.case.person_id, to=to).links
    links = [each for each in seen if each.kind in _SPEAKS_FOR and not each.is_first and _lasts(each)]
    names = people.list_names([each.relative_id for each in links], to=to) if links else {}
    for link in links:
        if link.relative_id in names:
            said = gettext("Guardian") if link.kind is LinkKind.GUARDIAN else gettext("Representative")
            yield said, names[link.relative_id].whole
    told = file.service.representative
    named = file.page.reached().get(told.named_by) if told else None
    if named is not None and named.note:
        yield gettext("Representative"), named.note


def _lasts(link: FamilyLinkView) -> bool:
    return link.until_on is None or link.until_on > clock.today()


def _acting(file: CaseFile, to: Reader) -> Iterator[Row]:
    """Organisations that may act for who applied, by a mandate for this service."""
    principal = file.case.principal
    own = Subject("account", file.case.account_id) if file.case.account_id else None
    sides = [each for each in (principal, own) if each is not None]
    for mandate in organisations.list_given_by(sides, on=file.case.filed_on) if sides else ():
        agent, services = mandate.agent, mandate.terms.services
        if (
            agent is not None
            and agent.kind == "organisation"
            and file.case.service in (services or (file.case.service,))
        ):
            known = organisations.get_organisation(agent.id, to=to)
            yield gettext("Acts for the applicant"), ", ".join(filter(None, (known.name, known.tax_number)))


def _part(party: PartyView, language: str, to: Reader) -> Iterator[Row]:
    """What the person gave, said and was told; the notice of an early end came from who applied."""
    if party.contact:
        yield gettext("Contact"), party.contact
    closed = not to.may_see(Confidentiality.RESTRICTED)
    if party.paper:
        yield gettext("Medical certificate"), _paper(party.paper, language, closed=closed)
    yield from _ends(party, language)
    if closed:
        yield gettext("What the worker says"), gettext("Kept apart, not in this file")
        return
    said = {
        SaidKind.OBJECTION: gettext("Objects"),
        SaidKind.ANSWER: gettext("Answer"),
        SaidKind.TOLD: gettext("Told by us"),
    }
    if to.may_see(Confidentiality.PROTECTED):
        said[SaidKind.EXPLOITATION] = gettext("Exploitation reported")
    for each in party.said:
        if each.kind in said:
            yield f"{said[each.kind]}, {day(clock.legal_day(each.said_at), language)}", each.words


def _paper(paper: PaperView, language: str, *, closed: bool) -> str:
    """Who applied learns that it was received, and no more."""
    given = gettext("received on {day}").format(day=day(clock.legal_day(paper.given_at), language))
    if closed:
        return given
    verdict = {True: gettext("Accepted"), False: gettext("Not accepted"), None: gettext("Not looked at")}
    return ", ".join(filter(None, (paper.number, given, verdict[paper.accepted])))


def _ends(party: PartyView, language: str) -> Iterator[Row]:
    """An end that is looked into is told without its reason: who applied is to learn nothing of a report."""
    outcomes = {
        EndOutcome.ENDED: gettext("The permit ended with the contract"),
        EndOutcome.GOES_ON: gettext("The permit goes on"),
    }
    for end in party.ends:
        told = [day(end.ended_on, language), end.words]
        if end.decided_at and end.outcome in outcomes:
            decided = day(clock.legal_day(end.decided_at), language)
            told.append(f"{outcomes[end.outcome]}, {decided}")
        yield gettext("The contract ended early"), "\n".join(filter(None, told))
