"""The counter: what someone brings on paper or says, entered in under a minute on one page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.catalogue.forms import Checked, check_answers, prefill
from sojourn.catalogue.types import Service
from sojourn.flows.register_at_counter import CounterReceipt, register_at_counter
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.lib.db import KeyUsedDifferently, retry_deadlock, transaction
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.form import Drawing, Field, Form, posted

PURPOSE = "registration"


@staff_page(Permission.ENTER_REGISTRATIONS, purpose=PURPOSE, door=Door.COUNTER)
def counter(desk: Desk) -> HttpResponse:
    """One page: scanner lines, the stay, the day of the stamp; then the receipt to print."""
    if desk.request.method != "POST":
        return _form(desk, {}, received_on=clock.today().isoformat())
    service = desk.pack.service_for("registration")
    answers = _posted(service, desk.request.POST)
    received = desk.request.POST.get("received_on", "")
    if "read" in desk.request.POST:
        return _form(desk, prefill(service, answers), received_on=received)
    checked = check_answers(service, answers)
    stamped = _stamp(received)
    if stamped is None or not checked.may_file:
        return _form(desk, answers, received_on=received, checked=checked, stamp_wrong=stamped is None)
    return _register(desk, answers, stamped)


def _register(desk: Desk, answers: dict[str, Any], stamped: date) -> HttpResponse:
    filing = Filing(desk.actor, stamped, _language(desk))
    key = read.fields(desk.request.POST, {"key": 80})["key"]
    try:
        made = retry_deadlock(lambda: _enter(answers, key, filing))
    except KeyUsedDifferently:
        said = gettext("This form was already used for another guest. Check and enter once more.")
        return _form(desk, answers, received_on=stamped.isoformat(), notice=said)
    return desk.draw("counter_receipt", receipt=made.receipt, code=made.sign_in_code)


def _language(desk: Desk) -> str:
    """Of the document: as chosen, if the pack speaks it."""
    chosen = desk.request.POST.get("language", "")
    return chosen if chosen in desk.pack.languages else desk.language


def _enter(answers: dict[str, Any], key: str, filing: Filing) -> CounterReceipt:
    with transaction():
        return register_at_counter(answers, key=key, filing=filing)


def _posted(service: Service, data: Mapping[str, str]) -> dict[str, Any]:
    return {path: value for page in service.pages for path, value in posted(page, data).items()}


def _stamp(text: str) -> date | None:
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
    forms = [_dense(drawing.form(page)) for page in service.pages]
    errors = [error for form in forms for error in form.errors]
    if stamp_wrong:
        errors.insert(0, ("received_on", gettext("Enter the day of the stamp, not later than today")))
    return desk.draw(
        "counter",
        begin="" if errors else _begin(forms),
        document_language=_language(desk),
        status=422 if errors else 200,
        forms=forms,
        errors=errors,
        received_on=received_on,
        notice=notice,
        key=desk.request.POST.get("key") if checked and not notice else secrets.token_urlsafe(16),
    )


def _begin(forms: list[Form]) -> str:
    """Where typing goes on: the lines of the document, then the first empty field that is not optional."""
    told = [inner for form in forms for field in form.fields for inner in (field.more or (field,))]
    asked = [field for field in told if field.kind != "file"]
    if not any(_is_answered(field) for field in asked):
        return next((field.id for field in asked if field.machine), "")
    return next((field.id for field in asked if not (field.optional or _is_answered(field))), "")


def _is_answered(field: Field) -> bool:
    value = field.value
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _dense(form: Form) -> Form:
    """The same questions for people who ask them all day: no explanations, lists instead of radio buttons."""
    return replace(form, lead="", fields=tuple(_dense_field(field) for field in form.fields))


def _dense_field(field: Field) -> Field:
    more = tuple(_dense_field(inner) for inner in field.more)
    kind = "select" if field.kind == "choice" else field.kind
    return replace(field, why="", hint="", kind=kind, more=more)
