"""What every door of the staff begins with: the case within the reader's rights, and who looked."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.accounts.types import Scope
from sojourn.audit import actions as access
from sojourn.cases import queries
from sojourn.cases.types import CaseView
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.case_file import CaseFile, hold_called, open_called
from sojourn.sites.api import given, telling, told
from sojourn.sites.api.answering import once
from sojourn.sites.api.callers import Bearer, Caller, Request
from sojourn.sites.api.errors import CodeUnknown

PURPOSE = "case"


def works(permission: Permission) -> Bearer:
    """The officer's way up to a proposal."""
    return Bearer(Scope.CASES_WORK, permission=permission, staff=True)


def decides(permission: Permission) -> Bearer:
    return Bearer(Scope.CASES_DECIDE, permission=permission, staff=True)


def sees(permission: Permission = Permission.CASES_SEE) -> Bearer:
    return Bearer(Scope.CASES_WORK, Scope.CASES_DECIDE, permission=permission, staff=True)


def the_case(caller: Caller, reference: str) -> CaseView:
    """The head of a case, to act on it: locked until the transaction ends. Raises: CaseNotFound."""
    return queries.hold_called(reference, to=caller.reader(PURPOSE))


def the_file(caller: Caller, reference: str) -> CaseFile:
    """The whole case. Raises: CaseNotFound, alike for one that is not there and one not to be seen."""
    return open_called(reference, to=caller.reader(PURPOSE))


def file_in_hand(caller: Caller, reference: str) -> CaseFile:
    """The same, to act in it: locked until the transaction ends. Raises: CaseNotFound."""
    return hold_called(reference, to=caller.reader(PURPOSE))


def step(
    request: Request, reference: str, body: given.Step | None, act: Callable[..., CaseView]
) -> HttpResponse:
    """A step that needs nothing but the version it was read at: taken once, told how the case stands."""
    caller = request.auth

    def taken() -> told.Standing:
        version = body.version if body else None
        case = act(the_case(caller, reference).id, by=caller.actor, version=version)
        return told.Standing(**telling.standing(case))

    return once(request, taken)


def looked(caller: Caller, file: CaseFile) -> CaseFile:
    """Keep who looked at a case."""
    access.log_reading(
        to=caller.reader(PURPOSE),
        relation="office",
        subject=file.case.subject,
        confidentiality=file.case.confidentiality,
    )
    return file


def check_reasons(file: CaseFile, codes: Collection[str], *uses: PhraseUse) -> tuple[str, ...]:
    """Coded reasons the service gives for this. Raises: CodeUnknown."""
    known = {phrase.code for use in uses for phrase in file.service.phrases_for(use)}
    unknown = sorted(set(codes) - known)
    if unknown:
        raise CodeUnknown(codes=unknown)
    return tuple(codes)
