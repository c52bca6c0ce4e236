"""Why a story could not be told to its end."""

from sojourn.lib.errors import Refusal


class AnswersUnreadable(Refusal):
    """Some answers cannot be understood; what was typed is kept."""


class TableUnreadable(Refusal):
    """The file is not a table with a heading line."""


class ColumnMissing(Refusal):
    """The table lacks a column without which no guest can be registered."""


class TableTooLong(Refusal):
    """The table has more rows than one list may have."""


class NothingToSignInTo(Refusal):
    """The stay was filed in a host's list: there is no filing its guest could open with a code."""


class AlreadyPrinted(Refusal):
    """This paper was printed from this page before; another one carries a new code and is asked for anew."""


class LinkNotValid(Refusal):
    """The link has been altered or is too old."""


class OrganisationMissing(Refusal):
    """An organisation applies for this: it is said which one, and the filer acts for it."""


class NothingGranted(Refusal):
    """The case grants nothing a document could be made of."""


class OutcomeNotChosen(Refusal):
    """The service gives several answers to a decision of this kind: one of them has to be chosen."""


class NotExtendable(Refusal):
    """The law of this service gives no more time than its limit."""


class StageUnknown(Refusal):
    """The service has no such stage."""


class RepresentativeMissing(Refusal):
    """The person is a child alone: before any interview it is said who represents it."""


class RepresentativeUnnamed(Refusal):
    """It is not said who represents the child and how they are reached."""


class NotReportable(Refusal):
    """Nothing in this case rests on somebody else of the family, or this is not told of here."""


class HoldOpen(Refusal):
    """No step may be taken for this person at present; the protection desk knows more."""


class DangerTold(Refusal):
    """The applicant told of being forced: nothing is granted while that answer stands."""


class StageBarred(Refusal):
    """What the rules find about the person bars this stage at present: no State is asked, for one."""


class StageOpen(Refusal):
    """Something that comes before this step is not recorded yet."""


class CardStands(Refusal):
    """The document is good and need not be replaced; or (not `valid`) it was reported already."""


class NothingChanged(Refusal):
    """Nothing a document or the register says is told to be otherwise, or no paper that shows it is named."""


class ReportInTheFuture(Refusal):
    """A loss cannot be told before it happened."""


class DutyOwed(Refusal):
    """A duty of the case is not paid, or its payment was taken back."""


class NotDueYet(Refusal):
    """The time to pay has not passed yet; it runs from the recorded service of the notice."""


class ValueMissing(Refusal):
    """A coded reason needs a value to be a whole sentence."""


class NotPaidInTime(Refusal):
    """No payment for this case was made before its lapse was recorded."""


class NobodyTold(Refusal):
    """No account follows this case and it names no contact: whoever is to be reminded gets a letter."""


class QuestionUnknown(Refusal):
    """The service does not ask this question, or not in this case."""


class NotAllAnswered(Refusal):
    """Something that was asked is not answered, or as before. It can be sent all the same."""


class LetterOut(Refusal):
    """The letter of this request was opened in the office; it may have left the house."""


class LetterUnknown(Refusal):
    """There is no such letter in this case."""
