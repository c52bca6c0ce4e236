"""What is recorded of stays."""

from sojourn.audit.types import EventKind, Redaction

_KEPT = Redaction("registration")

REGISTERED = EventKind(
    "stay:registered",
    subject="registration",
    plain=(
        "reference",
        "person",
        "district",
        "office",
        "host_kind",
        "organisation",
        "arrived_on",
        "lawful_until",
        "received_on",
        "voluntary",
        "changed_place",
        "days_late",
        "nationality",
        "pack",
    ),
    personal={"place": _KEPT, "host": _KEPT, "leaves_on": _KEPT},
)
ENDED = EventKind("stay:ended", subject="registration", plain=("on", "cause"))
RECLASSIFIED = EventKind("stay:reclassified", subject="registration", plain=("before", "after"))
ERASED = EventKind("stay:erased", subject="registration", plain=("reference",))
OBJECTED = EventKind("stay:objected", subject="registration", personal={"words": _KEPT})
OBJECTION_ANSWERED = EventKind("stay:objection-answered", subject="registration", personal={"answer": _KEPT})
CANDIDATE_DECIDED = EventKind(
    "stay:lateness-decided", subject="registration", plain=("state",), personal={"reason": _KEPT}
)
LAWFUL_UNTIL_CORRECTED = EventKind(
    "stay:lawful-until-corrected",
    subject="registration",
    plain=("before", "after"),
    personal={"reason": _KEPT},
)
