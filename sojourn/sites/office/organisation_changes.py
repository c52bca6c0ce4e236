"""An organisation corrected, ended or let go on: its name, its place, its contacts, its end."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.lib.db import transaction
from sojourn.organisations import actions, queries
from sojourn.organisations.types import OrganisationChange, OrganisationView
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.organisations import (
    PURPOSE,
    Errors,
    draw_organisation,
    to_organisation,
    wrong_facts,
)
from sojourn.sites.ui import choices

_ASKED = {"name": 200, "district": 40, "address": 300, "email": 254, "phone": 40}


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def change(desk: Desk, organisation_id: UUID) -> HttpResponse:
    """Correct what is known of an organisation. Its kind and tax number say which one it is and stay."""
    found = _look(desk, organisation_id)
    if desk.request.method != "POST":
        return _form(desk, found, {name: str(getattr(found, name)) for name in _ASKED}, [])
    typed = read.fields(desk.request.POST, _ASKED)
    errors = wrong_facts(desk, {**typed, "kind": found.kind.value, "tax_number": found.tax_number})
    if errors:
        return _form(desk, found, typed, errors)
    with transaction():
        actions.change_organisation(organisation_id, OrganisationChange(**typed), by=desk.actor)
    return to_organisation(organisation_id)


def _form(desk: Desk, found: OrganisationView, typed: Mapping[str, str], errors: Errors) -> HttpResponse:
    return desk.draw(
        "organisation_change",
        status=422 if errors else 200,
        organisation=found,
        typed=typed,
        errors=errors,
        wrong=dict(errors),
        districts=choices.districts(desk.pack, desk.language, typed.get("district", "")),
    )


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def end(desk: Desk, organisation_id: UUID) -> HttpResponse:
    """End an organisation from a day on, with the reason: nobody acts for it any more."""
    _look(desk, organisation_id)
    typed = read.fields(desk.request.POST, {"ended_on": 10, "reason": 2000})
    on = read.day(typed["ended_on"])
    checks = (
        ("ended_on", on is not None, gettext("Enter the first day without it")),
        ("end-reason", bool(typed["reason"]), gettext("Give the reason")),
    )
    errors = [(name, said) for name, fine, said in checks if not fine]
    if on is None or errors:
        return draw_organisation(desk, organisation_id, typed=typed, errors=errors)
    with transaction():
        actions.end_organisation(organisation_id, on=on, reason=typed["reason"], by=desk.actor)
    return to_organisation(organisation_id)


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def resume(desk: Desk, organisation_id: UUID) -> HttpResponse:
    """Let an ended organisation go on, with the reason. Who acts for it is let in anew."""
    _look(desk, organisation_id)
    reason = read.fields(desk.request.POST, {"reason": 2000})["reason"]
    if not reason:
        errors = [("end-reason", gettext("Give the reason"))]
        return draw_organisation(desk, organisation_id, errors=errors)
    with transaction():
        actions.resume_organisation(organisation_id, reason=reason, by=desk.actor)
    return to_organisation(organisation_id)


def _look(desk: Desk, organisation_id: UUID) -> OrganisationView:
    """Raises: OrganisationUnknown."""
    found = queries.get_organisation(organisation_id, to=desk.reader)
    access.log_reading(to=desk.reader, relation="register", subject=found.subject)
    return found
