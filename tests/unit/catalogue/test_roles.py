"""A pack says which of its services is the registration; the service keeps the contract of that part."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid, ServiceUnknown
from sojourn.catalogue.role_checks import CONTRACTS
from sojourn.catalogue.types import Pack
from tests.unit.catalogue.conftest import ROOT

Refused = Callable[[str, str], str]


def test_each_country_calls_its_services_as_it_likes(country: Pack, arcadia: Pack) -> None:
    assert country.service_for("registration").code == "registration-of-stay"
    assert arcadia.service_for("registration").code == "arrival-registration"
    assert arcadia.service_for("departure").code == "leaving-notice"


def test_a_country_without_such_a_service_has_none(example: Path) -> None:
    pack = compile_folder(example).pack
    assert pack.find_service_for("registration") is None
    with pytest.raises(ServiceUnknown):
        pack.service_for("registration")


def test_every_path_of_the_contract_is_published() -> None:
    page = (ROOT / "docs/reference/pack.md").read_text("utf-8")
    assert not [path for paths in CONTRACTS.values() for path in paths if f"`{path}`" not in page]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """What the check says of Arcadia when a piece of its registration is replaced."""
    folder = tmp_path / "arcadia"
    shutil.copytree(ROOT / "packs/arcadia", folder)
    service = folder / "services/arrival-registration.yaml"

    def spoil(old: str, new: str) -> str:
        written = service.read_text("utf-8")
        assert old in written
        service.write_text(written.replace(old, new, 1), "utf-8")
        with pytest.raises(PackInvalid) as reason:
            compile_folder(folder)
        return str(reason.value)

    return spoil


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "arrived-here-on, type: date",
            "arrived-here-on, type: text",
            "expected date for stay.arrived-here-on",
        ),
        (
            "place, type: address, answer: required",
            "place, type: address",
            "expected required for stay.place",
        ),
        ("code: place,", "code: address,", "expected a question stay.place for the part registration"),
        ("validity: arrival.validity\n", "", "expected validity: for the part registration"),
        ("letter: registration\n", "", "expected letter: for the part registration"),
        (
            "      - {code: copy,",
            "      - {code: sex, type: choice, options: [man, woman]}\n      - {code: copy,",
            "expected of female, male, other for passport.sex; found man, woman",
        ),
    ],
)
def test_a_registration_the_platform_cannot_read_is_refused(
    refused: Refused, old: str, new: str, told: str
) -> None:
    said = refused(old, new)
    assert any(
        told in line for line in said.splitlines() if line.startswith("services/arrival-registration.yaml:")
    ), said


def test_a_number_that_fits_no_address_and_no_seal_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "arcadia"
    shutil.copytree(ROOT / "packs/arcadia", folder)
    head = folder / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace('"ARC-S-{yyyy}', '"ARC/S/{yyyy}'), "utf-8")
    with pytest.raises(PackInvalid, match=r"pack\.yaml:14: expected capitals, digits and hyphens"):
        compile_folder(folder)
