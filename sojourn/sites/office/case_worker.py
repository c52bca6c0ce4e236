"""The person an organisation applied for, on the page of the case: their paper, their words, an early end."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy

from sojourn.accounts.roles import Permission
from sojourn.cases.types import CaseStatus
from sojourn.flows import worker
from sojourn.flows.case_file import CaseFile
from sojourn.lib.types import Confidentiality
from sojourn.parties import queries
from sojourn.parties.types import EndOutcome, EndView, PartyView, Said, SaidKind
from sojourn.sites.office import health_papers
from sojourn.sites.office.desk import Desk

_OUTCOMES = {
    EndOutcome.HEARING: ("wait", gettext_lazy("The worker is being heard")),
    EndOutcome.SUSPENDED: ("wrong", gettext_lazy("Suspended: the permit goes on")),
    EndOutcome.ENDED: ("plain", gettext_lazy("The permit ended with the contract")),
    EndOutcome.GOES_ON: ("good", gettext_lazy("The permit goes on")),
}


@dataclass(frozen=True, slots=True)
class ToldParty:
    """What this desk sees of a party. said: words of exploitation for those who protect alone."""

    party: PartyView
    said: tuple[Said, ...]
    has_unread: bool
    may_act: bool
    may_open: bool
    may_judge: bool
    protects: bool
    end: EndView | None = None
    end_kind: str = ""
    end_said: str = ""
    may_end: bool = False
    may_go_on: bool = False
    may_lift: bool = False
    link: str = ""


def told(desk: Desk, file: CaseFile) -> ToldParty | None:
    """Nothing for a service whose applicant is the person themselves."""
    if file.service.case is None or file.service.case.person_contact is None:
        return None
    party = queries.find_of(file.case.subject)
    if party is None:
        return None
    protects = Confidentiality.PROTECTED in desk.reader.classes
    said = tuple(each for each in party.said if protects or each.kind is not SaidKind.EXPLOITATION)
    end, may = party.end, desk.may(Permission.CASES_WORK)
    is_open = end is not None and end.decided_at is None and file.case.status is CaseStatus.GRANTED
    kind, words = _OUTCOMES[end.outcome] if end else ("", "")
    return ToldParty(
        party=party,
        said=said,
        has_unread=any(each.read_at is None and each.kind is not SaidKind.TOLD for each in said),
        may_act=may,
        may_open=health_papers.may_open(desk, file),
        may_judge=_may_judge(desk, file, party),
        protects=protects,
        end=end,
        end_kind=kind,
        end_said=str(words),
        may_end=is_open and worker.may_end(party) and desk.may(Permission.CASES_PROPOSE),
        may_go_on=is_open and may,
        may_lift=is_open and protects and may and end is not None and end.outcome is EndOutcome.SUSPENDED,
        link=f"{settings.PUBLIC_BASE}{worker.link_of(party, file.case)}" if may else "",
    )


def _may_judge(desk: Desk, file: CaseFile, party: PartyView) -> bool:
    """Who looked at a certificate judges it: its scan here, or the paper itself in their hand."""
    may = desk.may(Permission.CASES_WORK) and health_papers.may_open(desk, file)
    return may and party.paper is not None
