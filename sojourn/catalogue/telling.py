"""An explanation in words: as lines of text, and as plain JSON for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

from sojourn.catalogue.building import json_value, key_of
from sojourn.catalogue.explain import Answered, Explanation
from sojourn.catalogue.outcomes import Reason
from sojourn.catalogue.types import Pack
from sojourn.lib.money import Money


def as_lines(found: Explanation, pack: Pack, language: str) -> list[str]:
    """The explanation as lines of text."""
    title = pack.text(f"{found.service}.title", language)
    lines = [f"{title} ({found.service}), law of {found.on}", f"Pack {pack.code} {pack.version}", ""]
    lines += _grounds(found, pack, language)
    heads = _HEADS | (_HEADS_OF_A_CASE if pack.service(found.service).is_decided else {})
    if found.eligibility:
        said = "yes" if found.eligible else "no"
        lines += _block(
            f"Eligible: {said} ({found.eligibility.value.basis})", found.eligibility, pack, language
        )
    for role, part in found.parts().items():
        if role in heads:
            lines += _block(heads[role](part), part, pack, language)
    lines.append("Documents:")
    for each in found.documents:
        name = pack.text(f"{found.service}.documents.{each.code}.name", language)
        needed = "needed" if each.needed else "not needed"
        lines.append(f"  {name}: {needed} [{each.confidence}: {each.source}]")
    return lines


def _grounds(found: Explanation, pack: Pack, language: str) -> list[str]:
    """The grounds the law of the day knows, the chosen one marked; a chosen one it does not know as well."""
    service = pack.service(found.service)
    lines = []
    for each in found.grounds:
        if each.in_force or each.chosen:
            mark = "*" if each.chosen else "-"
            known = "" if each.in_force else " (not in force on that day)"
            name = pack.text(service.ground_text(each.code), language)
            lines.append(f"  {mark} {each.article} {name}{known}")
    return ["Grounds (* chosen):", *lines] if lines else []


def _deadline(head: str, part: Answered[Any]) -> str:
    limit = part.value
    way = "after" if limit.last_day >= limit.counted_from else "before"
    counted = f"{limit.period} {way} {limit.counted_from}"
    moved = f", moved from {limit.moved_from}, which is a closed day" if limit.moved_from else ""
    unknown = "" if limit.calendar_known else "; that year has no calendar yet, only rest days counted"
    return f"{head}: {limit.last_day} ({counted}{moved}{unknown})"


def _block(head: str, part: Answered[Any], pack: Pack, language: str) -> list[str]:
    lines = [head]
    lines += [
        f"  {each.weight or 'because'}: {sentence(each, pack, language)}" for each in part.value.reasons
    ]
    for each in part.used:
        since = f" since {each.from_}" if each.from_ else ""
        value = ", ".join(map(str, each.value)) if isinstance(each.value, tuple | dict) else each.value
        lines.append(f"  law: {each.name} = {value}{since} [{each.confidence}: {each.source}]")
    return lines


def _term(head: str, part: Answered[Any]) -> str:
    valid = part.value
    until = f"to {valid.valid_until}" if valid.valid_until else "until it is ended"
    return f"{head}: {valid.valid_from} {until}"


def _late(part: Answered[Any]) -> str:
    who = ", ".join(part.value.parties) or "nobody"
    return f"Days late: {part.value.days_late}; for an officer to look at: {who}"


_HEADS: dict[str, Callable[[Answered[Any]], str]] = {
    "findings": lambda part: "Findings:" if part.value.reasons else "Findings: none",
    "file_by": partial(_deadline, "Last day to file"),
    "deadline": partial(_deadline, "Last day to file"),
    "answer_by": partial(_deadline, "Answer by"),
    "fee_class": lambda part: f"Class of fee: {part.value.code}",
    "fee": lambda part: f"Fee: {part.value.amount}",
    "validity": partial(_term, "Valid"),
    "pending": partial(_term, "While it is pending the stay is lawful"),
    "pay_by": partial(_deadline, "Pay by"),
    "candidates": _late,
}
_HEADS_OF_A_CASE: dict[str, Callable[[Answered[Any]], str]] = {
    "deadline": partial(_deadline, "Decision by"),
    "validity": partial(_term, "Term that can be granted"),
}


def as_json(explanation: Explanation, pack: Pack, language: str) -> dict[str, Any]:
    """Plain JSON with the reasons in words."""
    told: dict[str, Any] = {
        "service": explanation.service,
        "on": explanation.on.isoformat(),
        "pack": {"code": pack.code, "version": pack.version, "sha256": pack.sha256},
        "eligible": explanation.eligible,
        "facts": _plain(explanation.facts),
    }
    for role, part in explanation.parts().items():
        told[key_of(role)] = _part(part, pack, language)
    told["grounds"] = [_plain(each) for each in explanation.grounds]
    told["documents"] = [_plain(each) for each in explanation.documents]
    return told


def _part(part: Answered[Any], pack: Pack, language: str) -> dict[str, Any]:
    answer = _plain(part.value)
    answer["reasons"] = [
        {"code": each.code, "text": sentence(each, pack, language)}
        | ({"weight": each.weight.value} if each.weight else {})
        for each in part.value.reasons
    ]
    used = [_plain(each) for each in part.used]
    return {**answer, "rule": part.rule, "confidence": part.confidence.value, "used": used}


def sentence(reason: Reason, pack: Pack, language: str) -> str:
    """A reason in words."""
    text = pack.find_text(f"reasons.{reason.code}", language) or reason.code
    return text.format_map({key: str(value) for key, value in reason.values.items()})


def _plain(value: Any) -> Any:
    """JSON with every field, empty ones too, so that a reader sees what was not said."""
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if is_dataclass(value) and not isinstance(value, type) and type(json_value(value)) is dict:
        return {key_of(each.name): _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return json_value(value)
