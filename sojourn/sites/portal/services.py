"""What the services of a pack say about themselves: the list, one service, and its questions on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.types import Pack, Page, RequiredDocument, Role, Service
from sojourn.lib import clock
from sojourn.lib.types import Confidentiality
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import Link, language, pack_of, show
from sojourn.sites.portal.own_cards import own_cards
from sojourn.sites.portal.rights import links_of
from sojourn.sites.ui.form import Drawing

DOORS: Mapping[Role, str] = {
    "registration": "portal:apply",
    "hosting": "portal:apply",
    "departure": "portal:departure",
}
"""Where the service that plays a part begins here. Decided ones begin here; others at a counter."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document the service asks for."""

    name: str
    help: str


@dataclass(frozen=True)
class Told:
    """A service in the words of its pack."""

    pack: Pack
    service: Service
    language: str

    def __getattr__(self, word: str) -> str:
        """`told.how_long` is the text `<service>.how-long`; empty where the pack does not say it."""
        return self.say(word.replace("_", "-"))

    def say(self, path: str) -> str:
        return self.pack.find_text(f"{self.service.code}.{path}", self.language) or ""

    @property
    def sources(self) -> list[str]:
        return [self.pack.source_in(each, self.language) for each in self.service.sources]

    @property
    def gives_paper(self) -> bool:
        """Whether what is granted is a document without a counter: made and found with the letters."""
        return self.pack.is_electronic(self.service)

    @property
    def address(self) -> str:
        return reverse("portal:service", args=[self.service.code])

    @property
    def role(self) -> Role | None:
        return self.pack.role_of(self.service.code)

    @property
    def door(self) -> str:
        """Where it begins, or nothing. What officers decide on is applied for here."""
        known = DOORS.get(self.role) if self.role else None
        name = "portal:apply" if self.service.is_decided else known
        if name is None:
            return ""
        return reverse(name, args=[self.service.code] if name == "portal:apply" else [])

    @property
    def rights(self) -> list[Link]:
        """What is told of the rights of whoever needs this service."""
        return links_of(self.pack, self.service.code, self.language)

    @property
    def papers(self) -> list[Paper]:
        """Those that do not depend on the ground."""
        of_grounds = {code for ground in self.service.grounds for code in ground.documents}
        return [self._paper(each) for each in self.service.documents if each.code not in of_grounds]

    @property
    def papers_by_ground(self) -> list[tuple[str, list[Paper]]]:
        """The grounds the law of today knows, each with the papers that show it."""
        known = {each.code: each for each in self.service.documents}
        return [
            (self.pack.text(self.service.ground_text(ground.code), self.language), papers)
            for ground in self.pack.grounds_on(self.service, clock.today())
            if (papers := [self._paper(known[code]) for code in ground.documents])
        ]

    @property
    def ground_question(self) -> str:
        """The title of the page on which the ground is asked."""
        path = self.service.case.ground if self.service.case else None
        return self.say(f"{path.partition('.')[0]}.title") if path else ""

    def _paper(self, document: RequiredDocument) -> Paper:
        path = f"documents.{document.code}"
        return Paper(self.say(f"{path}.name"), self.say(f"{path}.help"))


def all_of(pack: Pack, language: str) -> list[Told]:
    """Every service, the most used first: that it exists is no secret; who asked for it may be one."""
    known = [Told(pack, each, language) for each in pack.services.values()]
    return sorted(known, key=lambda told: (told.role != "registration", told.title))


def find_told(request: HttpRequest, code: str) -> Told:
    """Raises: Http404."""
    pack = pack_of(request)
    service = pack.services.get(code)
    if service is None:
        raise not_there()
    return Told(pack, service, language())


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    pack = pack_of(request)
    return show(request, "services", services=all_of(pack, language()), finds=pack.finder is not None)


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    told = find_told(request, code)
    cards = own_cards(request, told.pack, told.service)
    return show(request, "service", told=told, own_cards=cards, quick_exit=needs_quick_exit(told.service))


@require_safe
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """Every question on one page, to prepare the answers or to fill in on paper."""
    told = find_told(request, code)
    drawing = Drawing(told.pack, told.service, told.language)
    forms = [(drawing.form(page), _asked_when(page, drawing)) for page in told.service.pages]
    return show(request, "questions", told=told, forms=forms, quick_exit=needs_quick_exit(told.service))


def needs_quick_exit(service: Service) -> bool:
    """Whether whoever applies may not want to be seen at it."""
    return service.confidentiality is Confidentiality.PROTECTED or service.danger_when is not None


def _asked_when(page: Page, drawing: Drawing) -> list[str]:
    """On which other answers a page hangs, in words: nothing where it is always asked."""
    conditions = [each.shows_when for each in page.questions]
    if not all(conditions):
        return []
    told = [said for each in conditions if each for said in in_words(each, drawing)]
    return list(dict.fromkeys(told))


def in_words(condition: Condition, drawing: Drawing, *, negated: bool = False) -> Iterator[str]:
    """“Ground: I study; I work”: the answers on which something is asked."""
    if condition.not_ is not None:
        yield from in_words(condition.not_, drawing, negated=not negated)
    for part in (*(condition.all_ or ()), *(condition.any_ or ())):
        yield from in_words(part, drawing, negated=negated)
    path = condition.question
    if path is None:
        return
    named = condition.in_ if condition.in_ is not None else (condition.is_ or "",)
    question = drawing.service.questions().get(path)
    every = question.options if question else ()
    wanted = [code for code in every if (code in named) is not negated]
    options = [drawing.text(f"{path}.options.{code}") for code in wanted]
    yield f"{drawing.label(path)}: {'; '.join(options)}" if options else drawing.label(path)
