"""Turns what a room refuses into a problem (RFC 9457): the table is the whole policy.

What someone may not know of and what does not exist are the same problem, to the byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from sojourn.accounts import errors as accounts
from sojourn.applications import errors as applications
from sojourn.cases import errors as cases
from sojourn.catalogue import errors as catalogue
from sojourn.documents import errors as documents
from sojourn.flows import errors as flows
from sojourn.lib.db import KeyUsedDifferently
from sojourn.lib.errors import OutsideFailure, Refusal, SojournError
from sojourn.notices import errors as notices
from sojourn.organisations import errors as organisations
from sojourn.payments import errors as payments
from sojourn.permits import errors as permits
from sojourn.sites.api import errors as here

MEDIA_TYPE = "application/problem+json"
SPACE = "urn:sojourn:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its status, the end of its type, and what it means."""

    status: int
    code: str
    title: str

    @property
    def type(self) -> str:
        return f"{SPACE}{self.code}"


def _of(refusal: type[Exception], status: int, code: str) -> Problem:
    return Problem(status, code, (refusal.__doc__ or "").strip().split("\n")[0])


NOT_FOUND = Problem(404, "not-found", "There is nothing here for you.")
_NOT_FOUND = (
    *(accounts.AccountUnknown, applications.DraftNotFound, cases.CaseNotFound, catalogue.ServiceUnknown),
    *(documents.DocumentNotFound, flows.LetterUnknown, payments.ChargeUnknown, permits.DocumentUnknown),
)
_NAMED: tuple[tuple[type[Exception], int, str], ...] = (
    (here.NotSignedIn, 401, "not-signed-in"),
    (here.ScopeMissing, 403, "scope-missing"),
    (accounts.PermissionMissing, 403, "permission-missing"),
    (organisations.MayNotAct, 403, "may-not-act"),
    (here.TooManyTries, 429, "too-many-tries"),
    (here.HeaderNotUnderstood, 422, "header-not-understood"),
    (here.BodyNotUnderstood, 422, "body-not-understood"),
    (here.AnswersUnknown, 422, "answers-unknown"),
    (here.CodeUnknown, 422, "code-unknown"),
    (here.DayNotReceived, 422, "day-not-received"),
    (here.FileNotAsked, 409, "file-not-asked"),
    (KeyUsedDifferently, 409, "key-used-differently"),
    (applications.AlreadySubmitted, 409, "already-submitted"),
    (flows.AnswersUnreadable, 422, "answers-unreadable"),
    (flows.OrganisationMissing, 422, "organisation-missing"),
    (flows.NothingGranted, 409, "nothing-granted"),
    (flows.CardStands, 409, "card-stands"),
    (flows.ReportInTheFuture, 422, "report-in-the-future"),
    (flows.DutyOwed, 409, "duty-owed"),
    (flows.ValueMissing, 422, "value-missing"),
    (flows.OutcomeNotChosen, 422, "outcome-not-chosen"),
    (flows.StageUnknown, 422, "stage-unknown"),
    (flows.NotReportable, 409, "not-reportable"),
    (flows.StageOpen, 409, "stage-open"),
    (flows.RepresentativeMissing, 409, "representative-missing"),
    (flows.RepresentativeUnnamed, 422, "representative-unnamed"),
    (flows.StageBarred, 409, "stage-barred"),
    (flows.HoldOpen, 409, "hold-open"),
    (flows.DangerTold, 409, "danger-told"),
    (flows.QuestionUnknown, 422, "question-unknown"),
    (flows.NotDueYet, 409, "not-due-yet"),
    (flows.NotPaidInTime, 409, "not-paid-in-time"),
    (cases.ActNotAllowed, 409, "act-not-allowed"),
    (cases.ChangedMeanwhile, 409, "changed-meanwhile"),
    (cases.TakenByAnother, 409, "taken-by-another"),
    (cases.AlreadyDecided, 409, "already-decided"),
    (cases.ActedOnMeanwhile, 409, "acted-on-meanwhile"),
    (cases.OfAnotherOfficer, 403, "of-another-officer"),
    (flows.NotAllAnswered, 422, "not-all-answered"),
    (flows.LetterOut, 409, "letter-out"),
    (cases.SameOfficer, 403, "same-officer"),
    (cases.Recused, 403, "recused"),
    (cases.TooManyCorrections, 409, "too-many-corrections"),
    (cases.KnownBefore, 409, "known-before"),
    (cases.NothingAsked, 422, "nothing-asked"),
    (cases.NotServedYet, 409, "not-served-yet"),
    (cases.StillTimeToAnswer, 409, "still-time-to-answer"),
    (cases.HearingMissing, 409, "hearing-missing"),
    (cases.SilenceMissing, 409, "silence-missing"),
    (cases.ReasonMissing, 422, "reason-missing"),
    (cases.ReasonUnknown, 422, "reason-unknown"),
    (cases.TextMissing, 422, "text-missing"),
    (cases.TermNotPossible, 422, "term-not-possible"),
    (cases.NothingAdded, 422, "nothing-added"),
    (flows.NotExtendable, 409, "not-extendable"),
    (cases.ExtensionTooLate, 409, "extension-too-late"),
    (cases.ExtensionUsed, 409, "extension-used"),
    (cases.BeyondExtension, 422, "beyond-extension"),
    (cases.ConsultationNotOpen, 409, "consultation-not-open"),
    (cases.NotAppealable, 409, "not-appealable"),
    (cases.AppealPending, 409, "appeal-pending"),
    (cases.AppealNotFound, 409, "appeal-not-found"),
    (cases.NotUninvolved, 403, "not-uninvolved"),
    (cases.TermNotRestored, 409, "term-not-restored"),
    (cases.TermSettled, 409, "term-settled"),
    (cases.DecidedOnAppeal, 409, "decided-on-appeal"),
    (cases.OfAnotherOffice, 403, "of-another-office"),
    (cases.OwnAnnouncement, 403, "own-announcement"),
    (cases.DayNotPossible, 422, "day-not-possible"),
    (notices.ServiceIncomplete, 422, "service-incomplete"),
    (notices.ServiceInTheFuture, 422, "service-in-the-future"),
    (notices.ServiceUnknown, 409, "service-unknown"),
    (documents.TooLarge, 413, "file-too-large"),
    (documents.KindNotAccepted, 415, "file-kind-not-accepted"),
    (documents.MoreThanOneKind, 415, "file-kind-not-accepted"),
    (documents.Infected, 422, "file-infected"),
    (documents.UnpacksTooLarge, 422, "file-unreadable"),
    (documents.Unreadable, 422, "file-unreadable"),
    (documents.KeptApart, 423, "file-kept-apart"),
    (payments.ChargeCancelled, 409, "charge-cancelled"),
    (payments.ProviderUnknown, 503, "provider-missing"),
    (catalogue.FactsNotUnderstood, 422, "facts-not-understood"),
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    **dict.fromkeys(_NOT_FOUND, NOT_FOUND),
    **{refusal: _of(refusal, status, code) for refusal, status, code in _NAMED},
}
"""Every refusal these doors meet, and the problem it is told as."""

REFUSED = Problem(409, "refused", "The request was understood and cannot be met.")
OUTSIDE = Problem(503, "outside-failed", "Something outside the platform did not answer as agreed.")
FAILED = Problem(500, "failed", "Something failed here. Nothing was changed.")
BY_STATUS: Mapping[int, Problem] = {
    400: Problem(400, "bad-request", "The request cannot be read."),
    404: NOT_FOUND,
    405: Problem(405, "method-not-allowed", "This address does not take this method."),
    413: Problem(413, "too-large", "The request is larger than may be sent."),
    500: FAILED,
}
"""Problems of requests that reach no door."""

_TOLD = (
    "by",
    "at",
    "status",
    "act",
    "first_day",
    "until",
    "announced",
    "paths",
    "codes",
    "header",
    "findings",
    "offered",
    "stages",
)
"""Facts of a refusal that may be told, as members of the problem."""

_RENAMED = {"status": "case_status"}  # `status` is that of the answer


def problem_of(error: Exception) -> Problem:
    for kind in type(error).__mro__:
        if kind in PROBLEMS:
            return PROBLEMS[kind]
    if isinstance(error, OutsideFailure):
        return OUTSIDE
    return REFUSED if isinstance(error, Refusal) else FAILED


def answer(problem: Problem, **members: Any) -> HttpResponse:
    """A problem as it goes over the wire."""
    told = {"type": problem.type, "title": problem.title, "status": problem.status, **members}
    response = HttpResponse(json.dumps(told), content_type=MEDIA_TYPE, status=problem.status)
    response["Cache-Control"] = "no-store"
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="sojourn"'
    if problem.status == 429:
        response["Retry-After"] = "900"
    return response


def members_of(error: Exception) -> dict[str, Any]:
    """What a refusal tells beside its kind: who was faster and when, what is wrong with which answer."""
    problem = problem_of(error)
    if problem is NOT_FOUND or not isinstance(error, SojournError):
        return {}
    facts = error.facts
    told = {name: _plain(facts[name]) for name in _TOLD if facts.get(name) is not None}
    return {_RENAMED.get(name, name): value for name, value in told.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if hasattr(value, "severity"):
        return {"path": value.path, "code": value.code, "weight": value.severity.value}
    return value if isinstance(value, int | bool) else str(value)
