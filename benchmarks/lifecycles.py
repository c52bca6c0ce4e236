"""A whole life of a case over the API, one call a step, by those whose step it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from benchmarks.guests import Step, no_step
from benchmarks.program import Program
from benchmarks.visitor import Unexpected, Visitor
from tests.harness.product import RunningProduct

_SURNAMES = ("KALANDADZE", "ERIKSSON", "OKAFOR", "TANAKA", "IVANOVA", "HASSAN", "MORETTI", "PEREIRA")
_SERVICE = "temporary-residence"
_GRANT = {
    "kind": "grant",
    "reasons": ["granted-as-asked"],
    "words": {"az": "Sənədlər yoxlanıb.", "en": "The papers were checked."},
}


def answers_of(number: int, *, on: date) -> dict[str, str]:
    """What applicant `number` says: twenty answers of somebody who is found nowhere else."""
    return {
        "request.kind": "issue",
        "applicant.filer": "self",
        "ground.main": "work",
        "work-permit.number": f"WP{number:08d}",
        "speed.speed": "standard",
        "term.months": "12",
        "passport.surname": _SURNAMES[number % len(_SURNAMES)],
        "passport.given-names": "NINO",
        "passport.nationality": "GEO",
        "passport.birth-date": date(1970 + number % 35, 1 + number % 12, 1 + number % 28).isoformat(),
        "passport.sex": "female",
        "passport.kind": "passport",
        "passport.issuing-state": "GEO",
        "passport.number": f"C{number:08d}",
        "passport.expires-on": (on + timedelta(days=2000)).isoformat(),
        "present.lawful-until": (on + timedelta(days=60)).isoformat(),
        "dwelling.place.district": "AZ-BA-NAR",
        "dwelling.place.street": "Nizami",
        "dwelling.place.house": str(1 + number % 90),
        "contact.channel": "none",
    }


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens the API for each of them."""

    applicant: str
    officer: str
    approver: str


def issue_tokens(product: RunningProduct) -> Tokens:
    """For the portal's person and two officers of the demonstration, each with the scopes of the role."""

    def token(account: str, *scopes: str) -> str:
        wanted = [word for scope in scopes for word in ("--scope", scope)]
        done = product.command("token", "issue", "--account", account, "--name", "bench", *wanted)
        return done.stdout.strip().splitlines()[-1]

    return Tokens(
        token("person@demo.example", "applications.write", "applications.read", "payments.write"),
        token("case-officer", "cases.work"),
        token("supervisor", "cases.work", "cases.decide"),
    )


class Parties:
    """One applicant's program, two officers', and the page of the provider: each with a connection."""

    def __init__(self, address: str, tokens: Tokens) -> None:
        self.applicant = Program(address, tokens.applicant)
        self.officer = Program(address, tokens.officer)
        self.approver = Program(address, tokens.approver)
        self._payer = Visitor(address)
        self._form: dict[str, str] = {}
        self._before = ""  # the language in the address of the provider's page

    def live(self, number: int, *, on: date, step: Step = no_step) -> str:
        """From the first answer to the document; gives the reference.

        `step` is told the name of each step before its call. Raises: Unexpected, OSError.
        """
        step("create")
        made = self.applicant.post("/applications", {"service": _SERVICE, "language": "en"})
        reference = str(made["reference"])
        own, case = f"/applications/{reference}", f"/cases/{reference}"
        step("answer")
        self.applicant.put(f"{own}/answers", {"answers": answers_of(number, on=on)})
        step("submit")
        self.applicant.post(f"{own}/submit")
        step("check")
        self.officer.post(f"{case}/take")
        step("propose")
        proposal = self.officer.post(f"{case}/proposals", _GRANT)["proposal"]
        step("approve")
        self.approver.post(f"{case}/approval", {"proposal": proposal})
        step("see the duty")
        (charge,) = self.applicant.get(f"{own}/charges")["items"]
        step("pay")
        self._pay(str(charge["number"]))
        step("issue")
        self.officer.post(f"{case}/card")
        step("read")
        told = self.applicant.get(own)
        step("")
        _check(told)
        return reference

    def _pay(self, number: str) -> None:
        """On the provider's page, which tells us as a provider does."""
        address = f"{self._before}/demo/pay/{number}/"
        if not self._form:
            page = self._payer.open(address)
            self._form, self._before = page.fields(), page.address.partition("/demo/")[0]
            address = f"{self._before}/demo/pay/{number}/"
        page = self._payer.ask("POST", address, urlencode({**self._form, "happens": "pay"}))
        if page.status != 302:
            raise Unexpected(f"{address} answered {page.status}")


def _check(told: dict[str, Any]) -> None:
    """Raises: Unexpected where the case does not lie ready."""
    if told["case"]["status"] != "ready":
        raise Unexpected(f"the case stands at {told['case']['status']}")
