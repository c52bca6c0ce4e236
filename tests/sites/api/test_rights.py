"""Who may do what over the API: tokens, scopes, roles, mandates; what is not yours is not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import RoleGrant, Token
from sojourn.accounts.types import Scope
from sojourn.audit import queries as log
from sojourn.cases.models import Case
from sojourn.flows.track_filing import track_filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Proof, Terms
from sojourn.organisations.types import Scope as MandateScope
from tests.factories import labour
from tests.factories.cases import FILED_ON
from tests.sites.api.conftest import ROOT, Program, begun, good, person, problem, program_of, sent, staff
from tests.sites.api.test_lifecycle import GRANT

UNKNOWN = "MY-2026-7777777-Z"


def test_without_a_token_nothing_is_told(db: None) -> None:
    answer = Client().get(f"{ROOT}/applications/{UNKNOWN}")
    problem(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_cookie_opens_nothing(anna: Program) -> None:
    """Someone signed in at the pages is nobody here; so no page of another site can send in their name."""
    from sojourn.accounts.models import Account

    client = Client(enforce_csrf_checks=True)
    client.force_login(
        Account.objects.get(id=anna.account), backend="sojourn.accounts.backend.AccountBackend"
    )
    problem(client.get(f"{ROOT}/applications/{begun(anna)}"), 401, "not-signed-in")


@pytest.mark.parametrize("named", ["", "person/", "person/1"])
def test_a_header_that_names_nobody_is_no_call_in_ones_own_name(anna: Program, named: str) -> None:
    told = {**anna.headers(), "On-Behalf-Of": named}
    answer = anna.client.get(f"{ROOT}/applications/{begun(anna)}", headers=told)
    problem(answer, 422, "header-not-understood")


@pytest.mark.parametrize("end", ["revoked", "expired", "closed", "altered"])
def test_a_token_that_ended_opens_nothing(anna: Program, end: str) -> None:
    reference = begun(anna)
    if end == "revoked":
        with transaction():
            accounts.revoke_token(anna.token, by=SYSTEM)
    if end == "closed":
        with transaction():
            accounts.empty_accounts([anna.account], by=SYSTEM)
    if end == "altered":
        anna.secret = anna.secret[:-1] + ("A" if anna.secret[-1] != "A" else "B")
    day = FILED_ON + timedelta(days=300) if end == "expired" else FILED_ON
    with clock.frozen(day):
        problem(anna.get(f"/applications/{reference}"), 401, "not-signed-in")


def test_only_a_hash_of_a_token_is_kept_and_its_issue_is_told(anna: Program) -> None:
    row = Token.objects.get(id=anna.token)
    assert anna.secret.encode() not in bytes(row.secret_hash)
    kinds = [each.kind for each in log.list_events(Subject("account", anna.account), to=_auditor())]
    assert "account:token-issued" in kinds


def _auditor() -> Any:
    from tests.factories import filings

    return filings.reader(*Confidentiality)


def test_the_day_of_last_use_is_kept(anna: Program) -> None:
    begun(anna)
    assert Token.objects.get(id=anna.token).last_used_on == FILED_ON


def test_wrong_tokens_are_counted(db: None) -> None:
    client = Client(headers={"Authorization": "Bearer sojourn_wrong"})
    answers = {client.get(f"{ROOT}/applications/{UNKNOWN}").status_code for _ in range(60)}
    assert answers == {401}
    refused = client.get(f"{ROOT}/applications/{UNKNOWN}")
    problem(refused, 429, "too-many-tries")
    assert refused["Retry-After"]


def test_a_scope_opens_what_it_names_and_no_more(db: None) -> None:
    reader = person("reader@example.org", Scope.APPLICATIONS_READ)
    problem(reader.post("/applications", {"service": "temporary-residence"}), 403, "scope-missing")
    worker = staff("worker", "supervisor", Scope.CASES_WORK)
    anna = person()
    reference = sent(anna)
    problem(worker.post(f"/cases/{reference}/approval"), 403, "scope-missing")
    good(worker.get(f"/cases/{reference}"))


@pytest.mark.parametrize(
    ("role", "path", "body"),
    [
        ("counter-officer", "take", None),
        ("counter-officer", "proposals", GRANT),
        ("case-officer", "approval", None),
        ("case-officer", "appeal/take", None),
        ("supervisor", "proposals", GRANT),
        ("appeal-officer", "approval", None),
        ("administrator", "take", None),
        ("auditor", "take", None),
        ("cashier", "take", None),
    ],
)
def test_a_role_does_over_the_api_what_it_does_on_the_pages(
    anna: Program, role: str, path: str, body: Any
) -> None:
    reference = sent(anna)
    problem(staff("one", role).post(f"/cases/{reference}/{path}", body), 403, "permission-missing")


@pytest.mark.parametrize("role", ["administrator", "auditor", "cashier"])
def test_who_sees_no_case_sees_none_here(anna: Program, role: str) -> None:
    problem(staff("one", role).get(f"/cases/{sent(anna)}"), 403, "permission-missing")


def test_a_person_does_not_come_in_at_the_doors_of_staff(anna: Program) -> None:
    reference = sent(anna)
    problem(anna.get("/cases"), 403, "permission-missing")
    problem(anna.get(f"/cases/{reference}"), 403, "permission-missing")


def test_what_is_anothers_answers_as_what_is_not_there(anna: Program) -> None:
    other = person("other@example.org")
    for reference in (begun(anna), sent(anna)):
        for ask in (
            lambda ref: other.get(f"/applications/{ref}"),
            lambda ref: other.get(f"/applications/{ref}/letters"),
            lambda ref: other.get(f"/applications/{ref}/charges"),
            lambda ref: other.put(f"/applications/{ref}/answers", {"answers": {"term.months": "6"}}),
            lambda ref: other.post(f"/applications/{ref}/submit"),
            lambda ref: other.post(f"/applications/{ref}/withdraw"),
            lambda ref: other.post(f"/applications/{ref}/messages", {"words": "x"}),
            lambda ref: other.send_file(f"/applications/{ref}/files/passport.copy", b"%PDF-1.7"),
        ):
            found, missing = ask(reference), ask(UNKNOWN)
            problem(found, 404, "not-found")
            assert found.content == missing.content


def test_a_case_of_another_office_is_not_there(anna: Program) -> None:
    reference = sent(anna)
    Case.objects.update(office="rmd-lan", custody_office="rmd-lan")
    officer = _in_office("rmd-bak")
    found, missing = officer.get(f"/cases/{reference}"), officer.get(f"/cases/{UNKNOWN}")
    problem(found, 404, "not-found")
    assert found.content == missing.content
    assert good(officer.get("/cases"))["items"] == []
    problem(officer.post(f"/cases/{reference}/take"), 404, "not-found")


def _in_office(office: str) -> Program:
    with transaction():
        account = accounts.open_staff_account(
            "elsewhere", display_name="E", password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(account, "case-officer", office=office, from_on=FILED_ON, by=SYSTEM)
    return program_of(account)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("get", "/letters"),
        ("get", "/letters/pending"),
        ("post", "/take"),
        ("post", "/card"),
        ("post", "/proposals"),
        ("post", "/approval"),
        ("post", "/messages"),
    ],
)
def test_a_protected_case_is_nobodys(anna: Program, method: str, path: str) -> None:
    """In status, words, size: for every ordinary officer; her own desk sees her."""
    reference = sent(anna)
    Case.objects.update(confidentiality=Confidentiality.PROTECTED)
    bodies = {"/proposals": GRANT, "/messages": {"words": "x"}}
    for role in ("case-officer", "supervisor", "counter-officer"):
        officer = staff(role, role)
        answers = [
            officer.get(f"/cases/{each}{path}")
            if method == "get"
            else officer.post(f"/cases/{each}{path}", bodies.get(path))
            for each in (reference, UNKNOWN)
        ]
        assert answers[0].status_code == answers[1].status_code in {403, 404}
        assert answers[0].content == answers[1].content
        if officer.get("/cases").status_code == 200:
            assert good(officer.get("/cases"))["items"] == []
    Case.objects.update(confidentiality=Confidentiality.PROTECTED)
    desk = staff("desk", "protection-officer")
    assert [each["reference"] for each in good(desk.get("/cases"))["items"]] == [reference]


def mandate(principal: UUID, agent: UUID, *services: str) -> None:
    giver = Actor(ActorKind.PERSON, Door.PORTAL, account_id=principal)
    with transaction():
        organisations.give_mandate(
            Subject("account", principal),
            agent=Subject("account", agent),
            terms=Terms(
                MandateScope.EVERYTHING,
                FILED_ON,
                FILED_ON + timedelta(days=90),
                Proof.DECLARED,
                None,
                services,
            ),
            by=giver,
        )


def test_a_representative_files_for_someone_and_only_while_the_mandate_lasts(anna: Program) -> None:
    lawyer = person("lawyer@example.org")
    lawyer.behalf = f"account/{anna.account}"
    problem(lawyer.post("/applications", {"service": "temporary-residence"}), 403, "may-not-act")
    mandate(anna.account, lawyer.account)
    reference = sent(lawyer)
    case = Case.objects.get(reference=reference)
    assert (case.principal_kind, case.principal_id) == ("account", anna.account)
    assert case.last_by == lawyer.account
    assert good(lawyer.get(f"/applications/{reference}"))["case"]["status"] == "in-review"
    with clock.frozen(FILED_ON + timedelta(days=100)):
        problem(lawyer.get(f"/applications/{reference}"), 403, "may-not-act")
    lawyer.behalf = ""
    problem(lawyer.get(f"/applications/{reference}"), 404, "not-found")
    anna.behalf = f"account/{anna.account}"
    assert good(anna.get(f"/applications/{reference}"))["reference"] == reference


def test_a_mandate_for_another_service_does_not_reach_this_one(anna: Program) -> None:
    lawyer = person("lawyer@example.org")
    mandate(anna.account, lawyer.account, "registration-of-stay")
    lawyer.behalf = f"account/{anna.account}"
    problem(lawyer.post("/applications", {"service": "temporary-residence"}), 404, "not-found")


def test_a_draft_begun_for_someone_is_not_sent_as_ones_own(anna: Program) -> None:
    lawyer = person("lawyer@example.org")
    mandate(anna.account, lawyer.account)
    lawyer.behalf = f"account/{anna.account}"
    reference = begun(lawyer)
    lawyer.behalf = ""
    problem(lawyer.post(f"/applications/{reference}/submit"), 404, "not-found")
    problem(
        lawyer.put(f"/applications/{reference}/answers", {"answers": {"term.months": "6"}}), 404, "not-found"
    )


def test_the_record_says_the_door_and_for_whom(anna: Program) -> None:
    reference = sent(anna)
    case = Case.objects.get(reference=reference)
    assert case.place_of_filing == "api"
    (opened, *_) = log.list_events(Subject("case", case.id), to=_auditor())
    assert opened.actor["door"] == "api"
    assert opened.actor["account"] == str(anna.account)


def test_a_program_of_the_counter_neither_begins_nor_reads_what_its_powers_do_not_reach(db: None) -> None:
    """A protected service is entered by those whose class reaches it, at the counter and by a program."""
    ordinary, protects = staff("counter", "counter-officer"), staff("shelter", "protection-officer")
    asked = {"service": "refugee-status"}
    problem(ordinary.post("/applications", asked), 404, "not-found")
    reference = good(protects.post("/applications", asked), 201)["reference"]
    good(protects.get(f"/applications/{reference}"))
    with transaction():
        RoleGrant.objects.filter(account_id=protects.account).update(role="counter-officer")
    problem(protects.get(f"/applications/{reference}"), 404, "not-found")
    put = protects.put(f"/applications/{reference}/answers", {"answers": {"passport.surname": "Aksoy"}})
    problem(put, 404, "not-found")
    problem(protects.post(f"/applications/{reference}/submit"), 404, "not-found")


def test_a_receipt_carries_the_code_by_which_the_case_is_followed(anna: Program) -> None:
    reference = begun(anna)
    receipt = good(anna.post(f"/applications/{reference}/submit"))
    with transaction():
        found = track_filing(reference, receipt["tracking_code"], caller_key="b" * 32, by=SYSTEM)
    assert found is not None
    assert found.case is not None
    assert found.case.reference == reference


def test_a_program_that_names_no_organisation_cannot_send_what_an_organisation_applies_for(
    anna: Program,
) -> None:
    reference = good(anna.post("/applications", {"service": labour.SERVICE}), 201)["reference"]
    good(anna.put(f"/applications/{reference}/answers", {"answers": labour.ANSWERS}))
    problem(anna.post(f"/applications/{reference}/submit"), 422, "organisation-missing")
    assert not Case.objects.exists()
    employer = labour.employer()
    assert employer.account_id
    assert employer.on_behalf_of
    theirs = program_of(employer.account_id)
    theirs.behalf = f"organisation/{employer.on_behalf_of.id}"
    reference = good(theirs.post("/applications", {"service": labour.SERVICE}), 201)["reference"]
    good(theirs.put(f"/applications/{reference}/answers", {"answers": labour.ANSWERS}))
    good(theirs.post(f"/applications/{reference}/submit"))
    assert Case.objects.get().principal_id == employer.on_behalf_of.id
