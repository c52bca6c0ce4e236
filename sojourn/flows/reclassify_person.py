"""Someone comes under the protection desk, or leaves it: whatever was filed for them goes with them.

A person whose registrations stayed behind would still be found by them; one whose cases stayed with whoever
filed them would be found by those they may have to be protected from.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.applications import actions as applications
from sojourn.applications import queries as filings
from sojourn.applications.types import Draft
from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.types import CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.flows.case_file import THE_STORY
from sojourn.flows.file_together import FILED_WITH
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import actions as notices
from sojourn.parties import actions as parties
from sojourn.payments import actions as payments
from sojourn.people import actions as people
from sojourn.permits import actions as permits
from sojourn.quotas import actions as quotas
from sojourn.reviews import actions as reviews
from sojourn.stays import actions as stays
from sojourn.stays import queries as filed_stays


class Sight(StrEnum):
    """Which accounts go on seeing what they filed for someone who comes under protection."""

    THEIR_OWN = "their-own"  # the one that filed for itself
    NOBODY = "nobody"
    AS_CHOSEN = "as-chosen"  # all of them: the person wants it so


@transaction_required
def reclassify_person(
    person_id: UUID, *, confidentiality: Confidentiality, by: Actor, sight: Sight = Sight.THEIR_OWN
) -> None:
    """Move a person with their stays, cases, filings and files. Raises: PersonNotFound.

    sight: of whoever filed their cases and registrations, once they are protected; a hotel or another
    organisation keeps the list of its own guests. It comes back to nobody by itself; with a code printed for
    the case its person opens it again.

    A document that was issued is worth for its holder what it was worth before: whoever checks it learns no
    name, and one that suddenly failed would tell more.
    """
    people.reclassify(person_id, confidentiality=confidentiality, by=by)
    moved = stays.reclassify(person_id, confidentiality=confidentiality, by=by)
    if confidentiality is Confidentiality.PROTECTED and sight is not Sight.AS_CHOSEN:
        _take_from_filers(person_id, sight, by)
    examined = cases.reclassify(person_id, confidentiality=confidentiality, by=by)
    outcomes = [Subject("registration", each) for each in moved] + [
        Subject("case", each) for each in examined
    ]
    parts = parties.reclassify(outcomes, confidentiality=confidentiality, by=by)
    quotas.reclassify(outcomes, confidentiality=confidentiality, by=by)
    filed = applications.reclassify(outcomes, confidentiality=confidentiality, by=by)
    outcomes += [Subject("application", each) for each in filed]
    issued = permits.reclassify(outcomes, confidentiality=confidentiality, by=by)
    about = [Subject("person", person_id), *outcomes]  # a portrait hangs on the person
    about += [Subject("permit", each) for each in issued]
    of_parts = [Subject("party", each) for each in parts]
    payments.reclassify(about, confidentiality=confidentiality, by=by)
    documents.reclassify(about, confidentiality=confidentiality, by=by)
    of_health = max(confidentiality, Confidentiality.RESTRICTED)
    documents.reclassify(of_parts, confidentiality=of_health, by=by)
    notices.reclassify([*about, *of_parts], confidentiality=confidentiality, by=by)
    reviews.reclassify(outcomes, confidentiality=confidentiality, by=by)


def _take_from_filers(person_id: UUID, sight: Sight, by: Actor) -> None:
    """Case, stay, filing, charge, message and printed code: each door answers as if there were none."""
    found = case_files.list_every_of_person(person_id, to=THE_STORY)
    taken = [each.id for each in found if sight is Sight.NOBODY or not _is_own(each)]
    stayed = filed_stays.list_filed_of(person_id, to=THE_STORY, but_own=sight is Sight.THEIR_OWN)
    subjects = [Subject("case", each) for each in taken] + [Subject("registration", each) for each in stayed]
    class_ = Confidentiality.PROTECTED
    cases.take_from_filer(taken, confidentiality=class_, by=by)
    stays.take_from_filer(stayed, confidentiality=class_, by=by)
    printed = applications.take_from_filer(subjects, confidentiality=class_, by=by)
    payments.take_from_filer(subjects, confidentiality=class_, by=by)
    notices.take_from_recipients(subjects, confidentiality=class_, by=by)
    accounts.end_counter_codes(printed, confidentiality=class_, by=by)


def _is_own(case: CaseView) -> bool:
    """Whether who filed it filed for themselves: they say so, and filed it with nobody else's before it.

    What was filed on behalf of someone is seen by whoever acts for them: it is nobody's own.
    """
    if case.principal is not None:
        return False
    filed = filings.get_submitted(case.subject, to=THE_STORY)
    if filed is None or FILED_WITH in filed.answers or not _says_so(filed):
        return False
    if case.family_file_id is None or case.account_id is None:
        return True
    together = case_files.list_own_family(case.family_file_id, account_id=case.account_id)
    return all(each.person_id == case.person_id or each.id > case.id for each in together)


def _says_so(filed: Draft) -> bool:
    """The first answer to who applies for whom is: for myself."""
    service = catalogue.by_hash(filed.pack_sha256).service(filed.service)
    path = service.case.filer if service.case else None
    if path is None:
        return True
    return filed.answers.get(path) in (None, "", service.questions()[path].options[0])
