"""The applicant's way through: words, corrections, a hearing, letters, paying, taking back, not agreeing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from sojourn.accounts.types import Scope
from sojourn.cases import actions as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import Side
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_file import CaseFile, find_own
from sojourn.flows.case_letters import find_letter, list_letters
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.request_correction import answer_correction
from sojourn.flows.serve_letter import read_own_letter
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.payments import providers
from sojourn.payments import queries as charges
from sojourn.payments.errors import ChargeCancelled, ChargeUnknown, ProviderUnknown
from sojourn.payments.types import ChargeState
from sojourn.sites.api import given, telling, told
from sojourn.sites.api.answering import once, tell
from sojourn.sites.api.applying import READS, check_files
from sojourn.sites.api.callers import Bearer, Caller, Request
from sojourn.sites.api.doors import Doors
from sojourn.sites.ui.files import as_file

doors = Doors(tags=["own case"])
WRITES = Bearer(Scope.APPLICATIONS_WRITE)
OWN = Bearer(Scope.APPLICATIONS_READ, Scope.APPLICATIONS_WRITE)
PAYS = Bearer(Scope.PAYMENTS_WRITE)


def own(caller: Caller, reference: str, *, receiving: bool = False) -> CaseFile:
    """The caller's own case. Raises: CaseNotFound, alike for one that is not there and one of others."""
    file = find_own(reference, account_id=caller.account.id, principal=caller.principal)
    if file is None:
        raise CaseNotFound
    caller.check_covers(file.case.service, receiving=receiving)
    return file


@doors.reads("/applications/{reference}/messages", auth=OWN, gives=told.Messages)
def read_messages(request: Request, reference: str) -> HttpResponse:
    """What was written in the case; the office's words are read by this."""
    caller = request.auth
    file = own(caller, reference)
    if any(each.side is Side.OFFICE and each.read_at is None for each in file.page.messages):

        def note() -> None:
            with transaction():
                cases.mark_messages_read(file.case.id, side=Side.APPLICANT, by=caller.actor)

        retry_deadlock(note)
    return tell(told.Messages(items=[telling.message(each) for each in file.page.messages]))


@doors.writes("/applications/{reference}/messages", auth=WRITES, gives=told.MessageKept, status=201)
def write_message(request: Request, reference: str, body: given.Message) -> HttpResponse:
    caller = request.auth

    def act() -> told.MessageKept:
        file = own(caller, reference)
        made = cases.write_message(file.case.id, side=Side.APPLICANT, words=body.words, by=caller.actor)
        return told.MessageKept(id=made.id, at=made.at)

    return once(request, act, status=201)


@doors.writes("/applications/{reference}/correction", auth=WRITES, gives=told.Standing)
def answer_the_correction(request: Request, reference: str, body: given.CorrectionAnswered) -> HttpResponse:
    """Put right what was asked for; a file by the id its door gave. All of it, unless `anyway` is said."""
    caller = request.auth

    def act() -> told.Standing:
        file = own(caller, reference)
        check_files(file, body.answers)
        case = answer_correction(file, answers=body.answers, by=caller.actor, anyway=body.anyway)
        return told.Standing(**telling.standing(case))

    return once(request, act)


@doors.writes("/applications/{reference}/intention-answer", auth=WRITES, gives=told.Standing)
def answer_the_intention(request: Request, reference: str, body: given.Message) -> HttpResponse:
    """Say what there is to say before a refusal."""
    caller = request.auth

    def act() -> told.Standing:
        case = answer_intention(own(caller, reference), words=body.words, by=caller.actor)
        return told.Standing(**telling.standing(case))

    return once(request, act)


@doors.reads("/applications/{reference}/letters", auth=READS, gives=told.Letters)
def own_letters(request: Request, reference: str) -> HttpResponse:
    return tell(letters_of(own(request.auth, reference, receiving=True)))


def letters_of(file: CaseFile) -> told.Letters:
    return told.Letters(
        items=[
            told.LetterTold(key=each.key, purpose=each.purpose.value, on=each.on, is_served=each.is_served)
            for each in list_letters(file)
        ]
    )


@doors.reads("/applications/{reference}/letters/{key}", auth=OWN, gives=None)
def open_own_letter(request: Request, reference: str, key: str, language: str | None = None) -> HttpResponse:
    """The letter as a signed PDF. The first opening serves it: the times that run from notice begin."""
    caller = request.auth

    def story() -> bytes:
        with transaction():
            file = own(caller, reference, receiving=True)
            letter = find_letter(file, key)
            return read_own_letter(file, letter, language=spoken(file, language), by=caller.actor)

    return as_file(retry_deadlock(story), f"{reference}-{key}.pdf")


def spoken(file: CaseFile, language: str | None) -> str:
    """A language of the pack: the one asked for, or the person's."""
    known = file.pack.languages
    return next((each for each in (language, file.case.language) if each in known), known[0])


@doors.reads("/applications/{reference}/charges", auth=OWN, gives=told.Charges)
def own_charges(request: Request, reference: str) -> HttpResponse:
    file = own(request.auth, reference)
    found = charges.list_of(file.case.subject, to=request.auth.own())
    return tell(told.Charges(items=[telling.charge(each) for each in found]))


@doors.writes("/applications/{reference}/charges/{number}/pay", auth=PAYS, gives=told.Payment)
def begin_payment(request: Request, reference: str, number: str) -> HttpResponse:
    """Where the payer goes to pay. What was paid is booked when the provider says so."""
    caller = request.auth

    def act() -> told.Payment:
        file = own(caller, reference)
        charge = charges.find_payable(number)
        subject = charges.find_subject(number) if charge else None
        if charge is None or subject != file.case.subject:
            raise ChargeUnknown
        provider = providers.chosen()
        if provider is None:
            raise ProviderUnknown
        if charge.state is ChargeState.CANCELLED:
            raise ChargeCancelled
        back = f"/{file.case.language}/cases/{reference}/"
        page = provider.payment_page(charge, return_path=back)
        whole = page if page.startswith("http") else f"{settings.PUBLIC_BASE}{page}"
        return told.Payment(number=charge.number, redirect=whole)

    return once(request, act)


@doors.writes("/applications/{reference}/withdraw", auth=WRITES, gives=told.Standing)
def withdraw(request: Request, reference: str, body: given.Withdrawal | None = None) -> HttpResponse:
    """Take the application back before it is decided."""
    caller = request.auth

    def act() -> told.Standing:
        reason = body.reason if body else ""
        case = withdraw_application(own(caller, reference), reason=reason, by=caller.actor)
        return told.Standing(**telling.standing(case))

    return once(request, act)


@doors.writes("/applications/{reference}/appeal", auth=WRITES, gives=told.AppealKept, status=201)
def appeal(request: Request, reference: str, body: given.Appeal) -> HttpResponse:
    """Contest the decision that stands; late, with the reason."""
    caller = request.auth

    def act() -> told.AppealKept:
        file = own(caller, reference)
        made = appeal_decision(file, words=body.words, late_reason=body.late_reason, by=caller.actor)
        return told.AppealKept(
            **telling.standing(cases.hold(file.case.id)),
            appeal=made.id,
            is_late=made.is_late,
        )

    return once(request, act, status=201)
