"""What the register of people records. Document numbers never enter the log."""

from sojourn.audit.types import EventKind, Redaction

_PERSON = "person"
_TOLD = Redaction("person")

RECORDED = EventKind(
    "person:recorded", subject=_PERSON, plain=("standing", "source", "kinds"), personal={"told": _TOLD}
)
TOLD_MORE = EventKind(
    "person:told-more", subject=_PERSON, plain=("standing", "source", "kinds"), personal={"told": _TOLD}
)
RECLASSIFIED = EventKind("person:reclassified", subject=_PERSON, plain=("before", "after"))

ERASED = EventKind("person:erased", subject=_PERSON)

LINKED = EventKind(
    "person:family:linked",
    subject=_PERSON,
    plain=("link", "standing", "source", "disputed"),
    personal={"relation": _TOLD, "relative": _TOLD, "from_on": _TOLD},
)
LINK_DISPUTED = EventKind("person:family:disputed", subject=_PERSON, plain=("link", "disputed"))
LINK_ENDED = EventKind("person:family:ended", subject=_PERSON, plain=("link",), personal={"until_on": _TOLD})

TOLD_APART = EventKind("person:told-apart", subject=_PERSON, personal={"newcomer": _TOLD, "reason": _TOLD})

HOLD_PLACED = EventKind(
    "person:hold:placed",
    subject=_PERSON,
    plain=("hold",),
    personal={"hold_kind": _TOLD, "from_on": _TOLD, "until_on": _TOLD},
)
HOLD_ENDED = EventKind(
    "person:hold:ended", subject=_PERSON, plain=("hold",), personal={"until_on": _TOLD, "reason": _TOLD}
)
