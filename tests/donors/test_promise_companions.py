"""Examinations, waivers and reports: decided by another person, seen by whom they concern."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from common.errors import DomainError, Invalid, NotAllowed, NotFound, Refused, StateMoved
from donors.models import DueDiligence, Pledge, PscWaiver, ReportObligation
from donors.services import clocks, examination, pledging, reporting, waivers
from tests.factories.pledges import Promise, paper, pledge_at, promise_at
from tests.factories.requests import request_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM, Actor
from workflows.models import Event
from workflows.principal import speaking_as

OFFICER = "due_diligence_officer"
DAY = BEGINNING.date()


def code_of(refusal: pytest.ExceptionInfo[DomainError]) -> str:
    return refusal.value.stable_code


def open_examination(world: World, name: str = "cofinancing_officer") -> DueDiligence:
    with world.as_(name):
        return examination.open_due_diligence(
            organisation_id=world.organisations["foundation"].pk, actor=world[name], now=BEGINNING
        )


def decide(world: World, pk: UUID, verb: Any, **given: Any) -> DueDiligence:
    with world.as_(OFFICER):
        found: DueDiligence = verb(pk=pk, actor=world[OFFICER], now=BEGINNING, **given)
    return found


def test_a_clearance_is_valid_for_24_months_unless_it_says_otherwise(world: World) -> None:
    usual = decide(world, open_examination(world).pk, examination.clear, findings="Fine.")
    short = decide(
        world,
        open_examination(world).pk,
        examination.clear_with_conditions,
        findings="Fine, nearly.",
        conditions="No use of the emblem.",
        valid_until=DAY + timedelta(days=30),
    )

    assert usual.valid_until == date(2028, 10, 1)
    assert short.state == "conditional"
    assert short.conditions == "No use of the emblem."
    assert str(short) == short.reference


@pytest.mark.parametrize(
    ("verb", "given", "code"),
    [
        (examination.clear, {}, "findings_missing"),
        (examination.clear, {"findings": " "}, "findings_missing"),
        (examination.clear, {"findings": "x", "valid_until": DAY}, "validity_in_the_past"),
        (examination.clear_with_conditions, {"findings": "x"}, "conditions_missing"),
        (examination.refuse, {"reason": "x"}, "findings_missing"),
    ],
)
def test_a_decision_without_its_grounds_is_refused(
    world: World, verb: Any, given: dict[str, Any], code: str
) -> None:
    pending = open_examination(world)

    with pytest.raises(Refused) as refusal:
        decide(world, pending.pk, verb, **given)

    assert code_of(refusal) == code


def test_there_is_one_open_examination_per_donor(world: World) -> None:
    open_examination(world)

    with pytest.raises(Refused) as refusal:
        open_examination(world)

    assert code_of(refusal) == "examination_pending"


def test_a_second_pledge_waits_for_the_same_examination(world: World) -> None:
    first = promise_at(world, "due_diligence", donor="foundation")
    second = promise_at(world, "due_diligence", donor="foundation")

    first.negotiate()

    assert (first.pledge.state, second.pledge.state) == ("negotiation", "negotiation")
    with speaking_as(SYSTEM):
        assert DueDiligence.objects.count() == 1


@pytest.mark.parametrize("verb", [examination.clear, examination.refuse])
def test_the_donor_never_reads_what_the_examination_found(world: World, verb: Any) -> None:
    promise = promise_at(world, "due_diligence", donor="foundation")
    with speaking_as(SYSTEM):
        pending = DueDiligence.objects.get(state="pending")

    decide(world, pending.pk, verb, findings="A word for the office.", reason="For the office.")

    with world.as_("foundation.donor_authority"):
        trail = Event.objects.visible_to(world["foundation.donor_authority"]).of(promise.pk)
        told = [f"{event.name} {event.reason} {event.data}" for event in trail]
    assert len(told) >= 4, "the donor reads its own trail"
    assert pending.reference in " ".join(told)
    assert not [line for line in told if "the office" in line]


def test_a_refusal_ends_every_pledge_that_waited(world: World) -> None:
    waiting = promise_at(world, "due_diligence", donor="foundation")
    pledge_at(world, "refused", donor="foundation")

    assert waiting.pledge.state == "refused"


@pytest.mark.parametrize("donor", ["donor", "unodc"])
def test_states_and_unodc_are_not_examined(world: World, donor: str) -> None:
    officer = world["cofinancing_officer"]
    with speaking_as(officer), pytest.raises(Invalid):
        examination.open_due_diligence(
            organisation_id=world.organisations[donor].pk, actor=officer, now=BEGINNING
        )


def test_the_examiner_does_not_open_the_examination(world: World) -> None:
    with pytest.raises(NotAllowed):
        open_examination(world, OFFICER)


def test_donors_never_see_examinations(world: World) -> None:
    pending = open_examination(world)

    with world.as_("foundation.donor_authority"):
        actor = world["foundation.donor_authority"]
        assert not DueDiligence.objects.visible_to(actor).exists()
        assert not DueDiligence.objects.filter(pk=pending.pk).exists()
    with world.as_("auditor"):
        assert DueDiligence.objects.visible_to(world["auditor"]).exists()


def test_a_clearance_runs_out(world: World) -> None:
    cleared = decide(world, open_examination(world).pk, examination.clear, findings="Fine.")

    assert clocks.advance(now=BEGINNING)["clearances_expired"] == 0
    with speaking_as(SYSTEM), pytest.raises(Refused):
        examination.expire(pk=cleared.pk, actor=SYSTEM, now=BEGINNING)
    taken = clocks.advance(now=BEGINNING + timedelta(days=900))

    assert taken["clearances_expired"] == 1


def test_a_clock_that_is_overtaken_leaves_it_at_that(world: World) -> None:
    pledge = pledge_at(world, "withdrawn")

    assert clocks.take(pledging.expire, [pledge.pk], now=BEGINNING) == 0


def ask(promise: Promise, **given: Any) -> PscWaiver:
    given = {
        "rate": Decimal("0.08"),
        "clause": "Framework, article 4",
        "justification": "Local resources of a developing country.",
    } | given
    waiver: PscWaiver = promise.step("cofinancing_officer", waivers.ask_waiver, **given)
    return waiver


def test_a_waiver_is_asked_once_and_decided_by_another(world: World) -> None:
    promise = promise_at(world, "negotiation")
    waiver = ask(promise)
    asker = world["cofinancing_officer"]
    both = Actor(
        person_id=asker.person_id,
        organisation_id=asker.organisation_id,
        roles=frozenset({"cofinancing_officer", "approving_officer"}),
        scopes=asker.scopes,
    )

    with pytest.raises(Refused) as second:
        ask(promise)
    with speaking_as(both), pytest.raises(NotAllowed) as own:
        waivers.approve(pk=waiver.pk, actor=both, now=BEGINNING)
    promise.step("approving_officer", waivers.refuse, pk=waiver.pk, reason="No clause.")

    assert code_of(second) == "waiver_pending"
    assert code_of(own) == "asker_may_not_decide"
    assert str(waiver) == "8.00%"
    ask(promise)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"rate": Decimal(2)}, "rate_out_of_range"),
        ({"clause": " "}, "waiver_unexplained"),
        ({"justification": ""}, "waiver_unexplained"),
    ],
)
def test_a_waiver_is_a_rate_with_clause_and_reason(
    world: World, given: dict[str, Any], code: str
) -> None:
    promise = promise_at(world, "negotiation")

    with pytest.raises(Invalid) as refusal:
        ask(promise, **given)

    assert code_of(refusal) == code


def first_report(pledge: Pledge) -> ReportObligation:
    with speaking_as(SYSTEM):
        return ReportObligation.objects.get(pledge=pledge, number=1)


def test_a_report_goes_to_the_donor_comes_back_and_is_accepted(world: World) -> None:
    request = request_at(world, "funding_sought")
    promise = promise_at(world, "agreed", request=request.pk)
    report = first_report(promise.pledge)
    authority = "donor.donor_authority"

    with pytest.raises(Refused) as empty:
        promise.step("programme_officer", reporting.submit, pk=report.pk)
    promise.act("programme_officer", reporting.attach_report, pk=report.pk, upload=paper("r.pdf"))
    promise.step("programme_officer", reporting.submit, pk=report.pk)
    promise.step(authority, reporting.send_back, pk=report.pk, reason="No figures.")
    promise.act("programme_officer", reporting.attach_report, pk=report.pk, upload=paper("r2.pdf"))
    promise.step("programme_officer", reporting.submit, pk=report.pk)
    accepted = promise.step(authority, reporting.accept, pk=report.pk)

    assert code_of(empty) == "report_missing"
    assert accepted.state == "accepted"
    assert str(accepted) == accepted.reference
    with speaking_as(SYSTEM):
        open_ones = ReportObligation.objects.open_for_request(request.pk)
        assert [one.number for one in open_ones] == [2]


def test_a_report_without_a_request_is_accepted_too(world: World) -> None:
    promise = promise_at(world, "agreed")
    report = first_report(promise.pledge)
    promise.act("programme_officer", reporting.attach_report, pk=report.pk, upload=paper("r.pdf"))
    promise.step("programme_officer", reporting.submit, pk=report.pk)

    accepted = promise.step("donor.donor_authority", reporting.accept, pk=report.pk)

    assert accepted.request_id is None
    assert accepted.accepted_by_id == world["donor.donor_authority"].person_id


def test_a_report_is_attached_by_the_programme_officer_while_it_is_owed(world: World) -> None:
    promise = promise_at(world, "agreed")
    report = first_report(promise.pledge)

    with pytest.raises(NotAllowed):
        promise.act("section_chief", reporting.attach_report, pk=report.pk, upload=paper())
    promise.act("programme_officer", reporting.attach_report, pk=report.pk, upload=paper())
    promise.step("programme_officer", reporting.submit, pk=report.pk)
    with pytest.raises(StateMoved):
        promise.act("programme_officer", reporting.attach_report, pk=report.pk, upload=paper())


def test_overdue_is_derived_from_the_day(world: World) -> None:
    promise = promise_at(world, "agreed")
    report = first_report(promise.pledge)
    later = report.due_on + timedelta(days=1)

    assert not report.overdue(on=report.due_on)
    assert report.overdue(on=later)
    with speaking_as(SYSTEM):
        assert ReportObligation.objects.overdue(on=later).count() == 1


@pytest.mark.parametrize("name", ["other_donor.donor_authority", "state.ms_authority"])
def test_a_report_of_another_donor_looks_like_none(world: World, name: str) -> None:
    promise = promise_at(world, "agreed")
    report = first_report(promise.pledge)

    with pytest.raises(NotFound):
        promise.step(name, reporting.accept, pk=report.pk)
