"""Checks a finder: every answer leads on, every way ends somewhere that exists, and none goes in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sojourn.catalogue.finder import Finder, FinderEnd, FinderQuestion, FinderStep, Room, text_of

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check

_FEWEST_ANSWERS = 2


def check_finder(whole: Check) -> None:
    """Nothing to check in a pack that has none."""
    finder = whole.pack.finder
    if finder is None:
        return
    _codes(whole, finder)
    for question in finder.questions:
        _question(whole, finder, question)
    for end in finder.ends:
        _end(whole, end)
    for step in finder.steps():
        _sensitive(whole, finder, step)
        _texts(whole, step)
    if finder.find_question(finder.start) is None:
        whole.say(finder, "start", expected="the code of a question of the finder", found=finder.start)
        return
    _circles(whole, finder)
    _reached(whole, finder)
    _services(whole, finder)


def _codes(whole: Check, finder: Finder) -> None:
    seen: set[str] = set()
    for step in finder.steps():
        if step.code in seen:
            whole.say(step, "code", expected="each code once among questions and ends", found=step.code)
        seen.add(step.code)


def _question(whole: Check, finder: Finder, question: FinderQuestion) -> None:
    if len(question.answers) < _FEWEST_ANSWERS:
        said = f"at least {_FEWEST_ANSWERS} answers to choose from"
        whole.say(question, "answers", expected=said, found=str(len(question.answers)))
    seen: set[str] = set()
    for answer in question.answers:
        if answer.code in seen:
            whole.say(answer, "code", expected="each answer once", found=f"{answer.code} again")
        seen.add(answer.code)
        if finder.find_step(answer.to) is None:
            whole.say(answer, "to", expected="the code of a question or of an end", found=answer.to)


def _end(whole: Check, end: FinderEnd) -> None:
    """A service, a room of the site, or an honest “you need nothing”: one of them, and it exists."""
    if end.nothing == end.leads_somewhere:
        said = "services, rooms, matters or rights to go to, or `nothing: true`, and not both"
        whole.say(end, "code", expected=said, found="both" if end.nothing else "neither: a dead end")
    for code in end.services:
        if code not in whole.pack.services:
            whole.say(end, "services", expected="a service of the pack", found=code)
    matters = {each.code for each in whole.pack.petitions.matters} if whole.pack.petitions else set()
    for code in end.matters:
        if code not in matters:
            whole.say(end, "matters", expected="a matter of petitions.yaml", found=code)
    for code in end.rights:
        if code not in whole.pack.rights.texts:
            whole.say(end, "rights", expected="a text of rights/", found=code)
    for room in end.rooms:
        if room not in _rooms_of(whole):
            whole.say(end, "rooms", expected="a room this pack has", found=str(room))


def _rooms_of(whole: Check) -> Iterator[Room]:
    """Rooms that are there only in packs that say something for them."""
    pack = whole.pack
    needs = {
        Room.DEPARTURE: pack.roles.departure,
        Room.RIGHTS: pack.rights.texts,
        Room.WRITE: pack.petitions,
        Room.RECEIPT: pack.petitions,
    }
    return (room for room in Room if needs.get(room, True))


def _sensitive(whole: Check, finder: Finder, step: FinderStep) -> None:
    """What is sensitive shows telephones first, and nothing after it stands in an address again."""
    for code in step.telephones:
        _telephone(whole, step, code)
    if not step.sensitive:
        return
    if not step.telephones:
        whole.say(step, "code", expected="telephones: for what is sensitive", found="none")
    for answer in step.answers if isinstance(step, FinderQuestion) else ():
        following = finder.find_step(answer.to)
        if following is not None and not following.sensitive:
            said = "something sensitive, as the question is"
            whole.say(answer, "to", expected=said, found=answer.to)


def _telephone(whole: Check, step: FinderStep, code: str) -> None:
    found = whole.pack.rights.find_telephone(code)
    if found is None:
        whole.say(step, "telephones", expected="a code of telephones.yaml", found=code)
        return
    missing = [language for language in whole.pack.languages if not found.names.get(language)]
    if missing:
        said = "a name in every language of the pack"
        whole.say(found, "names", expected=said, found=f"no {', '.join(missing)}")


def _circles(whole: Check, finder: Finder) -> None:
    for question in finder.questions:
        way = _way_back(finder, question)
        if way:
            said = "ways that never come back to a question"
            whole.say(question, "answers", expected=said, found=" → ".join(way))
            return


def _way_back(finder: Finder, question: FinderQuestion) -> list[str]:
    """The questions on a way from this one to itself, or nothing."""
    ways = [[question.code, answer.to] for answer in question.answers]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == question.code:
            return way
        following = finder.find_question(way[-1])
        if following is not None and following.code not in seen:
            seen.add(following.code)
            ways += [[*way, answer.to] for answer in following.answers]
    return []


def _reached(whole: Check, finder: Finder) -> None:
    """What no answer leads to would never be read."""
    for step in finder.steps():
        if step.code != finder.start and not finder.askers_of(step.code):
            whole.say(step, "code", expected="an answer that leads to it", found="none")


def _services(whole: Check, finder: Finder) -> None:
    """Every service is found, but for those that are left out with a reason."""
    found, known = set(finder.services()), set(whole.pack.services)
    if Room.DEPARTURE in finder.rooms():
        found |= {whole.pack.roles.departure or ""}
    for each in finder.left_out:
        if each.service not in known or each.service in found:
            said = "a service of the pack no end leads to"
            whole.say(each, "service", expected=said, found=each.service)
        if not each.reason.strip():
            whole.say(each, "reason", expected="why nobody is led to it", found="nothing")
    for code in sorted(known - found - {each.service for each in finder.left_out}):
        said = f"an end that leads to {code}, or {code} under left-out with the reason"
        whole.say(finder, "ends", expected=said, found="neither")


def _texts(whole: Check, step: FinderStep) -> None:
    path, place = text_of(step), whole.builder.place(step, "code")
    whole.want(f"{path}.title", place)
    if isinstance(step, FinderEnd):
        whole.want(f"{path}.text", place)
        whole.optional_texts.add(f"{path}.then")
        return
    whole.optional_texts.add(f"{path}.lead")
    for answer in step.answers:
        whole.want(f"{path}.answers.{answer.code}", whole.builder.place(answer, "code"))
        whole.optional_texts.add(f"{path}.answers.{answer.code}-help")
        if answer.group:
            whole.want(f"{path}.groups.{answer.group}", whole.builder.place(answer, "group"))
