"""What several services ask, want or write alike stands once in `shared/` and is taken by `use`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sojourn.catalogue.reader import Node, Place, Problems, read_yaml

LISTS = ("pages", "documents", "phrases")
SETS = "letters"


def share(root: Path, services: Node, problems: Problems) -> Node:
    """The services with what they take from `shared/` written out at its place."""
    shelves = {name: _coded(_read(root, name, problems), problems) for name in LISTS}
    shelves[SETS] = dict(_read(root, SETS, problems).items())
    return Node({code: _with(node, shelves, problems) for code, node in services.items()}, services.place)


def _read(root: Path, name: str, problems: Problems) -> Node:
    path = root / "shared" / f"{name}.yaml"
    return read_yaml(path, root=root, problems=problems) if path.exists() else Node({}, Place("shared", 1))


def _coded(shelf: Node, problems: Problems) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for each in shelf.value:
        code = each.get("code")
        key = str(code.value) if code else ""
        if key in found:
            problems.add(each.place, expected="each code once", found=f"{key} (also at {found[key].place})")
        found[key] = each
    return found


def _with(service: Node, shelves: dict[str, dict[str, Node]], problems: Problems) -> Node:
    parts = dict(service.items())
    for name in LISTS:
        if name in parts and isinstance(parts[name].value, list):
            written = [
                each for item in parts[name].value for each in _taken(item, name, shelves[name], problems)
            ]
            parts[name] = Node(written, parts[name].place)
    if SETS in parts and isinstance(parts[SETS].value, dict):
        own = parts[SETS]
        taken = _taken(own, SETS, shelves[SETS], problems) if own.get("use") else iter(())
        known = {key: node for each in taken for key, node in each.items()}
        known |= {key: node for key, node in own.items() if key != "use"}
        parts[SETS] = Node(known, own.place)
    return Node(parts, service.place) if parts else service


def _taken(item: Node, name: str, shelf: dict[str, Node], problems: Problems) -> Iterator[Node]:
    """The item itself, or what it takes: `use: passport`, `use: [passport, contact]`."""
    use = item.get("use")
    if use is None:
        yield item
        return
    for code in use.value if isinstance(use.value, list) else [use]:
        if code.value in shelf:
            yield shelf[code.value]
        else:
            said = f"one of shared/{name}.yaml ({', '.join(sorted(shelf)) or 'which is empty'})"
            problems.add(code.place, expected=said, found=str(code.value))
