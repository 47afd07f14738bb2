"""The road of a request: each state is reached by the real steps, and whose move it is."""

from __future__ import annotations

import pytest

from ta_requests.choices.request import RequestState
from ta_requests.machines import CIRCULATION, REQUEST
from tests.factories.requests import BRANCHES, ROAD, request_at
from workflows.models import TrailHead
from workflows.trail import faults

COURTS = {
    "draft": "state",
    "returned": "state",
    "info_requested": "state",
    "noticed": "state",
    "submitted": "unodc",
    "acknowledged": "unodc",
    "needs_assessment": "unodc",
    "assessed": "unodc",
    "funded": "unodc",
    "in_delivery": "unodc",
    "suspended": "unodc",
    "completed": "unodc",
    "terminated": "unodc",
    "funding_sought": "donors",
    "lapsed": "nobody",
    "lapsed_seeking": "nobody",
    "declined": "nobody",
    "referred": "nobody",
    "withdrawn": "nobody",
    "closed": "nobody",
}
SAME_AS = {"noticed": "funding_sought", "lapsed_seeking": "lapsed"}


@pytest.mark.parametrize("state", [*ROAD, *BRANCHES])
def test_each_state_is_reached_and_is_in_the_right_court(world, state):
    request = request_at(world, state)

    assert request.state == SAME_AS.get(state, state)
    assert request.court == request.whose_move == COURTS[state]
    with world.as_("auditor"):
        assert not list(faults(TrailHead.objects.filter(subject_id=request.pk)))


def test_no_state_is_left_out():
    reached = {SAME_AS.get(state, state) for state in [*ROAD, *BRANCHES]}

    assert reached == set(RequestState.values)


def test_every_move_has_a_verb():
    assert set(REQUEST.verbs) == set(REQUEST.moves)
    assert set(CIRCULATION.verbs) == set(CIRCULATION.moves)
