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
from sojourn.documents.types import Examined, MediaType
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal, restore_term
from sojourn.flows.apply_at_counter import apply_at_counter, print_case_paper
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.changed_data import read_changed, tell_the_register
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision, withdraw_application
from sojourn.flows.export_case import export_case
from sojourn.flows.extend_time import extend_time, latest_of
from sojourn.flows.file_together import begin_for_family, submit_together
from sojourn.flows.follow_case import follow_case
from sojourn.flows.hand_in import hand_in
from sojourn.flows.open_case import submit_application
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.record_stage import record_stage
from sojourn.flows.remind_of_requests import remind_of_requests
from sojourn.flows.replace_card import Report, report_card
from sojourn.flows.request_correction import answer_correction, request_correction, withdraw_correction
from sojourn.flows.serve_letter import read_own_letter, record_letter_served, start_terms
from sojourn.flows.transfer_case import transfer_case
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices.types import Manner, Served
from sojourn.payments import queries as charges
from sojourn.payments.types import Charge
from sojourn.permits.types import Cause
from tests.factories import claims, filings
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
        report(case_id)
    if charges.is_owed(opened(case_id).case.subject):
        pay(case_id, external_id="the other card")
    return case_id


def report(case_id: UUID) -> object:
    return report_card(opened(case_id), Report(Cause.LOST, clock.today(), clock.today()), by=AUTHOR)


def refused() -> UUID:
    return refuse(filed(), applicant())


def refuse(case_id: UUID, by: Actor) -> UUID:
    """Announced, answered, refused, and all of it received."""
    return served(refuse_unread(case_id, by), Purpose.REFUSED)


def refuse_unread(case_id: UUID, by: Actor) -> UUID:
    """The same, before the letter of it was opened."""
    announce(case_id)
    with transaction():
        answer_intention(opened(case_id), words="I have one.", by=by)
    propose(case_id, by=AUTHOR, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    approve(case_id, by=APPROVER)
    return case_id


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


def told_of(case: Any, story: Any) -> Story:
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


def _late() -> UUID:
    """An appeal that came long after its time."""
    case_id = refused()
    with clock.frozen(date(2026, 9, 1)), transaction():
        appeal_decision(
            opened(case_id),
            words="I do not agree.",
            late_reason="In hospital.",
            by=applicant(),
        )
    return case_id


def _restore(case_id: UUID) -> object:
    return restore_term(opened(case_id), restored=True, reason="It is shown.", by=JUDGE)


def _follow(case_id: UUID) -> object:
    filing = opened(case_id).case.application_id
    return follow_case(filing, account_id=filings.account("other@example.org"), by=applicant())


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
    return apply_at_counter(
        ANSWERS, service="temporary-residence", key="a", filing=Filing(AUTHOR, FILED_ON, "en")
    )


def _hand_in() -> Any:
    scan, filed_ = Examined(b"a scan", MediaType.JPEG, b"a scan"), draft()
    service = catalogue.current().service(filed_.service)
    return partial(hand_in, filed_.id, service, {"passport.copy": scan}, by=filings.GUEST)


def _tell_the_register(case_id: UUID) -> object:
    changed = read_changed(opened(case_id), {"passport.surname": "Novák"}, shown_by="a passport")
    return tell_the_register(opened(case_id), changed, on=FILED_ON, by=AUTHOR)


def _permanent() -> UUID:
    """A case of a service with stages."""
    pack, holder = catalogue.current(), filings.holder()
    with clock.frozen(FILED_ON), transaction():
        begun = applications.start(
            pack.service("permanent-residence"),
            pack=pack,
            language="en",
            answers={**ANSWERS, "ground.main": "real-estate"},
            holder=holder,
            by=filings.GUEST,
        )
        filing = Filing(filings.GUEST, FILED_ON, "en")
        return submit_application(begun.id, holder=holder, filing=filing).case_id


def _reach(case_id: UUID) -> object:
    return record_stage(opened(case_id), "test-passed", on=FILED_ON, note="In person", by=AUTHOR)


def _claimed() -> UUID:
    """A case of a service whose time may be lengthened."""
    return claims.claim(filings.account("yelizaveta@example.org")).case_id


def _extend(case_id: UUID) -> object:
    file, words = opened(case_id), {"az": "Arxiv hələ cavab verməyib."}
    until = latest_of(file).until
    return extend_time(file, until, reasons=("takes-longer-country",), words=words, by=claims.APPROVER)


STORIES: dict[str, Story] = {
    "extend_time": told_of(_claimed, _extend),
    "record_stage": told_of(_permanent, _reach),
    "submit_application": _submit,
    "submit_together": _together,
    "begin_for_family": told_of(filed, _family),
    "apply_at_counter": lambda: _at_counter,
    "print_case_paper": told_of(
        filed, lambda case: print_case_paper(opened(case), key="a", language="en", by=AUTHOR)
    ),
    "hand_in": _hand_in,
    "tell_the_register": told_of(filed, _tell_the_register),
    "request_correction": told_of(filed, _request),
    "withdraw_correction": told_of(asked, lambda case: withdraw_correction(opened(case), by=AUTHOR)),
    "answer_correction": told_of(
        missing, lambda case: answer_correction(opened(case), answers={"passport.number": "BB1"}, by=AUTHOR)
    ),
    "announce_intention": told_of(
        filed,
        lambda case: announce_intention(opened(case), reasons=REFUSED_FOR, words=WORDS, by=AUTHOR),
    ),
    "answer_intention": told_of(
        announced, lambda case: answer_intention(opened(case), words="I have one.", by=applicant())
    ),
    "propose_decision": told_of(filed, _propose),
    "approve_decision": told_of(
        proposed, lambda case: approve_decision(opened(case), power=POWER, by=APPROVER)
    ),
    "withdraw_application": told_of(
        filed, lambda case: withdraw_application(opened(case), reason="I leave.", by=applicant())
    ),
    "open_letter": told_of(granted, _open_letter),
    "read_own_letter": told_of(asked, _read),
    "record_letter_served": told_of(refused, _handed),
    "start_terms": told_of(asked, _begin_terms),
    "appeal_decision": told_of(
        refused, lambda case: appeal_decision(opened(case), words="I do not agree.", by=applicant())
    ),
    "decide_appeal": told_of(_appealed, _decide_appeal),
    "export_case": told_of(filed, _export),
    "restore_term": told_of(_late, _restore),
    "follow_case": told_of(lambda: apply().case_id, _follow),
    "transfer_case": told_of(
        granted, lambda case: transfer_case(case, office="rmd-lan", reason="Moved.", by=APPROVER)
    ),
}


def later(story: Any, on: date) -> Any:
    def told() -> object:
        with clock.frozen(on):
            return story()

    return told


def _remind_to_answer() -> Any:
    missing()
    return later(remind_of_requests, date(2026, 8, 1))


OWN_TRANSACTIONS: dict[str, Story] = {
    "remind_of_requests": _remind_to_answer,
}
