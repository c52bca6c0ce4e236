"""Takes the text of a decision apart again: sentences of coded reasons, and what the officer wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sojourn.flows.case_file import CaseFile

_VALUE = re.compile(r"\{[a-z_]+\}")


def parted(
    file: CaseFile, codes: Sequence[str], told: Mapping[str, str]
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """What `with_sentences` put together: the filled sentences of coded reasons, and the officer's words."""
    named = [each.code for each in file.service.phrases if each.fields and each.code in codes]
    lines = {language: text.split("\n") for language, text in told.items()}
    if not named or not all(_are_filled(file, named, said, language) for language, said in lines.items()):
        return [], dict(told)
    sentences = [{language: said[place] for language, said in lines.items()} for place, _ in enumerate(named)]
    own = {language: "\n".join(said[len(named) :]).strip() for language, said in lines.items()}
    return sentences, {language: text for language, text in own.items() if text}


def _are_filled(file: CaseFile, codes: Sequence[str], lines: Sequence[str], language: str) -> bool:
    """Whether a text begins with the sentences of these reasons, each on its line."""
    if len(lines) < len(codes):
        return False
    sentences = (file.pack.find_text(f"reasons.{code}", language) or code for code in codes)
    return all(
        re.fullmatch(".+".join(map(re.escape, _VALUE.split(each))), line)
        for each, line in zip(sentences, lines, strict=False)
    )
