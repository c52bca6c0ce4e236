"""Checks what a pack tells people of their rights: nothing missing in any language, every name known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sojourn.catalogue.law import Unit
from sojourn.catalogue.rights import PERIOD_IN_BRACES, Rights, RightsText, Telephone

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check


def check_rights(check: Check) -> None:
    """Report everything that is wrong with the texts on rights."""
    for rights in check.pack.rights.texts.values():
        _names(check, rights)
        _languages(check, rights)
        for text in rights.texts.values():
            _periods(check, text)
    for telephone in check.pack.rights.telephones:
        _telephone(check, telephone)


def _names(check: Check, rights: Rights) -> None:
    known = {each.code for each in check.pack.rights.telephones}
    for code in rights.services:
        if code not in check.pack.services:
            check.say(rights, "services", expected="a service of the pack", found=code)
    for code in rights.telephones:
        if code not in known:
            check.say(rights, "telephones", expected="a code of telephones.yaml", found=code)
    if not rights.sources:
        check.say(rights, "sources", expected="where the law says so", found="nothing")


def _languages(check: Check, rights: Rights) -> None:
    """The languages of the pack at least, each with the same sections, sentences and periods."""
    missing = [each for each in check.pack.languages if each not in rights.texts]
    if missing:
        check.say(rights, "texts", expected="every language of the pack", found=f"no {', '.join(missing)}")
        return
    first = _shape(rights.texts[check.pack.languages[0]])
    for language, text in rights.texts.items():
        if _shape(text) != first:
            expected = f"sections, sentences and periods as in {check.pack.languages[0]}"
            check.say(text, "sections", expected=expected, found=f"others in {language}")
        if language not in check.pack.rights.words:
            check.say(text, "title", expected="its language in rights-words.yaml", found=language)


def _shape(text: RightsText) -> list[list[list[str]]]:
    return [[sorted(PERIOD_IN_BRACES.findall(line)) for line in each.lines] for each in text.sections]


def _periods(check: Check, text: RightsText) -> None:
    for sentence in text.each_sentence():
        for name in PERIOD_IN_BRACES.findall(sentence):
            found = check.pack.parameters.get(name)
            if found is None or found.unit is not Unit.PERIOD:
                check.say(text, "sections", expected="the name of a period of the pack", found=name)


def _telephone(check: Check, telephone: Telephone) -> None:
    for language in check.pack.rights.words:
        if not telephone.names.get(language):
            check.say(telephone, "names", expected="a name in every language of the texts", found=language)
