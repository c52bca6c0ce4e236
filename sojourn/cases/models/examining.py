"""What happens while a case is examined: the clock, corrections, hearings, opinions, who has it in hand."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from sojourn.cases.models.case import to_case
from sojourn.cases.types import AssignmentCause, IntervalKind, Opinion, PauseCause
from sojourn.lib.fields import EncryptedJSONField, UuidKey


class Interval(models.Model):
    """A line of the ledger of the clock. It is written once; a pause gets its last day, and nothing else.

    A pause leaves out the days from_on … until_on; one answered on the very day it was served leaves out
    none. regime: the special regime of the pack that stopped the clock, where one did. More time that an
    officer took has its reasons, its text, its officer, and the last day it made.
    """

    retention = "case"
    personal = ("reasons", "words")
    only_changes = ("until_on",)

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    kind = models.TextField()
    cause = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    length = models.IntegerField(default=0)
    recorded_at = models.DateTimeField()
    regime = models.TextField(default="", db_default="")
    reasons: Any = models.JSONField(default=list, db_default=[])
    words: Any = EncryptedJSONField(null=True)
    recorded_by = models.UUIDField(null=True)
    acting_for = models.UUIDField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on__isnull=True), name="one_open_interval_of_a_clock"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in IntervalKind]), name="interval_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[each.value for each in PauseCause]), name="interval_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="paused", length=0)
                | Q(kind="extended", length__gt=0, until_on=F("from_on")),
                name="an_extension_has_its_length",
            ),
            models.CheckConstraint(
                condition=~Q(cause="reasoned")
                | (Q(kind="extended", recorded_by__isnull=False, words__isnull=False) & ~Q(reasons=[])),
                name="more_time_has_its_officer_and_reasons",
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="intervals_of_case")]


class Correction(models.Model):
    """A request to put answers right; the first and the second, never a third.

    One taken back before it reached anybody was never made: it stays on file, and its number is free again.
    """

    retention = "case"
    personal = ("items", "answers")

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    number = models.SmallIntegerField()
    items: Any = EncryptedJSONField()
    asked_on = models.DateField()
    asked_by = models.UUIDField()
    acting_for = models.UUIDField(null=True)
    served_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answers: Any = EncryptedJSONField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                condition=Q(withdrawn_at__isnull=True),
                name="each_correction_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(served_on__isnull=True, withdrawn_by__isnull=False),
                name="no_correction_is_withdrawn_once_served",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=2), name="a_correction_is_the_first_or_second"
            ),
        ]


class Hearing(models.Model):
    """An intended refusal: announced with its grounds, served, and the applicant's time to answer.

    `is_over` when it was answered or the time passed: only then does a refusal with these grounds stand open.
    """

    retention = "case"
    personal = ("reasons", "words", "answer")

    id = UuidKey()
    case = to_case()
    reasons: Any = models.JSONField()
    words: Any = EncryptedJSONField()
    announced_at = models.DateTimeField()
    announced_by = models.UUIDField()
    acting_for = models.UUIDField(null=True)
    served_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer: Any = EncryptedJSONField(null=True)
    is_over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_over=False) | Q(served_on__isnull=False) | Q(answered_on__isnull=False),
                name="a_hearing_ends_after_it_was_served",
            )
        ]
        indexes = [models.Index(fields=["case", "id"], name="hearings_of_case")]


class Consultation(models.Model):
    """A question to another body. What it says may have a part only some may read."""

    retention = "case"
    personal = ("question", "outcome", "public_opinion", "closed_opinion")

    id = UuidKey()
    case = to_case()
    body = models.TextField()
    question: Any = EncryptedJSONField()
    restricted = models.BooleanField(default=False)
    asked_on = models.DateField()
    asked_by = models.UUIDField()
    acting_for = models.UUIDField(null=True)
    reply_by = models.DateField()
    replied_on = models.DateField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_for = models.UUIDField(null=True)
    outcome = models.TextField(blank=True)
    public_opinion: Any = EncryptedJSONField(null=True)
    closed_opinion: Any = EncryptedJSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True, outcome="")
                | Q(replied_on__isnull=False, outcome__in=[each.value for each in Opinion]),
                name="a_reply_has_its_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="consultations_of_case"),
            models.Index(
                fields=["body", "reply_by"], condition=Q(replied_on__isnull=True), name="open_consultations"
            ),
        ]


class StageRecord(models.Model):
    """Something that happened in a case on a day, as an officer records it; the note is the office's own.

    A row is added and never changed: recorded again it takes the place of the earlier, and without a day it
    says that the stage was not reached after all.
    """

    retention = "case"
    personal = ("note",)
    append_only = True

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    stage = models.TextField()
    happened_on = models.DateField(null=True)
    note: Any = EncryptedJSONField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    acting_for = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="stages_of_case")]


class Assignment(models.Model):
    """From this moment on the case was in these hands, or in nobody's.

    case_version: the version of the case this made; while the case still has it, nothing happened since.
    """

    retention = "case"
    personal = ("reason",)
    append_only = True

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    account_id = models.UUIDField(null=True)
    office = models.TextField()
    cause = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    acting_for = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    case_version = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause__in=["taken", "taken-back"]) | ~Q(reason=""),
                name="whoever_gives_a_case_away_says_why",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[each.value for each in AssignmentCause]), name="assignment_cause_known"
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="assignments_of_case")]


class Message(models.Model):
    """Words between the applicant and the office."""

    retention = "case"
    personal = ("words",)

    id = UuidKey()
    case = to_case()
    side = models.TextField()
    words: Any = EncryptedJSONField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="messages_of_case")]


class WorkingPaper(models.Model):
    """What an officer typed into a long form and has not sent: that officer's alone, and no part of the file.

    It goes when the form is sent or thrown away, and at the latest with the case.
    """

    retention = "case"
    personal = ("typed",)

    id = models.BigAutoField(primary_key=True)
    case = to_case()
    account_id = models.UUIDField()
    form = models.TextField()
    typed: Any = EncryptedJSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "account_id", "form"], name="one_working_paper_of_an_officer_and_form"
            )
        ]
