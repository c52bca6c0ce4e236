"""Run where the Python package `mrz` is installed: a list of zones on stdin, what it read on stdout."""

import json
import sys

from mrz.checker.mrva import MRVACodeChecker
from mrz.checker.mrvb import MRVBCodeChecker
from mrz.checker.td1 import TD1CodeChecker
from mrz.checker.td2 import TD2CodeChecker
from mrz.checker.td3 import TD3CodeChecker

CHECKERS = {
    "TD1": TD1CodeChecker,
    "TD2": TD2CodeChecker,
    "TD3": TD3CodeChecker,
    "MRV-A": MRVACodeChecker,
    "MRV-B": MRVBCodeChecker,
}
DIGITS = {
    "number": "document_number_hash",
    "birth-date": "birth_date_hash",
    "expires-on": "expiry_date_hash",
    "optional": "optional_data_hash",
    "composite": "final_hash",
}


def read(zone: dict) -> dict:
    """Fields and which check digits are right, or the error the library raised."""
    try:
        checker = CHECKERS[zone["format"]]("\n".join(zone["lines"]))
        fields = checker.fields()
        checked = {ours: theirs for ours, theirs in DIGITS.items() if hasattr(checker, theirs)}
        digits = {ours: bool(getattr(checker, theirs)) for ours, theirs in checked.items()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {
        "surname": fields.surname,
        "given-names": fields.name,
        "number": fields.document_number,
        "issuing-state": fields.country,
        "nationality": fields.nationality,
        "birth-date": fields.birth_date,
        "expires-on": fields.expiry_date,
        "sex": fields.sex,
        "kind": fields.document_type,
        "digits": digits,
        "accepted": bool(checker),
    }


json.dump([read(zone) for zone in json.load(sys.stdin)], sys.stdout)
