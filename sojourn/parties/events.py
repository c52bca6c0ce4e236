"""What the room of parties records. What a party says stands in the room alone, never in the log."""

from __future__ import annotations

from sojourn.audit.types import EventKind, Redaction

_PARTY = "party"

NAMED = EventKind("party:named", subject=_PARTY, plain=("about",))
JOINED = EventKind("party:joined", subject=_PARTY, plain=("account",))
JOIN_UNDONE = EventKind("party:join-undone", subject=_PARTY, plain=("account",))
CODE_RENEWED = EventKind("party:code-renewed", subject=_PARTY, plain=("account",))
RECLASSIFIED = EventKind("party:reclassified", subject=_PARTY)
PAPER_GIVEN = EventKind("party:paper-given", subject=_PARTY, plain=("paper",))
PAPER_JUDGED = EventKind("party:paper-judged", subject=_PARTY, plain=("paper", "accepted"))
SCAN_ERASED = EventKind("party:scan-erased", subject=_PARTY, plain=("paper",))
SAID = EventKind("party:said", subject=_PARTY, plain=("said",))
READ = EventKind("party:read", subject=_PARTY, plain=("said",))
END_TOLD = EventKind(
    "party:end-told", subject=_PARTY, plain=("end", "hear_until"), personal={"ended_on": Redaction("case")}
)
END_CHANGED = EventKind("party:end-changed", subject=_PARTY, plain=("end", "before", "after"))
ERASED = EventKind("party:erased", subject=_PARTY)
