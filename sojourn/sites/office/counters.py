"""A counter where papers are entered: one page with every question, dense, for people who ask all day."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.catalogue.forms import Checked, check_answers, prefill
from sojourn.catalogue.types import Role, Service
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.db import KeyUsedDifferently, retry_deadlock, transaction
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui.form import DATE_PARTS, Drawing, Field, Form, posted


class Enter(Protocol):
    """A flow that enters what a paper says; the same key gives the same receipt."""

    def __call__(self, answers: Mapping[str, str], *, key: str, filing: Filing) -> object: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """Where the papers of one service are entered.

    page, receipt: templates; forms: the service drawn; taken: said of a form that was sent for someone else;
    by_stamp: whether answers are read on the day of the stamp, not on the day they are entered.
    """

    role: Role
    page: str
    receipt: str
    forms: Callable[[Drawing, Service], Iterator[Form]]
    enter: Enter
    taken: str
    by_stamp: bool = False

    def take_in(self, desk: Desk) -> HttpResponse:
        """The empty page; the lines of a document read; what is wrong; or the paper entered."""
        if desk.request.method != "POST":
            return self._page(desk, {}, received_on=read.spelled(clock.today().isoformat()))
        service = desk.pack.service_for(self.role)
        answers = posted_answers(service, desk.request.POST)
        received = desk.request.POST.get("received_on", "")
        if "read" in desk.request.POST:
            return self._page(desk, prefill(service, answers), received_on=received)
        stamped = stamp(received)
        checked = check_answers(service, answers, on=stamped if self.by_stamp else None)
        if stamped is None or not checked.may_file:
            wrong = stamped is None
            return self._page(desk, answers, received_on=received, checked=checked, stamp_wrong=wrong)
        return self._enter(desk, answers, stamped)

    def _enter(self, desk: Desk, answers: dict[str, Any], stamped: date) -> HttpResponse:
        filing = Filing(desk.actor, stamped, document_language(desk))
        key = read.fields(desk.request.POST, {"key": 80})["key"]

        def story() -> object:
            with transaction():
                return self.enter(answers, key=key, filing=filing)

        try:
            made = retry_deadlock(story)
        except KeyUsedDifferently:
            received = read.spelled(stamped.isoformat())
            return self._page(desk, answers, received_on=received, notice=gettext(self.taken))
        may_print = desk.may(Permission.PRINT_COUNTER_CODES)
        return desk.draw(self.receipt, receipt=made, document_language=filing.language, may_print=may_print)

    def _page(
        self,
        desk: Desk,
        answers: dict[str, Any],
        *,
        received_on: str,
        checked: Checked | None = None,
        stamp_wrong: bool = False,
        notice: str = "",
    ) -> HttpResponse:
        service = desk.pack.service_for(self.role)
        findings = checked.findings if checked else ()
        drawing = Drawing(desk.pack, service, desk.language, answers=answers, findings=findings)
        forms = [dense(form, answers) for form in self.forms(drawing, service)]
        errors = [error for form in forms for error in form.errors]
        if stamp_wrong:
            errors.insert(0, ("received_on", gettext("Enter the day of the stamp, not later than today")))
        return desk.draw(
            self.page,
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


def document_language(desk: Desk) -> str:
    """Of the document: as chosen, if the pack speaks it."""
    chosen = desk.request.POST.get("language", "")
    return chosen if chosen in desk.pack.languages else desk.language


def posted_answers(service: Service, data: Mapping[str, str]) -> dict[str, Any]:
    return {path: value for page in service.pages for path, value in posted(page, data).items()}


def stamp(text: str) -> date | None:
    """The day of the stamp: any day up to today."""
    day = read.day(text)
    return day if day is not None and day <= clock.today() else None


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
