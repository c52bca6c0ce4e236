"""Finding the right service: one question a page, to a service, a room of this site, or nothing needed.

Nothing is kept, of nobody. Every answer is posted to one address. What is not sensitive leads on to an
address of its own, so that it can be gone back to and passed on; what is sensitive is shown at once as the
answer to the post, and stands in no address, cookie, title or log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.catalogue.types import Finder, FinderEnd, FinderQuestion, FinderStep, Pack, Room, text_of
from sojourn.sites.portal import services
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import Link, language, pack_of, show

ROOMS: Mapping[Room, str] = {
    Room.ACCOUNT: "portal:account",
    Room.DEPARTURE: "portal:departure",
    Room.HOSTS: "portal:host",
    Room.RECEIPT: "portal:receipt",
    Room.RIGHTS: "portal:rights",
    Room.TRACK: "portal:track",
    Room.VERIFY: "portal:verify",
    Room.WRITE: "portal:write",
}


@dataclass(frozen=True)
class Told:
    """A step in the words of the pack. come_from: the question whose answer led here, if it is known."""

    pack: Pack
    finder: Finder
    step: FinderStep
    come_from: FinderQuestion | None = None

    def say(self, word: str) -> str:
        return self.pack.find_text(f"{text_of(self.step)}.{word}", language()) or ""

    @property
    def title(self) -> str:
        return self.say("title")

    @property
    def lead(self) -> str:
        return self.say("lead")

    @property
    def text(self) -> list[str]:
        """Paragraph by paragraph."""
        return self.say("text").splitlines()

    @property
    def then(self) -> str:
        return self.say("then")

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """The answers under their headings: code, words, what else is said of it."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for one in self.step.answers if isinstance(self.step, FinderQuestion) else ():
            words = self.say(f"answers.{one.code}"), self.say(f"answers.{one.code}-help")
            found.setdefault(self.say(f"groups.{one.group}") if one.group else "", []).append(
                (one.code, *words)
            )
        return list(found.items())

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Telephones: number and whose it is."""
        known = [self.pack.rights.find_telephone(code) for code in self.step.telephones]
        return [(each.number, each.names[language()]) for each in known if each]

    @property
    def services(self) -> list[services.Told]:
        codes = self.step.services if isinstance(self.step, FinderEnd) else ()
        return [services.Told(self.pack, self.pack.service(code), language()) for code in codes]

    @property
    def others(self) -> list[Link]:
        """Rooms of this site and texts on rights."""
        if not isinstance(self.step, FinderEnd):
            return []
        rooms = [Link(reverse(ROOMS[room]), room_names()[room]) for room in self.step.rooms]
        texts = [self.pack.rights.texts[code] for code in self.step.rights]
        rights = [(each.code, each.texts[language()].title) for each in texts]
        return rooms + [Link(reverse("portal:rights-text", args=[code]), title) for code, title in rights]

    @property
    def matters(self) -> list[tuple[str, str]]:
        """What can be written about from here: code and title."""
        codes = self.step.matters if isinstance(self.step, FinderEnd) else ()
        return [(code, self.pack.text(f"petitions.matters.{code}.title", language())) for code in codes]

    @property
    def back(self) -> str:
        """The address of the question before, where it has one and there is only one."""
        if self.step.code == self.finder.start:
            return reverse("portal:start")
        askers = self.finder.askers_of(self.step.code)
        before = self.come_from or (askers[0] if len(askers) == 1 else None)
        if before is None or before.sensitive or before.code == self.finder.start:
            return reverse("portal:find")
        return reverse("portal:find-step", args=[before.code])


def room_names() -> dict[Room, str]:
    return {
        Room.ACCOUNT: gettext("Follow what you sent"),
        Room.DEPARTURE: gettext("Tell us that you leave"),
        Room.HOSTS: gettext("Desk for hotels and hosts"),
        Room.RECEIPT: gettext("Read our answer with your code"),
        Room.RIGHTS: gettext("Your rights"),
        Room.TRACK: gettext("See where it stands"),
        Room.VERIFY: gettext("Check a document"),
        Room.WRITE: gettext("Write to us or complain"),
    }


def finder_of(request: HttpRequest) -> tuple[Pack, Finder]:
    """Raises: Http404 for a pack that has none."""
    pack = pack_of(request)
    if pack.finder is None:
        raise not_there()
    return pack, pack.finder


@csrf_exempt  # nothing is changed or kept, and whoever takes no cookie is to find the way too
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The first question; what any answer leads to; and a step without an address in another language."""
    pack, finder = finder_of(request)
    asked = finder.find_question(request.POST.get("at")) or finder.first()
    here = finder.find_step(request.POST.get("here", ""))
    if here is not None:
        return _draw(request, Told(pack, finder, here, finder.find_question(request.POST.get("from"))))
    told = Told(pack, finder, asked)
    if request.method != "POST" or "back" in request.POST:
        return _draw(request, told)
    chosen = asked.find_answer(request.POST.get("answer"))
    if chosen is None:
        return _draw(request, told, wrong=gettext("Choose what fits best"))
    following = finder.find_step(chosen.to)
    if following is None:
        raise not_there()
    if not following.sensitive:
        return HttpResponseRedirect(reverse("portal:find-step", args=[following.code]))
    return _draw(request, Told(pack, finder, following, asked))


@require_safe
def step(request: HttpRequest, code: str) -> HttpResponse:
    """A step with an address of its own. What is sensitive has none."""
    pack, finder = finder_of(request)
    found = finder.find_step(code)
    if found is None or found.sensitive:
        raise not_there()
    return _draw(request, Told(pack, finder, found))


def _draw(request: HttpRequest, told: Told, *, wrong: str = "") -> HttpResponse:
    page = "find" if isinstance(told.step, FinderQuestion) else "find_end"
    calm = not told.step.urgent
    keeps = "here" if told.step.sensitive else ""
    return show(
        request, page, told=told, step=told.step, lines=told.lines, calm=calm, wrong=wrong, keeps=keeps
    )
