"""Compiles a checked folder to one canonical JSON document, and reads such documents back."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sojourn.catalogue.building import Builder, build_from_json, json_value
from sojourn.catalogue.checks import Check
from sojourn.catalogue.errors import PackNotFound
from sojourn.catalogue.gathering import gather
from sojourn.catalogue.reader import Problems
from sojourn.catalogue.types import Lists, Pack
from sojourn.lib import clock
from sojourn.lib.canonical import canonical_json, sha256_hex


@dataclass(frozen=True)
class Compiled:
    """A pack that passed its check, and the bytes to be stored."""

    pack: Pack
    document: bytes

    @property
    def sha256(self) -> str:
        return self.pack.sha256


def compile_folder(root: Path) -> Compiled:
    """Read, check and compile a pack. Raises: PackNotFound, PackInvalid with every problem."""
    if not (root / "pack.yaml").is_file():
        raise PackNotFound(folder=str(root))
    problems = Problems()
    tree = gather(root, problems)
    problems.stop_if_unread()
    builder = Builder(problems)
    pack = builder.build(Pack, tree)
    Check(pack, root, tree, builder, problems).run()
    problems.stop_if_any()
    document = canonical_json(json_value(pack))
    return Compiled(read_document(document), document)


def read_document(document: bytes) -> Pack:
    """The pack a stored document holds. Raises: PackInvalid for a document of another format."""
    sha256 = sha256_hex(document)
    pack: Pack = build_from_json(Pack, json.loads(document), name=f"document {sha256[:12]}")
    return _with_lists(replace(pack, sha256=sha256)).told_by(clock.today)


def _with_lists(pack: Pack) -> Pack:
    """Give each service the lists its answers are checked against."""
    lists = Lists(
        countries=frozenset(pack.countries),
        icao={country.icao: code for code, country in pack.countries.items() if country.icao},
        districts=frozenset(place.code for place in pack.territory.places()),
        currency=pack.currency,
    )
    services = {code: replace(service, lists=lists) for code, service in pack.services.items()}
    return replace(pack, services=services)


def differences(old: Any, new: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """What differs between two plain documents: path, old, new; a missing side is None."""
    if isinstance(old, dict) and isinstance(new, dict):
        found: list[tuple[str, Any, Any]] = []
        for key in sorted(set(old) | set(new)):
            found += differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
        return found
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = zip(old, new, strict=True)
        return [each for at, (a, b) in enumerate(pairs) for each in differences(a, b, f"{path}[{at}]")]
    return [] if old == new else [(path, old, new)]
