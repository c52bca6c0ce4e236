"""Accounts, the codes that open them, the powers they hold, and the tries counted against limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from sojourn.accounts.types import AccountKind
from sojourn.lib import clock
from sojourn.lib.fields import EncryptedJSONField, UuidKey

if TYPE_CHECKING:

    class _Manager(BaseUserManager["Account"]): ...

else:  # the framework's managers take type arguments for the checker only
    _Manager = BaseUserManager


class AccountManager(_Manager):
    """Accounts are opened by `actions`; this only satisfies the framework."""


class Account(AbstractBaseUser):
    """Someone or something that signs in. An account is not a person and not a party to a case.

    Contacts are encrypted and found by a blind index; one account of a kind per contact. `sign_in_name` is
    what staff type; people have none.
    """

    retention = "account"
    personal = ("display_name", "email", "phone", "sign_in_name")

    last_login = None  # signing in is an event, not a column

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
    must_change_password = models.BooleanField(default=False, db_default=False)  # another person has seen it
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
                condition=models.Q(kind__in=sorted(kind.value for kind in AccountKind)),
                name="known_account_kind",
            ),
        ]

    @property
    def is_staff(self) -> bool:
        return self.kind == AccountKind.STAFF

    def __str__(self) -> str:
        return str(self.id)


CONTACT_COLUMNS = ("display_name", "email", "email_index", "phone", "phone_index")
"""What says whose an account is; all of it empty when its term has passed."""


class OneTimeCode(models.Model):
    """A code sent to a contact. Only a keyed hash of it is kept; the contact is encrypted.

    `replaced_by` is the newest code asked for in place of this one, which is worth nothing from then on.
    """

    retention = "try"
    personal = ("contact",)

    id = UuidKey()
    purpose = models.TextField()
    contact: Any = EncryptedJSONField()
    code_hash: Any = models.BinaryField()
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    replaced_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], name="code_by_age"),
            models.Index(
                fields=["replaced_by"],
                condition=models.Q(replaced_by__isnull=False),
                name="codes_replaced_by",
            ),
        ]


class CounterCode(models.Model):
    """A code printed at the counter that, with the reference beside it, opens one application or case.

    The newest code of a reference is the one that counts; printing another ends those before it.
    """

    retention = "application"
    personal = ("subject_id",)

    id = UuidKey()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    reference_index: Any = models.BinaryField()
    code_hash: Any = models.BinaryField()
    printed_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference_index"],
                condition=models.Q(ended_at=None),
                name="one_counter_code_per_reference",
            )
        ]


class Try(models.Model):
    """One try counted against a limit; `who` is a blind index of a contact, name, caller or reference."""

    retention = "try"
    personal = ()

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    who: Any = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name", "who", "at"], name="try_by_limit"),
            models.Index(fields=["at"], name="try_by_age"),
        ]


class RoleGrant(models.Model):
    """A role in an office (or all) for a term; for another officer while `acting_for` is set."""

    retention = "account"
    personal = ("account_id",)

    id = UuidKey()
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.TextField()
    office = models.TextField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    acting_for = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(acting_for=None) | models.Q(until_on__isnull=False),
                name="acting_power_has_an_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(given_by=models.F("account")), name="nobody_grants_to_themselves"
            ),
        ]


class Token(models.Model):
    """What another program shows in place of a sign-in. Only a hash of its secret is kept.

    `expires_on` is the first day without it. The secret is long and drawn by chance: a plain hash is enough.
    """

    retention = "account"
    personal = ("account_id", "name")

    id = UuidKey()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    name: Any = EncryptedJSONField()
    secret_hash: Any = models.BinaryField(unique=True)
    scopes: Any = ArrayField(models.TextField())
    issued_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="token_is_for_something"),
        ]
