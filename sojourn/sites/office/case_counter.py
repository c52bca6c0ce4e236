"""The counter for residence permits: a paper application entered on one dense page, its receipt printed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.catalogue.forms import Checked, check_answers, prefill
from sojourn.catalogue.types import Service
from sojourn.flows.apply_at_counter import apply_at_counter, print_case_paper
from sojourn.flows.errors import AlreadyPrinted
from sojourn.flows.open_case import CaseReceipt
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.lib.db import KeyUsedDifferently, retry_deadlock, transaction
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_page import draw_case
from sojourn.sites.office.case_steps import open_case
from sojourn.sites.office.counter import begin_at, dense, document_language, posted_answers, stamp
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.form import Drawing, Form

PURPOSE = "case"


@staff_page(Permission.CASES_ENTER, purpose=PURPOSE, door=Door.COUNTER)
def counter(desk: Desk) -> HttpResponse:
    """One page: scanner lines, every question that may apply, the day of the stamp; then the receipt."""
    if desk.request.method != "POST":
        return _form(desk, {}, received_on=read.spelled(clock.today().isoformat()))
    service = desk.pack.service_for("residence")
    answers = posted_answers(service, desk.request.POST)
    received = desk.request.POST.get("received_on", "")
    if "read" in desk.request.POST:
        return _form(desk, prefill(service, answers), received_on=received)
    stamped = stamp(received)
    checked = check_answers(service, answers, on=stamped or clock.today())
    if stamped is None or not checked.may_file:
        return _form(desk, answers, received_on=received, checked=checked, stamp_wrong=stamped is None)
    return _apply(desk, answers, stamped)


def _apply(desk: Desk, answers: dict[str, Any], stamped: date) -> HttpResponse:
    filing = Filing(desk.actor, stamped, document_language(desk))
    key = read.fields(desk.request.POST, {"key": 80})["key"]

    def story() -> CaseReceipt:
        with transaction():
            return apply_at_counter(answers, key=key, filing=filing)

    try:
        made = retry_deadlock(story)
    except KeyUsedDifferently:
        said = gettext("This form was already used for another person. Check and enter once more.")
        return _form(desk, answers, received_on=read.spelled(stamped.isoformat()), notice=said)
    return desk.draw(
        "case_receipt",
        receipt=made,
        document_language=filing.language,
        may_print=desk.may(Permission.PRINT_COUNTER_CODES),
    )


def _form(
    desk: Desk,
    answers: dict[str, Any],
    *,
    received_on: str,
    checked: Checked | None = None,
    stamp_wrong: bool = False,
    notice: str = "",
) -> HttpResponse:
    service = desk.pack.service_for("residence")
    findings = checked.findings if checked else ()
    drawing = Drawing(desk.pack, service, desk.language, answers=answers, findings=findings)
    forms = [dense(form, answers) for form in _forms(drawing, service)]
    errors = [error for form in forms for error in form.errors]
    if stamp_wrong:
        errors.insert(0, ("received_on", gettext("Enter the day of the stamp, not later than today")))
    return desk.draw(
        "case_counter",
        begin="" if errors else begin_at(forms),
        document_language=document_language(desk),
        status=422 if errors else 200,
        forms=forms,
        errors=errors,
        received_on=received_on,
        stamp_wrong=errors[0][1] if stamp_wrong else "",
        notice=notice,
        key=desk.request.POST.get("key") if checked and not notice else secrets.token_urlsafe(16),
    )


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
