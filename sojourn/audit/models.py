"""The append-only log: events, their leaves and heads, and who read what."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Event(models.Model):
    """One fact about one subject, recorded in the transaction that made it true.

    `digests` holds SHA-256(salt ‖ value) of each personal value; value and salt stand in `PersonalValue`.
    """

    retention = "permanent"
    personal = ()

    append_only = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    subject_number = models.IntegerField()
    actor = models.JSONField()
    facts = models.JSONField()
    digests = models.JSONField()
    confidentiality = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "subject_number"], name="one_event_per_subject_number"
            )
        ]


class PersonalValue(models.Model):
    """A personal value of an event and its salt; deleted by redaction, while the log still verifies."""

    retention = "by-event-kind"
    personal = ("value",)

    pk = models.CompositePrimaryKey("event", "name")
    event = models.ForeignKey(Event, models.DO_NOTHING, related_name="personal_values")
    name = models.TextField()
    salt = models.BinaryField()
    value = models.JSONField()


class Unsealed(models.Model):
    """An event that waits for its leaf; written with the event, removed with the leaf."""

    retention = "permanent"
    personal = ()

    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, related_name="+")


class Leaf(models.Model):
    """The place of an event in the Merkle log."""

    retention = "permanent"
    personal = ()

    append_only = True

    leaf_index = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.DO_NOTHING, related_name="leaf")
    leaf_hash = models.BinaryField()


class Head(models.Model):
    """A signed RFC 6962 tree head; `frontier` holds the roots of the complete subtrees, largest first.

    Each head names the size of the head before it, so that a missing one shows.
    """

    retention = "permanent"
    personal = ()

    append_only = True

    tree_size = models.BigIntegerField(primary_key=True)
    previous_size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    frontier = models.JSONField()
    signed_at = models.DateTimeField()
    key_id = models.TextField()
    signature = models.BinaryField()


class Access(models.Model):
    """Who read what, for which purpose, in which relation; `disclosed_on` is set for lawful secret reads."""

    retention = "access"
    personal = ("account_id", "actor", "subject_id", "filter")

    append_only = True

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    actor = models.JSONField()
    purpose = models.TextField()
    relation = models.TextField()
    subject_kind = models.TextField(blank=True)
    subject_id = models.UUIDField(null=True)
    listing = models.TextField(blank=True)
    filter = models.JSONField()
    count = models.IntegerField()
    confidentiality = models.SmallIntegerField()
    disclosed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="access_by_subject"),
            models.Index(fields=["account_id", "id"], name="access_by_account"),
            GinIndex(
                fields=["filter"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(subject_id=None),
                name="access_by_search",
            ),
        ]
