"""What was filed is asked again under a draft of the law: how many would come out otherwise, and how."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import InternalError, connection

from sojourn.applications.models import Application
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.flows.rehearse_pack import Kind, Rehearsal, rehearse_pack
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.project.rehearsing import as_json, as_lines
from tests.factories import filings
from tests.factories.cases import FILED_ON, apply

pytestmark = pytest.mark.django_db
RESIDENCE, REGISTRATION = "temporary-residence", "registration-of-stay"
NEW_LAW = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def changed(name: str, value: Any) -> Pack:
    """The current pack with another value of the law from the first of January 2027 on."""
    pack = catalogue.current()
    parameter = pack.parameters[name]
    last = replace(parameter.values[-1], from_=NEW_LAW, value=value, source="A law to come")
    later = replace(parameter, values=(*parameter.values, last))
    return replace(pack, parameters={**pack.parameters, name: later})


def dearer() -> Pack:
    table = catalogue.current().parameters["residence.fee"].values[-1].value
    row = {**table["1 year"], "adult-standard": "130.00"}
    return changed("residence.fee", {**table, "1 year": row})


def rehearsed(draft: Pack, on: date | None = None) -> Rehearsal:
    return rehearse_pack(draft, rules=nullcontext, on=on, say=lambda count: None)


def test_under_the_same_law_all_is_as_before() -> None:
    apply()
    filings.register()
    found = rehearsed(catalogue.current())
    assert (found.asked[RESIDENCE], found.asked[REGISTRATION], found.differing) == (1, 1, {})


def test_who_would_be_charged_otherwise_is_counted_and_named_by_number_alone() -> None:
    case = apply()
    draft = dearer()
    assert rehearsed(draft).differing == {}
    found = rehearsed(draft, on=date(2027, 2, 1))
    assert set(found.differing) == {(RESIDENCE, Kind.CHARGED)}
    told = found.differing[RESIDENCE, Kind.CHARGED]
    assert (told.count, told.examples) == (1, [case.reference])
    assert dict(told.ways) == {"duty: 130.00 AZN instead of 120.00 AZN": 1}


def test_who_would_be_dated_or_decided_otherwise_is_counted_apart() -> None:
    apply()
    shorter = rehearsed(changed("residence.first-term", "6 months"), on=NEW_LAW)
    assert (RESIDENCE, Kind.DATED) in shorter.differing
    assert any(way.startswith("validity: day ") for way in shorter.differing[RESIDENCE, Kind.DATED].ways)
    fewer = rehearsed(changed("residence.grounds", ["study"]), on=NEW_LAW)
    ways = fewer.differing[RESIDENCE, Kind.DECIDED].ways
    assert any("ground-not-in-force" in way for way in ways)


def test_a_service_the_draft_no_longer_has_is_told() -> None:
    apply()
    pack = catalogue.current()
    draft = replace(pack, services={code: each for code, each in pack.services.items() if code != RESIDENCE})
    assert rehearsed(draft).differing[RESIDENCE, Kind.NOT_ASKED].count == 1


def test_a_rule_that_breaks_on_a_filing_is_told_of_and_the_others_are_asked() -> None:
    """A draft with a fee that is not written yet: the check allows it, the rule stumbles over it."""
    case = apply()
    filings.register()
    found = rehearsed(changed("residence.fee", None), on=NEW_LAW)
    assert found.asked == {RESIDENCE: 1, REGISTRATION: 1}
    told = found.differing[RESIDENCE, Kind.NOT_ASKED]
    assert told.references == [case.reference]
    assert "the rule broke" in next(iter(told.ways))
    assert as_json(found)[RESIDENCE]["not-asked"]["references"] == [case.reference]


def test_who_the_law_of_today_cannot_answer_is_not_said_to_be_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    apply()
    pack, unwritten = catalogue.current(), changed("residence.fee", None)
    monkeypatch.setattr(catalogue, "current", lambda: unwritten)
    found = rehearsed(pack, on=NEW_LAW)
    assert found.unanswered == {RESIDENCE: 1}
    assert "as before" not in "".join(as_lines(found, pack))


def test_json_names_every_filing_that_differs() -> None:
    cases = [apply({"passport.number": f"AA10000{number:02}"}).reference for number in range(7)]
    found = rehearsed(dearer(), on=date(2027, 2, 1))
    assert len(found.differing[RESIDENCE, Kind.CHARGED].examples) == 5
    assert as_json(found)[RESIDENCE]["charged"]["references"] == cases


def test_a_protected_filing_is_not_even_counted() -> None:
    apply()
    Application.objects.update(confidentiality=Confidentiality.PROTECTED)
    assert rehearsed(dearer(), on=NEW_LAW).asked == {}


def test_the_command_tells_it_in_words_and_as_json_and_cannot_write() -> None:
    apply()
    out = StringIO()
    call_command("pack", "rehearse", "azerbaijan", "--on", "2027-02-01", stdout=out, stderr=StringIO())
    assert "1 filing asked again; nothing was written." in out.getvalue()
    out = StringIO()
    call_command("pack", "rehearse", "azerbaijan", "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())[RESIDENCE]["asked"] == 1
    with pytest.raises(InternalError, match="read-only"), transaction(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("UPDATE applications_application SET language = 'az'")
