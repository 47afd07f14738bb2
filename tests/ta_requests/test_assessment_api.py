"""Assessments and components over HTTP: the same rules, and nothing for strangers."""

from __future__ import annotations

from typing import Any

import pytest

from ta_requests.choices.assessment import Area
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.models import Request
from ta_requests.services.assessment_areas import RATED
from tests.factories.assessments import IN_KIND, TRAINING, assess, living_assessment
from tests.factories.requests import request_at
from tests.http import Answer, Api
from tests.world import World

BASE = "/api/v1/assessments/"
COMPONENTS = "/api/v1/components/"
COMPONENT: dict[str, Any] = {
    "theme": "T2c",
    "assistance_type": "capacity_building",
    "title": "Carpentry",
    "unit": "workshop",
    "quantity": "3",
    "net": {"amount": "100000.00", "currency": "USD"},
}


@pytest.fixture
def case(world: World) -> Request:
    return request_at(world, "needs_assessment")


def put(api: Api, path: str, body: Any, version: Any) -> Answer:
    return api.send("PUT", path, body=body, version=version, key="")


def test_a_report_is_written_validated_and_made_final_over_http(world, case):
    with world.as_("auditor"):
        path = f"{BASE}{living_assessment(case.pk).pk}/"
    team = Api.of(world, "assessor")
    chief = Api.of(world, "section_chief")
    state = Api.of(world, "state.ms_authority")
    tag = team.get(path).etag

    def step(api: Api, verb: str, **given: Any) -> str:
        answer = api.post(f"{path}{verb}/", given, version=tag)
        assert answer.status == 200, answer.content
        return answer.etag

    tag = step(team, "declare", conflict=False)
    tag = step(team, "begin")
    tag = team.patch(path, dict.fromkeys(SECTIONS, "Written."), version=tag).etag
    for area in Area.values:
        found = {"score": 2, "evidence": "Seen."} if area != "courts" else {}
        found = found or {"not_applicable_because": "Not asked for."}
        tag = put(team, f"{path}areas/{area}/", found, tag).etag
    ratings = {**dict.fromkeys(RATED, 3), "justification": "As found."}
    rated = put(team, f"{path}priority/", ratings, tag)
    made = team.post(f"{path}components/", COMPONENT, version=rated.etag)
    assert (rated.json["total"], rated.json["weights"]["severity"]) == ("78.75", 25)
    assert (made.status, made.json["gross"]) == (201, {"amount": "113000.00", "currency": "USD"})
    tag = step(team, "submit_draft") if (tag := made.etag) else ""
    tag = step(chief, "override_priority", total="90", reason="Floods.")
    tag = step(chief, "send_to_state")
    tag = step(state, "comment", text=" Page 3. ")
    tag = step(state, "validate_report")
    tag = step(chief, "finalise")

    told = state.get(path).json
    assert (told["state"], told["final_by_silence"]) == ("final", False)
    assert (told["priority_override"], told["priority_score"]["total"]) == ("90.00", "78.75")
    assert [len(told["areas"]), len(told["components"])] == [len(Area), 1]
    assert [one["text"] for one in state.get(f"{path}remarks/").json] == [" Page 3. ", ""]
    assert len(chief.get(f"{path}areas/").json) == len(Area)
    assert chief.get(f"{path}assessors/").json[0]["has_conflict"] is False
    assert state.get(f"{path}assessors/").json == []
    assert [event["name"] for event in chief.get(f"{path}events/").json["items"]][-1] == "finalise"


def test_the_team_is_changed_over_http(world, case):
    with world.as_("auditor"):
        path = f"{BASE}{living_assessment(case.pk).pk}/"
    chief = Api.of(world, "section_chief")
    second = str(world["assessor.2"].person_id)

    named = chief.post(f"{path}assign/", {"person_id": second}, version=1)
    gone = chief.post(f"{path}relieve/", {"person_id": second}, version=named.etag)

    assert (named.status, gone.status) == (200, 200)
    assert [one["relieved_at"] is None for one in chief.get(f"{path}assessors/").json] == [
        True,
        False,
    ]


def test_components_are_changed_and_removed_through_their_report(world, case):
    report = assess(world, case, "draft_report", proposals=[TRAINING, IN_KIND])
    path = f"{BASE}{report.pk}/"
    team = Api.of(world, "assessor")
    first, second = (one["id"] for one in team.get(path).json["components"])

    goods = {**COMPONENT, "items": [{"description": "Saw", "quantity": "4", "unit": "piece"}]}
    changed = put(team, f"{path}components/{first}/", goods, report.version)
    removed = team.send("DELETE", f"{path}components/{second}/", version=changed.etag, key="")
    gone = team.send("DELETE", f"{path}components/{second}/", version=removed.etag, key="")

    assert (changed.status, changed.json["items"][0]["description"]) == (200, "Saw")
    assert (removed.status, gone.status, gone.code) == (204, 404, "not_found")
    assert put(team, f"{path}components/{second}/", goods, "*").status == 404
    assert put(team, f"{path}components/{first}/", goods, report.version).status == 412
    assert put(team, f"{path}components/{first}/", goods, None).status == 428


def test_bad_input_is_named_and_changes_nothing(world, case):
    report = assess(world, case, "in_progress")
    path, team = f"{BASE}{report.pk}/", Api.of(world, "assessor")

    for answer in (
        team.patch(path, {"weather": "Fine."}, version=report.version),
        put(team, f"{path}areas/weather/", {"score": 1, "evidence": "x"}, report.version),
        put(team, f"{path}areas/courts/", {"score": 9, "evidence": "x"}, report.version),
        put(team, f"{path}priority/", {"justification": "x"}, report.version),
        team.post(f"{path}components/", {**COMPONENT, "net": 5}, version=report.version),
        team.post(f"{path}components/", {**COMPONENT, "theme": "T99"}, version=report.version),
        team.post(f"{path}declare/", {}, version=report.version),
    ):
        assert answer.status in {400, 422}, answer.content
        assert answer.json["errors"]
    assert team.get(path).etag == f'"{report.version}"'


def test_strangers_find_nothing_and_lists_are_empty_for_them(world, case):
    report = assess(world, case, "state_validation")

    for name in ("other_state.ms_authority", "donor.donor_rep", "administrator", ""):
        api = Api.of(world, name)
        for path in (BASE, COMPONENTS):
            assert api.get(path).json.get("items", []) == []
        for tail in ("", "areas/", "remarks/", "assessors/", "transitions/", "events/"):
            foreign = api.get(f"{BASE}{report.pk}/{tail}")
            unknown = api.get(f"{BASE}{case.pk}/{tail}")
            assert foreign.status == unknown.status != 200
            assert foreign.json["code"] == unknown.json["code"]


def test_donors_read_the_frozen_components_of_a_request_they_may_see(world):
    case = request_at(world, "funded", proposals=[TRAINING, IN_KIND])

    for name in ("donor.donor_rep", "state.ms_drafter", "programme_officer"):
        api = Api.of(world, name)
        found = api.get(f"{COMPONENTS}?request={case.pk}&status=frozen").json["items"]
        assert [one["net"]["amount"] for one in sorted(found, key=lambda one: one["number"])] == [
            "100000.00",
            "20000.00",
        ]
        told = api.get(f"{COMPONENTS}{found[0]['id']}/").json
        assert told["id"] == found[0]["id"]
    assert Api.of(world, "donor.donor_rep").get(f"{BASE}?state=final").json["items"] == []
