"""Turns what a room refuses into the page that says so: the table is the whole policy.

What someone may not know of and what does not exist are the same page.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sojourn.accounts.errors import AccountUnknown, GrantUnknown, PermissionMissing
from sojourn.applications.errors import DraftNotFound, ListNotFound
from sojourn.cases.errors import CaseNotFound
from sojourn.catalogue.errors import ServiceUnknown
from sojourn.documents.errors import DocumentNotFound, KeptApart, TooLarge
from sojourn.flows.errors import LetterUnknown, LinkNotValid
from sojourn.lib.db import KeyUsedDifferently
from sojourn.notices.errors import MessageUnknown
from sojourn.organisations.errors import MandateUnknown, MayNotAct, OrganisationUnknown
from sojourn.payments.errors import ChargeUnknown, ReceiptUnknown
from sojourn.people.errors import PersonNotFound
from sojourn.permits.errors import AskAgainLater, DocumentUnknown
from sojourn.petitions.errors import PetitionNotFound
from sojourn.reviews.errors import ReviewNotFound
from sojourn.sites.ui import views
from sojourn.stays.errors import RegistrationNotFound

Page = Callable[[HttpRequest, Exception], HttpResponse]

PAGES: dict[type[Exception], Page] = {
    **dict.fromkeys(
        (
            AccountUnknown,
            CaseNotFound,
            ChargeUnknown,
            DocumentNotFound,
            DocumentUnknown,
            DraftNotFound,
            GrantUnknown,
            LetterUnknown,
            LinkNotValid,
            ListNotFound,
            MandateUnknown,
            MessageUnknown,
            OrganisationUnknown,
            PersonNotFound,
            PetitionNotFound,
            ReviewNotFound,
            ReceiptUnknown,
            RegistrationNotFound,
            ServiceUnknown,
        ),
        views.not_found,
    ),
    PermissionMissing: views.forbidden,
    MayNotAct: views.not_acting,
    AskAgainLater: views.too_many,
    KeptApart: views.kept_apart,
    TooLarge: views.too_large,
    KeyUsedDifferently: views.bad_request,
}


class RefusalPages:
    """Middleware: a refusal that no view dealt with becomes its page; anything else goes on as a failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        page = PAGES.get(type(exception))
        return page(request, exception) if page else None
