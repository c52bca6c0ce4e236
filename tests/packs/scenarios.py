"""The scenarios of the packs of this repository, as the product reads and tries them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.scenarios import Scenario, files_in, read_scenarios
from sojourn.catalogue.types import Pack

ROOT = Path(__file__).resolve().parents[2] / "packs"


def scenarios_of(pack: str) -> list[Scenario]:
    return [each for file in files_in(ROOT / pack) for each in read_scenarios(file, root=ROOT / pack)]


@cache
def compiled(pack: str) -> Pack:
    return compile_folder(ROOT / pack).pack
