"""Files as answers: to look at or to keep, and kept by nobody on the way."""

from __future__ import annotations

from django.http import HttpResponse

from sojourn.documents.types import MediaType


def as_file(
    content: bytes, name: str, *, media_type: MediaType = MediaType.PDF, saved: bool = False
) -> HttpResponse:
    """name: with its ending; saved: offered to be kept, not shown at once."""
    response = HttpResponse(content, content_type=media_type.value)
    response["Content-Disposition"] = f'{"attachment" if saved else "inline"}; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
