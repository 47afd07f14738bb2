"""Delivery: the plan, the steps that follow the request, the end, and the year after."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from common.errors import Invalid, NotAllowed, NotFound, ReasonRequired, Refused, StateMoved
from ta_requests.machines import DELIVERY, REQUEST
from ta_requests.models import Assessment, Delivery, Feedback, Output, Request
from ta_requests.models.delivery_facts import months_after
from ta_requests.services import assessment, delivery
from tests.factories.deliveries import deliver, delivery_of, goods_at, plan, settle_outputs
from tests.factories.requests import cover, request_at
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

NOW = BEGINNING
A_YEAR_ON = NOW + timedelta(days=366)


@pytest.fixture
def case(world: World):
    return request_at(world, "funded")


def step(world: World, name: str, verb: str, found: Delivery, **given):
    with world.as_(name):
        actor = SYSTEM if name == "system" else world[name]
        return DELIVERY.verbs[verb](pk=found.pk, actor=actor, **{"now": NOW, **given})


def ask(world: World, name: str, verb: str, case: Request, **given):
    with world.as_(name):
        return REQUEST.verbs[verb](pk=case.pk, actor=world[name], now=NOW, **given)


def state_of(world: World, case: Request) -> str:
    with world.as_("auditor"):
        return str(Request.objects.get(pk=case.pk).state)


def last_event(world: World, found: Delivery) -> Event:
    with world.as_("auditor"):
        return Event.objects.of(found.pk).reverse()[0]


def test_every_move_has_a_verb():
    assert set(DELIVERY.verbs) == set(DELIVERY.moves)


def test_it_opens_with_the_funding_and_only_once(world, case):
    found = delivery_of(world, case)

    again = delivery.open_delivery(request=case, actor=SYSTEM, now=NOW)

    assert again.pk == found.pk
    assert (found.state, found.reference) == ("formulation", f"{case.reference}-D1")
    assert str(found) == found.reference
    assert found.iati_status == 1


def test_it_walks_from_formulation_to_its_financial_end_with_the_request(world, case):
    found = deliver(world, case, "operationally_closed")
    assert (found.iati_status, found.follow_up_on) == (3, date(2027, 10, 1))
    assert state_of(world, case) == "completed"
    assert last_event(world, found).data["outputs"] == {"1": "accepted"}

    cover(world, case, allotments_open=False)
    found = step(world, "approving_officer", "close_financially", found)

    assert (found.state, found.iati_status) == ("financially_closed", 4)
    assert state_of(world, case) == "closed"


def test_the_request_takes_the_delivery_along_the_same_road(world, case):
    found = deliver(world, case)
    settle_outputs(world, found)
    ask(world, "programme_officer", "complete", case)
    assert delivery_of(world, case).state == "operationally_closed"
    cover(world, case, allotments_open=False)
    ask(world, "approving_officer", "close", case)

    assert delivery_of(world, case).state == "financially_closed"


def test_no_plan_is_agreed_before_it_is_written(world, case):
    found = delivery_of(world, case)

    with refused(Refused, "plan_missing", "outputs_missing"):
        step(world, "state.ms_authority", "agree_plan", found)
    plan(world, found.pk)
    with refused(Refused, "plan_not_agreed"):
        step(world, "section_chief", "approve", found)
    with refused(NotAllowed):
        step(world, "programme_officer", "agree_plan", found)


def test_the_planner_does_not_approve(world, case):
    found = delivery_of(world, case)
    plan(world, found.pk)
    step(world, "state.ms_authority", "agree_plan", found)
    planner = world["programme_officer"]
    both = type(planner)(
        person_id=planner.person_id,
        organisation_id=planner.organisation_id,
        roles=frozenset({"programme_officer", "section_chief"}),
        scopes=planner.scopes,
    )

    with speaking_as(both), refused(NotAllowed, "planner_may_not_approve"):
        delivery.approve(pk=found.pk, actor=both, now=NOW)
    with world.as_("system"), refused_by_database("the_planner_does_not_approve"):
        Delivery.objects.filter(pk=found.pk).update(approved_by_id=planner.person_id)


def test_an_approved_plan_is_reopened_and_agreed_anew(world, case):
    found = deliver(world, case, "approved")
    with refused(ReasonRequired):
        step(world, "programme_officer", "reopen_plan", found)
    found = step(world, "programme_officer", "reopen_plan", found, reason="A new supplier.")
    assert (found.state, found.agreed_at, found.approved_by_id) == ("formulation", None, None)

    assert deliver(world, case, "approved").agreed_at == NOW


def test_it_begins_only_with_the_request(world, case):
    found = deliver(world, case, "approved")

    with refused(NotAllowed):
        step(world, "programme_officer", "begin", found)
    with refused(StateMoved):
        step(world, "system", "resume", found)
    assert deliver(world, case).started_at == NOW


def test_it_stands_still_and_goes_on_with_the_request(world, case):
    found = deliver(world, case)
    with world.as_("auditor"):
        output = Output.objects.get(delivery=found)
    step(world, "programme_officer", "notice_output", found, output_id=output.pk)
    ask(world, "section_chief", "suspend", case, reason="Unrest in the region.")
    with world.as_("auditor"):
        output = Output.objects.get(delivery=found)
    event = last_event(world, found)
    assert (event.actor_role, event.data["notices_taken_back"]) == ("system", [1])
    assert event.data["caused_by"] == str(world["section_chief"].person_id)
    assert (output.status, output.silence_due_at) == ("planned", None)
    assert delivery_of(world, case).iati_status == 6
    assert delivery.advance(A_YEAR_ON) == 0

    ask(world, "section_chief", "resume", case, reason="Calm again.")

    assert delivery_of(world, case).iati_status == 2


def test_the_system_suspends_a_delivery_by_its_verb_as_well(world, case):
    found = deliver(world, case)

    assert step(world, "system", "suspend", found).state == "suspended"


def test_it_is_cancelled_with_a_terminated_request(world, case):
    found = deliver(world, case)
    given = {"state_told_on": NOW.date(), "settlement_plan": "Pay what is owed."}
    ask(world, "section_chief", "terminate", case, reason="No access.", **given)

    with world.as_("auditor"):
        found = Delivery.objects.get(pk=found.pk)
    assert (found.state, found.iati_status, found.ended_at) == ("cancelled", 5, NOW)
    cover(world, case, allotments_open=False)
    ask(world, "approving_officer", "close", case)
    assert state_of(world, case) == "closed"


def test_it_is_cancelled_with_a_withdrawn_request(world, case):
    found = delivery_of(world, case)
    ask(world, "state.ms_authority", "withdraw", case, reason="Done by ourselves.")

    assert last_event(world, found).target == "cancelled"


def test_a_left_over_delivery_ends_when_the_request_is_assessed_anew(world, case):
    found = delivery_of(world, case)
    with speaking_as(SYSTEM):
        delivery_before = Delivery.objects.filter(request=case).live().count()
    report = assess_anew(world, case)

    assert delivery_before == 1
    assert last_event(world, found).target == "cancelled"
    assert report.number == 2


def assess_anew(world: World, case: Request) -> Assessment:
    """Take the released money away and open another assessment."""
    lead = world["assessor.2"].person_id
    assert lead is not None
    cover(world, case, share=Decimal(0))
    with speaking_as(SYSTEM):
        fresh = Request.objects.get(pk=case.pk)
        return assessment.open_assessment(
            request=fresh,
            lead_assessor_id=lead,
            actor=world["section_chief"],
            now=NOW,
        )


def test_it_does_not_end_while_outputs_or_goods_are_open(world, case):
    found = deliver(world, case)
    goods_at(world, found, "shipped")

    with refused(Refused, "outputs_open", "goods_open"):
        step(world, "programme_officer", "close_operationally", found)
    with refused(Refused, "outputs_not_accepted", "goods_not_handed_over"):
        ask(world, "programme_officer", "complete", case)


def test_a_refusal_of_the_request_leaves_the_delivery_as_it_was(world, case):
    found = deliver(world, case, "operationally_closed")

    with refused(Refused, "allotments_open"):
        step(world, "approving_officer", "close_financially", found)
    assert delivery_of(world, case).state == "operationally_closed"


def test_a_stranger_finds_no_delivery(world, case):
    found = deliver(world, case)

    for name in ("other_state.ms_authority", "administrator"):
        with refused(NotFound):
            step(world, name, "close_financially", found)


def test_the_state_gives_feedback_from_1_to_5(world, case):
    found = deliver(world, case, "operationally_closed")
    state = "state.ms_authority"
    for rating in (0, 6):
        with refused(Invalid, "rating_out_of_range"):
            step(world, state, "give_feedback", found, rating=rating)
    step(world, state, "give_feedback", found, rating=4, text="The instructors stay.")

    blind = ("donor.donor_rep", "other_state.ms_authority", "administrator")
    for name, seen in ((state, 1), ("auditor", 1), *[(name, 0) for name in blind]):
        with world.as_(name):
            said = Feedback.objects.visible_to(world[name])
            assert said.count() == Feedback.objects.count() == seen
    with world.as_("auditor"):
        assert str(Feedback.objects.get()) == "4"


def test_the_follow_up_is_reminded_of_once_and_recorded_after_a_year(world, case):
    found = deliver(world, case, "operationally_closed")
    officer = "programme_officer"
    with refused(Refused, "follow_up_not_due"):
        step(world, officer, "record_follow_up", found, findings="Too early.")
    assert delivery.advance(NOW + timedelta(days=300)) == 0
    assert delivery.advance(A_YEAR_ON) == 1
    assert delivery.advance(A_YEAR_ON) == 0
    with refused(Refused, "reminded"):
        step(world, "system", "remind_follow_up", found, now=A_YEAR_ON)
    with refused(Invalid, "findings_missing"):
        step(world, officer, "record_follow_up", found, findings="", now=A_YEAR_ON)
    found = step(
        world, officer, "record_follow_up", found, findings="Two of three run.", now=A_YEAR_ON
    )
    with refused(Refused, "followed_up"):
        step(world, officer, "record_follow_up", found, findings="Again.", now=A_YEAR_ON)

    assert found.follow_up_findings == "Two of three run."
    assert found.followed_up_by_id == world[officer].person_id


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 10, 1), 12, date(2027, 10, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_from_day_to_day(day, months, later):
    assert months_after(day, months) == later


def test_donors_see_the_delivery_of_a_request_they_may_see(world, case):
    deliver(world, case)

    for name, seen in (
        ("donor.donor_rep", 1),
        ("state.ms_drafter", 1),
        ("auditor", 1),
        ("other_state.ms_authority", 0),
        ("administrator", 0),
    ):
        with world.as_(name):
            for model in (Delivery, Output):
                assert model.objects.visible_to(world[name]).count() == seen
                assert model.objects.count() == seen
    with speaking_as(SYSTEM):
        assert not Delivery.objects.visible_to(type(SYSTEM)(scopes=frozenset({"public"})))
        nobody = type(SYSTEM)(organisation_id=case.organisation_id)
        assert not Delivery.objects.visible_to(nobody)


def test_money_alone_reaches_delivery(world):
    """Invariant 9: no path to in_delivery without released extrabudgetary cash."""
    case = request_at(world, "funding_sought")
    with world.as_("auditor"):
        assert not Delivery.objects.filter(request=case).exists()
    with pytest.raises(StateMoved):
        ask(world, "programme_officer", "start_delivery", case)
