"""A petition is read by nobody it names, and by somebody all the same; pressed twice it is one."""

from __future__ import annotations

import pytest
from django.test import Client

from sojourn.accounts import queries as accounts
from sojourn.accounts.roles import Permission
from sojourn.catalogue import queries as catalogue
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.petitions import actions
from sojourn.petitions.models import NamedOfficer, Petition
from sojourn.petitions.types import NewPetition, Told
from tests.factories import petitions
from tests.factories.petitions import RECEIPT
from tests.flows.test_petitions import act, page
from tests.flows.test_petitions import controller as controller
from tests.flows.test_petitions import today as today
from tests.promises.conftest import signed_in
from tests.promises.test_petitions_are_no_trap import staff

pytestmark = pytest.mark.django_db


def test_two_presses_at_the_same_moment_are_one_petition(monkeypatch: pytest.MonkeyPatch) -> None:
    code = petitions.write("exploitation", words="w")
    row = petitions.row_of(code)
    told = NewPetition(row.id, code, row.matter, Told("w"), "en")
    seen = iter([None])
    first = Petition.objects.filter
    monkeypatch.setattr(
        Petition.objects, "filter", lambda **by: Unseen() if next(seen, 1) is None else first(**by)
    )
    with transaction():
        again = actions.file_petition(told, pack=catalogue.current(), by=SYSTEM)
    assert again.id == row.id
    assert Petition.objects.count() == 1


class Unseen:
    """What the second press sees while the first is not committed yet."""

    def first(self) -> None:
        return None


def test_whoever_is_named_in_the_story_by_their_whole_name_does_not_read_it() -> None:
    aysel = signed_in(staff("Aysel Mammadova", "internal-control-officer"))
    other = signed_in(staff("Rauf Quliyev", "internal-control-officer"))
    named = petitions.write("bribery", words="Officer Aysel Məmmədova took 200 manat.")
    first_name_only = petitions.write("bribery", words="My friend Aysel saw it.")
    assert (aysel.get(page(named)).status_code, other.get(page(named)).status_code) == (404, 200)
    assert aysel.get(page(first_name_only)).status_code == 200


def test_where_everybody_is_named_it_is_kept_the_writer_is_told_where_to_turn_and_somebody_is_to_be_appointed(
    controller: Client,
) -> None:
    named = {
        **accounts.list_officers(Permission.CONDUCT_EXAMINE),
        **accounts.list_officers(Permission.WRONGS_EXAMINE),
    }
    staff("Leyla Aliyeva", "protection-officer")
    sent = petitions.sent(
        "bribery", officer=" ".join([*named.values(), "Leyla Aliyeva"])[:200]
    ).content.decode()
    assert "Anti-Corruption Directorate" in sent
    assert Petition.objects.count() == 1
    above = signed_in(staff("Head", "administrator", None))
    assert "nobody may read" in above.get("/en/office/staff/").content.decode()
    other = signed_in(staff("Nigar Quliyeva", "protection-officer"))
    assert (
        petitions.row_of(petitions._CODE.findall(sent)[0]).number
        in other.get("/en/office/wrongs/").content.decode()
    )
    assert "nobody may read" not in above.get("/en/office/staff/").content.decode()


def test_words_of_a_name_far_from_each_other_name_nobody() -> None:
    leyla = signed_in(staff("Leyla Aliyeva", "protection-officer"))
    code = petitions.write("violence", words="My sister Leyla saw it. Our neighbour Aliyeva too.")
    assert leyla.get(page(code, "wrongs")).status_code == 200


def test_the_last_who_reads_it_at_a_desk_cannot_be_taken_out_of_it(controller: Client) -> None:
    code = petitions.write("bribery")
    everyone = list(accounts.list_officers(Permission.CONDUCT_EXAMINE))
    told = [act(controller, code, "shield", officer=str(each)) for each in everyone[1:]]
    assert set(told) <= {302}
    assert act(controller, code, "shield", officer=str(everyone[0])) == 422
    assert NamedOfficer.objects.count() == len(everyone) - 1


def test_what_is_written_after_it_was_forwarded_waits_at_the_desk_again(controller: Client) -> None:
    code = petitions.write("bribery")
    assert act(controller, code, "forward", body="prosecutor", reason="It is a crime.") == 302
    Client().post(RECEIPT, {"code": code, "words": "They threaten me now.", "key": "k2"})
    assert petitions.row_of(code).status == "waiting"
    assert "They threaten me now." in controller.get(page(code)).content.decode()
