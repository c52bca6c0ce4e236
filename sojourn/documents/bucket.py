"""A bucket of a server that speaks S3: one store for all machines, where a folder is on one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, cast

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

_PATIENCE = 5  # seconds; a case may be locked while a file is kept
_AT_ONCE = 1000  # what a server gives in one answer
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_CLOSED = frozenset({"403", "AccessDenied"})
_OURS = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")  # as `store` names what it keeps


class Bucket(S3Storage):  # type: ignore[misc]
    """Files appear whole or not at all, and only who holds the keys of the bucket may read them.

    What it does not have and what it does not answer is an `OSError`, as with a folder.
    """

    def __init__(self, **options: Any) -> None:
        path_style = {"addressing_style": "path"} if options.get("endpoint_url") else {}
        client = Config(
            s3=path_style,
            signature_version="s3v4",
            connect_timeout=_PATIENCE,
            read_timeout=_PATIENCE,
            retries={"total_max_attempts": 2, "mode": "standard"},
            request_checksum_calculation="when_required",  # not every server knows the newer sums
            response_checksum_validation="when_required",
        )
        super().__init__(**{**options, "client_config": client, "file_overwrite": True, "default_acl": None})

    def _save(self, name: str, content: IO[Any]) -> str:
        with _as_a_folder():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> ContentFile[bytes]:
        with _as_a_folder(), super()._open(name, mode) as file:
            return ContentFile(file.read(), name=name)

    def delete(self, name: str) -> None:
        with _as_a_folder():
            super().delete(name)

    def get_modified_time(self, name: str) -> datetime:
        with _as_a_folder():
            return cast(datetime, super().get_modified_time(name))

    def every(self) -> Iterator[tuple[str, datetime]]:
        """Each address with the instant it was last written: a thousand a request.

        What others keep in the same bucket is not told: whoever sweeps would throw it away.
        """
        with _as_a_folder():
            for file in self.bucket.objects.page_size(_AT_ONCE):
                if named := _OURS.fullmatch(file.key):
                    yield named[2], file.last_modified


@contextmanager
def _as_a_folder() -> Iterator[None]:
    try:
        yield
    except ClientError as refused:
        code = refused.response.get("Error", {}).get("Code", "")
        known = FileNotFoundError if code in _MISSING else PermissionError if code in _CLOSED else OSError
        raise known(str(refused)) from refused
    except BotoCoreError as silent:
        raise OSError(str(silent)) from silent
