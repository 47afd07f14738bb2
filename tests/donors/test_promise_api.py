"""Promises over HTTP: from draft to agreement, what each reader gets, each refusal's code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from donors.models import DueDiligence, ReportObligation
from tests.factories.pledges import PAPER, Promise, pledge_at, promise_at
from tests.factories.requests import request_at
from tests.http import Answer, Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

V1 = "/api/v1/"
PLEDGES = f"{V1}pledges/"
DRAFT = {
    "title": "Workshops for life after release",
    "amount": {"amount": "1130000.00", "currency": "USD"},
    "themes": ["T2c"],
}
DAY = BEGINNING.date()


def upload(api: Api, path: str, *, version: Any, content: bytes = PAPER, **fields: str) -> Answer:
    boundary = "BoUnDaRy"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = 'Content-Disposition: form-data; name="file"; filename="paper.pdf"'
    parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return api.send(
        "PUT",
        path,
        body=b"".join(parts) + f"--{boundary}--\r\n".encode(),
        version=version,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def codes_of(answer: Answer) -> set[str]:
    """Return the code of a problem document and those of its reasons and fields."""
    told = answer.json
    reasons = [reason["code"] for reason in told.get("reasons", [])]
    return {answer.code, *reasons, *fields_of(told.get("errors", {}))}


def fields_of(errors: Any) -> set[str]:
    """Return every code under the fields of a problem document, however deep."""
    if isinstance(errors, dict):
        own = {errors["code"]} if isinstance(errors.get("code"), str) else set()
        return own.union(*(fields_of(inner) for inner in errors.values()))
    return set().union(*map(fields_of, errors)) if isinstance(errors, list) else set()


def put(api: Api, path: str, body: Any, *, version: Any) -> Answer:
    return api.send("PUT", path, body=body, version=version)


def test_a_pledge_is_written_negotiated_signed_and_accepted(world: World) -> None:
    rep, authority = Api.of(world, "donor.donor_rep"), Api.of(world, "donor.donor_authority")
    officer = Api.of(world, "cofinancing_officer")

    drafted = rep.post(PLEDGES, DRAFT)
    assert (drafted.status, drafted.json["state"]) == (201, "draft")
    assert drafted.json["psc"] == {"amount": "130000.00", "currency": "USD"}
    here = drafted.headers["Location"]
    changed = rep.patch(here, {"expiry_on": "2099-01-01"}, version=drafted.etag)
    announced = authority.post(f"{here}announce/", version=changed.etag)
    negotiated = officer.post(f"{here}negotiate/", version=announced.etag)
    assert (negotiated.status, negotiated.json["state"]) == (200, "negotiation")
    dates = {"starts_on": "2026-10-01", "ends_on": "2028-10-01"}
    termed = officer.patch(f"{here}terms/", dates, version=negotiated.etag)
    answers = {
        "purpose_consistent": True,
        "no_added_liability": True,
        "no_regular_budget_cost": True,
    }
    checked = put(officer, f"{here}checklist/", answers, version=termed.etag)
    assert checked.json["checklist"]["purpose_consistent"] is True
    cleared = Api.of(world, "certifying_officer").post(f"{here}clear/", version=checked.etag)
    assert cleared.status == 200
    filed = upload(officer, f"{here}agreement/", version=cleared.etag)
    assert filed.json["agreement"]["name"] == "paper.pdf"
    reports = {"reports": [{"kind": "final", "due_on": "2028-12-01"}]}
    scheduled = put(officer, f"{here}report-schedule/", reports, version=filed.etag)
    assert scheduled.json["report_schedule"] == [{"kind": "final", "due_on": "2028-12-01"}]
    early = authority.post(f"{here}sign/", version=scheduled.etag)
    assert (early.status, early.code) == (409, "instalments_do_not_add_up")
    added = officer.post(
        f"{here}instalments/",
        {"amount": "1130000.00", "due_on": "2026-12-01"},
        version=scheduled.etag,
    )
    assert (added.status, added.json["number"]) == (201, 1)
    signed = authority.post(f"{here}sign/", version=added.json["pledge_version"])
    accepted = Api.of(world, "approving_officer").post(f"{here}accept/", version=signed.etag)

    assert (accepted.status, accepted.json["state"]) == (200, "agreed")
    told = rep.get(here).json
    assert told["agreed_usd"] == "1130000.00"
    assert told["scheduled"] == told["amount"]
    assert (told["checklist"], told["duties"]) == (None, {})
    assert [one["name"] for one in rep.get(f"{here}events/").json["items"]][-1] == "accept"


def test_a_draft_says_what_it_comes_to_before_anybody_commits(world: World) -> None:
    rep = Api.of(world, "donor.donor_rep")
    euros = {"amount": "1130000.00", "currency": "EUR"}
    told = rep.post(PLEDGES, {**DRAFT, "amount": euros}).json

    assert (told["programmable"]["amount"], told["psc"]["amount"]) == ("1000000.00", "130000.00")
    assert (told["usd"], told["psc_rate"]) == (None, "0.130000")
    assert told["worth"]["rate_on"] == "2026-10-01"
    assert float(told["worth"]["usd"]) == pytest.approx(1130000 / float(told["worth"]["rate"]))


def test_a_letter_lets_unodc_announce(world: World) -> None:
    officer = Api.of(world, "cofinancing_officer")
    donor = str(world.organisations["foundation"].pk)

    drafted = officer.post(PLEDGES, {**DRAFT, "organisation": donor})
    here = drafted.headers["Location"]
    refused = upload(
        officer, f"{here}letter/", version=drafted.etag, content=b"<html>", dated_on="2026-10-01"
    )
    filed = upload(officer, f"{here}letter/", version=drafted.etag, dated_on="2026-10-01")
    announced = officer.post(f"{here}announce/", version=filed.etag)

    assert (refused.status, refused.code) == (422, "file_kind")
    assert filed.json["letter"]["dated_on"] == "2026-10-01"
    assert announced.json["state"] == "pledged"
    assert officer.get(here).json["duties"]["looks_after"] == str(
        world["cofinancing_officer"].person_id
    )


@pytest.mark.parametrize("name", ["other_donor.donor_authority", "state.ms_authority"])
def test_a_foreign_pledge_answers_like_an_unknown_one(world: World, name: str) -> None:
    pledge = pledge_at(world, "pledged")
    stranger = Api.of(world, name)

    for path in ("", "events/", "transitions/"):
        foreign = stranger.get(f"{PLEDGES}{pledge.pk}/{path}")
        unknown = stranger.get(f"{PLEDGES}{uuid4()}/{path}")
        assert (
            (foreign.status, foreign.code) == (unknown.status, unknown.code) == (404, "not_found")
        )
    moved = stranger.post(f"{PLEDGES}{pledge.pk}/withdraw/", {"reason": "x"}, version=1)
    assert (moved.status, moved.code) == (404, "not_found")
    assert stranger.get(PLEDGES).json["items"] == []


def test_a_donor_lists_its_own_pledges_only(world: World) -> None:
    mine, other = pledge_at(world, "pledged"), pledge_at(world, "pledged", donor="other_donor")

    donor = Api.of(world, "donor.donor_rep").get(f"{PLEDGES}?state=pledged").json["items"]
    staff = Api.of(world, "auditor").get(f"{PLEDGES}?q={other.reference}").json["items"]

    assert [row["id"] for row in donor] == [str(mine.pk)]
    assert [row["donor_name"] for row in staff] == ["Japan"]
    assert donor[0]["amount"] == {"amount": "1130000.00", "currency": "USD"}


def test_a_pledge_for_a_request_names_its_components(world: World) -> None:
    request = request_at(world, "funding_sought")
    with speaking_as(SYSTEM):
        component = str(request.components.values_list("pk", flat=True)[0])
    given = {**DRAFT, "request": str(request.pk), "components": [component]}

    drafted = Api.of(world, "donor.donor_rep").post(PLEDGES, given)

    assert drafted.json["request"] == str(request.pk)
    assert drafted.json["components"] == [component]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": {"amount": "0", "currency": "USD"}}, "amount_missing"),
        ({"amount": {"amount": "1.005", "currency": "USD"}}, "amount_too_precise"),
        ({"amount": "12"}, "money_malformed"),
        ({"themes": ["T99"]}, "purpose_unknown"),
        ({"request": str(uuid4())}, "purpose_unknown"),
        ({"title": ""}, "blank"),
        ({"colour": "red"}, "unknown_field"),
        ({"earmark_category": "9"}, "invalid_choice"),
    ],
)
def test_a_draft_that_cannot_be_is_a_problem_document(
    world: World, change: dict[str, Any], code: str
) -> None:
    answer = Api.of(world, "donor.donor_rep").post(PLEDGES, {**DRAFT, **change})

    assert answer.status == 422
    assert code in codes_of(answer)


def test_edits_ask_for_a_version_and_a_fresh_one(world: World) -> None:
    pledge = pledge_at(world, "draft")
    rep = Api.of(world, "donor.donor_rep")
    here = f"{PLEDGES}{pledge.pk}/"

    blind = rep.patch(here, {"title": "Other"})
    stale = rep.patch(here, {"title": "Other"}, version=99)

    assert (blind.status, stale.status) == (428, 412)


def test_instalments_are_listed_changed_and_removed(world: World) -> None:
    promise = promise_at(world, "cleared")
    promise.lay_down_papers()
    officer = Api.of(world, "cofinancing_officer")
    rows = officer.get(f"{V1}instalments/?pledge={promise.pk}").json["items"]
    here = f"{V1}instalments/{rows[0]['id']}/"

    shown = officer.get(here)
    changed = officer.patch(here, {"milestone": "The first workshop runs."}, version=shown.etag)
    removed = officer.send("DELETE", here, version=changed.etag)
    again = officer.send("DELETE", here, version="*")

    assert len(rows) == 2
    assert changed.json["milestone"] == "The first workshop runs."
    assert (removed.status, again.status) == (204, 404)


def test_an_agreement_is_handed_out_as_a_download(world: World) -> None:
    pledge = pledge_at(world, "agreed")
    rep, stranger = Api.of(world, "donor.donor_rep"), Api.of(world, "other_donor.donor_rep")
    row = rep.get(f"{V1}agreements/?pledge={pledge.pk}").json["items"][0]
    here = f"{V1}agreements/{row['id']}/"

    got = rep.get(f"{here}file/")

    assert got.content == PAPER
    assert got.headers["Content-Disposition"] == 'attachment; filename="agreement.pdf"'
    assert rep.get(here).json["sha256"] == row["sha256"]
    assert stranger.get(f"{here}file/").status == 404


def test_an_examination_lets_the_waiting_pledge_go_on(world: World) -> None:
    promise = promise_at(world, "due_diligence", donor="foundation")
    officer = Api.of(world, "due_diligence_officer")
    row = officer.get(f"{V1}due-diligence/?state=pending").json["items"][0]
    here = f"{V1}due-diligence/{row['id']}/"

    rehearsed = officer.post(f"{here}clear/?dry_run=true", {"findings": "Fine."}, version=1)
    with speaking_as(SYSTEM):
        assert DueDiligence.objects.get(pk=row["id"]).state == "pending"
    conditions = {"findings": "Fine.", "conditions": "No emblem.", "valid_until": "2099-01-01"}
    done = officer.post(f"{here}clear_with_conditions/", conditions, version=1)

    assert rehearsed.json["state"] == "cleared"
    assert (done.status, done.json["state"]) == (200, "conditional")
    assert officer.get(here).json["valid_until"] == "2099-01-01"
    assert promise.pledge.state == "negotiation"
    assert Api.of(world, "foundation.donor_authority").get(here).status == 404


def test_an_examination_is_asked_for_once(world: World) -> None:
    officer = Api.of(world, "cofinancing_officer")
    foundation = {"organisation": str(world.organisations["foundation"].pk)}

    opened = officer.post(f"{V1}due-diligence/", foundation)
    second = officer.post(f"{V1}due-diligence/", foundation)
    state = officer.post(
        f"{V1}due-diligence/", {"organisation": str(world.organisations["donor"].pk)}
    )

    assert (opened.status, opened.json["state"]) == (201, "pending")
    assert (second.status, second.code) == (409, "examination_pending")
    assert (state.status, state.code) == (422, "due_diligence_not_needed")


def test_a_waiver_is_asked_for_and_decided(world: World) -> None:
    promise = promise_at(world, "negotiation")
    officer, approver = Api.of(world, "cofinancing_officer"), Api.of(world, "approving_officer")
    given = {"rate": "0.07", "clause": "Framework, 4", "justification": "Fixed there."}

    asked = officer.post(
        f"{PLEDGES}{promise.pk}/psc-waivers/", given, version=promise.pledge.version
    )
    here = f"{V1}psc-waivers/{asked.json['id']}/"
    own = officer.post(f"{here}approve/", version=1)
    done = approver.post(f"{here}approve/", version=1)

    assert (asked.status, own.status) == (201, 403)
    assert done.json["state"] == "approved"
    assert approver.get(here).json["decided_by"] == str(world["approving_officer"].person_id)
    listed = approver.get(f"{V1}psc-waivers/?state=approved").json["items"]
    assert [row["rate"] for row in listed] == ["0.070000"]


@pytest.fixture
def owed(world: World) -> tuple[Promise, ReportObligation]:
    """Return an agreed pledge and the first report it owes."""
    promise = promise_at(world, "agreed")
    with speaking_as(SYSTEM):
        return promise, ReportObligation.objects.get(pledge_id=promise.pk, number=1)


def test_a_report_is_attached_submitted_and_accepted(
    world: World, owed: tuple[Promise, ReportObligation]
) -> None:
    here = f"{V1}report-obligations/{owed[1].pk}/"
    officer, donor = Api.of(world, "programme_officer"), Api.of(world, "donor.donor_authority")

    nothing = donor.get(f"{here}file/")
    filed = upload(officer, f"{here}file/", version=1)
    submitted = officer.post(f"{here}submit/", version=filed.etag)
    read = donor.get(f"{here}file/")
    accepted = donor.post(f"{here}accept/", version=submitted.etag)

    assert nothing.status == 404
    assert read.content == PAPER
    assert accepted.json["state"] == "accepted"
    assert donor.get(here).json["overdue"] is False


def test_overdue_reports_are_marked(world: World) -> None:
    promise = promise_at(world, "signed", now=BEGINNING)
    promise.accept()
    with speaking_as(SYSTEM):
        ReportObligation.objects.filter(pledge_id=promise.pk, number=1).update(
            due_on=DAY - timedelta(days=400)
        )

    rows = Api.of(world, "donor.donor_rep").get(f"{V1}report-obligations/").json["items"]

    assert [row["overdue"] for row in rows] == [True, False]


def test_a_quote_shows_net_support_cost_gross_rate_and_day(world: World) -> None:
    rep = Api.of(world, "donor.donor_rep")

    gross = rep.get(f"{V1}quotes/?amount=1130000.00&currency=USD&on=2026-10-01")
    net = rep.get(f"{V1}quotes/?amount=1000.00&currency=EUR&on=2026-10-01&net=true&psc_rate=0.07")

    assert gross.json["programmable"] == {"amount": "1000000.00", "currency": "USD"}
    assert gross.json["psc_rate"] == "0.130000"
    assert net.json["gross"] == {"amount": "1070.00", "currency": "EUR"}
    assert net.json["rate_on"] == "2026-10-01"
    assert net.json["usd"]["currency"] == "USD"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("currency=USD", 422, "required"),
        ("amount=1e5&currency=USD", 422, "amount_not_decimal"),
        ("amount=1&currency=???", 422, "currency_unknown"),
        ("amount=1&currency=EUR&on=1990-01-01", 409, "rate_missing"),
        ("amount=1&currency=USD&psc_rate=2", 422, "max_value"),
    ],
)
def test_a_quote_refuses(world: World, query: str, status: int, code: str) -> None:
    answer = Api.of(world, "donor.donor_rep").get(f"{V1}quotes/?{query}")

    assert answer.status == status
    assert code in codes_of(answer)


def test_nobody_signed_in_reads_nothing(world: World) -> None:
    for path in ("pledges", "instalments", "agreements", "due-diligence", "quotes"):
        assert Api.of(world).get(f"{V1}{path}/").status == 401
