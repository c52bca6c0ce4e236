"""Gathers the files of a pack's folder into one tree of nodes with the shape of `types.Pack`."""

from __future__ import annotations

import base64
from pathlib import Path

from sojourn.catalogue import rulebook
from sojourn.catalogue.reader import Node, Place, Problems, read_csv, read_yaml
from sojourn.catalogue.sharing import share

_TABLES = {"countries": True, "holidays": False, "districts": True}
_OPTIONAL = ("demonstration", "petitions", "finder", "regimes")
_HERE = Place("pack.yaml", 1)


def gather(root: Path, problems: Problems) -> Node:
    """One node for the whole pack. Unreadable or missing files are problems."""
    head = read_yaml(root / "pack.yaml", root=root, problems=problems)
    parts = dict(head.value) if isinstance(head.value, dict) else {}
    parts["parameters"] = _merged(root, "parameters", problems)
    parts["services"] = share(root, _by_code(root, "services", problems), problems)
    parts["letters"] = _by_code(root, "letters", problems)
    parts["offices"] = _keyed(_rows(root, "offices", problems), problems)
    tables = {name: _table(root, name, keyed, problems) for name, keyed in _TABLES.items()}
    regions = (
        _table(root, "regions", True, problems) if (root / "data/regions.csv").exists() else Node({}, _HERE)
    )
    parts["territory"] = Node({"districts": tables.pop("districts"), "regions": regions}, _HERE)
    parts |= tables
    parts["texts"] = _texts(root, problems)
    parts["rules"] = _plain(rulebook.sources_in(root / "rules", problems))
    parts["templates"] = _plain(_templates(root))
    for name in _OPTIONAL:
        path = root / f"{name}.yaml"
        if path.exists():
            parts[name] = read_yaml(path, root=root, problems=problems)
    if (root / "rights").is_dir() or (root / "telephones.yaml").exists():
        parts["rights"] = _rights(root, problems)
    return Node(parts, head.place)


def _rights(root: Path, problems: Problems) -> Node:
    """The texts of `rights/`, the numbers they and the finder name, and the words that stand around them."""
    found = {"texts": _by_code(root, "rights", problems)}
    for part, name, empty in (("telephones", "telephones", []), ("words", "rights-words", {})):
        path = root / f"{name}.yaml"
        nothing = Node(empty, Place("rights", 1))
        found[part] = read_yaml(path, root=root, problems=problems) if path.exists() else nothing
    return Node(found, Place("rights", 1))


def _files(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).glob("*.yaml"))


def _merged(root: Path, folder: str, problems: Problems) -> Node:
    """Files that are mappings, joined; a key may stand in one file only."""
    found: dict[str, Node] = {}
    for path in _files(root, folder):
        for key, node in read_yaml(path, root=root, problems=problems).items():
            if key in found:
                said = f"{key} (also at {found[key].place})"
                problems.add(node.place, expected="each name once in the pack", found=said)
            found[key] = node
    return Node(found, Place(folder, 1))


def _by_code(root: Path, folder: str, problems: Problems) -> Node:
    """Files that are one object each, by their code, which is the name of the file."""
    found: dict[str, Node] = {}
    for path in _files(root, folder):
        node = read_yaml(path, root=root, problems=problems)
        code = node.get("code")
        if code is not None and code.value != path.stem:
            problems.add(code.place, expected=f"the code {path.stem}, like the file", found=str(code.value))
        found[path.stem] = node
    return Node(found, Place(folder, 1))


def _rows(root: Path, folder: str, problems: Problems) -> Node:
    rows: list[Node] = []
    for path in _files(root, folder):
        node = read_yaml(path, root=root, problems=problems)
        if isinstance(node.value, list):
            rows += node.value
        else:
            problems.add(node.place, expected="a list", found="something else")
    return Node(rows, Place(folder, 1))


def _table(root: Path, name: str, keyed: bool, problems: Problems) -> Node:
    path = root / "data" / f"{name}.csv"
    if not path.exists():
        problems.add(Place("data", 1), expected=f"the table {path.name}", found="no such file")
        return Node({} if keyed else [], Place("data", 1))
    rows = read_csv(path, root=root, problems=problems)
    return _keyed(rows, problems) if keyed else rows


def _keyed(rows: Node, problems: Problems) -> Node:
    found: dict[str, Node] = {}
    for row in rows.value:
        code = row.get("code")
        key = str(code.value) if code is not None else ""
        if key in found:
            problems.add(row.place, expected="each code once", found=f"{key} (also at {found[key].place})")
        found[key] = row
    return Node(found, rows.place)


def _texts(root: Path, problems: Problems) -> Node:
    """Language → text path → text; the path is the name of the file and the keys inside it."""
    languages: dict[str, Node] = {}
    for folder in sorted((root / "locale").glob("*/")):
        texts: dict[str, Node] = {}
        for path in sorted(folder.glob("*.yaml")):
            _flatten(read_yaml(path, root=root, problems=problems), path.stem, texts, problems)
        languages[folder.name] = Node(texts, Place(f"locale/{folder.name}", 1))
    return Node(languages, Place("locale", 1))


def _flatten(node: Node, path: str, texts: dict[str, Node], problems: Problems) -> None:
    if isinstance(node.value, dict):
        for key, inner in node.items():
            _flatten(inner, f"{path}.{key}", texts, problems)
    elif isinstance(node.value, str) and node.value.strip():
        texts[path] = Node(node.value.strip(), node.place)
    else:
        problems.add(node.place, expected=f"a text for {path}", found=repr(node.plain()))


def _templates(root: Path) -> dict[str, str]:
    """The letters' template bytes, so that a stored pack prints without its folder."""
    return {
        path.name: base64.b64encode(path.read_bytes()).decode("ascii")
        for path in sorted((root / "letters").glob("*.typ"))
    }


def _plain(values: dict[str, str]) -> Node:
    return Node({key: Node(value, _HERE) for key, value in values.items()}, _HERE)
