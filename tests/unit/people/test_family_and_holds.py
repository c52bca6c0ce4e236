"""Family links, and what protects people from removal."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from django.db import transaction as django_transaction

from sojourn.audit.models import Event
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.people import actions as people
from sojourn.people import queries
from sojourn.people.errors import EndBeforeStart, HoldNotOpen, LinkNotOpen, LinkToSelf, PersonNotFound
from sojourn.people.models import FamilyLink, ProtectiveHold
from sojourn.people.types import HoldKind, HoldNotice, LinkKind, PersonName, Source, Standing
from tests.unit.people.conftest import DESK, FILING, OFFICER, ORDINARY, Record, someone

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def anna(record: Record) -> UUID:
    return record(someone())


@pytest.fixture
def child(record: Record) -> UUID:
    return record(someone(names=PersonName("Eriksson", "Karl"), travel_document=None))


class TestFamily:
    def test_a_link_is_typed_dated_sourced_and_may_be_disputed_and_ended(
        self, anna: UUID, child: UUID
    ) -> None:
        shown = Source(Standing.EVIDENCED, "R-2")
        with transaction():
            link = people.link_family(
                anna,
                relative_id=child,
                kind=LinkKind.PARENT,
                source=shown,
                by=OFFICER,
                from_on=MARCH,
                disputed=True,
            )
            people.end_link(link, on=MAY, by=OFFICER)
        (seen,) = queries.get_person(child, to=ORDINARY).links
        assert (seen.kind, seen.relative_id, seen.is_first) == (LinkKind.PARENT, anna, False)
        assert (seen.disputed, seen.from_on, seen.until_on) == (True, MARCH, MAY)
        kinds = Event.objects.filter(subject_id=anna).values_list("kind", flat=True)
        assert {"person:family:linked", "person:family:ended"} <= set(kinds)

    def test_a_protected_relative_is_not_shown(self, anna: UUID, child: UUID) -> None:
        with transaction():
            people.link_family(anna, relative_id=child, kind=LinkKind.PARENT, source=FILING, by=OFFICER)
            people.reclassify(child, confidentiality=Confidentiality.PROTECTED, by=OFFICER)
        assert queries.get_person(anna, to=ORDINARY).links == ()
        assert len(queries.get_person(anna, to=DESK).links) == 1

    def test_what_cannot_be_linked_or_ended(self, anna: UUID, child: UUID) -> None:
        with transaction():
            with pytest.raises(LinkToSelf):
                people.link_family(anna, relative_id=anna, kind=LinkKind.OTHER, source=FILING, by=OFFICER)
            with pytest.raises(PersonNotFound):
                people.link_family(anna, relative_id=uuid4(), kind=LinkKind.OTHER, source=FILING, by=OFFICER)
            with pytest.raises(LinkNotOpen):
                people.end_link(uuid4(), on=MAY, by=OFFICER)
            link = people.link_family(
                anna, relative_id=child, kind=LinkKind.PARENT, source=FILING, by=OFFICER, from_on=APRIL
            )
            with pytest.raises(EndBeforeStart):
                people.end_link(link, on=MARCH, by=OFFICER)
        with pytest.raises(IntegrityError), django_transaction.atomic():
            FamilyLink.objects.filter(id=link).update(relative_id=anna)
        with pytest.raises(IntegrityError), django_transaction.atomic():
            FamilyLink.objects.filter(id=link).update(until_on=MARCH)


class TestHolds:
    def test_others_learn_until_when_and_never_why(self, anna: UUID) -> None:
        assert not queries.has_open_hold(anna, on=APRIL)
        with transaction():
            people.place_hold(anna, kind=HoldKind.VICTIM, from_on=MARCH, until_on=APRIL, by=OFFICER)
            people.place_hold(anna, kind=HoldKind.COURT_ORDER, from_on=MARCH, until_on=MAY, by=OFFICER)
        assert queries.find_hold(anna, to=ORDINARY, on=APRIL) == HoldNotice(MAY)
        assert [field for field in HoldNotice.__dataclass_fields__] == ["until_on"]
        assert queries.find_hold(anna, to=ORDINARY, on=date(2026, 5, 2)) is None

    def test_an_open_ended_hold_lasts_until_it_is_ended(self, anna: UUID) -> None:
        with transaction():
            hold = people.place_hold(anna, kind=HoldKind.CLAIM_PENDING, from_on=MARCH, by=OFFICER)
        assert queries.find_hold(anna, to=ORDINARY, on=date(2099, 1, 1)) == HoldNotice(None)
        with transaction():
            people.end_hold(hold, on=APRIL, reason="claim-withdrawn", by=OFFICER)
        assert queries.has_open_hold(anna, on=APRIL)
        assert not queries.has_open_hold(anna, on=MAY)
        with transaction(), pytest.raises(HoldNotOpen):
            people.end_hold(hold, on=MAY, reason="again", by=OFFICER)

    def test_its_events_are_protected(self, anna: UUID) -> None:
        with transaction():
            hold = people.place_hold(anna, kind=HoldKind.VICTIM, from_on=MARCH, by=OFFICER)
            people.end_hold(hold, on=MAY, reason="over", by=OFFICER)
        classes = Event.objects.filter(kind__startswith="person:hold").values_list(
            "confidentiality", flat=True
        )
        assert list(classes) == [2, 2]

    def test_it_cannot_end_before_it_began(self, anna: UUID) -> None:
        with transaction(), pytest.raises(EndBeforeStart):
            people.place_hold(anna, kind=HoldKind.CHILD, from_on=MAY, until_on=MARCH, by=OFFICER)
        with transaction():
            hold = people.place_hold(anna, kind=HoldKind.CHILD, from_on=APRIL, by=OFFICER)
        with pytest.raises(IntegrityError), django_transaction.atomic():
            ProtectiveHold.objects.filter(id=hold).update(until_on=MARCH)
