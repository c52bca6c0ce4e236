"""Background entry points of the room of payments."""

from sojourn.payments import queries
from sojourn.payments.errors import BooksDiffer


def prove_books() -> int:
    """Every night. Raises: BooksDiffer, so that the job stands among the failed ones until somebody looks."""
    found = queries.list_differences()
    if found:
        raise BooksDiffer(found=found)
    return 0
