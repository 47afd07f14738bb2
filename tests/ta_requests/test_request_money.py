"""What the donors' room pushes, and that everything allotted goes back when a request leaves."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Invalid, NotAllowed, NotFound
from ta_requests import ports, tasks
from ta_requests.machines import REQUEST
from ta_requests.models import Component, ComponentFunding, FundingPosition
from ta_requests.services.funding import (
    ComponentPosition,
    Position,
    lock_request,
    update_position,
)
from tests.factories.assessments import BEDS, IN_KIND, TRAINING
from tests.factories.requests import act, again, cover, request_at, story_at
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

NOW = BEGINNING


@pytest.fixture
def register():
    """Plug in a keeper of money that only remembers what it was asked."""

    class Register:
        def __init__(self) -> None:
            self.asked: list[tuple[str, object]] = []

        def hold(self, *, request_id):
            self.asked.append(("hold", request_id))

        def release_everything(self, *, request_id, actor, now):
            self.asked.append(("release", request_id))

        def recount(self, *, request_id, now):
            self.asked.append(("recount", request_id))

    before, keeper = ports.funding(), Register()
    ports.plug(keeper)
    yield keeper
    ports.plug(before)


@pytest.mark.parametrize(
    ("state", "who", "verb", "given"),
    [
        ("funding_sought", "state.ms_authority", "withdraw", {}),
        ("assessed", "section_chief", "decline", {"reason_code": "other"}),
    ],
)
def test_contributions_are_locked_first_and_allotments_released(
    world, register, state, who, verb, given
):
    request = request_at(world, state)
    register.asked.clear()

    act(world, who, verb, request, reason="It ends here.", **given)

    assert register.asked == [("hold", request.pk), ("release", request.pk)]


def test_without_donors_nothing_is_held():
    nothing = ports.NoFunding()

    assert nothing.hold(request_id=uuid4()) is None
    assert nothing.release_everything(request_id=uuid4(), actor=SYSTEM, now=NOW) is None
    assert nothing.recount(request_id=uuid4(), now=NOW) is None


def push(request, **position):
    return update_position(request_id=request.pk, now=NOW, position=Position(**position))


def test_equal_figures_change_nothing(world):
    story = story_at(world, "funding_sought")
    first = cover(world, story.request, share=Decimal("0.5"))

    second = cover(world, story.request, share=Decimal("0.5"))

    assert second.version == first.version
    third = cover(world, story.request, share=Decimal("0.6"))
    assert third.version == first.version + 1
    with world.as_("auditor"):
        position = FundingPosition.objects.get()
        part = ComponentFunding.objects.get()
        assert str(position) == f"{story.pk}: 60000.000"
        assert str(part).endswith(": 60000.000")


def test_a_component_no_longer_named_falls_to_nothing(world):
    story = story_at(world, "funded")

    push(story.request, pledged_usd=Decimal(1))

    assert story.request.state == "funding_sought"


def test_figures_are_for_requests_and_components_that_exist(world):
    request = request_at(world, "assessed")

    with refused(Invalid, "unknown_component"):
        push(request, components={uuid4(): ComponentPosition()})
    with pytest.raises(NotFound):
        update_position(request_id=uuid4(), now=NOW, position=Position())
    with pytest.raises(NotFound):
        lock_request(uuid4())
    lock_request(request.pk)


def test_only_the_system_writes_figures_and_derives(world):
    request = request_at(world, "funding_sought")

    with world.as_("treasury_officer"), pytest.raises(Exception, match="row-level security"):
        FundingPosition.objects.create(request=request, as_of=NOW)
    with pytest.raises(NotAllowed):
        act(world, "section_chief", "fund", request)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shares=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=4))
def test_funded_is_exactly_that_every_component_of_phase_one_is_covered(wanted, shares):
    story, parts = wanted
    for first, second in shares:
        released = {
            pk: ComponentPosition(released_net_usd=net * share / 100)
            for (pk, net), share in zip(parts, (first, second), strict=True)
        }

        push(story.request, pledged_usd=Decimal(10**6), components=released)

        covered = first >= 100 and second >= 100
        assert story.request.state == ("funded" if covered else "funding_sought")


@pytest.fixture
def wanted(world):
    story = story_at(world, "funding_sought", proposals=(TRAINING, BEDS, IN_KIND))
    with world.as_("auditor"):
        phase_one = Component.objects.standing().of_request(story.pk).filter(phase=1)
        return story, list(phase_one.order_by("number").values_list("pk", "net"))


def test_pledges_never_fund(world):
    request = request_at(world, "funding_sought")

    push(request, pledged_usd=Decimal(10**9), committed_usd=Decimal(10**9))

    assert again(world, request.pk).state == "funding_sought"


def test_goods_in_kind_cover_their_component(world):
    story = story_at(world, "funding_sought")
    with world.as_("auditor"):
        component = Component.objects.get()

    push(story.request, components={component.pk: ComponentPosition(in_kind_covered=True)})

    assert story.request.state == "funded"


def test_the_database_wants_cash_for_delivery(world):
    story = story_at(world, "in_delivery")

    with world.as_("system"), refused_by_database("nothing_is_delivered_without_cash"):
        type(story.request).objects.filter(pk=story.pk).update(cash_at_start_usd=0)
    with world.as_("system"), refused_by_database("guard_state"), connection.cursor() as cursor:
        cursor.execute("UPDATE ta_requests_request SET state = 'closed' WHERE id = %s", [story.pk])


def test_the_clocks_may_be_advanced_again_and_again(world):
    request_at(world, "noticed")

    first = tasks.advance_clocks()
    assert set(first) >= {"circulate", "lapse", "warn_of_lapse", "ask_still_needed"}
    assert tasks.advance_clocks()["circulate"] == 0


def test_the_verbs_of_the_system_refuse_people(world):
    request = request_at(world, "funded")

    with speaking_as(SYSTEM), pytest.raises(Exception, match="still covered"):
        REQUEST.verbs["unfund"](pk=request.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(NotAllowed):
        act(world, "programme_officer", "unfund", request)
