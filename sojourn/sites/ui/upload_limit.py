"""How large a file may be: more is not kept, while the rest of its form is read all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

LIMIT = 10 * 1024 * 1024
LARGEST_FORM = 64 * 1024 * 1024
_TOO_LARGE = "_files_too_large"


class StopLargeFiles(FileUploadHandler):
    """Stops keeping a file at the limit; the other answers of the form are read all the same."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse at once what no form of ours can be. Raises: RequestDataTooBig."""
        if content_length > LARGEST_FORM:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > LIMIT:
            if self.request is not None:
                self.request.__dict__.setdefault(_TOO_LARGE, set()).add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def is_too_large(request: HttpRequest, name: str) -> bool:
    return name in request.__dict__.get(_TOO_LARGE, ())
