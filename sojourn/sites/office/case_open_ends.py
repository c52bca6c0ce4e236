"""What is still open in a case at its decision: a body not asked, an answer awaited. Only what comes before a
grant bars it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.catalogue.types import Before
from sojourn.flows.case_file import CaseFile
from sojourn.flows.stages import still_open
from sojourn.parties import queries as parties
from sojourn.sites.office import case_words
from sojourn.sites.office.desk import Desk


def told(desk: Desk, file: CaseFile) -> list[str]:
    """One sentence for each."""
    open_ends = (_bodies(desk, file), _stages(desk, file), _announced(file), _asked(file), _of_worker(file))
    return [each for said in open_ends for each in said]


def _bodies(desk: Desk, file: CaseFile) -> Iterator[str]:
    """The bodies the law wants asked on this ground that were not asked, or have not answered.

    Of a restricted body nothing is said to those who do not see whether it was asked.
    """
    for known in file.service.consultations:
        if not known.required or (known.grounds and file.case.ground not in known.grounds):
            continue
        if known.restricted and not desk.may(Permission.CASES_CONSULT):
            continue
        asked = [each for each in file.page.consultations if each.body == known.body]
        if any(each.replied_on for each in asked):
            continue
        path = f"{file.case.service}.consultations.{known.body}.name"
        name = file.pack.find_text(path, desk.language) or known.body
        said = (
            gettext("{body} has not answered yet. Its opinion is required.")
            if asked
            else gettext("{body} was not asked. Its opinion is required.")
        )
        yield said.format(body=name)


def _stages(desk: Desk, file: CaseFile) -> Iterator[str]:
    """What should come before a decision, or before a grant, and is not recorded."""
    for each in still_open(file, Before.PROPOSE):
        name = case_words.stage(file, each.code, desk.language)
        yield gettext("Not recorded yet: {stage}.").format(stage=name)
    yield from before_grant(desk, file)


def before_grant(desk: Desk, file: CaseFile) -> Iterator[str]:
    """What has to be recorded before anything is granted, by an approval or on appeal."""
    for each in still_open(file, Before.GRANT):
        name = case_words.stage(file, each.code, desk.language)
        said = gettext("Not recorded yet: {stage}. Until then no grant can be approved.")
        yield said.format(stage=name)


def _announced(file: CaseFile) -> Iterator[str]:
    if any(not each.is_over for each in file.page.hearings):
        yield gettext("A refusal was announced, and the person still has time to answer it.")


def _asked(file: CaseFile) -> Iterator[str]:
    if any(each.answered_on is None for each in file.page.corrections):
        yield gettext("A correction was asked for and is not answered.")


def _of_worker(file: CaseFile) -> Iterator[str]:
    """What the person an organisation applied for said and nobody read, or gave and nobody looked at."""
    case = file.service.case
    party = parties.find_of(file.case.subject) if case and case.person_contact else None
    if party is None:
        return
    if party.unread:
        yield gettext("The worker wrote, and nobody has read it yet.")
    if party.paper is not None and party.paper.accepted is None:
        yield gettext("Nobody has looked at the medical certificate of the worker yet.")
