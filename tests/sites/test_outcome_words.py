"""A favourable outcome is called what it is wherever it is read: nobody grants a notice or a complaint."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from sojourn.cases.types import CaseStatus, CaseView, DecisionKind
from sojourn.lib import clock
from sojourn.sites.office import case_words as office
from sojourn.sites.portal.case_words import standing_of
from tests.factories import cases
from tests.factories.cases import opened

pytestmark = pytest.mark.django_db
NOT_GRANTED = (
    *("card-change", "card-replacement", "protection-card", "highly-qualified-migrant"),
    *("foreign-citizenship-notice", "refugee-travel-document", "stateless-travel-document"),
    *("citizenship-admission", "citizenship-restoration", "citizenship-renunciation"),
    *("voluntary-return", "administrative-appeal", "refugee-status", "statelessness-determination"),
)
GRANTED = {"en": "Granted", "az": "İcazə", "ru": "Разрешен"}


@pytest.fixture
def permit() -> CaseView:
    with clock.frozen(cases.FILED_ON):
        return opened(cases.apply().case_id).case


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_what_is_no_permit_is_not_called_granted(permit: CaseView, language: str) -> None:
    for service in NOT_GRANTED:
        case = replace(permit, service=service, status=CaseStatus.GRANTED)
        with override(language):
            said = standing_of(case)
            shown = f"{said.word} {said.sentence} {office.status_tag(case)}"
            assert GRANTED[language] not in shown, (service, shown)


def test_a_permit_is_granted_and_a_notice_entered_for_applicant_and_officer_alike(permit: CaseView) -> None:
    notice = replace(permit, service="foreign-citizenship-notice", status=CaseStatus.GRANTED)
    with override("en"):
        assert standing_of(replace(permit, status=CaseStatus.GRANTED)).word == "Granted"
        assert standing_of(notice).word == "Notice entered"
        assert "Notice entered" in office.status_tag(notice)
        assert office.decision(DecisionKind.GRANT, notice) == "Enter the notice"
        assert office.decision(DecisionKind.GRANT, permit) == "Grant"
