"""What is recorded of cases. Words that stand encrypted in their rows are not told again in the log."""

from collections.abc import Mapping

from sojourn.audit.types import EventKind, Redaction
from sojourn.cases.types import Act

_KEPT = Redaction("case")


def _case(name: str, *plain: str, personal: tuple[str, ...] = ()) -> EventKind:
    kept = dict.fromkeys(personal, _KEPT)
    return EventKind(f"case:{name}", subject="case", plain=plain, personal=kept)


OPENED = _case(
    "opened",
    *("reference", "service", "person", "application", "pack", "office", "filed_on", "started_on"),
    *("review_limit", "due_on", "speed"),
    personal=("ground", "fee_class"),
)
TAKEN = _case("taken", "officer")
HANDED_OVER = _case("handed-over", "before", "officer", personal=("reason",))
TAKE_UNDONE = _case("take-undone", "officer")
HAND_OVER_UNDONE = _case("hand-over-undone", "before", "officer")
PUT_BACK = _case("put-back", "before", personal=("reason",))
RECUSED = _case("recused", "officer", personal=("reason",))
TRANSFERRED = _case("transferred", "before", "after", personal=("reason",))
CORRECTION_ASKED = _case("correction-asked", "number", "paths")
CORRECTION_WITHDRAWN = _case("correction-withdrawn", "number")
CORRECTED = _case(
    "corrected",
    *("number", "on", "paths", "due_on", "speed", "review_limit"),
    personal=("ground", "fee_class"),
)
INTENTION_ANNOUNCED = _case("intention-announced", "hearing", personal=("reasons",))
INTENTION_ANSWERED = _case("intention-answered", "hearing", "on", "due_on")
REQUEST_SERVED = _case("request-served", "on", "answer_by")
REMINDED = _case("reminded", "on")
WENT_ON = _case("went-on", "due_on", personal=("reason",))
CONSULTED = _case("consulted", "consultation", "body", "reply_by")
OPINION_RECORDED = _case("opinion-recorded", "consultation", "body", "on", personal=("outcome",))
EXTENDED = _case("extended", "units", "due_on", personal=("reasons",))
STOPPED_BY_DECREE = _case("stopped-by-decree", "from_on", "until_on", "decree", "due_on")
WARNED = _case("warned", "due_on", "warning")
LATE_REPORTED = _case("late-reported", "due_on")
PROPOSED = _case("proposed", "number", "proposal", "decision", personal=("reasons", "terms"))
PROPOSAL_WITHDRAWN = _case("proposal-withdrawn", "proposal")
RETURNED = _case("returned", "proposal", personal=("reason",))
_APPROVAL = ("decision", "proposal", "author", "power")
GRANT_APPROVED = _case("grant-approved", *_APPROVAL)
REFUSAL_APPROVED = _case("refusal-approved", *_APPROVAL)
NOT_EXAMINED_APPROVED = _case("not-examined-approved", *_APPROVAL)
DECISION_SERVED = _case("decision-served", "decision", "on", "appeal_until", "service")
NOT_SERVED = _case("not-served", "number", "hearing", "decision")
PAID = _case("paid", "on")
TAKEN_BACK = _case("payment-taken-back", "on")
PRODUCED = _case("document-produced", "on")
READY = _case("document-ready", "on")
DOCUMENT_HANDED_OVER = _case("document-handed-over", "on")
COMPLETED = _case("completed", "on")
STAGE_RECORDED = _case("stage-recorded", "stage", "on")
STAGE_WARNED = _case("stage-warned", "stage", "due_on", "warning")
STAGE_LATE_REPORTED = _case("stage-late-reported", "stage", "due_on")
LAPSED = _case("lapsed", "decision", personal=("reasons",))
LAPSE_UNDONE = _case("lapse-undone", "decision", "replaces", personal=("reasons", "terms"))
CANCEL_PROPOSED = _case("cancel-proposed", "number", "proposal", "decision", personal=("reasons", "terms"))
CANCEL_RETURNED = _case("cancel-returned", "proposal", personal=("reason",))
CANCELLED = _case("cancelled", *_APPROVAL)
CANCEL_OVERTURNED = _case(
    "cancel-overturned", "appeal", "decision", "replaces", personal=("reasons", "terms")
)
WITHDRAWN = _case("withdrawn", personal=("reason",))
MESSAGE_WRITTEN = _case("message-written", "message", "side")
MESSAGES_READ = _case("messages-read", "side", "messages")
APPEAL_FILED = _case("appeal-filed", "appeal", "decision", "filed_on", "due_on", "late", "suspensive")
APPEAL_WARNED = _case("appeal-warned", "appeal", "due_on", "warning")
APPEAL_LATE_REPORTED = _case("appeal-late-reported", "appeal", "due_on")
APPEAL_TAKEN = _case("appeal-taken", "appeal", "officer")
APPEAL_TERM_DECIDED = _case("appeal-term-decided", "appeal", "restored", personal=("reason",))
_ON_APPEAL = ("appeal", "decision", "replaces")
UPHELD = _case("appeal-upheld", *_ON_APPEAL, personal=("reasons",))
GRANTED_ON_APPEAL = _case("granted-on-appeal", *_ON_APPEAL, personal=("reasons", "terms"))
REOPENED_ON_APPEAL = _case("reopened-on-appeal", *_ON_APPEAL, personal=("reasons",))

CARD_REPORTED = _case(
    "card-reported", "cause", "happened_on", "reported_on", "paths", personal=("days_late",)
)
CARD_REPLACED = _case("card-replaced")
CARD_GIVEN = _case("card-given")
DIFFERING = _case("differing-found", "what", "stored", "told")

RECLASSIFIED = _case("reclassified", "before", "after")
JOINED_FAMILY = _case("joined-family", "family_file")
GIVEN = _case("given-to-holder")
TAKEN_FROM_FILER = _case("taken-from-filer")
ERASED = _case("erased", "reference")
FAMILY_FILE_OPENED = EventKind("family-file:opened", subject="family-file")

RECORDED: Mapping[Act, EventKind] = {
    Act.OPEN: OPENED,
    Act.TAKE: TAKEN,
    Act.HAND_OVER: HANDED_OVER,
    Act.UNDO_TAKE: TAKE_UNDONE,
    Act.UNDO_HAND_OVER: HAND_OVER_UNDONE,
    Act.PUT_BACK: PUT_BACK,
    Act.RECUSE: RECUSED,
    Act.TRANSFER: TRANSFERRED,
    Act.ASK_CORRECTION: CORRECTION_ASKED,
    Act.WITHDRAW_CORRECTION: CORRECTION_WITHDRAWN,
    Act.ANSWER_CORRECTION: CORRECTED,
    Act.ANNOUNCE_INTENTION: INTENTION_ANNOUNCED,
    Act.ANSWER_INTENTION: INTENTION_ANSWERED,
    Act.RECORD_REQUEST_SERVED: REQUEST_SERVED,
    Act.REMIND: REMINDED,
    Act.GO_ON: WENT_ON,
    Act.CONSULT: CONSULTED,
    Act.RECORD_OPINION: OPINION_RECORDED,
    Act.EXTEND: EXTENDED,
    Act.STOP_BY_DECREE: STOPPED_BY_DECREE,
    Act.WARN: WARNED,
    Act.REPORT_LATE: LATE_REPORTED,
    Act.PROPOSE: PROPOSED,
    Act.WITHDRAW_PROPOSAL: PROPOSAL_WITHDRAWN,
    Act.RETURN: RETURNED,
    Act.APPROVE_GRANT: GRANT_APPROVED,
    Act.APPROVE_REFUSAL: REFUSAL_APPROVED,
    Act.APPROVE_NOT_EXAMINED: NOT_EXAMINED_APPROVED,
    Act.RECORD_DECISION_SERVED: DECISION_SERVED,
    Act.RECORD_NOT_SERVED: NOT_SERVED,
    Act.NOTE_PAID: PAID,
    Act.NOTE_TAKEN_BACK: TAKEN_BACK,
    Act.NOTE_PRODUCED: PRODUCED,
    Act.NOTE_READY: READY,
    Act.NOTE_HANDED_OVER: DOCUMENT_HANDED_OVER,
    Act.COMPLETE: COMPLETED,
    Act.RECORD_STAGE: STAGE_RECORDED,
    Act.REPORT_CARD: CARD_REPORTED,
    Act.REPLACE_CARD: CARD_REPLACED,
    Act.GIVE_CARD: CARD_GIVEN,
    Act.RECORD_LAPSE: LAPSED,
    Act.UNDO_LAPSE: LAPSE_UNDONE,
    Act.PROPOSE_CANCEL: CANCEL_PROPOSED,
    Act.RETURN_CANCEL: CANCEL_RETURNED,
    Act.APPROVE_CANCEL: CANCELLED,
    Act.OVERTURN_CANCEL: CANCEL_OVERTURNED,
    Act.WITHDRAW: WITHDRAWN,
    Act.WRITE_MESSAGE: MESSAGE_WRITTEN,
    Act.READ_MESSAGES: MESSAGES_READ,
    Act.FILE_APPEAL: APPEAL_FILED,
    Act.TAKE_APPEAL: APPEAL_TAKEN,
    Act.RESTORE_TERM: APPEAL_TERM_DECIDED,
    Act.UPHOLD: UPHELD,
    Act.OVERTURN_AND_GRANT: GRANTED_ON_APPEAL,
    Act.OVERTURN_AND_REVIEW: REOPENED_ON_APPEAL,
}
"""The event each act leaves: from the kinds of its events the status of a case is told again."""
