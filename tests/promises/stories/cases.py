"""Stories of cases: what is filed, asked, decided, paid, made and contested.

Terms begin without their letters, which are slow to draw; what draws a letter tells so itself.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sojourn.applications import actions as applications
from sojourn.applications.types import Draft, Holder
from sojourn.cases.types import AppealOutcome, DecisionKind, ItemToCorrect, Power
from sojourn.catalogue import queries as catalogue
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.apply_at_counter import apply_at_counter, print_case_paper
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.collect_payments import collect_payments
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision, withdraw_application
from sojourn.flows.export_case import export_case
from sojourn.flows.file_together import begin_for_family, submit_together
from sojourn.flows.open_case import submit_application
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import allocate_payment, receive_payment
from sojourn.flows.record_lapse import record_lapse
from sojourn.flows.remind_of_payments import remind_of_payments
from sojourn.flows.remind_of_requests import remind_of_requests
from sojourn.flows.replace_card import Report, hand_over_replacement, make_replacement, report_card
from sojourn.flows.request_correction import answer_correction, request_correction
from sojourn.flows.serve_letter import read_own_letter, record_letter_served, start_terms
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices.types import Manner, Served
from sojourn.payments import queries as charges
from sojourn.payments.providers import sandbox
from sojourn.payments.types import Charge, ProviderNotice
from sojourn.permits.types import Cause
from tests.factories import filings
from tests.factories.cases import (
    ANSWERS,
    EVERYTHING,
    FILED_ON,
    OFFICE,
    REFUSED_FOR,
    apply,
    approve,
    opened,
    pay,
    propose,
)
from tests.promises.stories import Story

POWER = Power("supervisor", OFFICE)
WORDS = {"az": "Müqavilə yoxdur."}


def staff() -> Actor:
    return Actor(ActorKind.STAFF, Door.OFFICE, account_id=uuid4(), office=OFFICE)


AUTHOR, APPROVER, JUDGE = staff(), staff(), staff()


def applicant() -> Actor:
    """Somebody with an account, who is told of everything."""
    return Actor(ActorKind.PERSON, Door.PORTAL, account_id=filings.account("anna@example.org"))


def filed() -> UUID:
    by = applicant()
    return apply(holder=Holder(account_id=by.account_id), by=by).case_id


def served(case_id: UUID, purpose: Purpose) -> UUID:
    """The newest letter of a purpose counts as received, without being drawn."""
    with transaction():
        start_terms(opened(case_id), letter_of(case_id, purpose), clock.today(), by=AUTHOR)
    return case_id


def letter_of(case_id: UUID, purpose: Purpose) -> Any:
    return [each for each in list_letters(opened(case_id)) if each.purpose is purpose][-1]


def asked() -> UUID:
    """A correction that was asked for, and that nobody has received yet."""
    case_id = filed()
    with transaction():
        _request(case_id)
    return case_id


def missing() -> UUID:
    """The same, received: it can be answered."""
    return served(asked(), Purpose.CORRECTION)


def _request(case_id: UUID) -> object:
    items = [ItemToCorrect("passport.number", "correct-passport-copy")]
    return request_correction(opened(case_id), items=items, by=AUTHOR)


def announced() -> UUID:
    return announce(filed())


def announce(case_id: UUID) -> UUID:
    with transaction():
        announce_intention(opened(case_id), reasons=REFUSED_FOR, words=WORDS, by=AUTHOR)
    return served(case_id, Purpose.INTENTION)


def proposed() -> UUID:
    case_id = filed()
    propose(case_id, by=AUTHOR)
    return case_id


def granted() -> UUID:
    case_id = proposed()
    approve(case_id, by=APPROVER)
    return served(case_id, Purpose.GRANTED)


def paid() -> UUID:
    case_id = granted()
    pay(case_id)
    return case_id


def ready() -> UUID:
    case_id = paid()
    with transaction():
        produce_card(opened(case_id), by=AUTHOR)
    return case_id


def reported() -> UUID:
    """A card in its holder's hands, lost, and the duty of another one paid."""
    case_id = ready()
    with transaction():
        hand_over_card(opened(case_id), by=AUTHOR)
    with transaction():
        _report(case_id)
    if charges.is_owed(opened(case_id).case.subject):
        pay(case_id, external_id="the other card")
    return case_id


def _report(case_id: UUID) -> object:
    return report_card(opened(case_id), Report(Cause.LOST, clock.today(), clock.today()), by=AUTHOR)


def refused() -> UUID:
    return refuse(filed(), applicant())


def refuse(case_id: UUID, by: Actor) -> UUID:
    """Announced, answered, refused, and all of it received."""
    announce(case_id)
    with transaction():
        answer_intention(opened(case_id), words="I have one.", by=by)
    propose(case_id, by=AUTHOR, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    approve(case_id, by=APPROVER)
    return served(case_id, Purpose.REFUSED)


def charge_of(case_id: UUID) -> Charge:
    return charges.list_of(opened(case_id).case.subject, to=EVERYTHING)[-1]


def draft() -> Draft:
    pack = catalogue.current()
    with transaction():
        return applications.start(
            pack.service_for("residence"),
            pack=pack,
            language="en",
            answers=ANSWERS,
            holder=filings.holder(),
            by=filings.GUEST,
        )


def _with(case: Any, story: Any) -> Story:
    """A story told of a case that has come so far."""
    return lambda: partial(story, case())


def _read(case_id: UUID, purpose: Purpose = Purpose.CORRECTION) -> object:
    letter = letter_of(case_id, purpose)
    return read_own_letter(opened(case_id), letter, language="en", by=applicant())


def _handed(case_id: UUID) -> object:
    letter, served_ = letter_of(case_id, Purpose.REFUSED), Served(Manner.SIGNED_ON_HANDOVER, clock.today())
    return record_letter_served(opened(case_id), letter, served=served_, language="en", by=AUTHOR)


def _open_letter(case_id: UUID) -> object:
    return open_letter(opened(case_id), letter_of(case_id, Purpose.GRANTED), language="en", by=AUTHOR)


def _begin_terms(case_id: UUID) -> object:
    letter = letter_of(case_id, Purpose.CORRECTION)
    return start_terms(opened(case_id), letter, clock.today(), by=AUTHOR)


def _propose(case_id: UUID) -> object:
    wish = Wish(DecisionKind.GRANT, ("granted-as-asked",), {"az": "Sənədlər yoxlanıb."})
    return propose_decision(opened(case_id), wish, to=EVERYTHING, by=AUTHOR)


def _appealed() -> UUID:
    case_id = refused()
    with transaction():
        appeal_decision(opened(case_id), words="I do not agree.", by=applicant())
    return case_id


def _decide_appeal(case_id: UUID) -> object:
    answer = Answer(
        AppealOutcome.OVERTURNED,
        ("granted-on-appeal",),
        WORDS,
        granted_from=date(2026, 7, 1),
        granted_until=date(2027, 6, 30),
    )
    return decide_appeal(opened(case_id), answer, power=Power("appeal-officer", OFFICE), by=JUDGE)


def _notice(case_id: UUID) -> ProviderNotice:
    charge = charge_of(case_id)
    return ProviderNotice("sandbox", "pay-1", charge.number, charge.amount, clock.now())


def _receive(case_id: UUID) -> object:
    return receive_payment(_notice(case_id), by=SYSTEM)


def _allocate() -> Any:
    charge = charge_of(granted())
    wrong = ProviderNotice("sandbox", "pay-2", "000000000000", charge.amount, clock.now())
    with transaction():
        booked = receive_payment(wrong, by=SYSTEM)
    assert booked.receipt_id
    return partial(
        allocate_payment, booked.receipt_id, charge_id=charge.id, reason="A slip of the pen.", by=AUTHOR
    )


def _unpaid(case_id: UUID) -> object:
    with clock.frozen(date(2026, 9, 1)):
        return record_lapse(
            opened(case_id), reasons=("lapsed-unpaid",), words=WORDS, power=POWER, by=APPROVER
        )


def _replaced() -> UUID:
    case_id = reported()
    with transaction():
        make_replacement(opened(case_id), by=AUTHOR)
    return case_id


def _lost(case_id: UUID) -> UUID:
    with transaction():
        hand_over_card(opened(case_id), by=AUTHOR)
    return case_id


def _export(case_id: UUID) -> object:
    return export_case(opened(case_id), told=[], language="en", to=EVERYTHING, by=AUTHOR)


def _submit() -> Any:
    filing = Filing(filings.GUEST, FILED_ON, "en")
    return partial(submit_application, draft().id, holder=filings.holder(), filing=filing)


def _together() -> Any:
    filing = Filing(filings.GUEST, FILED_ON, "en")
    return partial(submit_together, draft().id, first=filed(), holder=filings.holder(), filing=filing)


def _family(case_id: UUID) -> object:
    pack = catalogue.current()
    return begin_for_family(
        opened(case_id), pack=pack, language="en", holder=filings.holder(), by=applicant()
    )


def _at_counter() -> object:
    return apply_at_counter(ANSWERS, key="a", filing=Filing(AUTHOR, FILED_ON, "en"))


STORIES: dict[str, Story] = {
    "submit_application": _submit,
    "submit_together": _together,
    "begin_for_family": _with(filed, _family),
    "apply_at_counter": lambda: _at_counter,
    "print_case_paper": _with(
        filed, lambda case: print_case_paper(opened(case), key="a", language="en", by=AUTHOR)
    ),
    "request_correction": _with(filed, _request),
    "answer_correction": _with(
        missing, lambda case: answer_correction(opened(case), answers={"passport.number": "BB1"}, by=AUTHOR)
    ),
    "announce_intention": _with(
        filed,
        lambda case: announce_intention(opened(case), reasons=REFUSED_FOR, words=WORDS, by=AUTHOR),
    ),
    "answer_intention": _with(
        announced, lambda case: answer_intention(opened(case), words="I have one.", by=applicant())
    ),
    "propose_decision": _with(filed, _propose),
    "approve_decision": _with(
        proposed, lambda case: approve_decision(opened(case), power=POWER, by=APPROVER)
    ),
    "withdraw_application": _with(
        filed, lambda case: withdraw_application(opened(case), reason="I leave.", by=applicant())
    ),
    "open_letter": _with(granted, _open_letter),
    "read_own_letter": _with(asked, _read),
    "record_letter_served": _with(refused, _handed),
    "start_terms": _with(asked, _begin_terms),
    "receive_payment": _with(granted, _receive),
    "allocate_payment": _allocate,
    "record_lapse": _with(granted, _unpaid),
    "produce_card": _with(paid, lambda case: produce_card(opened(case), by=AUTHOR)),
    "hand_over_card": _with(ready, lambda case: hand_over_card(opened(case), by=AUTHOR)),
    "report_card": _with(lambda: _lost(ready()), _report),
    "make_replacement": _with(reported, lambda case: make_replacement(opened(case), by=AUTHOR)),
    "hand_over_replacement": _with(_replaced, lambda case: hand_over_replacement(opened(case), by=AUTHOR)),
    "appeal_decision": _with(
        refused, lambda case: appeal_decision(opened(case), words="I do not agree.", by=applicant())
    ),
    "decide_appeal": _with(_appealed, _decide_appeal),
    "export_case": _with(filed, _export),
}


def _collect() -> Any:
    charge = charge_of(granted())
    sandbox.pay(charge.number, charge.amount)
    return partial(collect_payments, "sandbox", charge.number)


def _later(story: Any, on: date) -> Any:
    def told() -> object:
        with clock.frozen(on):
            return story()

    return told


def _remind_to_pay() -> Any:
    last = charge_of(granted()).due_on
    assert last
    return _later(remind_of_payments, last)


def _remind_to_answer() -> Any:
    missing()
    return _later(remind_of_requests, date(2026, 8, 1))


OWN_TRANSACTIONS: dict[str, Story] = {
    "collect_payments": _collect,
    "remind_of_payments": _remind_to_pay,
    "remind_of_requests": _remind_to_answer,
}
