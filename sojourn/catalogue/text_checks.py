"""Checks that texts name the values of the law: a number that is written out has no date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.numbers import get_currency_symbol
from babel.units import format_unit

from sojourn.catalogue.reader import Place, read_yaml
from sojourn.catalogue.said_values import (
    NAMED,
    ROW,
    Named,
    cell_of,
    find_words,
    locale_of,
    named_in,
    row_words,
)

if TYPE_CHECKING:
    from sojourn.catalogue.checks import Check

EXCEPTIONS = "written-out.yaml"
UNITS = "units."
_NOT_LAW = (UNITS, "sources.", "offices.", "values.")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_LOOKS_NAMED = re.compile(r"\{[^{}]*[.:|][^{}]*\}")
_OF_LOCALES = ("duration-day", "duration-week", "duration-month", "duration-year")
_COUNTS = (1, 2, 5, 11)
_OF_NUMBERS = re.compile(r"[\d\s]+")
_A_YEAR = r"(?:1[89]|2[01])\d\d"  # 1992 года is a year, not so many years
_AROUND = 24


def check_texts(check: Check) -> None:
    """Report values nobody knows, and amounts and periods that are written out."""
    excepted = _exceptions(check)
    for language in check.pack.languages:
        written = _written_out(check, language)
        for path, text in check.pack.texts.get(language, {}).items():
            if path.startswith(_NOT_LAW):
                continue
            place = check.text_place(language, path)
            _values(check, language, text, place)
            if not _is_free(path) and path not in excepted:
                _figures(check, text, place, written)
    _same_values(check)
    _rights(check)


def _is_free(path: str) -> bool:
    """Examples invent their numbers; a row of a table of amounts is called by its own code."""
    return path.endswith(".example") or (path.startswith("parameters.") and ".rows." in path)


def _exceptions(check: Check) -> frozenset[str]:
    """Paths of texts whose numbers are no law, each with the reason why."""
    file = check.root / EXCEPTIONS
    if not file.exists():
        return frozenset()
    node = read_yaml(file, root=check.root, problems=check.problems)
    known = set().union(*check.pack.texts.values()) if check.pack.texts else set()
    for path, why in node.items():
        if path not in known:
            check.problems.add(why.place, expected="the path of a text", found=path)
        if not isinstance(why.value, str) or not why.value.strip():
            said = f"why the number in {path} is no value of the law"
            check.problems.add(why.place, expected=said, found="nothing")
    return frozenset(path for path, _ in node.items())


def _values(check: Check, language: str, text: str, place: Place) -> None:
    for named in named_in(text):
        _value(check, language, named, place)
    for left in _LOOKS_NAMED.findall(NAMED.sub("", text)):
        said = "a value of the law as {name}, {name:row:column} or {name|form}"
        check.problems.add(place, expected=said, found=left)


def _value(check: Check, language: str, named: Named, place: Place) -> None:
    parameter = check.pack.parameters.get(named.name)
    if parameter is None:
        check.problems.add(place, expected="the name of a value of the law in parameters/", found=named.name)
        return
    raws = [dated.value for dated in parameter.values if dated.value is not None]
    if named.form == ROW:
        if not raws or row_words(named, raws[-1], check.pack, language) is None:
            said = f"a row of {named.name} that locale/{language}/parameters.yaml gives a name"
            check.problems.add(place, expected=said, found=":".join(named.parts))
        return
    try:
        values = [cell_of(parameter, raw, named.parts, check.pack.currency) for raw in raws]
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return  # a value that cannot be read is reported where it stands
    if not values or values[-1] is None:
        whole = ":".join((named.name, *named.parts))
        said = f"one period, amount or number (unit of {named.name}: {parameter.unit})"
        check.problems.add(place, expected=said, found=whole)
        return
    for value in values:
        if value is not None and find_words(value, check.pack, language, named.form) is None:
            said = f"words for the form {named.form} in locale/{language}/units.yaml"
            check.problems.add(place, expected=said, found=f"none for {value}")


def _figures(check: Check, text: str, place: Place, written: re.Pattern[str]) -> None:
    bare = _IN_BRACES.sub("…", text)
    for found in written.finditer(bare):
        said = (
            "an amount or a time of the law by its name in braces, such as {appeal.period}, so that it"
            f" changes with the law; or the text in {EXCEPTIONS}, with the reason why it is no law"
        )
        around = bare[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        check.problems.add(place, expected=said, found=f"“{found[0]}” written out in “{around}”")


def _written_out(check: Check, language: str) -> re.Pattern[str]:
    """A number in figures or words before a word of time or money of the language."""
    units = "|".join(re.escape(each) for each in _units(check, language))
    words = "|".join(re.escape(each) for each in _listed(check, language, "numbers"))
    sign = re.escape(get_currency_symbol(check.pack.currency, locale=locale_of(language)))
    number = rf"(?<![\w.-])(?!{_A_YEAR}\b)\d[\d\s.,]*" + (rf"|\b(?:{words})\s" if words else "")
    after = rf"\s*(?:\b(?:{units})|%|{sign}|{check.pack.currency}\b)"
    before = rf"(?:{sign}|\b{check.pack.currency})\s?\d"
    return re.compile(rf"(?:{number}){after}|{before}", re.IGNORECASE)


def _units(check: Check, language: str) -> list[str]:
    """Words of time and money: those of the pack's units in every form, and of the locale."""
    texts = check.pack.texts.get(language, {})
    own = [word for path, word in texts.items() if re.fullmatch(r"units\.(?:[a-z-]+\.){1,2}[a-z]+", path)]
    known = [
        _OF_NUMBERS.sub("", format_unit(count, unit, locale=locale_of(language)))
        for unit in _OF_LOCALES
        for count in _COUNTS
    ]
    found = {each.strip() for each in (*own, *known, *_listed(check, language, "also"))}
    return sorted(filter(None, found), key=len, reverse=True)


def _listed(check: Check, language: str, name: str) -> list[str]:
    listed = check.pack.texts.get(language, {}).get(f"{UNITS}{name}", "")
    return [each.strip() for each in listed.split(",") if each.strip()]


def _same_values(check: Check) -> None:
    """Every language names the same values, so that none keeps an old one."""
    first, *others = check.pack.languages or ("",)
    base = check.pack.texts.get(first, {})
    for language in others:
        for path, text in check.pack.texts.get(language, {}).items():
            wanted, found = _names(base.get(path, text)), _names(text)
            if wanted != found:
                said = f"the values of the law {wanted} named in locale/{first}"
                check.problems.add(check.text_place(language, path), expected=said, found=str(found))


def _names(text: str) -> list[str]:
    return sorted({":".join((each.name, *each.parts)) for each in named_in(text)})


def _rights(check: Check) -> None:
    """What people are told of their rights: in the languages of the pack, whose words are known."""
    for rights in check.pack.rights.texts.values():
        for language, text in rights.texts.items():
            if language in check.pack.languages:
                written = _written_out(check, language)
                place = check.builder.place(text, "sections")
                for sentence in text.each_sentence():
                    _figures(check, sentence, place, written)
