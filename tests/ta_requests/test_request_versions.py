"""A frozen version never changes (invariant 8), and says what the country was on its day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.canonical import digest
from reference.models import Country, GroupMembership
from ta_requests.models import RequestVersion
from ta_requests.services import drafting
from ta_requests.services.snapshots import difference
from tests.factories.requests import act, again, request_at, story_at
from tests.ta_requests.refusals import refused_by_database
from tests.world import BEGINNING

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


def test_a_version_carries_the_status_of_the_day(world):
    request = request_at(world, "submitted")

    with world.as_("auditor"):
        version = request.versions.get()
        assert version.country_status == {"LDC": True, "LLDC": False, "SIDS": False}
        assert version.content["country"] == "MDG"
        assert version.content["items"][0]["description"] == "Workbench"
        assert version.content["documents"][0]["kind"] == "note_verbale"
        assert version.digest == digest(
            {"content": version.content, "country_status": version.country_status}
        )


def test_a_country_that_graduates_leaves_the_version_as_it_was(world):
    request = request_at(world, "submitted")
    with world.as_("administrator"):
        stay = GroupMembership.objects.get(country="MDG", group="LDC")
        stay.valid_to = BEGINNING.date()
        stay.save()
        assert "LDC" not in Country.objects.get(pk="MDG").statuses(on=BEGINNING.date())

    with world.as_("auditor"):
        assert request.versions.get().country_status["LDC"]


@pytest.mark.parametrize("change", [{"content": {}}, {"digest": ""}, {"number": 2}])
def test_the_database_refuses_every_change(world, change):
    request = request_at(world, "submitted")

    with world.as_("system"), pytest.raises(Exception, match=r"permission denied|never changed"):
        RequestVersion.objects.filter(request=request).update(**change)


def test_the_database_keeps_what_a_state_promises(world):
    request = request_at(world, "acknowledged")

    with world.as_("system"), refused_by_database("past_submitted_is_acknowledged"):
        type(request).objects.filter(pk=request.pk).update(
            acknowledged_at=None, acknowledged_by_id=None
        )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(needs=WORDS, themes=st.sets(st.sampled_from(["T1", "T2a", "T4", "T7"]), min_size=1))
def test_whatever_is_rewritten_later_the_first_version_stays(asked, needs, themes):
    story, first = asked
    world, now = story.world, BEGINNING

    with world.as_("state.ms_drafter"):
        drafting.revise(
            pk=story.pk,
            actor=world["state.ms_drafter"],
            now=now,
            content={"needs": needs or "None.", "themes": sorted(themes)},
        )

    assert _frozen(story) == first


@pytest.fixture
def asked(world):
    story = story_at(world, "info_requested")
    return story, _frozen(story)


def _frozen(story: Any) -> dict[str, Any]:
    with story.world.as_("auditor"):
        return RequestVersion.objects.filter(request_id=story.pk).values().get(number=1)


def test_a_difference_names_what_came_what_went_and_what_changed():
    assert difference({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "d": 5}) == {
        "b": {"before": 2, "after": 4},
        "c": {"before": 3, "after": None},
        "d": {"before": None, "after": 5},
    }


def test_the_clock_of_a_year_gives_the_reference_its_year(world):
    late = datetime.fromisoformat("2026-12-31T23:30:00+00:00")
    request = request_at(world, "submitted", now=late)

    assert str(request.reference).startswith("TA-2027-")
    assert act(world, "state.ms_authority", "withdraw", request, reason="No.").reference
    assert again(world, request.pk).submitted_at == late
