"""Whether a payment counts by who paid: a duty an employer owes comes from its own account. R-WP-13."""

from __future__ import annotations

from sojourn.cases.errors import CaseNotFound
from sojourn.catalogue.explain import ask_given
from sojourn.flows.case_file import THE_STORY, CaseFile, open_for_the_story
from sojourn.lib import clock
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.payments import queries as payments
from sojourn.payments.types import ProviderNotice


def payment_counts(notice: ProviderNotice) -> bool:
    """Where the channel does not tell who paid, or the service does not ask, it counts."""
    if not notice.payer:
        return True
    return all(_counts(notice, each) for each in payments.list_subjects(notice) if each.kind == "case")


def _counts(notice: ProviderNotice, about: Subject) -> bool:
    try:
        file = open_for_the_story(about.id)
    except CaseNotFound:
        return True
    day = clock.legal_day(notice.paid_at)
    told = {"paid-on": day, "payer": notice.payer, "employer": _tax_number(file)}
    asked = ask_given(file.pack, file.service.paid_by, on=day, given=told)
    return asked is None or asked.value.eligible


def _tax_number(file: CaseFile) -> str:
    principal = file.case.principal
    if principal is None or principal.kind != "organisation":
        return ""
    return organisations.get_organisation(principal.id, to=THE_STORY).tax_number
