"""How a document reached the one it concerns: recorded by an officer, corrected only by a later record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.documents.types import DocumentView
from sojourn.flows.record_service import record_service, served_documents
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices import queries as notices
from sojourn.notices.errors import ServiceIncomplete, ServiceInTheFuture, ServiceUnknown
from sojourn.notices.types import Correction, Manner, Served, ServiceView
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.stays import queries as stays
from sojourn.stays.types import RegistrationView

PURPOSE = "registration"
MANNERS = {
    Manner.SIGNED_ON_HANDOVER: gettext_noop("Handed over and signed for"),
    Manner.REFUSAL_WITNESSED: gettext_noop("Handed over, signing refused before two witnesses"),
    Manner.REGISTERED_POST: gettext_noop("Registered post"),
    Manner.THROUGH_REPRESENTATIVE: gettext_noop("Through a representative"),
    Manner.PUBLIC_NOTICE: gettext_noop("Public notice"),
}
"""What an officer may record. What was opened in the portal is recorded as it happens."""
NAMED = {
    **MANNERS,
    Manner.OPENED_IN_PORTAL: gettext_noop("Opened in the portal"),
    Manner.NOT_SERVED: gettext_noop("Not served: recorded by mistake"),
}
FIELDS = {
    "document": 40,
    "manner": 30,
    "on": 10,
    "first_witness": 200,
    "second_witness": 200,
    "post_number": 60,
    "through": 200,
    "place": 300,
    "corrects": 40,
    "reason": 2000,
}
PROOF_MISSING = {
    "witnesses": ("first_witness", gettext_noop("Name two witnesses who saw that signing was refused")),
    "post_number": ("post_number", gettext_noop("Enter the number of the registered letter")),
    "through": ("through", gettext_noop("Name the representative who took the document")),
    "place": ("place", gettext_noop("Say where the notice hung or was printed")),
}
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A record of service as it is listed."""

    service: ServiceView
    name: str
    language: str
    counts: bool


@staff_page(Permission.SEE_REGISTRATIONS, purpose=PURPOSE)
def service(desk: Desk, registration_id: UUID) -> HttpResponse:
    """How the document was served so far, and the form that records a service. Raises: PermissionMissing."""
    if desk.request.method == "POST":
        return _record(desk, registration_id)
    corrects = desk.request.GET.get("corrects", "")[:40]
    return _draw(desk, registration_id, {"on": read.spelled(clock.today().isoformat()), "corrects": corrects})


def _record(desk: Desk, registration_id: UUID) -> HttpResponse:
    typed = read.fields(desk.request.POST, FIELDS)
    accounts.check_may(desk.account, Permission.RECORD_SERVICE)
    errors = _wrong(typed) or _write(desk, registration_id, typed)
    if errors:
        return _draw(desk, registration_id, typed, errors)
    return HttpResponseRedirect(reverse("office:service", args=[registration_id]))


def manners(correcting: object) -> Mapping[Manner, str]:
    """How something can have been served; in place of a wrong record also: not at all."""
    return {**MANNERS, Manner.NOT_SERVED: NAMED[Manner.NOT_SERVED]} if correcting else MANNERS


def _wrong(typed: Mapping[str, str]) -> Errors:
    correcting = bool(typed["corrects"])
    allowed = manners(correcting)
    checks = (
        ("manner", typed["manner"] in {each.value for each in allowed}, gettext("Choose how it was served")),
        ("on", read.day(typed["on"]) is not None, gettext("Enter the day, for example 27.3.2026")),
        (
            "document",
            read.uuid(typed["document"]) is not None,
            gettext("Choose the document that was served"),
        ),
        ("reason", bool(typed["reason"]) or not correcting, gettext("Say why the record is corrected")),
    )
    return [(name, said) for name, fine, said in checks if not fine]


def _write(desk: Desk, registration_id: UUID, typed: Mapping[str, str]) -> Errors:
    """Record it; what is missing comes back. Raises: RegistrationNotFound, DocumentNotFound."""
    wrong, document = read.uuid(typed["corrects"]), read.uuid(typed["document"]) or UUID(int=0)
    try:
        with transaction():
            record_service(
                registration_id,
                document,
                served=served(typed),
                to=desk.reader,
                by=desk.actor,
                correction=Correction(wrong, typed["reason"]) if wrong else None,
            )
    except ServiceIncomplete as lacking:
        field, said = PROOF_MISSING[lacking.facts["missing"]]
        return [(field, gettext(said))]
    except ServiceInTheFuture:
        return [("on", gettext("This day lies in the future"))]
    except ServiceUnknown:
        return [("manner", gettext("This record was corrected already; look at the newest one below"))]
    return []


def served(typed: Mapping[str, str]) -> Served:
    """What belongs to the manner chosen; what was typed under another is left out."""
    manner = Manner(typed["manner"])
    witnesses = tuple(filter(None, (typed["first_witness"], typed["second_witness"])))
    return Served(
        manner,
        read.day(typed["on"]) or clock.today(),
        witnesses=witnesses if manner is Manner.REFUSAL_WITNESSED else (),
        post_number=typed["post_number"] if manner is Manner.REGISTERED_POST else "",
        through=typed["through"] if manner is Manner.THROUGH_REPRESENTATIVE else "",
        place=typed["place"] if manner is Manner.PUBLIC_NOTICE else "",
    )


def _draw(
    desk: Desk, registration_id: UUID, typed: Mapping[str, str], errors: Errors | None = None
) -> HttpResponse:
    found = stays.get(registration_id, to=desk.reader)
    access.log_reading(
        to=desk.reader,
        relation="office",
        subject=Subject("registration", registration_id),
        confidentiality=found.confidentiality,
    )
    lines = list_services(desk, found)
    correcting = find_corrected(lines, typed.get("corrects"))
    return desk.draw(
        "service",
        status=422 if errors else 200,
        registration=found,
        documents=served_documents(registration_id, to=desk.reader),
        lines=lines,
        correcting=correcting,
        manners=[(manner.value, gettext(name)) for manner, name in manners(correcting).items()],
        may_record=desk.may(Permission.RECORD_SERVICE),
        typed=typed,
        errors=errors or [],
        wrong=dict(errors or []),
    )


def list_services(desk: Desk, found: RegistrationView) -> list[Line]:
    """Every record about the documents of a registration."""
    return lines_of(served_documents(found.id, to=desk.reader))


def lines_of(copies: Iterable[DocumentView]) -> list[Line]:
    """Every record about these copies of one document; the one from which terms run is marked."""
    languages = {each.id: each.filing.language for each in copies}
    recorded = notices.list_recorded_services(list(languages))
    first = next(iter(notices.counting(recorded)), None)
    return [
        Line(one, gettext(NAMED[one.manner]), languages[one.document_id], one is first) for one in recorded
    ]


def find_corrected(lines: Iterable[Line], corrects: str | None) -> Line | None:
    """The record that is to be corrected, where it stands uncorrected."""
    found = next((one for one in lines if str(one.service.id) == corrects), None)
    return found if found and not found.service.is_corrected else None
