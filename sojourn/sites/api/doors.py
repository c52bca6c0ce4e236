"""How a door is declared: what it takes and gives, and what every door takes and may answer beside that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.parser import Parser
from pydantic import BaseModel

from sojourn.sites.api import problems
from sojourn.sites.api.callers import BEHALF, BEHALF_PATTERN, KEY, KEY_PATTERN, Bearer
from sojourn.sites.api.errors import BodyNotUnderstood
from sojourn.sites.ui.plain_input import is_plain

View = TypeVar("View", bound=Callable[..., HttpResponse])
PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}

_KEY = {
    "in": "header",
    "name": KEY,
    "required": True,
    "schema": {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
    "description": "New for every write; sent again with the same request it gives the first answer again.",
}
_BEHALF = {
    "in": "header",
    "name": BEHALF,
    "required": False,
    "schema": {"type": "string", "pattern": f"^{BEHALF_PATTERN}$"},
    "description": "For whom the caller acts, by a mandate: `account/…` or `organisation/…`.",
}
_PROBLEM = {
    "title": "Problem",
    "description": "What was refused, after RFC 9457. The types are listed in docs/reference/problems.md.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "pattern": f"^{problems.SPACE}[a-z-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "title", "status"],
}
_REFUSALS = {
    "400": "The request cannot be read.",
    "401": "No token, or one that opens nothing.",
    "403": "The token, the role or the mandate does not reach this.",
    "404": "There is nothing here for you.",
    "409": "The case does not stand where this could be done, or someone was faster.",
    "413": "Too large.",
    "415": "A file of another kind than PDF, JPEG or PNG.",
    "422": "Something in the request is not understood, or is missing.",
    "423": "A file waits for the scanner.",
    "429": "Too many tokens that open nothing.",
    "503": "Something outside did not answer as agreed.",
}


class Doors(Router):
    """Doors of one kind of caller."""

    def reads(self, path: str, *, auth: Bearer, gives: type[BaseModel] | None) -> Callable[[View], View]:
        """A door at which something is read; without `gives` it answers with a PDF."""
        extra = {} if gives else {"responses": {200: {"description": "OK", "content": PDF}}}
        return self._door("GET", path, auth, {200: gives}, extra)

    def writes(
        self,
        path: str,
        *,
        auth: Bearer,
        gives: type[BaseModel],
        method: str = "POST",
        status: int = 200,
        takes_file: bool = False,
    ) -> Callable[[View], View]:
        """A door at which something is done."""
        extra: dict[str, Any] = {}
        if takes_file:
            binary = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
            extra["requestBody"] = {"required": True, "content": binary}
        return self._door(method, path, auth, {status: gives}, extra)

    def _door(
        self, method: str, path: str, auth: Bearer, gives: dict[int, Any], extra: dict[str, Any]
    ) -> Callable[[View], View]:
        def declare(view: View) -> View:
            told = " ".join(filter(None, (view.__doc__, _allows(auth))))
            declared: View = self.api_operation(
                [method],
                path,
                auth=auth,
                response=gives,
                openapi_extra=extra,
                operation_id=view.__name__,
                description=told,
            )(view)
            return declared

        return declare


def _allows(auth: Bearer) -> str:
    scopes = " or ".join(f"`{scope.value}`" for scope in sorted(auth.scopes))
    staff = f" Staff need the permission `{auth.permission.value}`." if auth.permission else ""
    return f"A token with the scope {scopes}.{staff}{' For staff only.' if auth.staff else ''}"


class PlainParser(Parser):
    """Bodies as JSON and nothing beyond it: no bare infinities, nothing no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            told = json.loads(request.body, parse_constant=_no_number)
        except (ValueError, RecursionError) as unreadable:
            raise BodyNotUnderstood from unreadable
        if not _is_kept(told):
            raise BodyNotUnderstood
        return told


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _is_kept(told: Any) -> bool:
    if isinstance(told, str):
        return is_plain(told)
    if isinstance(told, dict):
        return all(is_plain(name) and _is_kept(value) for name, value in told.items())
    return all(map(_is_kept, told)) if isinstance(told, list) else True


class Api(NinjaAPI):
    """The API with its document: every door may answer with a problem."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        document = super().get_openapi_schema(**asked)
        if "Problem" in document["components"]["schemas"]:
            return document
        document["components"]["schemas"]["Problem"] = _PROBLEM
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        document["components"]["responses"] = {
            f"Refused{status}": {"description": said, "content": content}
            for status, said in _REFUSALS.items()
        }
        document["components"]["parameters"] = {"OnBehalfOf": _BEHALF, "IdempotencyKey": _KEY}
        refused = {status: {"$ref": f"#/components/responses/Refused{status}"} for status in _REFUSALS}
        for methods in document["paths"].values():
            for method, door in methods.items():
                door["responses"] = {**{str(k): v for k, v in door["responses"].items()}, **refused}
                door["parameters"].append({"$ref": "#/components/parameters/OnBehalfOf"})
                if method == "post":
                    door["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
        return document
