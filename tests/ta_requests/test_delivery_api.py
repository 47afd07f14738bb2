"""Deliveries, milestones and goods over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from ta_requests.models import Component, Delivery, Request
from tests.factories.deliveries import deliver, delivery_of, goods_at, milestone_at, plan
from tests.factories.requests import request_at
from tests.http import Answer, Api
from tests.world import World

BASE = "/api/v1/deliveries/"
MILESTONES = "/api/v1/milestones/"
GOODS = "/api/v1/material-items/"


@pytest.fixture
def case(world: World) -> Request:
    return request_at(world, "funded")


@pytest.fixture
def found(world: World, case: Request) -> Delivery:
    return delivery_of(world, case)


def send(api: Api, method: str, path: str, body: Any = None, version: Any = "*") -> Answer:
    return api.send(method, path, body=body, version=version, key="")


def test_a_plan_is_written_agreed_delivered_and_ended_over_http(world, case, found):
    path = f"{BASE}{found.pk}/"
    officer = Api.of(world, "programme_officer")
    state = Api.of(world, "state.ms_authority")
    chief = Api.of(world, "section_chief")
    dates = {"plan": "Build.", "starts_on": "2026-11-01", "ends_on": "2027-10-31"}

    assert send(officer, "PATCH", path, dates).json["plan"] == "Build."
    output = send(officer, "POST", f"{path}outputs/", {"title": "Workshops"}).json["id"]
    spare = send(officer, "POST", f"{path}outputs/", {"title": "Spare"}).json["id"]
    changed = send(officer, "PUT", f"{path}outputs/{output}/", {"title": "Three workshops"})
    removed = send(officer, "DELETE", f"{path}outputs/{spare}/")
    assert (changed.json["title"], removed.status) == ("Three workshops", 204)
    indicator = send(
        officer,
        "POST",
        f"{path}outputs/{output}/indicators/",
        {"title": "Trainees", "unit": "people", "baseline": "0", "target": "90"},
    ).json["id"]
    made = send(officer, "POST", f"{path}milestones/", {"title": "First", "due_on": "2027-01-31"})
    assert (made.status, made.json["state"]) == (201, "planned")
    steps = [
        (state, f"{path}agree_plan/", {}),
        (chief, f"{path}approve/", {}),
        (officer, f"/api/v1/requests/{case.pk}/start_delivery/", {}),
        (officer, f"{path}indicators/{indicator}/values/", {"on": "2027-01-31", "value": "12"}),
        (officer, f"{path}notice_output/", {"output_id": output}),
        (state, f"{path}accept_output/", {"output_id": output, "note": "Good."}),
        (officer, f"{path}close_operationally/", {}),
        (state, f"{path}give_feedback/", {"rating": 5, "text": "Thank you."}),
    ]
    for api, address, body in steps:
        answer = send(api, "POST", address, body)
        assert answer.status in {200, 201}, answer.content

    told = state.get(path).json
    assert (told["state"], told["iati_status"]) == ("operationally_closed", 3)
    assert told["outputs"][0]["note"] == "Good."
    assert told["outputs"][0]["indicators"][0]["values"][0]["value"] == "12.0000"
    assert state.get(f"{path}feedback/").json[0]["rating"] == 5
    assert state.get(f"/api/v1/requests/{case.pk}/").json["state"] == "completed"


def test_milestones_are_proven_by_one_and_accepted_by_another(world, case):
    started = deliver(world, case)
    milestone = milestone_at(world, started)
    path = f"{MILESTONES}{milestone.pk}/"
    officer, other = Api.of(world, "programme_officer"), Api.of(world, "programme_officer.2")

    given = send(officer, "POST", f"{path}give_evidence/", {"evidence": "Photographs."})
    own = send(officer, "POST", f"{path}accept/")
    accepted = send(other, "POST", f"{path}accept/")

    assert (given.status, own.status, own.code) == (200, 403, "provider_may_not_accept")
    assert accepted.json["state"] == "accepted"
    assert other.get(path).json["evidence"] == "Photographs."
    listed = other.get(f"{MILESTONES}?delivery={started.pk}&state=accepted").json["items"]
    assert [one["id"] for one in listed] == [str(milestone.pk)]


def test_goods_are_ordered_and_signed_for(world, case):
    started = deliver(world, case)
    with world.as_("auditor"):
        component = Component.objects.of_request(case.pk).standing().get()
    officer, state = Api.of(world, "programme_officer"), Api.of(world, "state.ms_authority")
    order = {
        "component_id": str(component.pk),
        "description": "Beds",
        "quantity": "200",
        "unit": "piece",
    }
    made = send(officer, "POST", f"{BASE}{started.pk}/material-items/", order)
    path = f"{GOODS}{made.json['id']}/"
    certificate = {"quantity": "200", "certificate_number": "C-1"}
    for api, verb, body in (
        (officer, "ship", {}),
        (officer, "arrive", {}),
        (officer, "present_certificate", certificate),
        (state, "hand_over", {}),
    ):
        assert send(api, "POST", f"{path}{verb}/", body).status == 200

    told = state.get(path).json
    assert (told["state"], told["handed_quantity"]) == ("handed_over", "200.00")
    assert state.get(f"{GOODS}?state=handed_over").json["items"][0]["reference"].endswith("-G1")


def test_donors_see_the_outline_of_what_they_pay_for(world, case):
    started = deliver(world, case)
    milestone = milestone_at(world, started, "evidence")
    goods = goods_at(world, started)
    donor = Api.of(world, "donor.donor_rep")

    told = donor.get(f"{BASE}{started.pk}/").json
    step = donor.get(f"{MILESTONES}{milestone.pk}/").json
    row = donor.get(f"{BASE}?request={case.pk}").json["items"][0]

    assert not {"plan", "agreed_at", "follow_up_findings"} & told.keys()
    assert not {"note", "noticed_at"} & told["outputs"][0].keys()
    assert "evidence" not in step
    assert (row["state"], row["iati_status"]) == ("implementation", 2)
    assert donor.get(f"{BASE}?fields=id").json["items"] == [{"id": str(started.pk)}]
    assert donor.get(f"{BASE}{started.pk}/feedback/").json == []
    assert donor.get(f"{GOODS}{goods.pk}/").status == 404
    assert donor.get(GOODS).json["items"] == []


def test_foreign_is_equal_to_unknown(world, case):
    started = deliver(world, case)
    goods, milestone = goods_at(world, started), milestone_at(world, started)
    stranger = Api.of(world, "other_state.ms_authority")

    for base, pk in ((BASE, started.pk), (GOODS, goods.pk), (MILESTONES, milestone.pk)):
        foreign, unknown = stranger.get(f"{base}{pk}/"), stranger.get(f"{base}{case.pk}/")
        assert (
            (foreign.status, foreign.code) == (unknown.status, unknown.code) == (404, "not_found")
        )
        assert stranger.get(base).json["items"] == []


def test_parts_of_another_delivery_are_not_found(world, case, found):
    output = plan(world, found.pk)
    other = delivery_of(world, request_at(world, "funded"))
    officer = Api.of(world, "programme_officer")
    path = f"{BASE}{other.pk}/"
    value = {"on": "2027-01-31", "value": "1"}

    assert send(officer, "PUT", f"{path}outputs/{output.pk}/", {"title": "x"}).status == 404
    assert send(officer, "POST", f"{path}indicators/{output.pk}/values/", value).status == 404


def test_a_file_of_another_request_proves_nothing(world, case):
    started = deliver(world, case)
    milestone, goods = milestone_at(world, started), goods_at(world, started, "customs")
    officer = Api.of(world, "programme_officer")
    own = officer.get(f"/api/v1/requests/{case.pk}/documents/").json[0]["id"]
    certificate = {"quantity": "5", "certificate_number": "C-2"}

    for path, body in (
        (f"{MILESTONES}{milestone.pk}/give_evidence/", {"evidence": "x"}),
        (f"{GOODS}{goods.pk}/present_certificate/", certificate),
    ):
        wrong = send(officer, "POST", path, {**body, "document_id": str(case.pk)})
        assert wrong.code == "document_unknown"
        assert send(officer, "POST", path, {**body, "document_id": own}).status == 200
