"""Making a safe copy of one file, in a process of its own with little memory and time.

Run as `python -m sojourn.documents.safe_copy MEDIA-TYPE`, file on standard input, copy on standard output.
Exit codes:
0 made, 3 damaged or locked, 4 unpacks too large. Knows no Django, so that it starts quickly and holds no
secret.
"""

from __future__ import annotations

import io
import resource
import sys

UNREADABLE, UNPACKS_TOO_LARGE = 3, 4
MEMORY = 800_000_000  # bytes of address space
SECONDS = 20
PIXELS = 50_000_000
PAGES = 200
_LONGER_SIDE = 4_000  # pixels of a safe picture


def main(media_type: str) -> int:
    """The exit code of the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        copy = _pdf if media_type == "application/pdf" else _picture
        sys.stdout.buffer.write(copy(sys.stdin.buffer.read()))
    except (MemoryError, _TooMuch):
        return UNPACKS_TOO_LARGE
    except Exception:  # the libraries raise many kinds for a damaged file; all mean the same here
        return UNREADABLE
    return 0


class _TooMuch(Exception):
    """More pixels or pages than we unpack."""


def _pdf(content: bytes) -> bytes:
    """The pages alone: no scripts, actions, attachments, forms or links; filled fields become part of the
    page.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as clean:
        if len(source.pages) > PAGES:
            raise _TooMuch
        source.generate_appearance_streams()
        source.flatten_annotations("screen")
        clean.pages.extend(source.pages)
        for page in clean.pages:
            for name in ("/AA", "/Annots", "/Metadata", "/PieceInfo", "/B"):
                if name in page:
                    del page[name]
        out = io.BytesIO()
        clean.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    if not len(clean.pages):
        raise ValueError("a document without pages")
    return out.getvalue()


def _picture(content: bytes) -> bytes:
    """The picture alone, upright, without place, camera or hidden parts; as JPEG, or PNG when it was PNG."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands before any pixel is unpacked
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > PIXELS:
            raise _TooMuch
        kind = picture.format
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
    upright.info.clear()
    out = io.BytesIO()
    upright.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
