"""Setting a PDF with Typst: one compiler a process, our fonts alone, a fixed date, limits on pages and time.

Data reach the template as JSON only; no text of a person is ever pasted into Typst source.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, cast

import pypdfium2
import typst

from sojourn.documents.errors import LetterFailed, LetterTooLong, LetterTooSlow
from sojourn.documents.glyphs import FONTS

ACCESSIBLE_ARCHIVE = ("a-2a", "ua-1")
_SECONDS = 10


def set_pdf(
    files: Mapping[str, bytes],
    data: Any,
    *,
    on: date,
    pages: int,
    standards: tuple[str, ...] = ACCESSIBLE_ARCHIVE,
) -> bytes:
    """The PDF of `main.typ` among the files. Raises: LetterFailed, LetterTooLong, LetterTooSlow."""
    job = _worker().submit(_compile, dict(files), json.dumps(data, ensure_ascii=False), on, standards)
    try:
        pdf = job.result(_SECONDS)
    except TookTooLong:
        _worker.cache_clear()  # the thread ends by itself; the next letter does not queue behind it
        _compiler.cache_clear()
        raise LetterTooSlow(seconds=_SECONDS) from None
    except typst.TypstError as failed:
        raise LetterFailed(reason=str(failed)) from failed
    _check_length(pdf, pages)
    return pdf


def _compile(files: dict[str, bytes], data: str, on: date, standards: tuple[str, ...]) -> bytes:
    made = _compiler().compile(
        input=cast(Any, files),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=cast(Any, list(standards)),
        timestamp=int(datetime.combine(on, time(), UTC).timestamp()),
    )
    return cast(bytes, made)


@cache
def _worker() -> ThreadPoolExecutor:
    """One thread: a compiler is used by one letter at a time."""
    return ThreadPoolExecutor(1, thread_name_prefix="letters")


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)


def pages_of(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def _check_length(pdf: bytes, pages: int) -> None:
    found = pages_of(pdf)
    if found > pages:
        raise LetterTooLong(pages=found, allowed=pages)
