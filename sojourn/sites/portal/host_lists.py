"""Many guests at once: as rows of a form, pasted, or as a table file; good rows at once, bad rows back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.applications import queries as filings
from sojourn.applications.errors import ListNotFound
from sojourn.applications.types import FiledList, GuestRow
from sojourn.catalogue.forms import check_answers
from sojourn.flows import print_certificates
from sojourn.flows.errors import ColumnMissing, TableTooLong, TableUnreadable
from sojourn.flows.guest_words import in_codes
from sojourn.flows.read_guest_csv import LARGEST, LONGEST_LIST, read_guest_csv
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.lib.actor import Reader, proven
from sojourn.lib.db import KeyUsedDifferently
from sojourn.lib.types import Subject
from sojourn.permits import queries as permits
from sojourn.permits.types import Issued
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import KEY_LENGTH
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.guest_rows import AT_FIRST, AT_MOST, MORE, RowForm, draw_row, posted_rows
from sojourn.sites.portal.hosts import Desk, open_desk, used_before
from sojourn.sites.ui import choices
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.sentences import kept_sentences
from sojourn.sites.ui.upload_limit import is_too_large

Rows = Sequence[Mapping[str, str]]
PAGE = 100


@dataclass(frozen=True, slots=True)
class Registered:
    """A row that became a registration; `doubts` are answers to compare with the guest's own document."""

    number: int
    registration: UUID
    document: Issued
    doubts: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return " ".join(self.document.holder.name.replace("<", " ").split())


@require_http_methods(["GET", "HEAD", "POST"])
def guest_list(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """The form of rows. Adding rows keeps what was typed and needs no script."""
    at = open_desk(request, organisation)
    rows = list(posted_rows(request.POST).values())
    if request.method == "POST" and "more" in request.POST:
        return _draw(request, at, rows, len(rows) + MORE)
    if request.method == "POST" and rows:
        try:
            return _file(request, at, rows)
        except KeyUsedDifferently:
            return _draw(request, at, rows, len(rows), used_before())
    problem = gettext("Please fill in at least one row") if request.method == "POST" else ""
    return _draw(request, at, rows, AT_FIRST, problem)


@require_http_methods(["GET", "HEAD", "POST"])
def guest_table(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """A table file, or a table pasted from a spreadsheet."""
    at = open_desk(request, organisation)
    if request.method != "POST":
        return show(request, "guest_table", at=at, limit=LONGEST_LIST)
    try:
        rows = read_guest_csv(_table(request))
        if rows:
            return _file(request, at, rows)
        problem = gettext("There are no guests in this table")
    except (TableUnreadable, ColumnMissing, TableTooLong) as refusal:
        problem = _said(refusal)
    except KeyUsedDifferently:
        problem = used_before()
    pasted = request.POST.get("pasted", "")
    return show(request, "guest_table", at=at, limit=LONGEST_LIST, problem=problem, pasted=pasted)


@require_http_methods(["GET", "HEAD", "POST"])
def filed_list(request: HttpRequest, organisation: UUID, list_id: UUID) -> HttpResponse:
    """What became of each row; those to mend come back as a form and make a new list."""
    at = open_desk(request, organisation)
    try:
        kept = filings.get_guest_list(list_id, organisation_id=organisation)
    except ListNotFound:
        raise not_there() from None
    bad = [row for row in kept.rows if row.registration is None] if kept.to_mend else []
    if request.method != "POST":
        return _draw_filed(request, at, kept, bad)
    mended = _mended(request, bad)
    if not mended:
        return HttpResponseRedirect(request.path)
    try:
        return _file(request, at, list(mended.values()), list(mended), follows=list_id)
    except KeyUsedDifferently:
        typed = [replace(row, answers=mended.get(row.number, {})) for row in bad]
        return _draw_filed(request, at, kept, typed, used_before())


def _draw_filed(
    request: HttpRequest, at: Desk, kept: FiledList, bad: Sequence[GuestRow], problem: str = ""
) -> HttpResponse:
    after = _after(request)
    good = [row for row in kept.rows if row.registration and row.number > after]
    forms = [_row_to_mend(request, row) for row in bad[:AT_MOST]]
    errors = [error for form in forms for error in form.errors]
    registered = _registered(request, good[:PAGE], proven(at.visitor.actor, "own guests"))
    return show(
        request,
        "filed_list",
        at=at,
        kept=kept,
        good=registered,
        doubtful=[row for row in registered if row.doubts],
        files=print_certificates.parts_of(kept.registered),
        next=f"?after={good[PAGE - 1].number}" if len(good) > PAGE else "",
        first="?" if after else "",
        columns=[gettext("Row"), gettext("Number"), gettext("Code"), gettext("Document")],
        to_mend=len(bad),
        rows=forms,
        errors=[("", problem), *errors] if problem else errors,
        waiting=len(bad) - len(forms),
        countries=_countries(request),
    )


def _mended(request: HttpRequest, bad: Sequence[GuestRow]) -> dict[int, Mapping[str, str]]:
    """The rows as mended, each under its number; one emptied is dropped.

    Those the page had no room for go along as they were.
    """
    typed = posted_rows(request.POST)
    shown = {row.number: typed[row.number] for row in bad[:AT_MOST] if row.number in typed}
    waiting = {row.number: {path: str(told) for path, told in row.answers.items()} for row in bad[AT_MOST:]}
    return {**shown, **waiting}


def _after(request: HttpRequest) -> int:
    asked = request.GET.get("after", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def _file(
    request: HttpRequest, at: Desk, rows: Rows, numbers: Sequence[int] = (), follows: UUID | None = None
) -> HttpResponse:
    """Register each row in a transaction of its own; the same form sent again gives the same list."""
    key = request.POST.get("key", "")[:KEY_LENGTH] or secrets.token_urlsafe(16)
    understood = [in_codes(row, pack_of(request)) for row in rows]
    answer = register_guest_list(understood, key=key, filing=at.filing, numbers=numbers, follows=follows)
    return HttpResponseRedirect(at.address("filed-list", answer.list_id))


def _draw(request: HttpRequest, at: Desk, rows: Rows, count: int, problem: str = "") -> HttpResponse:
    pack = pack_of(request)
    service = pack.service_for("registration")
    number = min(max(count, len(rows)), max(AT_MOST, len(rows)))
    typed = [*rows, *({} for _ in range(number - len(rows)))]
    forms = [draw_row(pack, service, language(), at_row, row) for at_row, row in enumerate(typed, start=1)]
    return show(
        request,
        "guest_list",
        at=at,
        rows=forms,
        problem=problem,
        countries=_countries(request),
        may_add=number < AT_MOST,
        limit=AT_MOST,
    )


def _registered(request: HttpRequest, rows: Sequence[GuestRow], host: Reader) -> list[Registered]:
    """The registered rows with number and code of each document, whatever their number in one statement."""
    pack = pack_of(request)
    words = Drawing(pack, pack.service_for("registration"), language())
    doubts = {row.number: tuple(kept_sentences(row.findings, words.label)) for row in rows}
    subjects = {row.number: Subject("registration", row.registration) for row in rows if row.registration}
    issued = permits.list_for(list(subjects.values()), to=host) if subjects else {}
    return [
        Registered(number, subject.id, issued[subject], doubts[number])
        for number, subject in subjects.items()
        if subject in issued
    ]


def _row_to_mend(request: HttpRequest, row: GuestRow) -> RowForm:
    """A row with its reasons; where the place is at fault, it is the desk's and not the row's to mend."""
    pack = pack_of(request)
    service = pack.service_for("registration")
    found = check_answers(service, row.answers).errors
    own = [one for one in found if not one.path.startswith(("stay.place.", "stay.host-"))]
    return draw_row(pack, service, language(), row.number, row.answers, own)


def _countries(request: HttpRequest) -> str:
    return choices.countries(pack_of(request), language())


def _table(request: HttpRequest) -> bytes:
    """The file, or what was pasted. Raises: TableTooLong before a large file is read."""
    handed_in = request.FILES.get("table")
    if is_too_large(request, "table") or (handed_in and (handed_in.size or 0) > LARGEST):
        raise TableTooLong(most=LARGEST)
    return handed_in.read() if handed_in else request.POST.get("pasted", "").encode()


def _said(refusal: TableUnreadable | ColumnMissing | TableTooLong) -> str:
    if isinstance(refusal, ColumnMissing):
        wanted = " / ".join(refusal.facts.get("one_of", ()))
        return gettext("The table lacks this column: {column}").format(column=wanted)
    if isinstance(refusal, TableTooLong):
        return gettext("The table is too long. Please send at most {n} guests at once.").format(
            n=LONGEST_LIST
        )
    if refusal.facts.get("reason") == "spreadsheet":
        return gettext(
            "This is the file of a spreadsheet program. Please open it there and save it as “CSV UTF-8”."
        )
    if refusal.facts.get("reason") == "encoding":
        return gettext("The letters of this file cannot be read. Please save the table as “CSV UTF-8”.")
    return gettext("This is not a table we can read. Please save it as CSV, as the template shows.")
