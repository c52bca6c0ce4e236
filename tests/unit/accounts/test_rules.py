"""What a contact is, what powers add up to, which roles exclude each other."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.accounts import rules
from sojourn.accounts.errors import (
    ContactNotUnderstood,
    PasswordTooWeak,
    PowerNotGranted,
    RolesIncompatible,
    RoleUnknown,
)
from sojourn.accounts.roles import INCOMPATIBLE, ROLES, Permission
from sojourn.accounts.types import Contact, ContactKind, Power
from sojourn.lib.types import Confidentiality


@pytest.mark.parametrize(
    ("typed", "kind", "address"),
    [
        (" Leyla@Example.ORG ", ContactKind.EMAIL, "leyla@example.org"),
        ("+990 (12) 345-67-89", ContactKind.PHONE, "+990123456789"),
        ("00990 12 345 67 89", ContactKind.PHONE, "+990123456789"),
        ("012 345 67 89", ContactKind.PHONE, "+990123456789"),
    ],
)
def test_contacts_are_read_as_people_type_them(typed: str, kind: ContactKind, address: str) -> None:
    assert rules.read_contact(typed, calling_code="+990") == Contact(kind, address)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "leyla",
        "a@b",
        "a@b@c.org",
        "a b@c.org",
        "<a@c.org>",
        "+12",
        "12345678",
        "+1" * 20,
        "x" * 300,
        "a\u202eb@c.org",
        "a@.org",
        "a@b.",
        "a\x00@c.org",
    ],
)
def test_what_is_no_contact_is_refused(typed: str) -> None:
    with pytest.raises(ContactNotUnderstood):
        rules.read_contact(typed)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "the officer was here"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        rules.check_password(password, name="officer")


def test_every_role_has_a_sentence_and_permissions() -> None:
    for code, role in ROLES.items():
        assert code == role.code
        assert role.sentence.endswith(".")
        assert role.permissions
    assert {code for pair in INCOMPATIBLE for code in pair} <= set(ROLES)
    assert set(Permission) == set().union(*(role.permissions for role in ROLES.values()))


def test_offices_of_powers_add_up_and_one_for_all_offices_reaches_all() -> None:
    north, south, all_over = (Power("case-officer", office) for office in ("north", "south", None))
    assert rules.offices_of([north, south]) == {"north", "south"}
    assert rules.offices_of([north, all_over]) is None
    assert rules.offices_of([]) == frozenset()


def test_a_protected_class_seen_in_one_office_does_not_reach_another() -> None:
    desk, elsewhere = Power("protection-officer", "desk"), Power("case-officer", "north")
    assert rules.classes_of([desk]) == set(Confidentiality)
    assert rules.classes_of([desk, elsewhere]) == {Confidentiality.ORDINARY}
    assert rules.classes_of([]) == frozenset()


def test_grants_that_are_never_given() -> None:
    on = date(2026, 3, 1)
    with pytest.raises(PowerNotGranted):
        rules.check_grant(role_code="auditor", held=[], to_self=True, from_on=on, until_on=None)
    with pytest.raises(PowerNotGranted):
        rules.check_grant(role_code="auditor", held=[], to_self=False, from_on=on, until_on=on)
    with pytest.raises(RolesIncompatible):
        rules.check_grant(role_code="auditor", held=["supervisor"], to_self=False, from_on=on, until_on=None)
    with pytest.raises(RoleUnknown):
        rules.check_grant(role_code="king", held=[], to_self=False, from_on=on, until_on=None)
