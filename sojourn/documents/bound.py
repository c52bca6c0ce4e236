"""Many letters bound into one file for the printer, each found under its name."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf


def bind(letters: Iterable[tuple[str, bytes]], *, title: str, language: str) -> bytes:
    """Every page of every letter as it is, in this order; `letters` are names and PDFs.

    Made for paper: the tags by which a letter is read aloud stay in the letter itself.
    """
    with pikepdf.Pdf.new() as whole:
        with whole.open_outline() as outline:
            for name, content in letters:
                with pikepdf.Pdf.open(io.BytesIO(content)) as one:
                    outline.root.append(pikepdf.OutlineItem(name, len(whole.pages)))
                    whole.pages.extend(one.pages)
        whole.Root.Lang = pikepdf.String(language)
        whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        whole.docinfo["/Title"] = title
        file = io.BytesIO()
        whole.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()
