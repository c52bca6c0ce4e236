"""What people are told of their rights, in more languages than the pages: to read, print and hand on.

Nothing is asked, kept or counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from babel import Locale
from babel.dates import format_timedelta
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sojourn.catalogue.authoring import Period, PeriodUnit
from sojourn.catalogue.types import PERIOD_IN_BRACES, Pack, Rights, RightsText, RightsWords, Telephone
from sojourn.lib import clock
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import Link, language, pack_of, show

_Unit = Literal["day", "month", "year"]
_DAYS_OF: dict[PeriodUnit, tuple[_Unit, int]] = {
    PeriodUnit.MONTHS: ("month", 30),
    PeriodUnit.YEARS: ("year", 365),
}
_WHOLE = 10**9  # so many units before the next larger one would be taken


@dataclass(frozen=True)
class Told:
    """One text on rights in one language, as it stands on its page."""

    pack: Pack
    rights: Rights
    language: str

    @property
    def text(self) -> RightsText:
        return self.rights.texts[self.language]

    @property
    def words(self) -> RightsWords:
        return self.pack.rights.words[self.language]

    @property
    def direction(self) -> str:
        return str(Locale.parse(self.language).text_direction)

    @property
    def name_of_language(self) -> str:
        """What the language calls itself, as the pages call it where they speak it."""
        name = str(Locale.parse(self.language).get_display_name())
        said = name[:1].title() + name[1:] if self.language not in ("az", "tr") else _turkic_title(name)
        return dict(settings.LANGUAGES).get(self.language, said)

    @property
    def address(self) -> str:
        return reverse("portal:rights-in", args=[self.rights.code, self.language])

    @property
    def telephones(self) -> list[tuple[str, Telephone]]:
        known = [self.pack.rights.find_telephone(code) for code in self.rights.telephones]
        return [(each.names[self.language], each) for each in known if each]

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        return [(each.title, [self._said(line) for line in each.lines]) for each in self.text.sections]

    @property
    def sources(self) -> list[str]:
        """In a language of the pages: an act of law is looked up by its name there."""
        return [self.pack.source_in(each, language()) for each in self.rights.sources]

    def _said(self, line: str) -> str:
        law = self.pack.law(clock.today())
        return PERIOD_IN_BRACES.sub(lambda found: in_words(law[found.group(1)], self.language), line)


def in_words(period: Period, spoken: str) -> str:
    """A period as a language says it, whether the pages speak it or not."""
    unit, days = _DAYS_OF.get(period.unit, ("day", 1))
    return format_timedelta(
        timedelta(days=days * period.length), granularity=unit, threshold=_WHOLE, locale=spoken
    )


def _turkic_title(name: str) -> str:
    return {"i": "İ", "ı": "I"}.get(name[:1], name[:1].upper()) + name[1:]


def links_of(pack: Pack, service: str, spoken: str) -> list[Link]:
    """The texts that belong to a service, in a language of the pages."""
    found = pack.rights.of_service(service)
    return [Link(reverse("portal:rights-text", args=[each.code]), each.texts[spoken].title) for each in found]


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Every text there is, and the languages it exists in."""
    pack = pack_of(request)
    texts = pack.rights.texts.values()
    return show(request, "rights", groups=[(_told(pack, each), _every(pack, each)) for each in texts])


@require_safe
def text(request: HttpRequest, code: str, spoken: str = "") -> HttpResponse:
    """One text, in the language of the page or in another."""
    pack = pack_of(request)
    found = pack.rights.texts.get(code)
    spoken = spoken or language()
    if found is None or spoken not in found.texts:
        raise not_there()
    others = [each for each in _every(pack, found) if each.language != spoken]
    told = Told(pack, found, spoken)
    exit_in = told if told.words.leave else None
    return show(request, "rights_text", told=told, others=others, quick_exit=found.sensitive, exit_in=exit_in)


def _told(pack: Pack, found: Rights) -> Told:
    spoken = language()
    return Told(pack, found, spoken if spoken in found.texts else pack.languages[0])


def _every(pack: Pack, found: Rights) -> list[Told]:
    """Those of the pages first."""
    others = sorted(set(found.texts) - set(pack.languages))
    return [Told(pack, found, spoken) for spoken in (*pack.languages, *others)]
