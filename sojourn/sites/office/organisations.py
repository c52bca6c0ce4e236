"""Organisations let in by the office: who they are, and who may act for them, with which rights and term."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries as known
from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.lib import clock
from sojourn.lib.canonical import canonical_json, sha256
from sojourn.lib.db import KeyUsedDifferently, answer_once, transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions, queries
from sojourn.organisations.errors import OrganisationEnded
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, OrganisationView, Right
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.searching import read_search
from sojourn.sites.ui import choices

PURPOSE = "organisations"
PAGE = 50
Errors = list[tuple[str, str]]


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def organisations(desk: Desk) -> HttpResponse:
    """In the order of their entry, a page at a time; one is found by its tax number."""
    search = read_search(desk.request, ("kind", "number"), naming="number")
    if search.address:
        return HttpResponseRedirect(search.address)
    asked = search.asked
    found, more = _asked_for(desk, asked, after=search.after)
    access.log_reading(
        to=desk.reader,
        relation="register",
        listing="organisations",
        filter={"kind": asked["kind"]},
        private={"number": asked["number"]},
        count=len(found),
    )
    return desk.draw(
        "organisations",
        rows=[(one, desk.district(one.district)) for one in found],
        asked=asked,
        kinds=list(OrganisationKind),
        **search.pages(str(found[-1].id) if more else ""),
    )


def _asked_for(desk: Desk, asked: Mapping[str, str], *, after: str) -> tuple[list[OrganisationView], bool]:
    if asked["number"]:
        one = queries.find_by_tax_number(asked["number"], to=desk.reader)
        return ([one] if one else []), False
    kind = OrganisationKind(asked["kind"]) if asked["kind"] in set(OrganisationKind) else None
    rows = queries.list_organisations(to=desk.reader, kind=kind, after=read.uuid(after), limit=PAGE + 1)
    return rows[:PAGE], len(rows) > PAGE


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def enter(desk: Desk) -> HttpResponse:
    """A new organisation. One whose tax number is known is shown as it was entered first."""
    if desk.request.method != "POST":
        return _form(desk, {"kind": OrganisationKind.HOTEL.value}, [])
    typed = read.fields(desk.request.POST, _ASKED)
    errors = wrong_facts(desk, typed)
    if errors:
        return _form(desk, typed, errors)
    told = {name: value for name, value in typed.items() if name != "kind"}
    facts = OrganisationFacts(OrganisationKind(typed["kind"]), **told)
    key, asked = read.fields(desk.request.POST, {"key": 80})["key"], sha256(canonical_json(typed))

    def act() -> str:
        return str(actions.enter_organisation(facts, by=desk.actor))

    try:
        with transaction():
            made = answer_once("organisation", f"{desk.account.id}:{key}", request_hash=asked, act=act)
    except KeyUsedDifferently:
        said = gettext("This form was already used for another organisation. Check and enter once more.")
        return _form(desk, typed, [("name", said)])
    return to_organisation(UUID(made))


_ASKED = {
    "kind": 20,
    "name": 200,
    "tax_number": 40,
    "district": 40,
    "address": 300,
    "email": 254,
    "phone": 40,
}


def wrong_facts(desk: Desk, typed: Mapping[str, str]) -> Errors:
    checks = (
        ("kind", typed["kind"] in set(OrganisationKind), gettext("Choose the kind")),
        ("name", bool(typed["name"]), gettext("Enter the name")),
        ("tax_number", _is_number(typed["tax_number"]), gettext("A tax number has letters and digits only")),
        (
            "district",
            typed["district"] in desk.pack.territory.districts,
            gettext("Choose a district from the list"),
        ),
        ("address", bool(typed["address"]), gettext("Enter the address")),
        ("email", _is_contact(typed["email"], "@"), gettext("Enter an e-mail address")),
        ("phone", _is_contact(typed["phone"], ""), gettext("Enter a phone number with its country code")),
    )
    return [(name, said) for name, fine, said in checks if not fine]


def _is_number(text: str) -> bool:
    return not text or "".join(text.split()).replace("-", "").isalnum()


def _is_contact(text: str, sign: str) -> bool:
    """Empty, or one that can be reached."""
    if not text:
        return True
    try:
        known.read_contact(text)
    except ContactNotUnderstood:
        return False
    return (sign in text) if sign else "@" not in text


def _form(desk: Desk, typed: Mapping[str, str], errors: Errors) -> HttpResponse:
    facts = {"typed": typed, "errors": errors, "wrong": dict(errors), "kinds": list(OrganisationKind)}
    districts = choices.districts(desk.pack, desk.language, typed.get("district", ""))
    return desk.draw("organisation_form", status=422 if errors else 200, districts=districts, **facts)


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def organisation(desk: Desk, organisation_id: UUID) -> HttpResponse:
    """One organisation with its members."""
    return draw_organisation(desk, organisation_id)


def draw_organisation(
    desk: Desk,
    organisation_id: UUID,
    *,
    typed: Mapping[str, object] | None = None,
    errors: Errors | None = None,
) -> HttpResponse:
    found = queries.get_organisation(organisation_id, to=desk.reader)
    access.log_reading(to=desk.reader, relation="register", subject=found.subject)
    members = queries.list_members(organisation_id, to=desk.reader)
    called = known.list_called({member.account_id for member in members})
    today = clock.today()
    given = {
        "from_on": read.spelled(today.isoformat()),
        "rights": [Right.REGISTER_GUESTS.value, Right.READ_MESSAGES.value],
    }
    return desk.draw(
        "organisation",
        status=422 if errors else 200,
        organisation=found,
        district=desk.district(found.district),
        members=[(one, called.get(one.account_id, ""), one.is_open(today)) for one in members],
        mandates=queries.list_mandates_of_organisation(organisation_id, to=desk.reader),
        rights=list(Right),
        ended=found.ended_on is not None and found.ended_on <= today,
        typed=typed or given,
        errors=errors or [],
        wrong=dict(errors or []),
    )


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def add_member(desk: Desk, organisation_id: UUID) -> HttpResponse:
    """Let someone act for the organisation; an account is opened for a contact nobody has used yet."""
    queries.get_organisation(organisation_id, to=desk.reader)
    data = desk.request.POST
    typed = read.fields(data, {"contact": 254, "called": 200, "from_on": 10, "until_on": 10})
    rights = [right for right in Right if right.value in data.getlist("rights")]
    errors = _wrong_member(typed, rights)
    if errors:
        kept = {**typed, "rights": [right.value for right in rights]}
        return draw_organisation(desk, organisation_id, typed=kept, errors=errors)
    try:
        with transaction():
            _let_in(desk, organisation_id, typed, rights)
    except OrganisationEnded:
        said = gettext("This organisation has ended. Let it go on first.")
        return draw_organisation(desk, organisation_id, typed=typed, errors=[("contact", said)])
    return to_organisation(organisation_id)


def _let_in(desk: Desk, organisation_id: UUID, typed: Mapping[str, str], rights: list[Right]) -> None:
    account_id = accounts.open_person_account(
        known.read_contact(typed["contact"]),
        display_name=typed["called"],
        language=desk.language,
        by=desk.actor,
    )
    actions.add_member(
        organisation_id,
        account_id=account_id,
        rights=rights,
        from_on=read.day(typed["from_on"]) or clock.today(),
        until_on=read.day(typed["until_on"]),
        by=desk.actor,
    )


def _wrong_member(typed: Mapping[str, str], rights: list[Right]) -> Errors:
    first, last = read.day(typed["from_on"]), read.day(typed["until_on"])
    ends = not typed["until_on"] or bool(first and last and last > first)
    checks = (
        (
            "contact",
            bool(typed["contact"])
            and (_is_contact(typed["contact"], "") or _is_contact(typed["contact"], "@")),
            gettext("Enter an e-mail address, or a phone number with its country code"),
        ),
        ("rights", bool(rights), gettext("Choose at least one right")),
        ("from_on", first is not None, gettext("Enter the first day")),
        ("until_on", ends, gettext("The term ends after it begins")),
    )
    return [(name, said) for name, fine, said in checks if not fine]


@staff_page(Permission.MANAGE_ORGANISATIONS, purpose=PURPOSE)
def end_membership(desk: Desk, organisation_id: UUID, account_id: UUID) -> HttpResponse:
    """From today on this account acts for the organisation no more."""
    queries.get_organisation(organisation_id, to=desk.reader)
    access.log_reading(to=desk.reader, relation="register", subject=Subject("organisation", organisation_id))
    with transaction():
        actions.end_membership(organisation_id, account_id=account_id, on=clock.today(), by=desk.actor)
    return to_organisation(organisation_id)


def to_organisation(organisation_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:organisation", args=[organisation_id]))
