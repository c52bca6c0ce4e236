"""Whoever reads what is personal says to whom: a reader, or the one whose own it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import FunctionNode, Module, modules

PERSONAL = {
    "Draft",
    "DocumentView",
    "FiledList",
    "Found",
    "FoundPage",
    "GuestRow",
    "Happened",
    "Hit",
    "HoldNotice",
    "HoldView",
    "InboxMessage",
    "Issued",
    "LateCandidate",
    "MandateView",
    "MemberView",
    "Objection",
    "Objector",
    "OutgoingMessage",
    "PersonView",
    "Reading",
    "RegistrationView",
    "Searched",
    "ServiceView",
    "ToldApart",
    "Validity",
}
"""What queries answer with that tells of people."""

OWN = {"holder", "account_id", "account", "by_account", "organisation_id", "sides", "principals", "contacts"}
"""Arguments by which a query is narrowed, in SQL, to what belongs to the one who asks."""

UNREAD = {
    "notices.list_outbox": "the outbox of the demonstration, where everyone may read everything",
    "notices.list_services": "the record of how a document was served, by a document the caller was shown",
    "notices.find_service": "the same, of several documents",
    "notices.list_recorded_services": "the same, corrected ones included",
    "notices.counting": "chooses among services that were read already",
    "stays.get_objector": "where an answer is sent to; it is never shown",
    "stays.as_view": "a row that was read already, as others see it",
    "applications.as_draft": "a row that was read already, as others see it",
    "applications.as_told": "a row that was read already, as others see it",
    "applications.rows_of": "a row that was read already, as others see it",
    "notices.inbox_message": "a row that was read already, as others see it",
    "organisations.mandate_view_of": "a row that was read already, as others see it",
}
"""Queries without a reader, each with its reason."""


def readerless(every: tuple[Module, ...]) -> Iterator[str]:
    """Public queries that answer with something personal and do not say to whom."""
    for module in every:
        if module.file == "queries":
            for node in module.tree.body:
                public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
                if public and _tells_of_people(node) and not _arguments(node) & {"to", *OWN}:
                    yield f"{module.room}.{node.name}"


def _tells_of_people(function: FunctionNode) -> bool:
    answer = ast.unparse(function.returns) if function.returns else ""
    return bool(PERSONAL & set(answer.replace("[", " ").replace("]", " ").replace(",", " ").split()))


def _arguments(function: FunctionNode) -> set[str]:
    return {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}


def test_every_reading_of_people_says_to_whom() -> None:
    assert sorted(set(readerless(modules())) - set(UNREAD)) == []


def test_no_reading_is_excused_that_needs_no_excuse() -> None:
    assert set(UNREAD) - set(readerless(modules())) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def get(id) -> RegistrationView: ...\n", ["stays.get"]),
        ("def find(id) -> dict[UUID, Issued] | None: ...\n", ["stays.find"]),
        ("def get(id, *, to) -> RegistrationView: ...\n", []),
        ("def list_of(account_id) -> list[RegistrationView]: ...\n", []),
        ("def count(id) -> int: ...\n", []),
        ("def _get(id) -> RegistrationView: ...\n", []),
    ],
)
def test_a_reading_without_a_reader_is_found(text: str, found: list[str]) -> None:
    assert list(readerless((Module("sojourn.stays.queries", text),))) == found
