"""What surrounds every door of the API: no cookie is looked at, and whatever is refused is a problem."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sojourn.sites.api import problems

ROOT = "/api/"


class ApiSurroundings:
    """Middleware, before all that reads cookies or answers with pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        is_problem = response.get("Content-Type", "").startswith(problems.MEDIA_TYPE)
        if response.status_code < 400 or is_problem:
            return response
        problem = problems.BY_STATUS.get(response.status_code, problems.BY_STATUS[400])
        told = problems.answer(problem)
        if "Allow" in response:
            told["Allow"] = response["Allow"]
        return told
