"""Reads one answer of each type; what cannot be understood is told by a code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sojourn.catalogue.types import Lists, Question, QuestionType
from sojourn.lib.money import Money
from sojourn.lib.partial_date import PartialDate

LONGEST = 10_000
_SHORT, _NAME, _NUMBER = 200, 150, 40
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_NON_JOINER = "\u200c"  # Persian writes it inside words
_NAME_MARKS = frozenset(" -'’ʻʼ`´.,·()/")
_BETWEEN_PARTS = re.compile(r"[./ -]")
_UNKNOWN = frozenset({"", "0", "00", "x", "xx", "?", "??"})


class NotUnderstood(Exception):
    """What was typed is not an answer of this type; `code` names the sentence that says why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def read_answer(question: Question, raw: Any, lists: Lists) -> Any:
    """The cleaned JSON value of what was typed. Raises: NotUnderstood."""
    return _READERS[question.type](question, read_text(raw, lines=question.lines), lists)


def read_text(raw: Any, *, lines: int = 1) -> str:
    """Text in composed form with single spaces and no character nobody can see. Raises: NotUnderstood."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise NotUnderstood("not-understood")
    typed = str(raw) if isinstance(raw, str) or abs(raw) < 10**30 else "9" * 31
    if len(typed) > LONGEST:
        raise NotUnderstood("too-long", limit=LONGEST, length=len(typed))
    if typed.isascii() and typed.isprintable():  # one line: nothing to compose, nothing unseen
        return " ".join(typed.split())
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    if lines == 1:
        text = text.replace("\n", " ")
    _refuse_unseen(text)
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def _refuse_unseen(text: str) -> None:
    found = sum(_is_unseen(text, at) for at in range(len(text)))
    if found:
        raise NotUnderstood("unseen-characters", count=found)


def _is_unseen(text: str, at: int) -> bool:
    mark = text[at]
    if mark == "\n" or unicodedata.category(mark) not in _UNSEEN:
        return False
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    between_letters = len(around) == 2 and all(unicodedata.bidirectional(each) == "AL" for each in around)
    return not (mark == _NON_JOINER and between_letters)


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise NotUnderstood("too-long", limit=limit, length=len(text))
    return text


def _text(question: Question, text: str, lists: Lists) -> str:
    return _within(text, question.max_length or _SHORT)


def _person_name(question: Question, text: str, lists: Lists) -> str:
    if text.replace(" ", "").isalpha():
        return _within(text, question.max_length or _NAME)
    strange = sorted({mark for mark in text if unicodedata.category(mark)[0] not in "LM"} - _NAME_MARKS)
    strange = [mark for mark in strange if mark != _NON_JOINER]
    if strange:
        raise NotUnderstood("not-a-name", found=" ".join(strange[:10]))
    return _within(text, question.max_length or _NAME)


def _document_number(question: Question, text: str, lists: Lists) -> str:
    number = text.replace(" ", "").upper()
    is_plain = number.isascii() and number.isalnum()
    if not is_plain and not all(unicodedata.category(mark)[0] in "LN" or mark in "-/.№" for mark in number):
        raise NotUnderstood("not-a-number")
    return _within(number, question.max_length or _NUMBER)


def _plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in text)


def _date_parts(text: str) -> tuple[int, int, int]:
    """Year, month, day; zero for a part that is not given. Raises: NotUnderstood."""
    parts = ["0" if part in _UNKNOWN else part for part in _BETWEEN_PARTS.split(_plain_digits(text).lower())]
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise NotUnderstood("not-a-date")
    if len(parts[0]) != 4:
        parts.reverse()  # the day was written first
    if len(parts[0]) != 4:
        raise NotUnderstood("not-a-date")
    year, month, day = (int(part) for part in (*parts, "0", "0")[:3])
    return year, month, day


def _partial_date(question: Question, text: str, lists: Lists) -> str:
    try:
        found = PartialDate(*_date_parts(text))
    except ValueError:
        raise NotUnderstood("no-such-date") from None
    if not 1850 <= found.year <= 2150:
        raise NotUnderstood("no-such-date")
    return str(found)


def _date(question: Question, text: str, lists: Lists) -> str:
    found = _partial_date(question, text, lists)
    try:
        return date.fromisoformat(found).isoformat()
    except ValueError:
        raise NotUnderstood("date-incomplete") from None


def _integer(question: Question, text: str, lists: Lists) -> int:
    digits = _plain_digits(text.replace(" ", ""))
    if not re.fullmatch(r"[-+]?\d{1,15}", digits):
        raise NotUnderstood("not-a-whole-number")
    value = int(digits)
    if question.minimum is not None and value < question.minimum:
        raise NotUnderstood("too-small", limit=question.minimum)
    if question.maximum is not None and value > question.maximum:
        raise NotUnderstood("too-large", limit=question.maximum)
    return value


def _money(question: Question, text: str, lists: Lists) -> dict[str, Any]:
    digits = _plain_digits(text.replace(" ", "").replace(",", "."))
    try:
        if not re.fullmatch(r"\d{1,12}(\.\d{1,3})?", digits):
            raise ValueError
        amount = Money.of(Decimal(digits), lists.currency)
    except (ValueError, InvalidOperation):
        raise NotUnderstood("not-an-amount", currency=lists.currency) from None
    return {"minor": amount.minor, "currency": amount.currency}


def _choice(question: Question, text: str, lists: Lists) -> str:
    if text not in question.options:
        raise NotUnderstood("not-an-option")
    return text


def _country(question: Question, text: str, lists: Lists) -> str:
    code = text.upper().strip("<")
    found = code if code in lists.countries else lists.icao.get(code)
    if found is None:
        raise NotUnderstood("not-a-country")
    return found


def _file(question: Question, text: str, lists: Lists) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise NotUnderstood("not-understood") from None


def read_district(raw: Any, lists: Lists) -> str:
    """Raises: NotUnderstood."""
    code = read_text(raw)
    if code not in lists.districts:
        raise NotUnderstood("not-a-district")
    return code


_READERS: dict[QuestionType, Callable[[Question, str, Lists], Any]] = {
    QuestionType.TEXT: _text,
    QuestionType.DATE: _date,
    QuestionType.PARTIAL_DATE: _partial_date,
    QuestionType.INTEGER: _integer,
    QuestionType.MONEY: _money,
    QuestionType.CHOICE: _choice,
    QuestionType.COUNTRY: _country,
    QuestionType.PERSON_NAME: _person_name,
    QuestionType.ADDRESS: _text,
    QuestionType.DOCUMENT_NUMBER: _document_number,
    QuestionType.FILE: _file,
}
