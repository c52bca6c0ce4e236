"""What a room refuses in a case, as a sentence for the officer: who was faster, when, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.accounts import queries as accounts
from sojourn.cases import errors as cases
from sojourn.flows import errors as flows
from sojourn.lib.db import KeyUsedDifferently
from sojourn.lib.errors import SojournError
from sojourn.notices import errors as notices
from sojourn.parties import errors as parties
from sojourn.payments import errors as payments
from sojourn.permits.errors import DocumentUnknown
from sojourn.quotas import errors as quotas
from sojourn.reviews import errors as reviews
from sojourn.sites.ui.spoken import spoken_date, spoken_instant

SENTENCES: Mapping[type[SojournError], Any] = {
    cases.ActNotAllowed: _(
        "This cannot be done with the case as it stands now. Look at where it stands below."
    ),
    cases.ChangedMeanwhile: _(
        "{by} changed this case at {at}. Look at it again; what you typed is kept here."
    ),
    cases.ActedOnMeanwhile: _("This cannot be taken back any more: {by} acted on it at {at}."),
    cases.OfAnotherOfficer: _("Only who did this takes it back: {by}, {at}."),
    flows.LetterOut: _(
        "The letter of this request was opened in the office at {at}. It may have left the house."
    ),
    cases.TakenByAnother: _("{by} has had this in hand since {at}."),
    cases.AlreadyDecided: _("This was already decided: by {by}, {at}."),
    cases.SameOfficer: _("You proposed this decision. Another officer approves or returns it."),
    cases.Recused: _("This officer may not work on the case: it is their own, or they withdrew from it."),
    cases.TooManyCorrections: _("Corrections were asked for as often as the law allows. Decide on the file."),
    cases.KnownBefore: _(
        "Something of this could be seen at the first request. Ask only for what has changed since, or say"
        " why it could not be known then."
    ),
    cases.NothingAsked: _("Choose at least one question and what is wrong with it."),
    cases.NotServedYet: _(
        "The request was not served yet. The time to answer runs from its recorded service."
    ),
    cases.StillTimeToAnswer: _("The applicant may still answer, until {until}."),
    cases.HearingMissing: _(
        "A refusal needs an intended refusal on the same reasons, announced, served, and answered or left"
        " unanswered in its time."
    ),
    cases.SilenceMissing: _(
        "A case is left unexamined only when its correction was served, reminded of, and not answered in its"
        " time."
    ),
    cases.ReasonMissing: _("Give a reason."),
    cases.ReasonUnknown: _("The service does not give this reason for such a decision."),
    cases.TextMissing: _("Say why in your own words, in the language in which the decision is authentic."),
    cases.TermNotPossible: _("This term cannot be granted. The rules allow one until {until} at most."),
    flows.NotPaidInTime: _("No payment for this case was made before its lapse was recorded."),
    payments.ProviderFailed: _(
        "The payment provider does not answer. Until it does nobody can say that it was not paid."
    ),
    flows.QuestionUnknown: _("This service does not ask that question."),
    cases.NothingAdded: _("Choose a day later than the last day as it is now."),
    flows.NotExtendable: _("The law of this service gives no more time than its limit."),
    cases.ExtensionTooLate: _("The last day has passed. More time is taken before it, not after."),
    cases.ExtensionUsed: _("More time was taken as often as the law lets it be taken."),
    cases.BeyondExtension: _(
        "So much time the law does not give. The last day can be {until} at the latest."
    ),
    flows.ValueMissing: _("A reason you ticked needs a value to be a whole sentence."),
    cases.ConsultationNotOpen: _("This body was not asked, or has answered already."),
    cases.NotAppealable: _("There is no decision an appeal could be filed against."),
    cases.AppealPending: _("An appeal against this decision is already being examined."),
    cases.AppealNotFound: _("There is no open appeal in this case."),
    cases.NotUninvolved: _("You had part in this case. Someone without part in it decides the appeal."),
    cases.TermNotRestored: _("The appeal came late. Decide first whether it is examined all the same."),
    cases.TermSettled: _("The appeal came in time, or this was decided about it already."),
    cases.DecidedOnAppeal: _("This was decided on appeal already. Against it the person goes to court."),
    cases.OfAnotherOffice: _("Another office decides this case."),
    cases.OwnAnnouncement: _("You announced this refusal. Another officer takes down the answer to it."),
    cases.DayNotPossible: _(
        "This cannot have been on that day: it lies before what it follows, or after today."
    ),
    flows.OutcomeNotChosen: _("Choose which answer of this service the decision gives."),
    parties.EndNotOpen: _("No notice of an early end waits for a decision."),
    parties.AnotherPaper: _("The worker gave another certificate meanwhile. Look at that one."),
    parties.EndSuspended: _("The end is suspended. Ask the protection desk; until it says so nothing ends."),
    parties.StillToBeHeard: _("The worker may still answer, until {until}."),
    parties.PartyUnknown: _("The worker gave nothing yet."),
    quotas.NoPlaceLeft: _(
        "All places of the quota of {year} are taken. The case waits for one to become free. A refusal for"
        " want of a place is a decision of its own."
    ),
    quotas.PlaceUnknown: _("This case does not wait for a place of a year that is over."),
    flows.StageUnknown: _("This service has no such stage."),
    flows.NotReportable: _("Nothing in this case rests on somebody else of the family."),
    reviews.ReviewClosed: _("Another officer closed this already."),
    flows.RepresentativeMissing: _(
        "The child is alone. Before anybody asks it anything, record who represents it, on that day or an"
        " earlier one."
    ),
    flows.RepresentativeUnnamed: _("Write in the note who represents the child and how they are reached."),
    flows.StageBarred: _("At present this is not done. The findings of the case say why."),
    flows.DangerTold: _(
        "Whoever applies said that they are forced to it. Nothing is granted while this answer stands:"
        " speak with them alone."
    ),
    flows.HoldOpen: _("No step may be taken for this person at present. Ask the protection desk."),
    flows.StageOpen: _("Something that comes before this is not recorded yet: see the stages of the case."),
    flows.NothingGranted: _("This case grants nothing a card could be made of."),
    flows.CardStands: _("There is nothing to do here: look at which card stands now."),
    flows.NothingChanged: _("Nothing of what the card says differs yet. Enter what is so now."),
    flows.ReportInTheFuture: _("It cannot be told before it happened, nor on a day to come."),
    flows.DutyOwed: _("A duty of this case is not paid, or its payment was taken back."),
    flows.NotDueYet: _("The time to pay has not passed: the lapse can be recorded from {first_day} on."),
    notices.ServiceIncomplete: _("Something that proves the service is missing."),
    notices.ServiceInTheFuture: _("The day of service lies in the future."),
    DocumentUnknown: _("There is no card to replace."),
    KeyUsedDifferently: _(
        "This form was already sent with other answers. Look at the case, then send it again."
    ),
}
_UNSERVED = _("The decision was not served yet; the time to pay runs from its recorded service.")
"""Said of a lapse without any first day."""


def said_of(refusal: SojournError) -> str:
    """The sentence for what was refused, with the name of the officer who was faster and the instant."""
    facts = refusal.facts
    if isinstance(refusal, flows.NotDueYet) and facts.get("first_day") is None:
        return str(_UNSERVED)
    told = {name: _HOW.get(name, str)(value) for name, value in facts.items()}
    return str(SENTENCES[type(refusal)]).format_map(_Told(told))


class _Told(dict[str, str]):
    """What is not known is said so."""

    def __missing__(self, key: str) -> str:
        return gettext("unknown")


def _officer(account_id: UUID | None) -> str:
    named = accounts.list_acting([account_id]) if account_id else {}
    found = named.get(account_id) if account_id else None
    return (found.name if found else "") or gettext("The applicant or the system")


_HOW: Mapping[str, Callable[[Any], str]] = {
    "by": _officer,
    "at": lambda at: spoken_instant(at) or gettext("an earlier time"),
    "until": spoken_date,
    "first_day": spoken_date,
}
REFUSALS = tuple(SENTENCES)
