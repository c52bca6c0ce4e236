"""A child's part is asked in every service a child may need, and of nobody else."""

from __future__ import annotations

import pytest

from sojourn.catalogue.forms import pages_that_apply
from sojourn.catalogue.types import Service
from tests.packs.scenarios import compiled

_PACK = compiled("azerbaijan")
_FOR_ANYBODY = [each for each in _PACK.services.values() if "applicant.filer" in each.questions()]
_OF_A_CHILD = {"child", "child-wishes"}


def _asked(service: Service, filer: str) -> set[str]:
    return {page.code for page in pages_that_apply(service, {"applicant.filer": filer})}


def _papers(service: Service, filer: str) -> set[str]:
    return {each.code for each in service.documents_needed({"applicant.filer": filer})}


def _agreement(service: Service) -> str:
    """A notary confirms what a child agrees to, but of what is protected no notary learns."""
    return "child-agreement" if service.is_protected else "consent-of-child"


def test_there_are_services_a_child_may_need() -> None:
    assert len(_FOR_ANYBODY) >= 20


@pytest.mark.parametrize("service", _FOR_ANYBODY, ids=lambda each: each.code)
def test_who_speaks_for_a_child_says_so_and_tells_what_the_child_wishes(service: Service) -> None:
    for filer in ("child-under-14", "child-14-17"):
        assert _asked(service, filer) >= _OF_A_CHILD
    assert _agreement(service) in _asked(service, "child-14-17")
    assert _agreement(service) not in _asked(service, "child-under-14")


@pytest.mark.parametrize("service", _FOR_ANYBODY, ids=lambda each: each.code)
def test_an_adult_is_asked_none_of_it(service: Service) -> None:
    for filer in ("self", "other-person"):
        assert not _asked(service, filer) & {*_OF_A_CHILD, "child-agreement", "consent-of-child"}
        assert "consent-of-child" not in _papers(service, filer)


@pytest.mark.parametrize("service", _FOR_ANYBODY, ids=lambda each: each.code)
def test_the_paper_of_consent_is_asked_of_whoever_is_fourteen_and_not_protected(service: Service) -> None:
    assert ("consent-of-child" in _papers(service, "child-14-17")) is not service.is_protected
    assert "consent-of-child" not in _papers(service, "child-under-14")


@pytest.mark.parametrize("service", _FOR_ANYBODY, ids=lambda each: each.code)
def test_officers_see_what_is_open_of_a_child(service: Service) -> None:
    told = set(service.facts.from_.values())
    assert told >= {"applicant.filer", "passport.birth-date", "child.relation", "child-wishes.heard"}
    assert {"child-relation-unknown", "child-to-be-heard", "of-age-when-filed"} <= set(service.reasons)
