"""What changes in the services between two packs: questions, papers, grounds, rules, letters, texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from sojourn.catalogue.building import key_of
from sojourn.catalogue.types import Pack, Question, Service
from sojourn.catalogue.uses import uses_of
from sojourn.catalogue.wording import document, many, said, title

_LISTS = {
    "documents": ("paper", "code"),
    "grounds": ("ground", "code"),
    "consultations": ("opinion of", "body"),
    "phrases": ("reason", "code"),
    "outcomes": ("answer", "code"),
    "stages": ("stage", "code"),
}
"""Parts that are lists: how one of them is called, and what it is known by."""

_APART = frozenset(("code", "lists", "pages", "facts", *_LISTS))


def changes_of_services(old: Pack, new: Pack) -> Iterator[tuple[str, str]]:
    """Code of a service, and a sentence."""
    for code in sorted({*old.services, *new.services}):
        before, after = old.services.get(code), new.services.get(code)
        if before is None:
            yield code, f"a new service: {title(new, code)}"
        elif after is None:
            yield code, f"no longer offered: {title(old, code)}"
        else:
            for words in _service(before, after, old, new):
                yield code, words


def _service(before: Service, after: Service, old: Pack, new: Pack) -> Iterator[str]:
    for each in fields(after):
        was, will = getattr(before, each.name), getattr(after, each.name)
        if was != will and each.name in _LISTS:
            yield from _list(*_LISTS[each.name], was, will)
        elif was != will and each.name not in _APART:
            yield f"{key_of(each.name)}: {_changed(was, will)}"
    yield from _questions(before.questions(), after.questions())
    yield from _pages(before, after)
    yield from _facts(before, after)
    yield from _rules(after, old, new)
    yield from _texts(after.code, old, new)


def _changed(was: Any, will: Any) -> str:
    """What is otherwise; of a thing with fields only those that are."""
    if is_dataclass(was) and type(was) is type(will):
        return document(was, will)
    return f"{said(will)} instead of {said(was)}"


def _list(called: str, key: str, was: Any, will: Any) -> Iterator[str]:
    before, after = ({getattr(each, key): each for each in rows} for rows in (was, will))
    for code in dict.fromkeys((*before, *after)):
        if before.get(code) != after.get(code):
            yield f"{called} {code}: {document(before.get(code), after.get(code))}"
    if list(before) != list(after) and set(before) == set(after):
        yield f"{called}s in another order: {', '.join(after)}"


def _questions(before: Mapping[str, Question], after: Mapping[str, Question]) -> Iterator[str]:
    for path in dict.fromkeys((*before, *after)):
        if before.get(path) != after.get(path):
            yield f"question {path}: {document(before.get(path), after.get(path))}"


def _pages(before: Service, after: Service) -> Iterator[str]:
    was, will = ([page.code for page in service.pages] for service in (before, after))
    if was != will:
        yield f"pages: {', '.join(will)}; they were: {', '.join(was)}"


def _facts(before: Service, after: Service) -> Iterator[str]:
    was, will = before.facts.from_, after.facts.from_
    moved = [fact for fact in dict.fromkeys((*was, *will)) if was.get(fact) != will.get(fact)]
    if moved:
        told = ", ".join(f"{fact} from {will.get(fact, 'nowhere')}" for fact in moved)
        yield f"the rules are told otherwise: {told}"


def _rules(after: Service, old: Pack, new: Pack) -> Iterator[str]:
    """Rules whose own source, or that of a function they call, is another one."""
    edited = {name for name in new.rules if old.rules.get(name) != new.rules[name]}
    uses = uses_of(new, after)
    for role, functions in uses.functions.items():
        touched = sorted(functions & edited)
        if touched:
            yield f"{role} is worked out anew: {', '.join(touched)}"


def _texts(code: str, old: Pack, new: Pack) -> Iterator[str]:
    for language in new.languages:
        before, after = old.texts.get(language, {}), new.texts.get(language, {})
        paths = {path for path in {*before, *after} if path.startswith(f"{code}.")}
        changed = sorted(path for path in paths if before.get(path) != after.get(path))
        if changed:
            shown = ", ".join(path.removeprefix(f"{code}.") for path in changed[:6])
            yield f"{many(len(changed), 'text')} in {language}: {shown}{' …' if changed[6:] else ''}"
