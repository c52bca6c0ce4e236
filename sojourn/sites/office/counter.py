"""The counter: what someone brings on paper or says, entered in under a minute on one page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.catalogue.forms import Checked, check_answers, prefill
from sojourn.catalogue.types import Service
from sojourn.flows.errors import AlreadyPrinted, NothingToSignInTo
from sojourn.flows.print_counter_paper import print_counter_paper
from sojourn.flows.register_at_counter import register_at_counter
from sojourn.flows.types import Filing, Receipt
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.lib.db import KeyUsedDifferently, retry_deadlock, transaction
from sojourn.lib.types import Subject
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.registrations import draw_registration
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.form import DATE_PARTS, Drawing, Field, Form, posted
from sojourn.stays import queries as stays

PURPOSE = "registration"


@staff_page(Permission.ENTER_REGISTRATIONS, purpose=PURPOSE, door=Door.COUNTER)
def counter(desk: Desk) -> HttpResponse:
    """One page: scanner lines, the stay, the day of the stamp; then the receipt to print."""
    if desk.request.method != "POST":
        return _form(desk, {}, received_on=read.spelled(clock.today().isoformat()))
    service = desk.pack.service_for("registration")
    answers = posted_answers(service, desk.request.POST)
    received = desk.request.POST.get("received_on", "")
    if "read" in desk.request.POST:
        return _form(desk, prefill(service, answers), received_on=received)
    checked = check_answers(service, answers)
    stamped = stamp(received)
    if stamped is None or not checked.may_file:
        return _form(desk, answers, received_on=received, checked=checked, stamp_wrong=stamped is None)
    return _register(desk, answers, stamped)


def _register(desk: Desk, answers: dict[str, Any], stamped: date) -> HttpResponse:
    filing = Filing(desk.actor, stamped, document_language(desk))
    key = read.fields(desk.request.POST, {"key": 80})["key"]
    try:
        made = retry_deadlock(lambda: _enter(answers, key, filing))
    except KeyUsedDifferently:
        said = gettext("This form was already used for another guest. Check and enter once more.")
        return _form(desk, answers, received_on=read.spelled(stamped.isoformat()), notice=said)
    may_print = desk.may(Permission.PRINT_COUNTER_CODES)
    return desk.draw("counter_receipt", receipt=made, document_language=filing.language, may_print=may_print)


@staff_page(Permission.PRINT_COUNTER_CODES, purpose=PURPOSE)
def paper(desk: Desk, registration_id: UUID) -> HttpResponse:
    """Certificate and sign-in sheet in one file to print; each printing carries a new code."""
    subject = Subject("registration", registration_id)
    found = stays.get(registration_id, to=desk.reader)
    access.log_reading(
        to=desk.reader, relation="office", subject=subject, confidentiality=found.confidentiality
    )
    key = read.fields(desk.request.POST, {"key": 80})["key"]
    try:
        with transaction():
            made = print_counter_paper(
                registration_id, key=key, language=document_language(desk), to=desk.reader, by=desk.actor
            )
    except AlreadyPrinted:
        said = gettext(
            "This paper was printed already. Print it again for a new code; the old one then ends."
        )
        return draw_registration(desk, registration_id, error=said, status=409)
    except NothingToSignInTo:
        said = gettext(
            "A host filed this stay: its guest has nothing to sign in to. Open the document instead."
        )
        return draw_registration(desk, registration_id, error=said, status=409)
    return as_file(made.content, made.name)


def document_language(desk: Desk) -> str:
    """Of the document: as chosen, if the pack speaks it."""
    chosen = desk.request.POST.get("language", "")
    return chosen if chosen in desk.pack.languages else desk.language


def _enter(answers: dict[str, Any], key: str, filing: Filing) -> Receipt:
    with transaction():
        return register_at_counter(answers, key=key, filing=filing)


def posted_answers(service: Service, data: Mapping[str, str]) -> dict[str, Any]:
    return {path: value for page in service.pages for path, value in posted(page, data).items()}


def stamp(text: str) -> date | None:
    """The day of the stamp: any day up to today."""
    day = read.day(text)
    return day if day is not None and day <= clock.today() else None


def _form(
    desk: Desk,
    answers: dict[str, Any],
    *,
    received_on: str,
    checked: Checked | None = None,
    stamp_wrong: bool = False,
    notice: str = "",
) -> HttpResponse:
    service: Service = desk.pack.service_for("registration")
    drawing = Drawing(
        desk.pack, service, desk.language, answers=answers, findings=checked.findings if checked else ()
    )
    forms = [dense(drawing.form(page), answers) for page in service.pages]
    errors = [error for form in forms for error in form.errors]
    if stamp_wrong:
        errors.insert(0, ("received_on", gettext("Enter the day of the stamp, not later than today")))
    return desk.draw(
        "counter",
        enters_cases=desk.may(Permission.CASES_ENTER) and bool(desk.pack.find_service_for("residence")),
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


def begin_at(forms: list[Form]) -> str:
    """Where typing goes on: the lines of the document, then the first empty field that is not optional."""
    told = [inner for form in forms for field in form.fields for inner in (field.more or (field,))]
    asked = [field for field in told if field.kind != "file"]
    if not any(_is_answered(field) for field in asked):
        return next((field.id for field in asked if field.machine), "")
    return next((field.id for field in asked if not (field.optional or _is_answered(field))), "")


def _is_answered(field: Field) -> bool:
    value = field.value
    return any(value.values()) if isinstance(value, dict) else bool(value)


def dense(form: Form, answers: Mapping[str, Any]) -> Form:
    """The same questions for people who ask them all day: no explanations, lists instead of radio buttons, a
    date in one field.
    """
    return replace(form, lead="", fields=tuple(_dense_field(field, answers) for field in form.fields))


def _dense_field(field: Field, answers: Mapping[str, Any]) -> Field:
    more = tuple(_dense_field(inner, answers) for inner in field.more)
    dense = replace(field, why="", hint="", more=more)
    if field.kind == "date":
        typed = read.spelled(_typed_date(field, answers))
        asked = gettext("dd.mm.yyyy")
        return replace(dense, kind="text", value=typed, width="10", numeric=True, placeholder=asked)
    if field.kind == "choice":  # a list begins empty: it needs no option that says so
        return replace(dense, kind="select", choices=tuple(each for each in field.choices if each[0]))
    return dense


def _typed_date(field: Field, answers: Mapping[str, Any]) -> str:
    """As one text, whether it came whole or in its parts."""
    parts = [str(answers.get(f"{field.path}.{part}") or "") for part in DATE_PARTS]
    return str(answers.get(field.path) or "") or ".".join(part for part in parts if part)
