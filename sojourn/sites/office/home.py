"""The first page after signing in: the first room this officer's roles open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from sojourn.accounts import queries as accounts
from sojourn.accounts.errors import PermissionMissing
from sojourn.accounts.roles import Permission
from sojourn.accounts.types import AccountKind
from sojourn.sites.office.desk import ROOMS
from sojourn.sites.ui import acting

_DECIDING = (Permission.CASES_WORK, Permission.CASES_APPROVE)
"""Whoever examines and decides cases begins with them, not at the counter."""


def home(request: HttpRequest) -> HttpResponse:
    """Lead each officer to their work. Raises: PermissionMissing for staff without any role today."""
    account = acting.account_of(request, AccountKind.STAFF)
    if account is None:
        return HttpResponseRedirect(reverse("office:sign-in"))
    if any(accounts.may(account, permission) for permission in _DECIDING):
        return HttpResponseRedirect(reverse("office:cases"))
    if accounts.may(account, Permission.APPEALS_DECIDE):
        return HttpResponseRedirect(reverse("office:appeals"))
    for room in ROOMS:
        if accounts.may(account, room.permission):
            return HttpResponseRedirect(reverse(room.address))
    raise PermissionMissing(permission="any")
