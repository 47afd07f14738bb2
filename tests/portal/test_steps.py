"""The steps of a case: for each that is not open, who could act and what stands in the way."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from ta_requests.models import Assessment
from tests.factories.requests import request_at
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

STATE, OUTSIDER = "state.ms_authority", "cofinancing_officer"
CARD = re.compile(r'<section class="card[^"]*" aria-labelledby="steps">.*?</section>', re.DOTALL)


def steps_on(client: Any, url: str) -> str:
    """Return the words of the steps of a page."""
    found = CARD.search(client.get(url).content.decode())
    assert found, url
    text = re.sub(r"<[^>]+>", " ", found[0])
    return re.sub(r"\s+", " ", html.unescape(text))


def told(client: Any, kind: str, pk: Any) -> list[dict[str, Any]]:
    """Return what the API tells the same person of the steps that people take from here."""
    answer = client.get(f"/api/v1/{kind}/{pk}/transitions/")
    assert answer.status_code == 200
    return [one for one in answer.json() if one["from_here"] and one["href"]]


def hindrances_of(steps: list[dict[str, Any]]) -> set[str]:
    return {reason["sentence"] for one in steps for reason in one["hindrances"]}


@pytest.fixture
def request_(world):
    return request_at(world, "acknowledged")


def test_the_office_reads_why_a_step_of_others_is_not_possible(world, enter, request_):
    client = enter(OUTSIDER)
    text = steps_on(client, reverse("portal:request", args=[request_.pk]))
    steps = told(client, "requests", request_.pk)

    assert "Refer Section chief No provider was named yet. The State has not consented" in text
    assert "Ask for information Programme officer Nothing stands in its way." in text
    assert hindrances_of(steps)
    for sentence in hindrances_of(steps):
        assert sentence in text
    for one in steps:
        assert one["title"] in text


def test_a_step_of_an_assessment_says_what_the_team_has_not_done_yet(world, enter):
    request = request_at(world, "needs_assessment")
    with speaking_as(SYSTEM):
        report = Assessment.objects.get(request=request)

    text = steps_on(enter("section_chief"), reverse("portal:case", args=["assessment", report.pk]))

    assert "Begin the assessment Assessor" in text
    assert "Every assessor must first declare whether there is a conflict of interest." in text


@pytest.mark.parametrize("who", ["state.ms_authority", "state.ms_drafter"])
def test_a_state_reads_who_could_act_and_nothing_the_api_would_not_tell(
    world, enter, request_, who
):
    office = hindrances_of(told(enter(OUTSIDER), "requests", request_.pk))
    client = enter(who)
    text = steps_on(client, reverse("portal:request", args=[request_.pk]))

    assert office
    assert hindrances_of(told(client, "requests", request_.pk)) == set()
    others = text.split("Steps of others", 1)[1]
    assert "Refer Section chief" in others
    assert "Nothing stands in its way" not in text
    assert "Steps of other stages" not in text
    for sentence in office:
        assert sentence not in others


def test_whoever_lacks_a_duty_reads_who_else_could_act(world, enter, request_):
    text = steps_on(enter("section_chief"), reverse("portal:request", args=[request_.pk]))

    blocked = text.split("Not possible yet", 1)[1].split("Steps of others", 1)[0]
    assert "Refer Section chief No provider was named yet." in blocked


def test_the_office_reads_from_where_the_steps_of_other_stages_are_taken(world, enter, request_):
    text = steps_on(enter(OUTSIDER), reverse("portal:request", args=[request_.pk]))

    later = text.split("Steps of other stages", 1)[1]
    assert "Only from: Suspended Resume Section chief" in later
    assert "Refer" not in later
