"""Messages, the attempts to deliver them, channels called unsafe, and how documents were served."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.notices.types import Manner, State


class Message(models.Model):
    """What was said, to whom, and where it stands. Text and contact are encrypted."""

    retention = "notice"
    personal = ("account_id", "contact", "said", "about_id")

    id = UuidKey()
    template = models.TextField()
    language = models.TextField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    channel = models.TextField()
    contact: Any = EncryptedJSONField(null=True)
    said: Any = EncryptedJSONField()  # {"subject": …, "text": …}
    secret = models.BooleanField()
    about_kind = models.TextField()
    about_id = models.UUIDField()
    confidentiality = models.SmallIntegerField()
    state = models.TextField()
    attempts = models.SmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)  # since when its recipient no longer finds it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(contact__isnull=False),
                name="message_has_a_recipient",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(state.value for state in State)),
                name="known_message_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state=State.QUEUED.value),
                name="message_to_deliver",
            ),
            models.Index(fields=["account", "id"], name="message_by_account"),
            models.Index(fields=["about_id"], name="message_by_what_it_is_about"),
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=[State.GIVEN_UP.value, State.NOT_SENT.value]),
                name="message_undelivered",
            ),
        ]


class Attempt(models.Model):
    """One try to hand a message over; `failure` is empty when it went well."""

    retention = "notice"
    personal = ()

    never_changed = True

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    failure = models.TextField(blank=True)


class UnsafeChannel(models.Model):
    """A channel by which an account does not want to be reached: someone else reads it."""

    retention = "account"
    personal = ("channel",)

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "channel"], name="channel_called_unsafe_once")
        ]


class Service(models.Model):
    """The service of a document: a record of its own, on which every term that runs from notice hangs.

    A record is never changed: a later one takes its place, once, and says why.
    """

    retention = "document"
    personal = ("witness", "post_number", "through", "reason")

    never_changed = True

    id = UuidKey()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    manner = models.TextField()
    served_on = models.DateField()
    effective_on = models.DateField(null=True)
    witness: Any = EncryptedJSONField(null=True)  # the names of all who saw it
    post_number = models.TextField(blank=True)
    through: Any = EncryptedJSONField(null=True)
    place = models.TextField(blank=True)
    corrects = models.OneToOneField("self", models.RESTRICT, null=True, related_name="corrected_by")
    reason: Any = EncryptedJSONField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "manner"],
                condition=models.Q(corrects=None),
                name="served_once_in_each_manner",
            ),
            models.CheckConstraint(
                condition=models.Q(manner__in=sorted(manner.value for manner in Manner)),
                name="known_manner_of_service",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=False) | models.Q(effective_on__isnull=False),
                name="only_a_correction_serves_nothing",
            ),
        ]
