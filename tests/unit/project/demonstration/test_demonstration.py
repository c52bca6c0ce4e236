"""An invented country that nothing in the product can tell from one that was filled through its doors."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, astuple
from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from sojourn.accounts.errors import NotADemonstration
from sojourn.accounts.models import Account
from sojourn.applications.models import Application
from sojourn.audit import rules as audit
from sojourn.audit.models import Event
from sojourn.audit.types import KINDS
from sojourn.catalogue import queries as catalogue
from sojourn.documents.models import Document
from sojourn.flows import arrival_form
from sojourn.lib import clock, fields, keys
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from sojourn.lib.seal import codec, signature
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import actions as people
from sojourn.people import queries as register
from sojourn.people import rules as people_rules
from sojourn.people.models import MatchKey, NameKey, Person, Statement
from sojourn.people.types import Source
from sojourn.permits import seal
from sojourn.permits.models import Permit
from sojourn.permits.types import SealedHolder, ToIssue
from sojourn.project.demonstration import batch, filing, generator, people_sheets, photos, portraits
from sojourn.project.demonstration.cast import Casting
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.ciphers import Ciphers, Seals
from sojourn.project.demonstration.sheets import COLUMNS
from sojourn.stays.models import LateCandidate, Objection, Registration
from sojourn.stays.types import Guest

AS_OF = date(2026, 11, 23)
LENGTH = 4  # bytes that say how long a cell is
EVERYONE = Reader(SYSTEM, "test", classes=frozenset(Confidentiality))
pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> generator.Made:
    """Two hundred invented people."""
    return generator.generate(200, as_of=AS_OF, processes=1)


def test_it_makes_the_people_and_cases_asked_for(country: generator.Made) -> None:
    assert country == generator.Made(200, 150)
    assert Person.objects.count() == 200
    drafts = Application.objects.filter(state="draft").count()
    assert Registration.objects.count() + drafts == 150
    assert Permit.objects.count() == Registration.objects.count()


def test_stays_are_in_every_state(db: None) -> None:
    generator.generate(1500, as_of=AS_OF, processes=1)
    causes = Counter(Registration.objects.values_list("end_cause", flat=True))
    assert set(causes) == {"", "expired", "departed", "moved"}
    assert set(LateCandidate.objects.values_list("state", flat=True)) == {"open", "taken-up", "set-aside"}
    assert {bool(answer) for answer in Objection.objects.values_list("answer", flat=True)} == {True, False}
    assert Registration.objects.filter(voluntary=True).exists()
    assert Registration.objects.filter(changed_place=True).exists()
    assert Application.objects.filter(state="draft").exists()
    assert set(Person.objects.values_list("confidentiality", flat=True)) == {0, 1, 2}
    assert not Registration.objects.filter(received_on__gt=AS_OF).exists()
    assert not Registration.objects.filter(ended_on__gt=AS_OF).exists()


def test_every_subject_has_its_events_from_one_on(country: generator.Made) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT max(subject_number) = count(*) AS whole"
            " FROM audit_event GROUP BY subject_kind, subject_id) s WHERE NOT whole"
        )
        assert cursor.fetchone() == (0,)
    for model, subject in ((Person, "person"), (Registration, "registration"), (Permit, "permit")):
        told = set(Event.objects.filter(subject_kind=subject).values_list("subject_id", flat=True))
        assert set(model.objects.values_list("id", flat=True)) <= told


def test_an_invented_person_is_recognised_by_the_register(country: generator.Made) -> None:
    """Recording the same identity again finds the person and adds nothing."""
    for key in MatchKey.objects.filter(kind="identity", confidentiality=0)[:25]:
        view = register.get_person(key.person_id, to=EVERYONE)
        before = (Statement.objects.count(), NameKey.objects.count(), Event.objects.count())
        with transaction():
            found = people.record(view.identity, source=Source(), by=SYSTEM)
        assert found == key.person_id
        assert (Statement.objects.count(), NameKey.objects.count(), Event.objects.count()) == before


def test_digests_and_ciphertexts_are_those_of_the_fields(db: None) -> None:
    ciphers = Ciphers()
    for parts in (("a", "b"), ("c", "ə" * 90)):
        assert ciphers.index("stays.guest", *parts)[LENGTH:] == fields.blind_index(
            *parts, purpose="stays.guest"
        )
    opened = fields.decrypt(ciphers.seal(b"table.column", '{"ə":1}')[LENGTH:], place="table.column")
    assert opened.decode() == '{"ə":1}'


def test_the_log_holds_the_facts_each_kind_declares_and_the_digests_of_what_it_keeps(
    country: generator.Made,
) -> None:
    for event in Event.objects.prefetch_related("personal_values"):
        kind = KINDS[event.kind]
        assert set(event.facts) == set(kind.plain), kind.name
        kept = {
            each.name: audit.digest_of(each.value, bytes(each.salt)) for each in event.personal_values.all()
        }
        assert kept == event.digests, kind.name
        assert set(kept) == set(kind.personal), kind.name


def test_a_seal_is_that_of_a_document_issued_through_a_door(db: None) -> None:
    number, holder = "QY-2026-0000123-X", ("ALIYEVA<<ANNA", "AZE", "19800517", "AB1234567")
    first_day, last_day = date(2026, 3, 1), date(2026, 5, 1)
    document = ToIssue(
        "registration",
        Subject("registration", uuid4()),
        SealedHolder(*holder),
        (first_day, last_day),
        "AZ-BA",
    )
    seals = Seals()
    unsigned = seals.unsigned(
        sealed_on=AS_OF.toordinal(),
        number=number,
        district="AZ-BA",
        valid=(first_day.toordinal(), last_day.toordinal()),
        holder=holder,
    )
    with clock.frozen(AS_OF):
        issued = codec.decode(seal.make(document, number=number))
    (ours,) = seals.sign([unsigned])
    assert codec.decode(ours).signed == issued.signed
    key = keys.get(keys.Use.DOCUMENT_SEAL).private_key.public_key()
    assert signature.is_signed_by(codec.decode(ours), key)


def test_encrypted_values_open(country: generator.Made) -> None:
    for row in Registration.objects.all()[:10]:
        assert row.told["surname"] or row.told["given"]
    for permit in Permit.objects.all()[:10]:
        assert len(permit.printed["code"]) == 10
    for sent in Application.objects.all()[:10]:
        assert sent.answers["stay.place.district"]


def test_the_same_seed_makes_the_same_country(db: None) -> None:
    def people_and_stays(seed: str) -> dict[str, bytes]:
        stage = generator._stage(AS_OF, seed)
        numbers = range(1, 3000)
        copies = batch.make(stage, batch.Order(0, 80, 60, (0, 1), numbers, numbers, numbers)).copies
        return {table: copies[table] for table in ("people_person", "people_namekey", "people_familylink")}

    assert people_and_stays("7") == people_and_stays("7")
    assert people_and_stays("7") != people_and_stays("8")


def test_what_is_said_of_a_person_is_what_the_rooms_would_say(db: None) -> None:
    casting = Casting(catalogue.current().demonstration.names, Chance("cast"), AS_OF)
    for _ in range(300):
        for each in casting.household(9).people:
            who = each.identity
            told = arrival_form.told(who)
            assert each.sealed == astuple(arrival_form.sealed_holder(who))
            assert each.named.searched == people_rules.name_search_keys(who.names)
            assert [key[-1] for key in people_rules.identity_keys(who)] == [*each.named.printed] * bool(
                each.number
            )
            assert filing.guest_key(each) == Guest(uuid4(), told).key_parts
            assert json.loads(filing.told_json(each)) == asdict(told)
            assert [
                (kind, json.loads(value), json.loads(sealed) if sealed else None)
                for kind, value, sealed in people_sheets.lines_of(each)
            ] == [(said.kind, said.value, said.sealed) for said in people_rules.statements_of(who)]


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_without_a_default_is_given(table: str) -> None:
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    given = set(COLUMNS[table].split())
    columns = {field.column: field for field in model._meta.local_concrete_fields}
    assert given <= set(columns)
    for name in set(columns) - given:
        field = columns[name]
        assert (
            field.null or getattr(field, "db_default", None) or field.get_internal_type() == "BigAutoField"
        ), name


def test_it_refuses_a_database_with_real_accounts(db: None) -> None:
    Account.objects.create(id=uuid4(), kind="staff", sign_in_name="real", demonstration=False)
    with pytest.raises(NotADemonstration):
        generator.generate(10, as_of=AS_OF)


class TestCommand:
    def test_says_what_it_made(self, db: None) -> None:
        out = StringIO()
        call_command("demo", "--people=20", "--applications=2", "--as-of=2026-11-23", stdout=out)
        assert out.getvalue().startswith("20 people and 15 cases in ")
        assert "2 applications in " in out.getvalue()

    def test_a_second_run_adds_other_people(self, country: generator.Made) -> None:
        call_command("demo", "--people=20", "--applications=0", "--as-of=2026-11-23", stdout=StringIO())
        assert Person.objects.count() == 220

    def test_leaves_a_filled_country_alone(self, country: generator.Made) -> None:
        call_command("demo", "--if-empty")
        assert Person.objects.count() == 200

    def test_nobody_cannot_be_invented(self, db: None) -> None:
        with pytest.raises(CommandError):
            call_command("demo", "--people", "0")


def test_some_people_have_a_drawn_portrait(country: generator.Made) -> None:
    assert photos.portray(3) == 3
    kept = Document.objects.filter(kind=photos.KIND)
    assert {row.media_type for row in kept} == {"image/png"}
    assert len({row.original_sha256 for row in kept}) == 3


def test_a_portrait_is_the_same_for_the_same_person() -> None:
    assert (
        portraits.draw("a", woman=True) == portraits.draw("a", woman=True) != portraits.draw("b", child=True)
    )
