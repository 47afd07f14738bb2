"""Milestones: evidence by one officer, accepted by another."""

from __future__ import annotations

import pytest

from common.errors import Invalid, NotAllowed, ReasonRequired, Refused
from ta_requests.machines import MILESTONE
from ta_requests.models import Delivery, Milestone
from tests.factories.deliveries import deliver, delivery_of, milestone_at
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING, World

NOW = BEGINNING


@pytest.fixture
def found(world: World) -> Delivery:
    return deliver(world, request_at(world, "funded"))


def step(world: World, name: str, verb: str, milestone: Milestone, **given):
    with world.as_(name):
        return MILESTONE.verbs[verb](pk=milestone.pk, actor=world[name], now=NOW, **given)


def test_every_move_has_a_verb():
    assert set(MILESTONE.verbs) == set(MILESTONE.moves)


def test_another_officer_accepts_the_evidence(world, found):
    milestone = milestone_at(world, found, "accepted")

    assert milestone.state == "accepted"
    assert milestone.accepted_by_id == world["programme_officer.2"].person_id
    assert str(milestone) == f"{found.reference}-M1"


@pytest.mark.parametrize("verb", ["accept", "return_evidence"])
def test_the_provider_does_not_judge_the_evidence(world, found, verb):
    milestone = milestone_at(world, found, "evidence")

    with refused(NotAllowed, "provider_may_not_accept"):
        step(world, "programme_officer", verb, milestone, reason="Mine.")


def test_the_database_knows_that_the_provider_does_not_accept(world, found):
    milestone = milestone_at(world, found, "accepted")

    with world.as_("system"), refused_by_database("the_provider_does_not_accept"):
        Milestone.objects.update(accepted_by_id=milestone.evidence_by_id)


def test_weak_evidence_goes_back_and_comes_again(world, found):
    milestone = milestone_at(world, found, "evidence")
    with refused(ReasonRequired):
        step(world, "section_chief", "return_evidence", milestone)
    milestone = step(world, "section_chief", "return_evidence", milestone, reason="No date.")
    assert (milestone.state, milestone.evidence_by_id) == ("planned", None)

    with refused(Invalid, "evidence_missing"):
        step(world, "programme_officer.2", "give_evidence", milestone, evidence=" ")
    step(world, "programme_officer.2", "give_evidence", milestone, evidence="Dated photographs.")

    assert step(world, "programme_officer", "accept", milestone).state == "accepted"


def test_there_is_no_evidence_before_the_work_begins(world):
    case = request_at(world, "funded")
    milestone = milestone_at(world, delivery_of(world, case))

    with refused(Refused, "delivery_not_under_way"):
        step(world, "programme_officer", "give_evidence", milestone, evidence="Early.")


def test_who_sees_the_delivery_sees_its_milestones(world, found):
    milestone_at(world, found)

    for name, seen in (("donor.donor_rep", 1), ("auditor", 1), ("other_state.ms_authority", 0)):
        with world.as_(name):
            assert Milestone.objects.visible_to(world[name]).count() == seen
            assert Milestone.objects.count() == seen
