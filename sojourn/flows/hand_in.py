"""Papers handed in with a filing, at home or at the counter: kept with it, seen by whom the pack says."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sojourn.catalogue.types import Service
from sojourn.documents import actions as documents
from sojourn.documents.types import Examined, Filing
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject


@transaction_required
def hand_in(
    application_id: UUID, service: Service, files: Mapping[str, Examined], *, by: Actor
) -> dict[str, str]:
    """Keep files that were looked at, with the filing: the answers they are, by path."""
    about = Subject("application", application_id)
    return {
        path: str(
            documents.keep_examined(each, filing=Filing(about, path, class_of(service, path)), by=by).id
        )
        for path, each in files.items()
    }


def class_of(service: Service, path: str) -> Confidentiality:
    """Who may open a paper: as the pack says of it, never more people than may see the filing."""
    of_papers = [each.confidentiality for each in service.documents if each.question == path]
    return max(service.confidentiality, *of_papers) if of_papers else service.confidentiality
