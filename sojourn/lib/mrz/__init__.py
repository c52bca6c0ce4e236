"""The machine-readable zone of travel documents: read it, write it, spell names for it.

Source: ICAO Doc 9303, Machine Readable Travel Documents, eighth edition 2021, parts 3 to 7.
"""

from sojourn.lib.mrz.check_digits import check_digit
from sojourn.lib.mrz.parsing import parse
from sojourn.lib.mrz.spelling import keys_of, name_key, name_keys, spellings, transliterate
from sojourn.lib.mrz.states import Status, is_known_state, status_of
from sojourn.lib.mrz.types import (
    FieldName,
    Finding,
    FindingCode,
    Format,
    Holder,
    Mrz,
    MrzDate,
    Severity,
    Sex,
)
from sojourn.lib.mrz.writing import CannotBeWritten, as_number, name_field, write

__all__ = [
    "CannotBeWritten",
    "FieldName",
    "Finding",
    "FindingCode",
    "Format",
    "Holder",
    "Mrz",
    "MrzDate",
    "Severity",
    "Sex",
    "Status",
    "as_number",
    "check_digit",
    "is_known_state",
    "keys_of",
    "name_field",
    "name_key",
    "name_keys",
    "parse",
    "spellings",
    "status_of",
    "transliterate",
    "write",
]
