"""What the room of accounts records. Contacts never enter the log; a staff name does, until its term."""

from sojourn.audit.types import EventKind, Redaction

_ACCOUNT, _CODE = "account", "one-time-code"
_NAME = Redaction("account")

OPENED = EventKind("account:opened", subject=_ACCOUNT, plain=("account_kind", "how", "demonstration"))
NAMED = EventKind("account:named", subject=_ACCOUNT, personal={"name": _NAME})
CLOSED = EventKind("account:closed", subject=_ACCOUNT, personal={"reason": _NAME})

SIGNED_IN = EventKind("account:signed-in", subject=_ACCOUNT, plain=("method",))
SIGN_IN_REFUSED = EventKind("account:sign-in-refused", subject=_ACCOUNT, plain=("method",))
SIGNED_OUT = EventKind("account:signed-out", subject=_ACCOUNT)

PASSWORD_SET = EventKind("account:password-set", subject=_ACCOUNT)
SECOND_FACTOR_SET = EventKind("account:second-factor-set", subject=_ACCOUNT, plain=("factor",))
SECOND_FACTOR_REMOVED = EventKind("account:second-factor-removed", subject=_ACCOUNT, plain=("factor",))
RECOVERY_CODES_MADE = EventKind("account:recovery-codes-made", subject=_ACCOUNT)

CODE_SENT = EventKind("account:code-sent", subject=_CODE, plain=("purpose", "channel"))
CODE_CHECKED = EventKind("account:code-checked", subject=_CODE, plain=("purpose", "verdict"))

COUNTER_CODE_PRINTED = EventKind(
    "account:counter-code-printed",
    subject="counter-code",
    plain=("subject_kind", "subject_id", "valid_until"),
)
COUNTER_CODE_ENDED = EventKind("account:counter-code-ended", subject="counter-code")
COUNTER_CODE_CHECKED = EventKind("account:counter-code-checked", subject="counter-code", plain=("verdict",))

COUNTER_CODES_ERASED = EventKind("account:counter-codes-erased", subject="sweep", plain=("codes",))
ERASED = EventKind("account:erased", subject=_ACCOUNT)
OLD_TRIES_ERASED = EventKind("account:old-tries-erased", subject="sweep", plain=("codes", "tries"))

TOKEN_ISSUED = EventKind(
    "account:token-issued",
    subject=_ACCOUNT,
    plain=("token", "scopes", "expires_on"),
    personal={"name": _NAME},
)
TOKEN_REVOKED = EventKind("account:token-revoked", subject=_ACCOUNT, plain=("token",))

ROLE_GRANTED = EventKind(
    "role:granted", subject=_ACCOUNT, plain=("role", "office", "from_on", "until_on", "acting_for")
)
ROLE_ENDED = EventKind("role:ended", subject=_ACCOUNT, plain=("role", "office", "until_on"))
