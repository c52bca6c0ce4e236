"""Every write has an actor, runs in a transaction and leaves an event; only the owner writes its rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.reach import Group, is_write, writes
from tests.architecture.source import Module, called_name, calls, decorators, height, modules

RECORD = "sojourn.audit.actions.record"
RECORDERS = {"audit", "lib"}
"""The rooms that make recording possible."""


COUNTED_ONLY = {
    "sojourn.permits.verify.verify": "a try is counted for a day, under a keyed digest",
    "sojourn.permits.verify.identify": "likewise",
    "sojourn.permits.verify.erase_old_tries": "forgets those counts",
    "sojourn.accounts.actions.codes.may_write_to": "counts messages to a contact, under a keyed digest",
    "sojourn.accounts.actions.tries.count_wrong_receipt": "counts tries of an address, under a keyed digest",
    "sojourn.accounts.actions.tries.may_file_petition": "likewise",
    "sojourn.accounts.actions.tries.may_hand_in_petition_paper": "likewise",
    "sojourn.accounts.actions.tokens.count_wrong_token": "counts a try from an address, under a keyed digest",
    "sojourn.accounts.actions.tokens.note_token_used": "the day of last use; each act is told itself",
    "sojourn.cases.actions.drafting.keep_working_paper": "an officer's unsent text: nothing is done yet",
    "sojourn.cases.actions.drafting.discard_working_paper": "forgets it",
}
"""Writes that leave no event, each with its reason."""


def rooms_of(every: tuple[Module, ...]) -> dict[str, Group]:
    names = {m.room for m in every if m.parts and m.parts[0] not in {"sites", "project", "flows", *RECORDERS}}
    return {room: Group(tuple(m for m in every if m.room == room)) for room in names if room}


def silent_writes(every: tuple[Module, ...]) -> Iterator[str]:
    """Actions that write and reach neither `audit.record` nor another room's action."""
    for group in rooms_of(every).values():
        for module, function, reached in actions_of(group):
            recorded = any(name == RECORD or _is_action_elsewhere(name, module) for name in reached)
            if not recorded and writes(function, group, module):
                yield f"{module.name}.{function.name}"


def actions_of(group: Group) -> Iterator[tuple[Module, ast.FunctionDef, set[str]]]:
    for module in group.modules:
        for function in module.functions():
            if isinstance(function, ast.FunctionDef) and "transaction_required" in decorators(function):
                yield module, function, group.reaches(function, module)


def _is_action_elsewhere(name: str, module: Module) -> bool:
    parts = name.split(".")
    return len(parts) > 3 and parts[0] == "sojourn" and parts[2] == "actions" and parts[1] != module.room


def unguarded_actions(every: tuple[Module, ...]) -> Iterator[str]:
    """Public functions in `actions` that write and do not require a transaction."""
    for group in rooms_of(every).values():
        for module in group.modules:
            if module.file != "actions":
                continue
            for function in module.tree.body:
                public = isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
                if (
                    public
                    and "transaction_required" not in decorators(function)
                    and writes(function, group, module)
                ):
                    yield f"{module.name}.{function.name}"


def actorless_actions(every: tuple[Module, ...]) -> Iterator[str]:
    """Public actions that record and do not say who acts."""
    for group in rooms_of(every).values():
        for module, function, reached in actions_of(group):
            arguments = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
            actors = {"by", "to", "filing", "sign_in"}
            if (
                module.file == "actions"
                and RECORD in reached
                and not function.name.startswith("_")
                and not arguments & actors
            ):
                yield f"{module.name}.{function.name}"


def writes_outside_actions(every: tuple[Module, ...]) -> Iterator[str]:
    """Rows changed in queries, rules, flows or sites, or on a row reached through another room's key."""
    for module in every:
        if module.file in {"queries", "rules", "types"} or module.parts[:1] in {("flows",), ("sites",)}:
            yield from _row_writes(module)
        yield from _writes_through_keys(module)


def _row_writes(module: Module) -> Iterator[str]:
    names = module.names()
    for call in calls(module.tree):
        written, last = ast.unparse(call.func), called_name(call).rsplit(".", 1)[-1]
        is_our_action = names.get(written.split(".")[0], "").startswith("sojourn.")
        row_like = ".objects." in written or last in {"bulk_create", "bulk_update", "save", "create"}
        if is_write(written) and row_like and not is_our_action and "session" not in written:
            yield f"{module.name}:{call.lineno} {written}"


def _writes_through_keys(module: Module) -> Iterator[str]:
    foreign = _foreign_names(module.room)
    for call in calls(module.tree):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        through_key = isinstance(owner, ast.Attribute) and owner.attr in foreign
        if through_key and is_write(ast.unparse(call.func)):
            yield f"{module.name}:{call.lineno} {ast.unparse(call.func)}"


def _foreign_names(room: str) -> set[str]:
    """Names of a room's keys to rows of other rooms."""
    return {
        f.name for model in ours() if model._meta.app_label == room for f in keys(model) if leaves_room(f)
    }


def keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]


def leaves_room(key: models.ForeignKey) -> bool:
    return key.model._meta.app_label != key.related_model._meta.app_label


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("sojourn.")]


def rising_keys(every: list[type[models.Model]]) -> Iterator[str]:
    """Foreign keys that do not point down, or that give the room below a name for the one above."""
    for model in every:
        for key in keys(model):
            if not leaves_room(key) or not key.related_model.__module__.startswith("sojourn."):
                continue
            if height(model._meta.app_label) <= height(key.related_model._meta.app_label):
                yield f"{key} points up or sideways"
            if not key.remote_field.hidden:
                yield f"{key} needs related_name='+'"


WITHOUT_CLASS = {
    "events.SAFE_CHANNELS_CHOSEN": "an account has no class",
    "events.LIST_OPENED": "a list has no class",
    "events.LIST_ERASED": "a list has no class",
    "events.LIST_FILED": "a hotel's list has no class; each registration made from it has",
}
"""Events of rooms with classes that are about something without one."""


def unclassed_records(every: tuple[Module, ...]) -> Iterator[str]:
    """Events about rows that have a class, recorded without it: a protected one would tell of itself."""
    classed = {
        m._meta.app_label for m in ours() if "confidentiality" in {f.name for f in m._meta.get_fields()}
    }
    for module in every:
        for call in calls(module.tree):
            given = {keyword.arg for keyword in call.keywords}
            recorded = called_name(call) == "audit.record" and module.room in classed - RECORDERS
            about_classless = bool(call.args) and ast.unparse(call.args[0]) in WITHOUT_CLASS
            if recorded and not about_classless and not {"confidentiality", None} & given:
                yield f"{module.name}:{call.lineno}"


def test_every_write_action_leaves_an_event() -> None:
    assert sorted(set(silent_writes(modules())) - set(COUNTED_ONLY)) == []


def test_nothing_is_excused_that_needs_no_excuse() -> None:
    assert set(COUNTED_ONLY) - set(silent_writes(modules())) == set()


def test_every_action_that_writes_requires_a_transaction() -> None:
    assert sorted(unguarded_actions(modules())) == []


def test_every_action_knows_its_actor() -> None:
    assert sorted(actorless_actions(modules())) == []


def test_only_actions_of_the_owner_change_rows() -> None:
    assert sorted(writes_outside_actions(modules())) == []


def test_foreign_keys_point_down() -> None:
    assert sorted(rising_keys(ours())) == []


def test_events_carry_the_class_of_what_they_are_about() -> None:
    assert sorted(unclassed_records(modules())) == []


HEAD = "from sojourn.lib.db import transaction_required\nfrom sojourn.audit import actions as audit\n"
SILENT = HEAD + "@transaction_required\ndef close(x, *, by):\n    _keep(x)\ndef _keep(x):\n    x.save()\n"
SILENT_SQL = HEAD + "@transaction_required\ndef close(c, *, by):\n    c.execute('DELETE FROM t')\n"
TOLD = SILENT + "    audit.record(CLOSED, subject=x, by=x)\n"
UNGUARDED = "def close(x, *, by):\n    Fine.objects.filter(id=x).update(open=False)\n"
ACTORLESS = HEAD + "@transaction_required\ndef close(x):\n    audit.record(CLOSED, subject=x)\n"


def example(text: str, name: str = "sojourn.stays.actions") -> tuple[Module, ...]:
    return (Module(name, text),)


def test_a_write_that_is_not_recorded_is_found() -> None:
    assert list(silent_writes(example(SILENT))) == ["sojourn.stays.actions.close"]
    assert list(silent_writes(example(SILENT_SQL))) == ["sojourn.stays.actions.close"]
    assert list(silent_writes(example(TOLD))) == []


def test_a_write_outside_a_transaction_is_found() -> None:
    assert list(unguarded_actions(example(UNGUARDED))) == ["sojourn.stays.actions.close"]
    assert list(unguarded_actions(example(TOLD))) == []


def test_an_act_of_nobody_is_found() -> None:
    assert list(actorless_actions(example(ACTORLESS))) == ["sojourn.stays.actions.close"]
    assert list(actorless_actions(example(TOLD))) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sojourn.stays.queries", "def get(x):\n    x.save()\n"),
        ("sojourn.flows.register_stay", "Registration.objects.filter(id=1).update(a=1)\n"),
        ("sojourn.sites.office.views", "Registration.objects.create(a=1)\n"),
    ],
)
def test_a_write_in_the_wrong_place_is_found(name: str, text: str) -> None:
    assert len(list(writes_outside_actions(example(text, name)))) == 1


def test_a_write_to_the_row_behind_a_key_is_found() -> None:
    key = next(key for model in ours() for key in keys(model) if leaves_room(key))
    text = f"def close(row):\n    row.{key.name}.save()\n"
    module = f"sojourn.{key.model._meta.app_label}.actions"
    assert len(list(writes_outside_actions(example(text, module)))) == 1


def test_an_action_of_a_room_may_be_called_save() -> None:
    text = "from sojourn.applications import actions as applications\napplications.save(1)\n"
    assert list(writes_outside_actions(example(text, "sojourn.flows.x"))) == []


def test_a_dictionary_may_be_updated_anywhere() -> None:
    assert list(writes_outside_actions(example("facts.update(a=1)\n", "sojourn.flows.x"))) == []


def test_a_key_that_points_up_is_found() -> None:
    class Wrong(models.Model):
        beside = models.ForeignKey("organisations.Organisation", models.PROTECT)

        class Meta:
            app_label = "people"

    try:
        found = sorted(rising_keys([Wrong]))
    finally:
        del apps.all_models["people"]["wrong"]
        apps.clear_cache()
    assert [words.split(" ", 1)[1] for words in found] == ["needs related_name='+'", "points up or sideways"]


def test_an_event_without_its_class_is_found() -> None:
    assert len(list(unclassed_records(example(TOLD, "sojourn.documents.actions")))) == 1
    classed = TOLD.replace("by=x)", "by=x, confidentiality=x.confidentiality)")
    assert list(unclassed_records(example(classed, "sojourn.documents.actions"))) == []
