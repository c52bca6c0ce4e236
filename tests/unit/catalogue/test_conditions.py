"""The closed vocabulary of conditions obeys ordinary logic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sojourn.catalogue.conditions import Condition

QUESTIONS = ("a.x", "a.y", "b.z")
VALUES = ("", "one", "two")
leaves = st.one_of(
    st.builds(lambda q, v: Condition(question=q, is_=v), st.sampled_from(QUESTIONS), st.sampled_from(VALUES)),
    st.builds(
        lambda q, v: Condition(question=q, in_=tuple(v)),
        st.sampled_from(QUESTIONS),
        st.lists(st.sampled_from(VALUES), max_size=3),
    ),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda c: Condition(not_=c), inner),
        st.builds(lambda cs: Condition(all_=tuple(cs)), st.lists(inner, max_size=3)),
        st.builds(lambda cs: Condition(any_=tuple(cs)), st.lists(inner, max_size=3)),
    ),
    max_leaves=8,
)
answers = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(VALUES))


@given(conditions, answers)
def test_not_turns_it_round(condition: Condition, told: dict[str, str]) -> None:
    assert Condition(not_=condition).holds(told) is not condition.holds(told)


@given(st.lists(conditions, max_size=4), answers)
def test_all_and_any_mirror_each_other(parts: list[Condition], told: dict[str, str]) -> None:
    turned = tuple(Condition(not_=part) for part in parts)
    assert Condition(all_=tuple(parts)).holds(told) is not Condition(any_=turned).holds(told)


@given(st.sampled_from(QUESTIONS), st.lists(st.sampled_from(VALUES), max_size=3), answers)
def test_in_is_any_of_is(question: str, values: list[str], told: dict[str, str]) -> None:
    each = tuple(Condition(question=question, is_=value) for value in values)
    assert Condition(question=question, in_=tuple(values)).holds(told) is Condition(any_=each).holds(told)


@given(conditions)
def test_what_is_built_from_the_vocabulary_is_well_formed(condition: Condition) -> None:
    assert all(part.is_well_formed for part in condition.walk())


def test_an_unanswered_question_is_the_empty_text() -> None:
    assert Condition(question="a.x", is_="").holds({})
    assert Condition(question="a.x", is_="").holds({"a.x": None})


def test_other_forms_are_not_well_formed() -> None:
    assert not Condition().is_well_formed
    assert not Condition(question="a.x").is_well_formed
    assert not Condition(is_="one").is_well_formed
    assert not Condition(question="a.x", is_="one", in_=("two",)).is_well_formed
    assert not Condition(question="a.x", not_=Condition(question="a.x", is_="one")).is_well_formed
