"""The API put together: its doors, how failures are told, and the document that describes it."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sojourn.accounts import queries as accounts
from sojourn.lib.errors import SojournError
from sojourn.sites.api import applying, deciding, following, problems, serving, working
from sojourn.sites.api.callers import Caller
from sojourn.sites.api.doors import Api, PlainParser
from sojourn.sites.api.errors import BodyNotUnderstood, NotSignedIn

_log = logging.getLogger("sojourn.api")
ABOUT = """Applications that an officer decides, from the first answer to the document in its holder's hands:
the same acts, rights and records as on the pages. Every write is done once and stands when it is answered.
Times are UTC, days are legal days of the country, money is in minor units."""

api = Api(
    title="Sojourn",
    version="1",
    description=" ".join(ABOUT.split()),
    urls_namespace="api",
    docs_url=None,
    parser=PlainParser(),
)
for part in (applying, following, working, deciding, serving):
    api.add_router("", part.doors)


@api.exception_handler(SojournError)
def refused(request: HttpRequest, error: SojournError) -> HttpResponse:
    """What a room refuses; who was faster is named to officers."""
    problem = problems.problem_of(error)
    if problem is problems.FAILED:
        _log.error("failed", exc_info=error)
    members = problems.members_of(error)
    by = getattr(error, "by", None)
    caller: Caller | None = getattr(request, "auth", None)
    if by and caller and caller.is_staff:
        found = accounts.list_acting([by]).get(by)
        members["by_name"] = found.name if found else ""
    if by and not (caller and caller.is_staff):
        members.pop("by", None)
    return problems.answer(problem, **members)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What in a request is not as described: where and why, never what was sent."""
    wrong = [
        {"at": ".".join(map(str, each.get("loc", ()))), "code": str(each.get("type", ""))}
        for each in error.errors
    ]
    return problems.answer(problems.PROBLEMS[BodyNotUnderstood], errors=wrong[:100])


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.answer(problems.PROBLEMS[NotSignedIn])


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.answer(problems.BY_STATUS.get(error.status_code, problems.BY_STATUS[400]))


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw: nothing was changed, and who runs this is told where it happened."""
    _log.error("failed", exc_info=error)
    return problems.answer(problems.FAILED)


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.answer(problems.NOT_FOUND)
