"""Writing the register of people: who was told of, how they are related, what protects them."""

from sojourn.people.actions.family import dispute_link, end_link, link_family
from sojourn.people.actions.holds import bar_removal, end_hold, place_hold
from sojourn.people.actions.keeping import erase
from sojourn.people.actions.recording import change, reclassify, record
from sojourn.people.actions.telling_apart import tell_apart

__all__ = [
    "bar_removal",
    "change",
    "dispute_link",
    "end_hold",
    "end_link",
    "erase",
    "link_family",
    "place_hold",
    "reclassify",
    "record",
    "tell_apart",
]
