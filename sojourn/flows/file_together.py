"""A family files together: each has an application and a case of their own, held together by one file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder
from sojourn.cases import actions as cases
from sojourn.catalogue.types import Pack, QuestionType, Service
from sojourn.flows.case_file import CaseFile
from sojourn.flows.open_case import CaseReceipt, submit_application
from sojourn.flows.types import Filing
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required

FILED_WITH = "family.filed-with"
"""Among the answers of a draft: the number of the case it is filed together with. No form can send it."""


@transaction_required
def begin_for_family(file: CaseFile, *, pack: Pack, language: str, holder: Holder, by: Actor) -> Draft:
    """A draft for another member of the family, with what they share; everything in it can be changed."""
    service = pack.service(file.case.service)
    answers = {**shared_answers(file, service), FILED_WITH: file.case.reference}
    return applications.start(service, pack=pack, language=language, answers=answers, holder=holder, by=by)


@transaction_required
def submit_together(draft_id: UUID, *, first: UUID, holder: Holder, filing: Filing) -> CaseReceipt:
    """Send an application into the family file of a case.

    Raises: CaseNotFound, and as `submit_application`.
    """
    family = cases.join_family(first, by=filing.by)
    return submit_application(draft_id, holder=holder, filing=filing, family_file=family)


def shared_answers(file: CaseFile, service: Service) -> dict[str, Any]:
    """What the pack says is shared, and the ground that rests on another's permit, where there is one,
    with the name of that other.
    """
    asked, answers = service.case, file.answers
    if asked is None:
        return {}
    files = {path for path, each in service.questions().items() if each.type is QuestionType.FILE}
    pages = {*asked.shared, service.place_path.partition(".")[0]} - {""}
    shared = {
        path: value
        for path, value in answers.items()
        if path.partition(".")[0] in pages and path not in files
    }
    ground = next((each.code for each in service.grounds if each.family), None)
    if asked.ground and ground:
        own = service.chosen_ground(answers)
        depends = own is not None and own.family
        shared[asked.ground] = own.code if own and depends else ground
        if asked.relative:
            name = answers.get(asked.relative) if depends else file.identity.names.whole
            shared |= {asked.relative: name} if name else {}
    return shared
