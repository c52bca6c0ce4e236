"""What protects a person, as the rules of a protected service are told of it: their holds and open cases."""

from __future__ import annotations

from uuid import UUID

from sojourn.cases import queries as cases
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Service
from sojourn.lib import clock
from sojourn.people import queries as people
from sojourn.people.types import HoldKind

ASKED_AS = "context.protections"


def asks_for_protections(service: Service) -> bool:
    """Whether its rules are told. Those of a service others see never are: their findings would tell."""
    return service.is_protected and ASKED_AS in service.facts.from_.values()


def protections_of(person_id: UUID, *, beside: UUID) -> tuple[str, ...]:
    """The codes of every open hold and of every other case that bars removal, whichever record of the person
    they are of, in whatever class. A decision that may still be contested is an appeal to come.
    """
    found = {each.value for each in people.held_as(person_id)}
    for case in cases.list_unsettled(people.list_records_of(person_id), on=clock.today()):
        service = catalogue.by_hash(case.pack_sha256).service(case.service)
        if case.id != beside and service.bars_removal:
            found.add(HoldKind.APPEAL_PENDING.value if case.is_closed else service.held_as.value)
    return tuple(sorted(found))
