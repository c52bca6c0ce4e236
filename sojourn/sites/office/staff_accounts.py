"""Staff accounts opened and closed. The first password is shown once; a second factor follows at sign-in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts import actions, queries
from sojourn.accounts.errors import NameTaken
from sojourn.accounts.roles import Permission
from sojourn.lib.db import transaction
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.staff import PURPOSE, draw_staff

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
_GROUPS, _IN_GROUP = 4, 5


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def open_account(desk: Desk) -> HttpResponse:
    """A new account with its first password, shown on this page and never again."""
    if desk.request.method != "POST":
        return _form(desk, {"language": desk.language}, [])
    typed = read.fields(desk.request.POST, {"called": 200, "sign_in_name": 100, "language": 8})
    errors = _wrong(desk, typed)
    password = first_password()
    try:
        if not errors:
            with transaction():
                actions.open_staff_account(
                    typed["sign_in_name"],
                    display_name=typed["called"],
                    password=password,
                    language=typed["language"],
                    by=desk.actor,
                )
    except NameTaken:
        errors = [("sign_in_name", gettext("Another account signs in by this name"))]
    if errors:
        return _form(desk, typed, errors)
    return desk.draw("staff_opened", typed=typed, password=password)


def first_password() -> str:
    """A hundred random bits or nearly, in groups that can be read aloud."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _wrong(desk: Desk, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    name = typed["sign_in_name"]
    checks = (
        ("called", bool(typed["called"]), gettext("Enter the name shown")),
        (
            "sign_in_name",
            len(name) >= 3 and not any(map(str.isspace, name)),
            gettext("Three signs, no spaces"),
        ),
        ("language", typed["language"] in desk.pack.languages, gettext("Choose a language")),
    )
    return [(field, said) for field, fine, said in checks if not fine]


def _form(desk: Desk, typed: Mapping[str, str], errors: list[tuple[str, str]]) -> HttpResponse:
    return desk.draw(
        "staff_open", status=422 if errors else 200, typed=typed, errors=errors, wrong=dict(errors)
    )


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def close_account(desk: Desk, account_id: UUID) -> HttpResponse:
    """Close an officer's account with the reason; nobody closes their own. Raises: AccountUnknown."""
    reason = read.fields(desk.request.POST, {"reason": 500})["reason"]
    if account_id == desk.account.id:
        return draw_staff(desk, error=gettext("Nobody closes their own account"))
    if not reason:
        return draw_staff(desk, error=gettext("Give the reason for closing the account"))
    queries.check_is_staff(account_id)
    with transaction():
        actions.close_account(account_id, reason=reason, by=desk.actor)
    return HttpResponseRedirect(reverse("office:staff"))
