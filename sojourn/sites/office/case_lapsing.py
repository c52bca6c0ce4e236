"""A lapse taken back: the duty had been paid before it was recorded, and told of only afterwards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.cases.errors import ReasonMissing
from sojourn.flows.case_file import CaseFile
from sojourn.flows.undo_lapse import undo_lapse
from sojourn.sites.office.case_handling import reasoned
from sojourn.sites.office.case_steps import power_of
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page


@staff_page(Permission.CASES_APPROVE, purpose=PURPOSE)
def undo(desk: Desk, case_id: UUID) -> HttpResponse:
    """The grant stands again, and the card can be made. No clock does it: an officer decides."""

    def act(file: CaseFile, typed: dict[str, str], version: int | None) -> None:
        if not typed["reason"].strip():
            raise ReasonMissing
        undo_lapse(
            file,
            words={file.pack.languages[0]: typed["reason"].strip()},
            power=power_of(desk, file.case, Permission.CASES_APPROVE),
            version=version,
            by=desk.actor,
        )

    return reasoned(
        desk,
        case_id,
        title=gettext("Take the lapse back"),
        lead=gettext(
            "The duty was paid before the lapse was recorded, and we were told of it only afterwards."
        ),
        button=gettext("Take the lapse back"),
        said="lapse-undone",
        act=act,
    )
