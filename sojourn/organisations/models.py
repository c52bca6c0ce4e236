"""Organisations, who belongs to them, and who may act for whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from sojourn.lib.fields import EncryptedJSONField, UuidKey


class Organisation(models.Model):
    """A hotel, company or body. Contacts are encrypted; the tax number is found by a blind index."""

    retention = "organisation"
    personal = ("name", "tax_number", "address", "contacts")

    id = UuidKey()
    kind = models.TextField()
    name = models.TextField()
    tax_number: Any = EncryptedJSONField(null=True)
    tax_number_index: Any = models.BinaryField(null=True)
    district = models.TextField(blank=True)
    address = models.TextField(blank=True)
    contacts: Any = EncryptedJSONField(null=True)
    entered_at = models.DateTimeField()
    ended_on = models.DateField(null=True)  # the first day on which nobody acts for it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tax_number_index"], name="one_organisation_per_tax_number")
        ]


class Member(models.Model):
    """An account that belongs to an organisation, with its rights there, for a term."""

    retention = "organisation"
    personal = ("account_id", "rights")

    id = UuidKey()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rights = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organisation", "account"],
                condition=models.Q(until_on=None),
                name="one_open_membership_per_account",
            ),
        ]


class Mandate(models.Model):
    """The agent may act for the principal within a scope, from a day until another, on a proof.

    Offered to a contact it has no agent until whoever proves that contact accepts it. `called` is how the
    principal is named to the agent; `services` narrows the scope to these, none stands for all of them.
    """

    retention = "organisation"
    personal = ("principal_id", "agent_id", "proof", "proof_document_id", "contact", "called")

    id = UuidKey()
    principal_kind = models.TextField()
    principal_id = models.UUIDField()
    agent_kind = models.TextField(blank=True)
    agent_id = models.UUIDField(null=True)
    scope = models.TextField()
    services = models.JSONField(default=list)
    contact: Any = EncryptedJSONField(null=True)
    contact_index: Any = models.BinaryField(null=True)
    called: Any = EncryptedJSONField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    proof = models.TextField()
    proof_document_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agent_id__isnull=False) | models.Q(contact_index__isnull=False),
                name="mandate_has_an_agent_or_is_offered",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gt=models.F("from_on")),
                name="mandate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(principal_id=models.F("agent_id"), principal_kind=models.F("agent_kind")),
                name="mandate_joins_two_parties",
            ),
        ]
        indexes = [
            models.Index(fields=["agent_kind", "agent_id"], name="mandate_by_agent"),
            models.Index(fields=["principal_kind", "principal_id"], name="mandate_by_principal"),
            models.Index(
                fields=["contact_index"],
                condition=models.Q(agent_id__isnull=True),
                name="mandate_offered_to_contact",
            ),
        ]
