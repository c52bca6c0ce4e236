"""Why something cannot be done with a case. `by` is an account, `at` an instant, where another was faster."""

from sojourn.lib.errors import Refusal


class CaseNotFound(Refusal):
    """There is no such case for you."""


class ActNotAllowed(Refusal):
    """This cannot be done with the case as it stands now."""


class ChangedMeanwhile(Refusal):
    """Someone changed this case since you opened it."""


class ActedOnMeanwhile(Refusal):
    """This cannot be taken back any more: somebody acted on it, or it was never yours to take back."""


class OfAnotherOfficer(Refusal):
    """Only the officer who did this takes it back."""


class TakenByAnother(Refusal):
    """Another officer has this case in hand."""


class AlreadyDecided(Refusal):
    """Another officer has already decided this."""


class SameOfficer(Refusal):
    """Whoever proposed a decision does not approve it."""


class Recused(Refusal):
    """This officer may not work on this case: it is their own, or they withdrew from it."""


class TooManyCorrections(Refusal):
    """Corrections can be asked for so many times and no more; the case is decided on the file."""


class KnownBefore(Refusal):
    """What could be known at the first request is not asked for later, unless a reason is given."""


class NothingAsked(Refusal):
    """No correction was named."""


class NotServedYet(Refusal):
    """The service of the request has not been recorded; its time to answer has not begun."""


class DayNotPossible(Refusal):
    """This cannot have been on that day: it lies before what it follows, or after today."""


class StillTimeToAnswer(Refusal):
    """The time to answer has not passed yet."""


class HearingMissing(Refusal):
    """A refusal needs an intention announced on the same grounds, served, and answered or left unanswered."""


class ReasonMissing(Refusal):
    """This needs reasons."""


class ReasonUnknown(Refusal):
    """This is no reason the service gives for such a decision or request."""


class TextMissing(Refusal):
    """This needs its text in the language of the decision."""


class SilenceMissing(Refusal):
    """A case is left unexamined only when its correction was served, reminded of and not answered in time."""


class OwnAnnouncement(Refusal):
    """Whoever announced an intention does not take down the answer to it."""


class OfAnotherOffice(Refusal):
    """Another office decides this case."""


class NothingAdded(Refusal):
    """A limit is lengthened by one of its units at least."""


class ExtensionTooLate(Refusal):
    """The last day has passed: more time is taken before it, not after."""


class ExtensionUsed(Refusal):
    """More time was taken as often as the law lets it be taken."""


class BeyondExtension(Refusal):
    """More time than the law lets an officer take."""


class TermNotPossible(Refusal):
    """This term cannot be granted: it ends before it begins, or later than the rules allow."""


class ConsultationNotOpen(Refusal):
    """This body was not asked, or has answered."""


class NotAppealable(Refusal):
    """There is no decision in this case that an appeal could be filed against."""


class AppealPending(Refusal):
    """An appeal against this decision is already being examined."""


class AppealNotFound(Refusal):
    """There is no such appeal."""


class NotUninvolved(Refusal):
    """An appeal is decided by nobody who had part in the decision."""


class TermNotRestored(Refusal):
    """A late appeal is examined only when its term was restored."""


class DecidedOnAppeal(Refusal):
    """This was decided on appeal already; against it one goes to court."""


class TermSettled(Refusal):
    """This appeal came in time, or whether it is examined all the same was decided already."""
