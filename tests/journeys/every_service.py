"""How a service an officer decides is walked: applied for in the browser, worked, decided, the letter read.

The officers send the forms of their pages without a browser: the same addresses, forms and rights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from uuid import UUID, uuid4

import pypdfium2
from playwright.sync_api import Page

from sojourn.cases.models import Case, Consultation
from sojourn.cases.types import CaseStatus
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import PhraseUse, Service
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.stages import stages_of
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, Right
from tests.factories import filings
from tests.factories.cases import officer, opened, pay
from tests.harness.browser import Visitor, session_of
from tests.journeys.answering import answer_all
from tests.journeys.examples import Example
from tests.journeys.residence import send

MOST_PAGES = 60
LETTERS = {"grant": Purpose.GRANTED, "refuse": Purpose.REFUSED, "not-examined": Purpose.NOT_EXAMINED}


def walk(browser: Visitor, example: Example, language: str) -> None:
    """From the first question to the letter in one's hands."""
    account = filings.account(f"{example.service}-{language}-{uuid4().hex[:6]}@example.org")
    home = browser.signed_in(account, language=language)
    desk = employer(account) if example.files == "organisation" else None
    case_id = apply_at_home(home, example, language, desk)
    decide(case_id, example)
    text = letter_at_home(home, case_id, example, language)
    file = opened(case_id)
    assert file.case.reference in text
    is_named = plain(file.pack.text(f"{example.service}.title", language)) in plain(text)
    assert is_named is not example.unnamed
    finish(case_id)
    assert opened(case_id).case.status is CaseStatus(example.ends)


def employer(account: UUID) -> UUID:
    """An organisation this account acts for."""
    tax_number = f"1{uuid4().int % 10**9:09}"
    facts = OrganisationFacts(
        OrganisationKind.COMPANY, "Xəzər Tunel MMC", tax_number, "AZ-BA-NES", "Nizami 12"
    )
    with transaction():
        found = organisations.enter_organisation(facts, by=SYSTEM)
        organisations.add_member(
            found, account_id=account, rights=list(Right), from_on=clock.today(), by=SYSTEM
        )
    return found


def apply_at_home(page: Page, example: Example, language: str, desk: UUID | None) -> UUID:
    """Every question answered that is asked, the summary, the receipt."""
    service = catalogue.current().service(example.service)
    answers = example.answers_on(clock.today())
    if "passport.number" in service.questions() and "passport.number" not in answers:
        answers["passport.number"] = uuid4().hex[:8].upper()  # nobody else has it
    page.goto(f"/{language}/apply/{example.service}/" + (f"?for={desk}" if desk else ""))
    for _ in range(MOST_PAGES):
        if "/check/" in page.url:
            break
        before = page.url
        answer_all(page, service, answers)
        send(page)
        assert page.url != before, f"{before}: {page.locator('main').inner_text()[:600]}"
    answer_all(page, service, {"contact.channel": "none"} | answers)
    send(page)
    page.wait_for_url("**/done/**")
    reference = re.findall(r"/done/([^/?]+)", page.url)[0]
    return UUID(str(Case.objects.values_list("id", flat=True).get(reference=reference)))


def staff_of(service: Service, role: str) -> Actor:
    """An officer with the role; of the protection desk where nobody else may know."""
    is_open = service.confidentiality is Confidentiality.ORDINARY
    return _staff(role, role if is_open else "protection-officer")


@cache
def _staff(part: str, role: str) -> Actor:
    """The same for every case: whoever proposes is another than whoever approves."""
    return officer(f"{part}-{uuid4().hex[:8]}", role)


def decide(case_id: UUID, example: Example) -> None:
    """Taken, other bodies asked, stages recorded, proposed by one officer and approved by another."""
    file = opened(case_id)
    author = Desk(case_id, staff_of(file.service, "case-officer"))
    author.press("take/")
    for body, words in example.opinions.items():
        consult(author, body, words)
    for stage in stages_of(file):
        if stage.stage.before != "end":
            author.press(f"stages/{stage.stage.code}/", note=example.stages.get(stage.stage.code, ""))
    author.press("proposal/", **proposal(file.service, example))
    above = Desk(case_id, staff_of(file.service, "supervisor"))
    above.press("decision/", proposal=str(opened(case_id).page.proposals[-1].id))


def proposal(service: Service, example: Example) -> dict[str, str]:
    kind = str(example.decision.get("kind", "grant"))
    plain_ones = [each.code for each in service.phrases_for(PhraseUse(kind)) if not each.fields]
    outcomes = [each.code for each in service.outcomes_for(kind)]
    told = {
        "kind": kind,
        "reasons": str(example.decision.get("reason", plain_ones[0] if plain_ones else "")),
        "words-az": "Sənədlər yoxlanıb.",
    }
    if outcomes:
        told[f"outcome-{kind}"] = str(example.decision.get("outcome", outcomes[0]))
    return told


def consult(desk: Desk, body: str, words: str) -> None:
    desk.press("consultation/", body=body, question=words)
    asked = Consultation.objects.filter(case_id=desk.case_id, body=body).latest("id").id
    desk.press(f"consultation/{asked}/", outcome="no-objection", public=words)


def finish(case_id: UUID) -> None:
    """Paid where a duty is owed; what comes before the end recorded; the document made and handed over."""
    if opened(case_id).case.status is CaseStatus.AWAITING_PAYMENT:
        pay(case_id)
    file = opened(case_id)
    desk = Desk(case_id, staff_of(file.service, "case-officer"))
    for stage in stages_of(file):
        if stage.stage.before == "end":
            desk.press(f"stages/{stage.stage.code}/")
    for status, step in ((CaseStatus.IN_PRODUCTION, "make"), (CaseStatus.READY, "hand-over")):
        if opened(case_id).case.status is status:
            desk.press(f"card/{step}/")


class Desk:
    """An officer at the pages of one case."""

    def __init__(self, case_id: UUID, who: Actor) -> None:
        self.case_id, self.client = case_id, session_of(who.account_id)
        self.client.raise_request_exception = True

    def press(self, step: str, **typed: str) -> None:
        """Send one of the forms; it is taken when it leads on."""
        address = f"/az/office/cases/{self.case_id}/{step}"
        sent = {**self._shown(address), **typed}
        answer = self.client.post(address, sent)
        assert answer.status_code == 302, f"{step}: {said(answer.content.decode())}"

    def _shown(self, address: str) -> Mapping[str, str]:
        """What the form on the page would send as it stands."""
        answer = self.client.get(address)
        return fields_of(answer.content.decode()) if answer.status_code == 200 else {}


def fields_of(page: str) -> dict[str, str]:
    """Hidden fields and days already filled in."""
    inputs = re.findall(r"<input[^>]+>", page.partition("<main")[2])
    found = {}
    for each in inputs:
        name, value = (re.search(rf'{word}="([^"]*)"', each) for word in ("name", "value"))
        if name and value and not re.search(r'type="(radio|checkbox|submit|search)"', each):
            found[name[1]] = value[1]
    return found


def said(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())[:800]


def letter_at_home(page: Page, case_id: UUID, example: Example, language: str) -> str:
    """The decision, opened where the applicant finds it, as text."""
    file = opened(case_id)
    purpose = LETTERS[str(example.decision.get("kind", "grant"))]
    letter = [each for each in list_letters(file) if each.purpose is purpose][-1]
    page.goto(f"/{language}/cases/{file.case.reference}/")
    form = page.locator(f"main form[action*='/letters/{letter.key}']").first
    address = page.evaluate("where => new URL(where, location).href", form.get_attribute("action"))
    typed = form.locator("input").evaluate_all(
        "all => Object.fromEntries(all.map(each => [each.name, each.value]))"
    )
    content = page.request.post(address, form=typed, headers={"Referer": page.url}).body()
    assert content.startswith(b"%PDF")
    document = pypdfium2.PdfDocument(content)
    return "\n".join(document[at].get_textpage().get_text_range() for at in range(len(document)))


def plain(text: str) -> str:
    """Without line breaks, spaces and hyphens, as one reads it."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text).casefold()
