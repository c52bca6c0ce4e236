"""The addresses of petitions, below `/<language>/office/`: the same pages for each desk that reads them."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from sojourn.sites.office import petition_acts, petitions

_WHERE = {"office": "letters", "internal-control": "conduct", "protection": "wrongs"}
_one = "<uuid:petition_id>/"


def _of(desk: str, folder: str) -> list[URLPattern]:
    at = {"at": desk}
    return [
        path(f"{folder}/", require_safe(petitions.waiting), at, name=f"letters-{desk}"),
        path(f"{folder}/{_one}", require_safe(petitions.petition), at, name=f"letter-{desk}"),
        path(
            f"{folder}/{_one}act/", require_POST(petition_acts.act_on_petition), at, name=f"letter-act-{desk}"
        ),
        path(
            f"{folder}/{_one}papers/<uuid:document_id>/",
            require_safe(petitions.petition_paper),
            at,
            name=f"letter-paper-{desk}",
        ),
    ]


urlpatterns = [each for desk, folder in _WHERE.items() for each in _of(desk, folder)]
