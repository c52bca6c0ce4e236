"""People, what was said about them, how they are found, related and protected."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from sojourn.lib.fields import EncryptedJSONField, UuidKey
from sojourn.lib.types import Confidentiality
from sojourn.people.types import HoldKind, LinkKind, Standing, StatementKind


def _one_of(field: str, choices: Any) -> Q:
    return Q(**{f"{field}__in": [choice.value for choice in choices]})


class Person(models.Model):
    """Someone the register knows. Everything about them is a statement; two rows are never made one."""

    retention = "person"
    personal = ()

    id = UuidKey()
    confidentiality = models.SmallIntegerField(default=Confidentiality.ORDINARY)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidentiality__in=[c.value for c in Confidentiality]),
                name="a_person_has_a_confidentiality_class",
            )
        ]


class Statement(models.Model):
    """Something said about a person: by whom, on which occasion, how well founded, valid when.

    `sealed` holds what nobody reads in the database (document numbers, machine-readable lines, contacts);
    `fingerprint` is a keyed digest of the whole value, by which the same thing is not kept twice.
    """

    retention = "person"
    personal = ("value", "sealed", "source")

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    kind = models.TextField()
    value = models.JSONField()
    sealed = EncryptedJSONField(null=True)
    standing = models.TextField()
    source = models.JSONField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    fingerprint = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "fingerprint"],
                condition=Q(superseded_at__isnull=True),
                name="a_current_statement_stands_once",
            ),
            models.CheckConstraint(
                condition=_one_of("kind", StatementKind), name="a_statement_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=_one_of("standing", Standing), name="a_statement_has_a_standing"
            ),
        ]


class MatchKey(models.Model):
    """A keyed digest by which a person or a document number is found without being readable.

    `identity`: travel document, birth date and name together; one person of a class at most.
    `document`: the number alone, for officers who look someone up by a passport in their hand.
    """

    retention = "person"
    personal = ("digest",)
    IDENTITY, DOCUMENT = "identity", "document"

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=True)
    kind = models.TextField()
    digest = models.BinaryField()
    confidentiality = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "confidentiality"],
                condition=Q(kind="identity"),
                name="an_identity_is_one_person_of_its_class",
            )
        ]
        indexes = [
            models.Index(
                fields=["digest", "confidentiality"], condition=Q(kind="document"), name="people_by_document"
            ),
            # The few who are not ordinary: whether one of them was registered again is asked from here.
            models.Index(
                fields=["digest"], condition=Q(kind="identity", confidentiality__gt=0), name="people_unseen"
            ),
        ]


class NameKey(models.Model):
    """A name as documents print it, surname first and given names first, in every usual spelling."""

    retention = "person"
    personal = ("key",)

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=True)
    key = models.TextField(db_collation="C")
    confidentiality = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["confidentiality", "key", "person"], name="people_by_name")]


class FamilyLink(models.Model):
    """What one person is to another, since when, until when, and whether somebody disputes it."""

    retention = "person"
    personal = ("kind", "source")

    id = UuidKey()
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    relative = models.ForeignKey(Person, models.PROTECT, related_name="links_from_others")
    kind = models.TextField()
    standing = models.TextField()
    source = models.JSONField()
    disputed = models.BooleanField(default=False)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("relative")), name="nobody_is_their_own_relative"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="a_family_link_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=_one_of("kind", LinkKind), name="a_family_link_is_of_a_known_kind"
            ),
        ]


class Distinction(models.Model):
    """The protection desk found that two records are of two people, though document, birth and name agree."""

    retention = "person"
    personal = ("reason",)

    id = UuidKey()
    known = models.ForeignKey(Person, models.CASCADE, related_name="+")
    newcomer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reason: Any = EncryptedJSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["known", "newcomer"], name="two_people_are_told_apart_once"),
            models.CheckConstraint(
                condition=~Q(known=F("newcomer")), name="nobody_is_told_apart_from_themselves"
            ),
        ]


class ProtectiveHold(models.Model):
    """Someone is not to be removed; why is seen by the protection desk alone."""

    retention = "person"
    personal = ("kind", "end_reason")

    id = UuidKey()
    person = models.ForeignKey(Person, models.PROTECT, related_name="holds")
    kind = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="a_hold_ends_after_it_began",
            ),
            models.CheckConstraint(condition=_one_of("kind", HoldKind), name="a_hold_is_of_a_known_kind"),
        ]
