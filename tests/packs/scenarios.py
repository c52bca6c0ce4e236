"""The scenarios of the packs of this repository, as the product reads and tries them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid
from sojourn.catalogue.scenarios import Scenario, files_in, read_scenarios
from sojourn.catalogue.types import Pack

ROOT = Path(__file__).resolve().parents[2] / "packs"


def scenarios_of(pack: str) -> list[Scenario]:
    return [each for file in files_in(ROOT / pack) for each in read_scenarios(file, root=ROOT / pack)]


def compiled(pack: str) -> Pack:
    """A pack of the repository, read once. A wrong one is read once, too. Raises: PackInvalid."""
    found = _tried(pack)
    if isinstance(found, PackInvalid):
        raise found
    return found


@cache
def _tried(pack: str) -> Pack | PackInvalid:
    try:
        return compile_folder(ROOT / pack).pack
    except PackInvalid as invalid:
        return invalid
