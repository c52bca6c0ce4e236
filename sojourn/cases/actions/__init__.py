"""What is done with a case. Every act locks it and leaves one event, from which it can be told again."""

from sojourn.cases.actions.appealing import decide_appeal, file_appeal, restore_term, take_appeal
from sojourn.cases.actions.consulting import consult, record_opinion
from sojourn.cases.actions.deciding import approve, propose, return_proposal
from sojourn.cases.actions.drafting import discard_working_paper, keep_working_paper
from sojourn.cases.actions.extending import extend
from sojourn.cases.actions.finishing import (
    complete,
    hold,
    note_handed_over,
    note_paid,
    note_produced,
    note_ready,
    note_taken_back,
    record_decision_not_served,
    record_decision_served,
    withdraw,
)
from sojourn.cases.actions.following import take_from_filer
from sojourn.cases.actions.handling import (
    check_decides,
    check_works,
    hand_over,
    hand_over_all,
    put_back,
    recuse,
    take,
    transfer,
)
from sojourn.cases.actions.keeping import (
    erase_closed_before,
    note_differing,
    reclassify,
    report_late,
    report_late_appeals,
    warn_of_appeals,
    warn_of_limits,
)
from sojourn.cases.actions.lapsing import record_lapse, undo_lapse
from sojourn.cases.actions.messaging import mark_messages_read, write_message
from sojourn.cases.actions.opening import give_to, join_family, open_case, open_family_file
from sojourn.cases.actions.pausing import stop_by_decree, stop_by_regime
from sojourn.cases.actions.reporting import note_card_given, note_card_replaced, note_card_reported
from sojourn.cases.actions.requesting import (
    announce_intention,
    answer_correction,
    answer_intention,
    ask_correction,
    go_on,
    record_request_not_served,
    record_request_served,
    remind,
)
from sojourn.cases.actions.staging import record_stage
from sojourn.cases.actions.undoing import (
    undo_hand_over,
    undo_take,
    withdraw_correction,
    withdraw_proposal,
)
from sojourn.cases.actions.watching import watch_stages

__all__ = [
    "announce_intention",
    "answer_correction",
    "answer_intention",
    "approve",
    "ask_correction",
    "check_decides",
    "check_works",
    "complete",
    "consult",
    "decide_appeal",
    "discard_working_paper",
    "erase_closed_before",
    "extend",
    "file_appeal",
    "give_to",
    "go_on",
    "hand_over",
    "hand_over_all",
    "hold",
    "join_family",
    "keep_working_paper",
    "mark_messages_read",
    "note_card_given",
    "note_card_replaced",
    "note_card_reported",
    "note_differing",
    "note_handed_over",
    "note_paid",
    "note_produced",
    "note_ready",
    "note_taken_back",
    "open_case",
    "open_family_file",
    "propose",
    "put_back",
    "reclassify",
    "record_decision_not_served",
    "record_decision_served",
    "record_lapse",
    "record_opinion",
    "record_request_not_served",
    "record_request_served",
    "record_stage",
    "recuse",
    "remind",
    "report_late",
    "report_late_appeals",
    "restore_term",
    "return_proposal",
    "stop_by_decree",
    "stop_by_regime",
    "take",
    "take_appeal",
    "take_from_filer",
    "transfer",
    "undo_hand_over",
    "undo_lapse",
    "undo_take",
    "warn_of_appeals",
    "warn_of_limits",
    "watch_stages",
    "withdraw",
    "withdraw_correction",
    "withdraw_proposal",
    "write_message",
]
