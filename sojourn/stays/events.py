"""What is recorded of stays."""

from sojourn.audit.types import EventKind, Redaction

_KEPT = Redaction("registration")

REGISTERED = EventKind(
    "stay:registered",
    subject="registration",
    plain=(
        "reference",
        "person",
        "office",
        "host_kind",
        "organisation",
        "received_on",
        "voluntary",
        "changed_place",
        "pack",
    ),
    personal={
        "place": _KEPT,
        "host": _KEPT,
        "leaves_on": _KEPT,
        "district": _KEPT,
        "arrived_on": _KEPT,
        "lawful_until": _KEPT,
        "days_late": _KEPT,
        "nationality": _KEPT,
    },
)
ENDED = EventKind("stay:ended", subject="registration", plain=("cause",), personal={"on": _KEPT})
LEAVING_ANNOUNCED = EventKind(
    "stay:leaving-announced", subject="registration", personal={"before": _KEPT, "after": _KEPT}
)
RECLASSIFIED = EventKind("stay:reclassified", subject="registration", plain=("before", "after"))
TAKEN_FROM_FILER = EventKind("stay:taken-from-filer", subject="registration")
ERASED = EventKind("stay:erased", subject="registration", plain=("reference",))
OBJECTED = EventKind("stay:objected", subject="registration", plain=("side",), personal={"words": _KEPT})
OBJECTION_ANSWERED = EventKind("stay:objection-answered", subject="registration", personal={"answer": _KEPT})
CANDIDATE_DECIDED = EventKind(
    "stay:lateness-decided", subject="registration", plain=("state",), personal={"reason": _KEPT}
)
LAWFUL_UNTIL_CORRECTED = EventKind(
    "stay:lawful-until-corrected",
    subject="registration",
    personal={"before": _KEPT, "after": _KEPT, "reason": _KEPT},
)
