"""A filing as it is filled in: its pages in their order, what was typed, what is kept of a posted page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from sojourn.applications import actions as applications
from sojourn.applications import queries as filings
from sojourn.applications.errors import DraftNotFound
from sojourn.applications.types import Draft, State
from sojourn.catalogue.forms import pages_that_apply, prefill
from sojourn.catalogue.types import Pack, Page, QuestionType, Service
from sojourn.flows.definitions import pack_of
from sojourn.lib.actor import Actor
from sojourn.lib.db import answer_once
from sojourn.organisations.types import MandateView
from sojourn.sites.portal import principals
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import use_pack
from sojourn.sites.portal.visitors import Visitor, visiting
from sojourn.sites.ui.form import DATE_PARTS, date_parts, posted

_DATES = frozenset({QuestionType.DATE, QuestionType.PARTIAL_DATE})
KEY_LENGTH = 48


@dataclass(frozen=True, slots=True)
class Filling:
    """Without a draft nothing has been saved yet: the first save makes one.

    `acting` is the mandate by which the visitor files for someone else.
    """

    visitor: Visitor
    pack: Pack
    service: Service
    draft: Draft | None = None
    acting: MandateView | None = None

    @property
    def actor(self) -> Actor:
        actor = self.visitor.actor
        return actor.for_principal(self.acting.principal) if self.acting else actor

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.draft.answers if self.draft else {}

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages to be filled in by who answered so, as far as they are known."""
        excused = self._excused()
        return tuple(
            page
            for page in pages_that_apply(self.service, self.answers)
            if not (page.on_summary or page.at_counter) and not _paths_of(page) <= excused
        )

    def _excused(self) -> frozenset[str]:
        """Questions for papers that these answers do not call for."""
        papers = {each.question for each in self.service.documents if each.question}
        needed = {each.question for each in self.service.documents_needed(self.answers)}
        return frozenset(papers - needed)

    @property
    def is_certain(self) -> bool:
        """Whether the number of pages is known: no page hangs on an answer to another one."""
        return all(any(not each.shows_when for each in page.questions) for page in self.service.pages)

    @property
    def on_summary(self) -> tuple[Page, ...]:
        return tuple(page for page in self.service.pages if page.on_summary)

    def find_page(self, code: str) -> Page:
        """Raises: Http404."""
        asked = (page for page in self.service.pages if not (page.on_summary or page.at_counter))
        found = next((page for page in asked if page.code == code), None)
        if found is None:
            raise not_there()
        return found

    def applies(self, page: Page) -> bool:
        return page in self.pages

    def number_of(self, page: Page) -> int:
        return len(self._around(page)[0]) + 1

    def share_before(self, page: Page) -> int:
        """How much of the whole service lies before a page, in per cent by fives.

        It never goes back, whatever further pages an answer calls for.
        """
        asked = [each.code for each in self.service.pages if not each.on_summary]
        return 100 * asked.index(page.code) // len(asked) // 5 * 5

    def _around(self, page: Page) -> tuple[list[Page], list[Page]]:
        """The pages before and after one, which itself may not apply any more."""
        order = {each.code: place for place, each in enumerate(self.service.pages)}
        here = order[page.code]
        return (
            [each for each in self.pages if order[each.code] < here],
            [each for each in self.pages if order[each.code] > here],
        )

    def address(self, name: str, *more: str) -> str:
        """An address of this filing; a page before the first save is the beginning of its service."""
        if self.draft is None:
            begin = reverse("portal:apply", args=[self.service.code])
            return f"{begin}?{principals.ASKED}={self.acting.id}" if self.acting else begin
        return reverse(f"portal:{name}", args=[self.draft.reference, *more])

    def address_before(self, page: Page) -> str:
        earlier, _ = self._around(page)
        if self.acting and (not earlier or self.draft is None):
            return principals.page_of(self.acting)
        if not earlier or self.draft is None:
            return reverse("portal:service", args=[self.service.code])
        return self.address("page", earlier[-1].code)

    def address_after(self, page: Page) -> str:
        _, later = self._around(page)
        return self.address("page", later[0].code) if later else self.address("check")


def _paths_of(page: Page) -> set[str]:
    return {path for path, _ in page.each_question()}


def open_filling(request: HttpRequest, reference: str) -> Filling:
    """A filing of this visitor, sent or not, for themselves or for someone who still lets them.

    Raises: Http404, alike for one of somebody else; MayNotAct.
    """
    visitor = visiting(request)
    if not visitor.has_begun:
        raise not_there()
    try:
        draft = filings.get_draft(reference, holder=visitor.holder)
    except DraftNotFound:
        raise not_there() from None
    pack = use_pack(request, pack_of(draft))
    service = pack.service(draft.service)
    for_whom = draft.principal
    acting = principals.get_acting(visitor, for_whom, service=service.code) if for_whom else None
    return Filling(visitor, pack, service, draft, acting)


def is_sent(filling: Filling) -> bool:
    return filling.draft is not None and filling.draft.state is State.SUBMITTED


def typed_on(page: Page, data: Mapping[str, str]) -> dict[str, str]:
    """The answers in a posted page. A date typed in parts takes the place of one read from lines."""
    typed = posted(page, data)
    for path, question in page.each_question():
        if question.type is QuestionType.FILE:
            typed.pop(path, None)  # only what was handed in stands for a file
        if question.type in _DATES and any(f"{path}.{part}" in typed for part in DATE_PARTS):
            typed[path] = ""
    return typed


def with_lines_read(filling: Filling, page: Page, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, with empty fields filled from the lines; what older lines had filled gives way."""
    answers = dict(typed)
    lines = f"{page.code}.mrz"
    before = filling.answers.get(lines)
    if before and before != typed.get(lines):
        for path, told in prefill(filling.service, {lines: before}).items():
            if path != lines and _is_as_told(path, told, answers):
                answers |= dict.fromkeys((path, *(f"{path}.{part}" for part in DATE_PARTS)), "")
    return prefill(filling.service, answers)


def _is_as_told(path: str, told: str, answers: Mapping[str, Any]) -> bool:
    parts = {part: str(answers.get(f"{path}.{part}") or "") for part in DATE_PARTS}
    typed_in_parts = any(parts.values())
    return parts == date_parts(path, {path: told}) if typed_in_parts else answers.get(path) == told


def keep(
    filling: Filling, answers: Mapping[str, Any], *, pages: list[str], key: str, language: str
) -> Filling:
    """Save what was typed, in the caller's transaction. The same form sent again changes nothing."""
    if filling.draft is None:
        filling = _begun(filling, answers, key=key, language=language)
    draft, visitor = filling.draft, filling.visitor
    if draft is None or all(draft.answers.get(path) == value for path, value in answers.items()):
        return filling
    saved = applications.save(draft.id, answers=answers, pages=pages, holder=visitor.holder, by=filling.actor)
    return replace(filling, draft=saved)


def _begun(filling: Filling, answers: Mapping[str, Any], *, key: str, language: str) -> Filling:
    """The draft of this form: two presses of one button begin one draft; without a key each is new."""
    visitor = filling.visitor
    form = key[:KEY_LENGTH] or secrets.token_urlsafe(16)

    def begin() -> str:
        return applications.start(
            filling.service,
            pack=filling.pack,
            language=language,
            answers=answers,
            holder=visitor.holder,
            by=filling.actor,
        ).reference

    whose = visitor.account_id or visitor.holder.secret_hash or b""
    name = f"{whose.hex() if isinstance(whose, bytes) else whose}:{form}"
    request_hash = f"{filling.service.code}{filling.acting.id if filling.acting else ''}".encode()
    reference = answer_once("portal", name, request_hash=request_hash, act=begin)
    return replace(filling, draft=filings.get_draft(reference, holder=visitor.holder))
