"""An officer asks the applicant to put answers right; the applicant answers each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sojourn.cases import actions as cases
from sojourn.cases.errors import KnownBefore, NothingAsked
from sojourn.cases.types import CaseView, CorrectionView, ItemToCorrect
from sojourn.catalogue.facts import Context
from sojourn.catalogue.forms import check_answers, is_shown
from sojourn.catalogue.types import PhraseUse, Service
from sojourn.flows import arrival_form, case_messages
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.case_letters import list_copies, list_letters
from sojourn.flows.errors import AnswersUnreadable, LetterOut, NotAllAnswered, QuestionUnknown
from sojourn.flows.examination import examine, kept_of
from sojourn.flows.open_case import proof_of, prove_pending
from sojourn.flows.reasoning import check_known
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.permits import queries as certificates


@transaction_required
def request_correction(
    file: CaseFile, *, items: Sequence[ItemToCorrect], by: Actor, version: int | None = None
) -> CaseView:
    """Ask for what is missing, at most as often as the law allows, and later only for what was not to be
    known at the first request. Source: R-PROC-1.

    Raises: TooManyCorrections, NothingAsked, QuestionUnknown, ReasonUnknown, KnownBefore (paths),
    TakenByAnother, Recused, ActNotAllowed.
    """
    _check_askable(file, items)
    known = [each.path for each in items if not each.found_out.strip() and was_known(file, each.path)]
    if known:
        raise KnownBefore(paths=sorted(set(known)))
    most = int(file.law["procedure.corrections-at-most"])
    case = cases.ask_correction(file.case.id, items=items, most=most, by=by, version=version)
    case_messages.tell(case, by=by)
    return case


@transaction_required
def withdraw_correction(file: CaseFile, *, by: Actor, version: int | None = None) -> CaseView:
    """Take a request back before its letter was opened by anyone: nobody can have it in hand.

    Whoever was told that something is waiting is told that it was taken back.

    Raises: ActedOnMeanwhile, LetterOut (at), TakenByAnother, ChangedMeanwhile, Recused.
    """
    case = cases.withdraw_correction(file.case.id, by=by, version=version)
    letters = (each for each in list_letters(file) if each.number == file.case.corrections)
    drawn = [copy for each in letters for copy in list_copies(file, each)]
    if drawn:
        raise LetterOut(at=drawn[0].created_at)
    case_messages.tell_taken_back(case, by=by)
    return case


def _check_askable(file: CaseFile, items: Sequence[ItemToCorrect]) -> None:
    """Questions of the service or their parts, reasons it gives. Raises: QuestionUnknown, ReasonUnknown."""
    questions = file.service.questions()
    unknown = {
        each.path for each in items if not {each.path, each.path.rpartition(".")[0]} & questions.keys()
    }
    if unknown:
        raise QuestionUnknown(paths=sorted(unknown))
    if items:
        check_known(file, [each.code for each in items], PhraseUse.CORRECT)


def was_known(file: CaseFile, path: str) -> bool:
    """Whether a flaw of this answer could be seen when the first correction was asked for, and was not named:
    the question was put then, and what it was answered has not become otherwise since.
    """
    asked = [item.path for each in file.page.corrections for item in each.items]
    if not asked or path in asked:
        return False
    on, service = file.case.filed_on, file.service
    if _asks(service, path, file.filed.answers) != _asks(service, path, file.answers):
        return False
    then, now = check_answers(service, file.filed.answers, on=on).cleaned, file.cleaned
    parts = {each for each in {*then, *now} if _is_wanted(each, {path})}
    return all(then.get(each) == now.get(each) for each in parts)


def _asks(service: Service, path: str, answers: Mapping[str, Any]) -> bool:
    """Whether whoever answered so is asked this question."""
    question = service.questions().get(path)
    return question is None or is_shown(question, answers)


@transaction_required
def answer_correction(
    file: CaseFile, *, answers: Mapping[str, Any], by: Actor, anyway: bool = False
) -> CaseView:
    """Keep what was put right, field by field; what was filed first stays.

    The case is examined anew by the law of the day of filing, and whoever turns out to have applied while the
    stay was lawful has the proof of it. anyway: though something is left unanswered, or answered as before.
    Raises: NothingAsked for no answer, AnswersUnreadable, NotAllAnswered (paths), ActNotAllowed.
    """
    asked = file.page.corrections[-1].items if file.page.corrections else ()
    wanted = {each.path for each in asked}
    given = {path: value for path, value in answers.items() if _is_wanted(path, wanted)}
    if not any(str(value).strip() for value in given.values()):
        raise NothingAsked
    cleaned = _readable(file, given, wanted)
    left = [] if anyway else left_of(file, given)
    if left:
        raise NotAllAnswered(paths=[item.path for item, _ in left])
    examined = examine(file.pack, file.service, cleaned, Context(filed_on=file.case.filed_on))
    case = cases.answer_correction(
        file.case.id,
        answers=given,
        calendar=file.calendar,
        paused_until=file.last_paused(clock.today()),
        examined=kept_of(file.service, cleaned, examined),
        by=by,
    )
    if certificates.find_for(proof_of(case), to=THE_STORY) is None:
        prove_pending(file.pack, file.service, case, arrival_form.identity(cleaned), examined, by=by)
    return case


class Answering(StrEnum):
    """What became of one thing that was asked to be put right."""

    ANSWERED = "answered"
    UNCHANGED = "unchanged"
    UNANSWERED = "unanswered"


def left_of(file: CaseFile, answers: Mapping[str, Any]) -> list[tuple[ItemToCorrect, Answering]]:
    """What these answers leave open of the newest request."""
    told = how_answered(file, file.page.corrections[-1], answers)
    return [(item, how) for item, how in told if how is not Answering.ANSWERED]


def how_answered(
    file: CaseFile, asked: CorrectionView, answers: Mapping[str, Any]
) -> list[tuple[ItemToCorrect, Answering]]:
    """Each thing that was asked with what these answers do about it, beside what stood there before."""
    earlier = [each.answers for each in file.page.corrections if each.number < asked.number]
    before: dict[str, Any] = dict(file.filed.answers)
    for each in earlier:
        before.update(each or {})
    on = file.case.filed_on
    was = check_answers(file.service, before, on=on).cleaned
    now = check_answers(file.service, {**before, **answers}, on=on).cleaned
    return [(item, _answering(item.path, answers, was, now)) for item in asked.items]


def _answering(
    path: str, answers: Mapping[str, Any], was: Mapping[str, Any], now: Mapping[str, Any]
) -> Answering:
    given = [value for each, value in answers.items() if _is_wanted(each, {path})]
    if not any(str(value).strip() for value in given):
        return Answering.UNANSWERED
    known = {each for each in {*was, *now} if _is_wanted(each, {path})}
    same = all(was.get(each) == now.get(each) for each in known)
    return Answering.UNCHANGED if same else Answering.ANSWERED


def _readable(file: CaseFile, given: Mapping[str, Any], wanted: set[str]) -> Mapping[str, Any]:
    """All answers as they stand with these; of what was asked nothing is unreadable.

    Raises: AnswersUnreadable.
    """
    checked = check_answers(file.service, {**file.answers, **given}, on=file.case.filed_on)
    wrong = tuple(one for one in checked.errors if _is_wanted(one.path, wanted))
    if wrong:
        raise AnswersUnreadable(findings=wrong)
    return checked.cleaned


def _is_wanted(path: str, wanted: set[str]) -> bool:
    """Only what was asked about can be changed; the parts of a date or an address belong to it."""
    return any(path == each or path.startswith(f"{each}.") for each in wanted)
