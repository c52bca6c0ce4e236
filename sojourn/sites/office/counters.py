"""A counter where papers are entered: one page with every question, dense, for people who ask all day."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts.roles import Permission
from sojourn.catalogue.forms import Checked, check_answers, prefill
from sojourn.catalogue.types import Pack, Role, Service
from sojourn.documents.types import Examined
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.db import KeyUsedDifferently, retry_deadlock, transaction
from sojourn.organisations.types import OrganisationView
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk
from sojourn.sites.ui.form import DATE_PARTS, Drawing, Field, Form, posted
from sojourn.sites.ui.handed_in import HandedIn, examine

CHOOSE_AGAIN = gettext_noop(
    "Choose the scans again: a browser does not keep files of a page that comes back."
)


class Enter(Protocol):
    """A flow that enters what a paper says; the same key gives the same receipt."""

    def __call__(self, answers: Mapping[str, str], *, key: str, filing: Filing) -> object: ...


class Scanned(Protocol):
    """The same with the scans that came along, by the question each answers."""

    def __call__(
        self, answers: Mapping[str, str], *, key: str, filing: Filing, scans: Mapping[str, Examined]
    ) -> object: ...


Named = Callable[[Desk], tuple[OrganisationView | None, bool]]


def _nobody(desk: Desk) -> tuple[OrganisationView | None, bool]:
    return None, False


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong beside the answers: the day of the stamp, the organisation that applies."""

    stamp: bool = False
    organisation: bool = False

    def said(self) -> list[tuple[str, str]]:
        told = (
            ("received_on", self.stamp, gettext("Enter the day of the stamp, not later than today")),
            ("organisation", self.organisation, gettext("Enter the tax number of an organisation we know")),
        )
        return [(name, said) for name, is_wrong, said in told if is_wrong]


_NOTHING_WRONG = _Wrong()


@dataclass(frozen=True, slots=True)
class Counter:
    """Where the papers of one service are entered: the one of a code, or the one that plays a part.

    page, receipt: templates; forms: the service drawn; taken: said of a form that was sent for someone else;
    by_stamp: whether answers are read on the day of the stamp, not on the day they are entered.
    scanned: the flow that takes scans too, where this counter does.
    for_organisation: whether an organisation applies, which is named by its tax number.
    named: the organisation that was named so, and whether one is wanted and not known.
    begun, stamped: what is known before anything is typed; told: what else the pages say.
    """

    page: str
    receipt: str
    forms: Callable[[Drawing, Service], Iterator[Form]]
    enter: Enter
    taken: str
    by_stamp: bool = False
    scanned: Scanned | None = None
    begun: Mapping[str, Any] = field(default_factory=dict)
    stamped: date | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    role: Role = "registration"
    code: str = ""
    for_organisation: bool = False
    named: Named = _nobody

    def service_in(self, pack: Pack) -> Service:
        """The service of the code, which is known; without one, whoever plays the part."""
        return pack.services[self.code] if self.code else pack.service_for(self.role)

    def take_in(self, desk: Desk) -> HttpResponse:
        """The empty page; the lines of a document read; what is wrong; or the paper entered."""
        if desk.request.method != "POST":
            today = self.stamped or clock.today()
            return self._page(desk, self.begun, received_on=read.spelled(today.isoformat()))
        service = self.service_in(desk.pack)
        answers = posted_answers(service, desk.request.POST)
        received = desk.request.POST.get("received_on", "")
        if "read" in desk.request.POST:
            return self._page(desk, prefill(service, answers), received_on=received)
        stamped, (organisation, nobody) = stamp(received), self.named(desk)
        checked = check_answers(service, answers, on=stamped if self.by_stamp else None)
        scans = examine(desk.request, *service.pages) if self.scanned else HandedIn({}, {})
        checked = replace(checked, findings=(*checked.findings, *scans.findings))
        if stamped is None or nobody or not checked.may_file:
            again = gettext(CHOOSE_AGAIN) if scans.fit else ""
            wrong = _Wrong(stamped is None, nobody)
            return self._page(desk, answers, received_on=received, checked=checked, wrong=wrong, notice=again)
        by = desk.actor.for_principal(organisation.subject) if organisation else desk.actor
        return self._enter(desk, answers, Filing(by, stamped, document_language(desk)), scans.fit)

    def _enter(
        self, desk: Desk, answers: dict[str, Any], filing: Filing, scans: Mapping[str, Examined]
    ) -> HttpResponse:
        key = read.fields(desk.request.POST, {"key": 80})["key"]

        def story() -> object:
            with transaction():
                if self.scanned:
                    return self.scanned(answers, key=key, filing=filing, scans=scans)
                return self.enter(answers, key=key, filing=filing)

        try:
            made = retry_deadlock(story)
        except KeyUsedDifferently:
            received = read.spelled(filing.received_on.isoformat())
            return self._page(desk, answers, received_on=received, notice=gettext(self.taken))
        may_print = desk.may(Permission.PRINT_COUNTER_CODES)
        return desk.draw(
            self.receipt,
            receipt=made,
            document_language=filing.language,
            may_print=may_print,
            scans=len(scans),
            **self.told,
        )

    def _page(
        self,
        desk: Desk,
        answers: Mapping[str, Any],
        *,
        received_on: str,
        checked: Checked | None = None,
        wrong: _Wrong = _NOTHING_WRONG,
        notice: str = "",
    ) -> HttpResponse:
        service = self.service_in(desk.pack)
        findings = checked.findings if checked else ()
        drawing = Drawing(desk.pack, service, desk.language, answers=answers, findings=findings, officer=True)
        forms = [dense(form, answers) for form in self.forms(drawing, service)]
        scans = _scans(drawing, service) if self.scanned else []
        typed = [error for page in service.pages for error in drawing.errors(page)]
        said = wrong.said()
        errors = list(dict.fromkeys([*said, *(each for form in forms for each in form.errors), *typed]))
        return desk.draw(
            self.page,
            enters_cases=desk.may(Permission.CASES_ENTER) and bool(entered_here(desk)),
            begin="" if errors else begin_at(forms),
            document_language=document_language(desk),
            status=422 if errors else 200,
            forms=forms,
            scans=scans,
            scans_wrong="open" if notice or any(each.error for each in scans) else "",
            errors=errors,
            received_on=received_on,
            stamp_wrong=dict(said).get("received_on", ""),
            for_organisation=self.for_organisation,
            organisation=desk.request.POST.get("organisation", "")[:40],
            organisation_wrong=dict(said).get("organisation", ""),
            notice=notice,
            key=desk.request.POST.get("key") if checked else secrets.token_urlsafe(16),
            **self.told,
        )


def entered_here(desk: Desk) -> list[Service]:
    """The services officers decide on whose papers this desk may enter, by their titles."""
    known = [
        each
        for each in desk.pack.services.values()
        if each.is_decided and desk.reader.may_see(each.confidentiality)
    ]
    return sorted(known, key=lambda each: title_of(desk, each))


def title_of(desk: Desk, service: Service) -> str:
    return desk.pack.find_text(f"{service.code}.title", desk.language) or service.code


def _scans(drawing: Drawing, service: Service) -> list[Field]:
    """Every paper that may be asked for; a script folds away what does not apply."""
    asked = ((page, each) for page in service.pages for each in page.questions)
    fields = (drawing.field(f"{page.code}.{each.code}", each) for page, each in asked)
    return [replace(each, why="", hint="", advice="") for each in fields if each.kind == "file"]


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
    groups = [field.more or (field,) for form in forms for field in form.fields]
    asked = [field for group in groups for field in group if field.kind != "file"]
    document = next((group for group in groups if any(field.machine for field in group)), ())
    if not any(_is_answered(field) for field in document):
        return next((field.id for field in document if field.machine), "")
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
