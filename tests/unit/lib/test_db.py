"""One action, one transaction: opened at the edge, repeated keys answered alike."""

import pytest

from sojourn.lib import db
from sojourn.lib.models import DoorAnswer

pytestmark = pytest.mark.django_db


@db.transaction_required
def write() -> str:
    return "written"


def test_an_action_outside_a_transaction_refuses_to_run() -> None:
    with pytest.raises(db.TransactionRequired):
        write()


def test_inside_one_it_runs() -> None:
    with db.transaction():
        assert write() == "written"


def test_the_same_key_gets_the_first_answer_and_acts_once() -> None:
    acts: list[int] = []

    def act() -> dict[str, int]:
        acts.append(1)
        return {"number": len(acts)}

    for _ in range(3):
        with db.transaction():
            assert db.answer_once("hosts", "k1", request_hash=b"same", act=act) == {"number": 1}
    assert acts == [1]


def test_the_same_key_with_another_request_is_refused() -> None:
    with db.transaction():
        db.answer_once("hosts", "k1", request_hash=b"one", act=lambda: 1)
    with pytest.raises(db.KeyUsedDifferently), db.transaction():
        db.answer_once("hosts", "k1", request_hash=b"two", act=lambda: 2)


def test_a_failing_act_leaves_the_key_free() -> None:
    def fail() -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError), db.transaction():
        db.answer_once("hosts", "k1", request_hash=b"one", act=fail)
    assert not DoorAnswer.objects.exists()


def test_a_part_that_fails_leaves_nothing_it_collected() -> None:
    written: list[str] = []
    with db.transaction() as work:
        work.kept["events"] = ["first"]
        work.before_commit.append(lambda: written.extend(work.kept["events"]))
        with pytest.raises(RuntimeError), db.transaction() as part:
            part.kept["events"].append("undone")
            part.kept["other"] = [1]
            part.before_commit.append(lambda: written.append("undone as well"))
            raise RuntimeError
        with db.transaction() as part:
            part.kept["events"].append("second")
        assert written == []
    assert written == ["first", "second"]
    assert work.kept.keys() == {"events"}


def test_a_part_that_fails_takes_its_rows_with_it() -> None:
    with db.transaction():
        db.answer_once("hosts", "stays", request_hash=b"", act=lambda: 1)
        with pytest.raises(RuntimeError), db.transaction():
            db.answer_once("hosts", "goes", request_hash=b"", act=lambda: 1)
            raise RuntimeError
    assert list(DoorAnswer.objects.values_list("key", flat=True)) == ["stays"]
