"""Accounts, the codes that open them, the powers they hold, and the tries counted against limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sojourn.accounts.types import AccountKind
from sojourn.lib import clock
from sojourn.lib.fields import EncryptedJSONField, UuidKey

_Manager = BaseUserManager["Account"] if TYPE_CHECKING else BaseUserManager


class AccountManager(_Manager):
    """Accounts are opened by `actions`; this only satisfies the framework."""


class Account(AbstractBaseUser):
    """Someone or something that signs in. An account is not a person and not a party to a case.

    Contacts are encrypted and found by a blind index; one account of a kind per contact. `sign_in_name` is
    what staff type; people have none.
    """

    last_login: ClassVar[None] = None  # type: ignore[assignment]  # signing in is an event, not a column

    id = UuidKey()
    kind = models.TextField()
    sign_in_name = models.TextField(unique=True, null=True)
    display_name: Any = EncryptedJSONField(null=True)
    email: Any = EncryptedJSONField(null=True)
    email_index: Any = models.BinaryField(null=True)
    phone: Any = EncryptedJSONField(null=True)
    phone_index: Any = models.BinaryField(null=True)
    language = models.TextField(default="en")
    demonstration = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=clock.now)

    objects = AccountManager()

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "email_index"], name="one_account_per_kind_and_email"),
            models.UniqueConstraint(fields=["kind", "phone_index"], name="one_account_per_kind_and_phone"),
            models.CheckConstraint(
                condition=models.Q(kind__in=sorted(kind.value for kind in AccountKind)), name="known_account_kind"
            ),
        ]

    @property
    def is_staff(self) -> bool:
        return self.kind == AccountKind.STAFF

    def __str__(self) -> str:
        return str(self.id)
