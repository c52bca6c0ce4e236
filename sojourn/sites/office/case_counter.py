"""The counter for what officers decide on: a paper application entered on one page, its receipt printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases.errors import CaseNotFound
from sojourn.catalogue.types import Service
from sojourn.flows.apply_at_counter import apply_at_counter, print_case_paper
from sojourn.flows.errors import AlreadyPrinted
from sojourn.flows.file_together import shared_answers
from sojourn.flows.open_case import owed_by_organisation
from sojourn.lib.actor import Door
from sojourn.lib.db import transaction
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import OrganisationView
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_page import draw_case
from sojourn.sites.office.case_steps import open_case
from sojourn.sites.office.counters import Counter, document_language, entered_here, title_of
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.form import Drawing, Form

PURPOSE = "case"


def _forms(drawing: Drawing, service: Service) -> Iterator[Form]:
    """Every page of the service, those that hang on answers of another page too: a script folds them away.

    The travel document comes first: it is what the person holds in their hand.
    """
    pages = sorted(service.pages, key=lambda page: not any(each.travel_document for each in page.questions))
    for page in pages:
        fields = tuple(drawing.field(f"{page.code}.{each.code}", each) for each in page.questions)
        shown = tuple(field for field in fields if field.kind != "file")
        if shown:
            errors = tuple(drawing.errors(page))
            yield Form(title=drawing.text(f"{page.code}.title"), lead="", fields=shown, errors=errors)


def _organisation(service: Service, desk: Desk) -> tuple[OrganisationView | None, bool]:
    """The organisation that applies, by the number typed, and whether one is wanted and not known; one that
    was closed does not apply.
    """
    number = desk.request.POST.get("organisation", "")[:40].strip() if service.is_for_organisations else ""
    found = organisations.find_by_tax_number(number, to=desk.reader) if number else None
    if found is None or found.ended_on is not None:
        return None, bool(number) or owed_by_organisation(service)
    access.log_reading(to=desk.reader, relation="register", subject=found.subject)
    return found, False


def _counter(desk: Desk, service: Service) -> Counter:
    enter = partial(apply_at_counter, service=service.code)
    return Counter(
        page="case_counter",
        receipt="case_receipt",
        forms=_forms,
        enter=enter,
        taken=gettext_noop("This form was already used for another person. Check and enter once more."),
        by_stamp=True,
        scanned=enter,
        told={"service": service.code, "service_title": title_of(desk, service), "family": service.case},
        code=service.code,
        for_organisation=service.is_for_organisations,
        named=partial(_organisation, service),
    )


@staff_page(Permission.CASES_ENTER, purpose=PURPOSE, door=Door.COUNTER)
def choose(desk: Desk) -> HttpResponse:
    """The services whose papers are entered here, to choose one."""
    told = [
        (each.code, title_of(desk, each), desk.pack.find_text(f"{each.code}.who", desk.language) or "")
        for each in entered_here(desk)
    ]
    return desk.draw("counter_services", services=told)


@staff_page(Permission.CASES_ENTER, purpose=PURPOSE, door=Door.COUNTER)
def counter(desk: Desk, code: str) -> HttpResponse:
    """One page: scanner lines, every question that may apply, the day of the stamp; then the receipt.

    `with`: the case of the family's first member; what they share is filled in. Raises: CaseNotFound.
    """
    service = next((each for each in entered_here(desk) if each.code == code), None)
    if service is None:
        raise Http404
    told = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    first_id, entering = read.uuid(told.get("with", "")), _counter(desk, service)
    return (entering if first_id is None else _with_family(desk, entering, first_id)).take_in(desk)


def _with_family(desk: Desk, entering: Counter, first_id: UUID) -> Counter:
    """The counter for another member of the family of a case."""
    first = open_case(desk, first_id)
    if first.case.service != entering.code:
        raise CaseNotFound
    who = {"first": first.case, "first_name": first.identity.names.whole or first.case.reference}
    return replace(
        entering,
        scanned=partial(apply_at_counter, service=entering.code, first=first),
        begun=shared_answers(first, first.service),
        stamped=first.case.filed_on,
        told={**entering.told, **who},
    )


@staff_page(Permission.PRINT_COUNTER_CODES, purpose=PURPOSE)
def paper(desk: Desk, case_id: UUID) -> HttpResponse:
    """Certificate and sheet in one file to print; each printing carries a new code."""
    file = open_case(desk, case_id)
    key = read.fields(desk.request.POST, {"key": 80})["key"]
    try:
        with transaction():
            made = print_case_paper(file, key=key, language=document_language(desk), by=desk.actor)
    except AlreadyPrinted:
        said = gettext(
            "This paper was printed already. Print it again for a new code; the old one then ends."
        )
        return draw_case(desk, file, error=said)
    return as_file(made.content, made.name)
