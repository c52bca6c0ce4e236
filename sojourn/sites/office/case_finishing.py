"""What follows a decision: letters opened and served, the card made and handed over, the file bound."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.documents import queries as documents
from sojourn.documents.bundle import Section
from sojourn.documents.errors import DocumentNotFound
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import CaseLetter, find_letter, list_copies, open_letter
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.export_case import export_case
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.serve_letter import record_letter_served
from sojourn.flows.stages import stages_of
from sojourn.lib import clock
from sojourn.lib.actor import Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices.errors import ServiceIncomplete, ServiceInTheFuture, ServiceUnknown
from sojourn.notices.types import Correction
from sojourn.sites.office import case_words, health_papers, serving
from sojourn.sites.office import typed as read
from sojourn.sites.office.case_handling import at_once
from sojourn.sites.office.case_page import answers, letter_name, papers
from sojourn.sites.office.case_refusals import REFUSALS
from sojourn.sites.office.case_steps import Ask, clock_of, do_once, done, draw_step, open_case
from sojourn.sites.office.cases import PURPOSE
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.spoken import spoken_date

_REASON = 2000


@staff_page(Permission.CASES_SEE, purpose=PURPOSE)
def letter(desk: Desk, case_id: UUID, key: str) -> HttpResponse:
    """A letter as it was or will be sent. Opening it here serves nothing. Raises: LetterUnknown."""
    file = open_case(desk, case_id)
    found = find_letter(file, key)
    with transaction():
        _, content = open_letter(file, found, language=_language(desk, file), by=desk.actor)
    return as_file(content, f"{file.case.reference}-{found.purpose}.pdf")


def _language(desk: Desk, file: CaseFile) -> str:
    """Of the letter beside the authentic one: as chosen, or the person's."""
    data = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    chosen = data.get("language", "")
    return chosen if chosen in file.pack.languages else file.case.language


@staff_page(Permission.SEE_DOCUMENTS, purpose=PURPOSE)
def paper(desk: Desk, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The safe copy of a file that was handed in. Raises: DocumentNotFound, KeptApart."""
    file = open_case(desk, case_id)
    shown = next((each for each in papers(desk, file) if each.id == document_id and not each.closed), None)
    if shown is None:
        raise DocumentNotFound
    reader = health_papers.reader_of(desk, file, shown.path)
    found = documents.get_document(document_id, to=reader)
    access.log_reading(
        to=reader,
        relation="office",
        subject=Subject("document", found.id),
        confidentiality=found.filing.confidentiality,
    )
    kind = found.safe.media_type
    return as_file(documents.read_safe_copy(found), f"{found.id}.{kind.ending}", media_type=kind)


@staff_page(Permission.RECORD_SERVICE, purpose=PURPOSE)
def serve(desk: Desk, case_id: UUID, key: str) -> HttpResponse:
    """Record how a letter reached the person, or put a wrong record right; every time runs from there."""
    file, refused = open_case(desk, case_id), None
    found = find_letter(file, key)
    typed = read.fields(desk.request.POST, serving.FIELDS)
    errors: list[tuple[str, str]] = []
    if desk.request.method == "POST":
        errors = _service_wrong(typed)
        if not errors:
            try:
                do_once(desk, case_id, lambda version: _serve(desk, file, found, typed))
            except ServiceIncomplete as lacking:
                field, said = serving.PROOF_MISSING[lacking.facts["missing"]]
                errors = [(field, gettext(said))]
            except ServiceInTheFuture:
                errors = [("on", gettext("This day lies in the future"))]
            except ServiceUnknown:
                errors = [("manner", gettext("This record was corrected already; look at the newest one"))]
            except REFUSALS as refusal:
                file, refused = open_case(desk, case_id), refusal
            else:
                return done(case_id, "served")
    lines = serving.lines_of(list_copies(file, found))
    typed["on"] = typed["on"] or read.spelled(clock.today().isoformat())
    correcting = serving.find_corrected(lines, typed["corrects"] or desk.request.GET.get("corrects", ""))
    return draw_step(
        desk,
        file,
        "case_serve",
        refused=refused,
        errors=errors,
        letter=found,
        letter_name=letter_name(file, found),
        manners=[(manner.value, gettext(name)) for manner, name in serving.manners(correcting).items()],
        lines=lines,
        may_record=True,
        correcting=correcting,
        typed=typed,
    )


def _service_wrong(typed: dict[str, str]) -> list[tuple[str, str]]:
    known = {each.value for each in serving.manners(typed["corrects"])}
    wrong = [] if typed["manner"] in known else [("manner", gettext("Choose how it was served"))]
    if read.day(typed["on"]) is None:
        wrong.append(("on", gettext("Enter the day, for example 27.3.2026")))
    if typed["corrects"] and not typed["reason"]:
        wrong.append(("reason", gettext("Say why the record is corrected")))
    return wrong


def _serve(desk: Desk, file: CaseFile, found: CaseLetter, typed: dict[str, str]) -> None:
    """Raises: ServiceIncomplete, ServiceInTheFuture, ServiceUnknown."""
    wrong = read.uuid(typed["corrects"])
    if typed["corrects"] and wrong is None:
        raise ServiceUnknown
    record_letter_served(
        file,
        found,
        served=serving.served(typed),
        language=_language(desk, file),
        by=desk.actor,
        correction=Correction(wrong, typed["reason"]) if wrong else None,
    )


@staff_page(Permission.CASES_WORK, purpose=PURPOSE)
def produce(desk: Desk, case_id: UUID) -> HttpResponse:
    """Make the card and lay it ready."""
    return at_once(desk, case_id, lambda file, version: produce_card(file, by=desk.actor), "made")


@staff_page(Permission.RECORD_SERVICE, purpose=PURPOSE, door=Door.COUNTER)
def hand_out(desk: Desk, case_id: UUID) -> HttpResponse:
    """The card is in its holder's hands."""
    return at_once(desk, case_id, lambda file, version: hand_over_card(file, by=desk.actor), "handed-out")


@staff_page(Permission.CASES_ENTER, purpose=PURPOSE, door=Door.COUNTER)
def withdraw(desk: Desk, case_id: UUID) -> HttpResponse:
    """The person takes the application back at the counter: why is written down, and that they want it."""
    file, refused = open_case(desk, case_id), None
    typed = read.fields(desk.request.POST, {"sure": 3, "reason": _REASON})
    errors = _withdrawal_wrong(typed) if desk.request.method == "POST" else []
    if desk.request.method == "POST" and not errors:
        try:
            do_once(
                desk, case_id, lambda _: withdraw_application(file, reason=typed["reason"], by=desk.actor)
            )
        except REFUSALS as refusal:
            file, refused = open_case(desk, case_id), refusal
        else:
            return done(case_id, "withdrawn")
    wrong = dict(errors)
    sure = gettext("The applicant wants this; it cannot be taken back")
    return draw_step(
        desk,
        file,
        "case_step",
        refused=refused,
        errors=errors,
        title=gettext("The applicant withdraws"),
        lead=gettext(
            "As the person said or wrote it. The certificate of the pending application ends today."
        ),
        button=gettext("Withdraw the application"),
        asked=[
            Ask("reason", gettext("Reason"), "lines", value=typed["reason"], error=wrong.get("reason", "")),
            Ask("sure", sure, "tick", value=typed["sure"], error=wrong.get("sure", "")),
        ],
    )


def _withdrawal_wrong(typed: dict[str, str]) -> list[tuple[str, str]]:
    wrong = [] if typed["reason"] else [("reason", gettext("Give a reason"))]
    if typed["sure"] != "yes":
        wrong.append(("sure", gettext("Tick that the applicant wants this")))
    return wrong


@staff_page(Permission.SEE_DOCUMENTS, purpose=PURPOSE)
def export(desk: Desk, case_id: UUID) -> HttpResponse:
    """The whole case as one signed file for court and person."""
    file = open_case(desk, case_id)
    with transaction():
        name, content = export_case(
            file, told=list(told(desk, file)), language=desk.language, to=desk.reader, by=desk.actor
        )
    return as_file(content, name)


def told(desk: Desk, file: CaseFile) -> list[Section]:
    """The answers, the clock and the decisions in words, for the front of the file."""
    sections = [
        Section(title, tuple((row.label, row.value or "–") for row in rows))
        for title, rows in answers(desk, file)
    ]
    stands = clock_of(file)
    times = tuple(
        (row.said, f"{spoken_date(row.from_on)} – {spoken_date(row.until_on)}") for row in stands.rows
    )
    sections.append(Section(gettext("Clock"), ((gettext("How it stands"), stands.sentence), *times)))
    reached = tuple(
        (case_words.stage(file, each.stage.code, desk.language), spoken_date(each.reached.happened_on))
        for each in stages_of(file)
        if each.reached
    )
    if reached:
        sections.append(Section(gettext("Stages"), reached))
    names = case_words.outcomes(file, desk.language)
    decided = tuple(
        (
            ": ".join(filter(None, (case_words.decision(each.kind, file.case), names.get(each.outcome)))),
            spoken_date(each.decided_on),
        )
        for each in file.page.decisions
    )
    if decided:
        sections.append(Section(gettext("Decisions"), decided))
    return sections
