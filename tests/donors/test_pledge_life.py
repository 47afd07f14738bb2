"""A pledge lives from draft to closed, and falls aside wherever the rules let it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from common.money import Money
from donors.models import Contribution, Pledge, ReportObligation
from donors.services import agreeing, clocks, drafting, examination, pledging, terms
from donors.services.quotes import shares_of
from donors.tasks import advance_clocks
from donors.verbs import MACHINES
from tests.factories.pledges import paper, pledge_at, promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.registry import Machine

ROUNDS = ("draft", "pledged", "negotiation", "cleared", "signed", "agreed", "received")


@pytest.mark.parametrize("state", [*ROUNDS, "partly_received", "withdrawn", "declined", "expired"])
def test_a_state_walks_to(world: World, state: str) -> None:
    pledge = pledge_at(world, state)

    assert pledge.state == ("cleared" if state == "signed" else state)


@pytest.mark.parametrize("state", ["due_diligence", "negotiation", "agreed", "refused"])
def test_a_foundation_walks_through_due_diligence_to(world: World, state: str) -> None:
    pledge = pledge_at(world, state, donor="foundation")

    assert pledge.state == state


def test_an_announced_pledge_keeps_its_worth_of_that_day(world: World) -> None:
    pledge = pledge_at(world, "pledged", money=Money.of("1000.00", "EUR"))

    assert pledge.pledged_on == BEGINNING.date()
    assert pledge.usd_rate_on == BEGINNING.date()
    assert pledge.usd_rate is not None
    assert pledge.usd == Money.rounded(Decimal(1000) / pledge.usd_rate, "USD").amount


def test_acceptance_opens_a_contribution_and_owes_the_reports(world: World) -> None:
    pledge = pledge_at(world, "agreed")

    with speaking_as(SYSTEM):
        contribution = Contribution.objects.get(pledge=pledge)
        reports = list(ReportObligation.objects.filter(pledge=pledge).order_by("number"))
        event = Event.objects.get(subject_id=pledge.pk, name="accept")
    assert contribution.amount == pledge.amount
    assert pledge.agreed_usd == pledge.usd
    assert [report.kind for report in reports] == ["narrative", "final"]
    assert reports[0].reference == f"{pledge.reference}-R1"
    assert event.data["agreement_sha256"] == pledge.agreement.sha256
    assert event.data["contribution"] == str(contribution.pk)


def test_gross_comes_apart_into_programmable_and_support_cost(world: World) -> None:
    parts = shares_of(pledge_at(world, "draft")).parts

    assert parts.programmable == Money.of("1000000.00", "USD")
    assert parts.psc == Money.of("130000.00", "USD")


def test_the_officer_who_takes_a_pledge_up_looks_after_it(world: World) -> None:
    promise = promise_at(world, "negotiation")

    assert promise.pledge.relationship_owner_id == world["cofinancing_officer"].person_id


def test_a_signature_may_be_taken_back_until_acceptance(world: World) -> None:
    promise = promise_at(world, "signed")

    promise.step(
        "donor.donor_authority", agreeing.take_back_signature, reason="The second date is wrong."
    )

    assert promise.pledge.signed_at is None
    promise.step("donor.donor_authority", agreeing.sign)
    promise.accept()
    assert promise.pledge.state == "agreed"


def test_a_condition_is_met_before_acceptance(world: World) -> None:
    promise = promise_at(world, "signed", condition="If the rest is covered by 30 June.")

    promise.step("cofinancing_officer", agreeing.meet_condition, reason="Covered on 1 June.")
    promise.accept()

    assert promise.pledge.condition_met_by_id == world["cofinancing_officer"].person_id


def test_a_contribution_is_closed_once_nothing_is_unspent(world: World) -> None:
    promise = promise_at(world, "received")
    with speaking_as(SYSTEM):
        cash = Contribution.objects.get(pledge_id=promise.pk)
        cash.refunded = cash.received
        cash.save()

    promise.step("approving_officer", agreeing.close)

    assert promise.pledge.closed_by_id == world["approving_officer"].person_id


def test_unodc_announces_on_the_donors_letter_at_its_date(world: World) -> None:
    officer = world["cofinancing_officer"]
    dated = BEGINNING.date()
    now = BEGINNING + timedelta(days=5)
    with world.as_("cofinancing_officer"):
        pledge = drafting.draft(
            values={
                "title": "By letter",
                "amount": Decimal(5000),
                "currency": "EUR",
                "themes": ["T2"],
            },
            organisation_id=world.organisations["foundation"].pk,
            actor=officer,
            now=now,
        )
        drafting.attach_letter(
            pk=pledge.pk, upload=paper("letter.pdf"), dated_on=dated, actor=officer, now=now
        )
        announced: Pledge = pledging.announce(pk=pledge.pk, actor=officer, now=now)

    assert announced.state == "pledged"
    assert announced.on_letter
    assert announced.pledged_on == dated
    assert announced.relationship_owner_id == officer.person_id
    with world.as_("cofinancing_officer.2"):
        taken_up = examination.begin_due_diligence(
            pk=pledge.pk, actor=world["cofinancing_officer.2"], now=now
        )
    assert taken_up.relationship_owner_id == officer.person_id


def test_a_cleared_donor_is_not_examined_again(world: World) -> None:
    pledge_at(world, "negotiation", donor="foundation")
    promise = promise_at(world, "due_diligence", donor="foundation")

    promise.step("due_diligence_officer", examination.clear_due_diligence)

    assert promise.pledge.state == "negotiation"


def test_clauses_that_are_not_standard_go_through_the_legal_officer(world: World) -> None:
    promise = promise_at(world, "negotiation")
    promise.settle_terms()
    promise.act(
        "cofinancing_officer",
        terms.set_terms,
        terms={"clauses_standard": False, "clauses": "Interest returns to the donor."},
    )

    promise.step("legal_officer", agreeing.approve_clauses)
    promise.step("certifying_officer", agreeing.clear)

    assert promise.pledge.state == "cleared"


def test_a_donor_is_reminded_once_and_then_the_pledge_expires(world: World) -> None:
    pledge = pledge_at(world, "pledged", expiry_on=BEGINNING.date() + timedelta(days=20))

    first = clocks.advance(now=BEGINNING)
    second = clocks.advance(now=BEGINNING)
    after = clocks.advance(now=BEGINNING + timedelta(days=21))

    assert first["pledges_reminded"] == 1
    assert sum(first.values()) == 1
    assert not any(second.values())
    assert after["pledges_expired"] == 1
    with speaking_as(SYSTEM):
        assert Pledge.objects.get(pk=pledge.pk).state == "expired"


def test_a_pledge_counts_in_one_total_at_a_time(world: World) -> None:
    announced = pledge_at(world, "pledged")
    agreed = pledge_at(world, "agreed")
    pledge_at(world, "draft")
    pledge_at(world, "withdrawn")

    with speaking_as(SYSTEM):
        assert list(Pledge.objects.announced()) == [announced]
        assert list(Pledge.objects.committed()) == [agreed]


def test_the_scheduler_advances_the_clocks(world: World) -> None:
    assert set(advance_clocks().values()) == {0}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.key)
def test_every_step_has_its_verb(machine: Machine) -> None:
    assert set(machine.verbs) == set(machine.moves)
