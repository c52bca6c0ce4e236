"""A letter names the law its own service rests on, also where several services share the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pypdfium2
import pytest

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.types import AppealOutcome, DecisionKind, ItemToCorrect, Power
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose, list_letters, open_letter
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.open_case import submit_application
from sojourn.flows.request_correction import request_correction
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from tests.factories import filings, labour
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, officer, opened, read_newest
from tests.journeys.examples import examples_of
from tests.unit.catalogue.conftest import ROOT

pytestmark = pytest.mark.django_db
WORDS = {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."}
EXAMPLES = {each.service: each for each in examples_of(ROOT / "packs/azerbaijan")}
LAW = {
    "ban-lifting": ("Miqrasiya Məcəlləsinin (2 iyul 2013-cü il", "Миграционный кодекс (713-IVQ"),
    "citizenship-affiliation": ("“Vətəndaşlıq haqqında” Qanun", "Закон о гражданстве"),
    "fine-enquiry": ("İnzibati Xətalar Məcəlləsinin", "Кодекс об административных проступках"),
    "highly-qualified-migrant": ("yüksəkixtisaslı miqrantlara dair qanunu", "закон 2025 г. о высок"),
    "readmission-request": ("readmissiya haqqında saziş", "Соглашение Европейского союза"),
    "refugee-status": ("Qaçqınların statusu haqqında Konvensiya", "Конвенция о статусе беженцев"),
    "statelessness-determination": ("1954 və 1961-ci il konvensiyaları", "Конвенции о безгражданстве"),
    "work-permit": ("Elektron iş icazələri barədə", "об электронных разрешениях на работу"),
}  # fmt: skip
CODE = ("Miqrasiya Məcəllə", "Миграционный кодекс")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def applied(service: str) -> UUID:
    """The case of the invented person for whom the service fits."""
    if service == labour.SERVICE:
        return labour.apply(labour.employer()).case_id
    pack, account = catalogue.current(), filings.account(f"{service}-{uuid4()}@example.org")
    by = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
    if pack.service(service).is_for_organisations:
        by = labour.employer()
    holder = Holder(account_id=by.account_id)
    answers = EXAMPLES[service].answers_on(FILED_ON)
    with transaction():
        draft = applications.start(
            pack.service(service), pack=pack, language="ru", answers=answers, holder=holder, by=by
        )
        return submit_application(draft.id, holder=holder, filing=Filing(by, FILED_ON, "ru")).case_id


def desk_of(case_id: UUID, name: str = "author") -> Actor:
    case = opened(case_id).case
    role = name if name != "author" else "case-officer"
    if case.confidentiality is Confidentiality.PROTECTED:
        role = "protection-officer"
    return replace(officer(name, role), office=case.office)


def announced(case_id: UUID, *, by: Actor) -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """An intended refusal for the first reason the service knows, and what was said to it."""
    phrase = opened(case_id).service.phrases_for(PhraseUse.REFUSE)[0]
    reasons, values = (phrase.code,), {phrase.code: dict.fromkeys(phrase.fields, "2030-01-01")}
    with transaction():
        announce_intention(opened(case_id), reasons=reasons, words=WORDS, values=values, by=by)
    return reasons, values


def letter(case_id: UUID, purpose: Purpose) -> str:
    """The newest letter of a purpose in az and ru, as text in one line."""
    file = opened(case_id)
    found = [each for each in list_letters(file) if each.purpose is purpose][-1]
    with transaction():
        _, content = open_letter(file, found, language="ru", by=GUEST)
    document = pypdfium2.PdfDocument(content)
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    return " ".join(" ".join(pages).replace("\ufffe\r\n", "").split())


def names_its_law(service: str, text: str) -> bool:
    said = text.replace(" ", "")
    own = all(each.replace(" ", "") in said for each in LAW[service])
    rests_on_the_code = any("Migration Code" in each for each in catalogue.current().service(service).acts)
    return own and (rests_on_the_code or not any(each.replace(" ", "") in said for each in CODE))


@pytest.mark.parametrize("service", sorted(LAW))
def test_a_request_and_an_intended_refusal_name_the_law_of_their_service(service: str) -> None:
    case_id = applied(service)
    author = desk_of(case_id)
    announced(case_id, by=author)
    assert names_its_law(service, letter(case_id, Purpose.INTENTION))
    with transaction():
        answer_intention(opened(case_id), words="Please look again.", by=GUEST)
    with transaction():
        phrase = opened(case_id).service.phrases_for(PhraseUse.CORRECT)[0]
        items = [ItemToCorrect("passport.number", phrase.code, "Page 2.")]
        request_correction(opened(case_id), items=items, by=author)
    assert names_its_law(service, letter(case_id, Purpose.CORRECTION))


@pytest.mark.parametrize(
    ("service", "outcome", "stays_in_force"),
    [
        ("fine-enquiry", "not-put-off", "özlüyündə qərarın icrasını dayandırmır"),
        ("refugee-status", "refused", ""),
    ],
)
def test_a_refusal_and_the_answer_to_its_appeal_name_their_law_and_what_is_suspended(
    service: str, outcome: str, stays_in_force: str
) -> None:
    """Going to court suspends nothing by itself, but for whoever asked for protection."""
    case_id = applied(service)
    author, above, judge = (desk_of(case_id, name) for name in ("author", "supervisor", "appeal-officer"))
    reasons, values = announced(case_id, by=author)
    read_newest(case_id, Purpose.INTENTION)
    with transaction():
        answer_intention(opened(case_id), words="Please look again.", by=GUEST)
    with transaction():
        wish = Wish(DecisionKind.REFUSE, reasons, WORDS, values=values, outcome=outcome)
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=author)
    with transaction():
        approve_decision(opened(case_id), power=Power("supervisor", above.office or ""), by=above)
    refused = letter(case_id, Purpose.REFUSED)
    assert names_its_law(service, refused)
    assert "cavab verilənədək qərar icra olunmur" in refused
    read_newest(case_id, Purpose.REFUSED)
    with transaction():
        appeal_decision(opened(case_id), words="I do not agree.", by=GUEST)
    with transaction():
        answer = Answer(AppealOutcome.UPHELD, reasons, WORDS)
        decide_appeal(opened(case_id), answer, power=Power("appeal-officer", judge.office or ""), by=judge)
    upheld = letter(case_id, Purpose.APPEAL)
    assert names_its_law(service, upheld)
    assert (stays_in_force or "məhkəmə işi bitirənədək qərar icra olunmur") in upheld
