"""What the room of organisations records.

A name or tax number may be a single trader's: once an organisation has ended and its term has passed, it is
erased and they are redacted. One that goes on keeps them. Who was a member or an agent, and from when until
when, is told by ids: of whom they were tells the account, which is emptied by its own term.
"""

from sojourn.audit.types import EventKind, Redaction

_ORGANISATION, _MANDATE = "organisation", "mandate"

ENTERED = EventKind(
    "organisation:entered",
    subject=_ORGANISATION,
    plain=("organisation_kind", "district"),
    personal={"name": Redaction("organisation"), "tax_number": Redaction("organisation")},
)
CHANGED = EventKind(
    "organisation:changed",
    subject=_ORGANISATION,
    plain=("changed", "district"),
    personal={"name": Redaction("organisation")},
)
ENDED = EventKind(
    "organisation:ended",
    subject=_ORGANISATION,
    plain=("ended_on",),
    personal={"reason": Redaction("organisation")},
)
RESUMED = EventKind(
    "organisation:resumed", subject=_ORGANISATION, personal={"reason": Redaction("organisation")}
)
ERASED = EventKind("organisation:erased", subject=_ORGANISATION)
MEMBER_ADDED = EventKind(
    "organisation:member-added",
    subject=_ORGANISATION,
    plain=("account", "rights", "from_on", "until_on"),
)
MEMBER_ENDED = EventKind("organisation:member-ended", subject=_ORGANISATION, plain=("account", "until_on"))
MEMBER_ERASED = EventKind("organisation:member-erased", subject=_ORGANISATION, plain=("until_on",))
MANDATE_ERASED = EventKind("mandate:erased", subject=_MANDATE)
MANDATE_GIVEN = EventKind(
    "mandate:given",
    subject=_MANDATE,
    plain=("principal", "agent", "scope", "services", "from_on", "until_on", "proof"),
)
MANDATE_OFFERED = EventKind(
    "mandate:offered",
    subject=_MANDATE,
    plain=("principal", "channel", "scope", "services", "from_on", "until_on"),
)
MANDATE_ACCEPTED = EventKind("mandate:accepted", subject=_MANDATE, plain=("agent",))
MANDATE_DECLINED = EventKind("mandate:declined", subject=_MANDATE)
MANDATE_ENDED = EventKind("mandate:ended", subject=_MANDATE, plain=("ended_on",))
