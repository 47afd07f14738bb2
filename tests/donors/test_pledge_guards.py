"""Each guard of a pledge refuses with its own code, and a refusal changes nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from common.errors import DomainError, NotAllowed, NotFound, ReasonRequired, Refused, StateMoved
from common.money import Money
from donors.models import DueDiligence
from donors.services import agreeing, examination, pledging, terms, waivers
from donors.services.quotes import shares_of
from reference.models import ExchangeRate
from tests.factories.pledges import Promise, paper, promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

CHECKED = {
    "purpose_consistent": True,
    "no_added_liability": True,
    "no_regular_budget_cost": True,
}


def codes_of(promise: Promise, name: str, verb: Any, **given: Any) -> set[str]:
    """Return the codes a step is refused with, and check that nothing has changed."""
    before = promise.pledge
    with pytest.raises(DomainError) as refusal:
        promise.step(name, verb, **given)
    after = promise.pledge
    assert (after.state, after.version) == (before.state, before.version)
    with speaking_as(SYSTEM):
        assert Event.objects.filter(subject_id=promise.pk, version__gt=before.version).count() == 0
    return {reason.code for reason in refusal.value.reasons} or {refusal.value.code}


AUTHORITY = "donor.donor_authority"


def test_a_pledge_without_a_purpose_is_not_announced(world: World) -> None:
    promise = promise_at(world, "draft", themes=[])

    assert codes_of(promise, AUTHORITY, pledging.announce) == {"purpose_missing"}


def test_an_unearmarked_pledge_needs_no_purpose_but_ties_to_nothing(world: World) -> None:
    tied = promise_at(world, "draft", earmark_category="1")
    free = promise_at(world, "draft", earmark_category="1", themes=[])

    assert codes_of(tied, AUTHORITY, pledging.announce) == {"unearmarked_but_tied"}
    free.announce()
    assert free.pledge.state == "pledged"


def test_a_missing_rate_refuses_the_announcement(world: World) -> None:
    promise = promise_at(world, "draft", money=Money.of("100.00", "EUR"))
    promise.now = BEGINNING.replace(year=2020)

    assert codes_of(promise, AUTHORITY, pledging.announce) == {"rate_missing"}


def test_a_pledge_past_its_day_is_not_announced(world: World) -> None:
    promise = promise_at(world, "draft", expiry_on=BEGINNING.date())
    promise.now = BEGINNING + timedelta(days=2)

    assert codes_of(promise, AUTHORITY, pledging.announce) == {"already_expired"}


def test_the_representative_does_not_announce(world: World) -> None:
    promise = promise_at(world, "draft")

    assert codes_of(promise, "donor.donor_rep", pledging.announce) == {"not_allowed"}


def test_an_officer_does_not_announce_what_the_donor_drafted(world: World) -> None:
    promise = promise_at(world, "draft")

    assert codes_of(promise, "cofinancing_officer", pledging.announce) == {"not_allowed"}


def test_another_donor_finds_nothing(world: World) -> None:
    promise = promise_at(world, "pledged")

    with pytest.raises(NotFound):
        promise.step("other_donor.donor_authority", pledging.withdraw, reason="Not ours.")


def test_states_are_not_examined_and_others_are(world: World) -> None:
    state = promise_at(world, "pledged")
    foundation = promise_at(world, "pledged", donor="foundation")

    begin = codes_of(state, "cofinancing_officer", examination.begin_due_diligence)
    skip = codes_of(foundation, "cofinancing_officer", pledging.negotiate)
    assert begin == {"due_diligence_not_needed"}
    assert skip == {"due_diligence_needed"}


def test_a_pledge_waits_for_a_clearance(world: World) -> None:
    promise = promise_at(world, "due_diligence", donor="foundation")
    officer = "due_diligence_officer"

    passing = codes_of(promise, officer, examination.clear_due_diligence)
    refusing = codes_of(promise, officer, examination.refuse_pledge, reason="No.")
    assert passing == {"clearance_not_in_date"}
    assert refusing == {"not_refused"}


def test_a_clearance_that_ran_out_stops_the_certification(world: World) -> None:
    promise = promise_at(world, "negotiation", donor="foundation")
    promise.settle_terms()
    promise.now = BEGINNING + timedelta(days=900)

    assert "clearance_not_in_date" in codes_of(promise, "certifying_officer", agreeing.clear)


def test_a_clearance_by_the_relationship_owner_does_not_serve(world: World) -> None:
    promise = promise_at(world, "due_diligence", donor="foundation")
    other = world["cofinancing_officer.2"]
    organisation = world.organisations["foundation"]
    with speaking_as(SYSTEM):
        pending = DueDiligence.objects.get(organisation=organisation)
        pending.relationship_owner_id = other.person_id  # type: ignore[assignment]
        pending.save()
    owner = world["cofinancing_officer"]
    both = type(owner)(
        person_id=owner.person_id,
        organisation_id=owner.organisation_id,
        roles=frozenset({"cofinancing_officer", "due_diligence_officer"}),
        scopes=owner.scopes,
    )
    with speaking_as(both), pytest.raises(NotAllowed) as refusal:
        examination.clear(pk=pending.pk, actor=both, now=BEGINNING, findings="Fine.")

    assert refusal.value.reasons[0].code == "relationship_owner_may_not"
    assert promise.pledge.state == "due_diligence"


def test_the_certifier_finds_everything_that_is_missing(world: World) -> None:
    promise = promise_at(world, "negotiation")
    promise.act(
        "cofinancing_officer",
        terms.set_terms,
        terms={"psc_rate": Decimal("0.07"), "clauses_standard": False, "clauses": "Special."},
    )

    assert codes_of(promise, "certifying_officer", agreeing.clear) == {
        "checklist_incomplete",
        "dates_missing",
        "psc_waiver_missing",
        "clauses_not_approved",
    }


def test_a_checklist_with_a_no_does_not_pass(world: World) -> None:
    promise = promise_at(world, "negotiation")
    promise.settle_terms()
    promise.step(
        "cofinancing_officer", terms.answer_checklist, **{**CHECKED, "no_added_liability": False}
    )

    assert codes_of(promise, "certifying_officer", agreeing.clear) == {"checklist_incomplete"}


def test_the_donor_signs_only_what_is_complete(world: World) -> None:
    promise = promise_at(world, "cleared")

    assert codes_of(promise, AUTHORITY, agreeing.sign) == {
        "agreement_missing",
        "instalments_do_not_add_up",
        "report_schedule_missing",
    }


def test_nobody_signs_twice_or_takes_back_what_was_never_given(world: World) -> None:
    signed = promise_at(world, "signed")
    cleared = promise_at(world, "cleared")

    assert codes_of(signed, AUTHORITY, agreeing.sign) == {"already_signed"}
    back = codes_of(cleared, AUTHORITY, agreeing.take_back_signature, reason="Never signed.")
    assert back == {"not_signed"}


def test_unodc_accepts_only_after_the_signature(world: World) -> None:
    promise = promise_at(world, "cleared")
    promise.lay_down_papers()

    assert codes_of(promise, "approving_officer", agreeing.accept) == {"not_signed"}


def test_an_open_condition_stops_the_acceptance(world: World) -> None:
    promise = promise_at(world, "signed", condition="If others join.")

    assert codes_of(promise, "approving_officer", agreeing.accept) == {"condition_not_met"}


def test_there_is_no_condition_to_meet_without_one(world: World) -> None:
    promise = promise_at(world, "negotiation")

    met = codes_of(promise, "cofinancing_officer", agreeing.meet_condition, reason="?")
    assert met == {"no_condition_open"}


def test_there_are_no_clauses_to_approve_among_standard_ones(world: World) -> None:
    promise = promise_at(world, "negotiation")

    assert codes_of(promise, "legal_officer", agreeing.approve_clauses) == {"no_clauses_waiting"}


def test_a_rate_that_vanished_stops_the_acceptance(world: World) -> None:
    promise = promise_at(world, "signed", money=Money.of("1000.00", "EUR"))
    with speaking_as(SYSTEM):
        ExchangeRate.objects.filter(currency="EUR").delete()

    assert codes_of(promise, "approving_officer", agreeing.accept) == {"rate_missing"}


def test_money_unspent_keeps_a_contribution_open(world: World) -> None:
    promise = promise_at(world, "received")

    assert codes_of(promise, "approving_officer", agreeing.close) == {"money_unspent"}


def test_receipts_are_complete_only_when_they_are(world: World) -> None:
    promise = promise_at(world, "partly_received")

    with speaking_as(SYSTEM), pytest.raises(Refused) as refusal:
        pledging.complete_receipts(pk=promise.pk, actor=SYSTEM, now=BEGINNING)

    assert refusal.value.reasons[0].code == "not_received_in_full"


def test_a_person_does_not_do_what_the_system_does(world: World) -> None:
    promise = promise_at(world, "pledged", expiry_on=BEGINNING.date())

    assert codes_of(promise, "cofinancing_officer", pledging.expire) == {"not_allowed"}


@pytest.mark.parametrize("verb", [pledging.expire, pledging.remind])
def test_the_clock_does_nothing_before_its_day(world: World, verb: Any) -> None:
    promise = promise_at(world, "pledged", expiry_on=BEGINNING.date() + timedelta(days=90))

    with speaking_as(SYSTEM), pytest.raises(Refused):
        verb(pk=promise.pk, actor=SYSTEM, now=BEGINNING)


def test_a_pledge_without_an_expiry_is_never_reminded(world: World) -> None:
    promise = promise_at(world, "pledged")

    with speaking_as(SYSTEM), pytest.raises(Refused):
        pledging.remind(pk=promise.pk, actor=SYSTEM, now=BEGINNING)


@pytest.mark.parametrize(
    ("name", "verb"),
    [(AUTHORITY, pledging.withdraw), ("cofinancing_officer", pledging.decline)],
)
def test_leaving_needs_a_reason(world: World, name: str, verb: Any) -> None:
    promise = promise_at(world, "pledged")

    with pytest.raises(ReasonRequired):
        promise.step(name, verb)


@pytest.mark.parametrize(
    ("name", "verb"),
    [(AUTHORITY, pledging.withdraw), ("cofinancing_officer", pledging.decline)],
)
def test_nobody_leaves_an_agreed_pledge(world: World, name: str, verb: Any) -> None:
    promise = promise_at(world, "agreed")

    with pytest.raises(StateMoved):
        promise.step(name, verb, reason="Too late.")


@pytest.mark.parametrize("state", ["draft", "pledged", "negotiation", "cleared"])
@pytest.mark.parametrize(
    ("name", "verb", "end"),
    [
        (AUTHORITY, pledging.withdraw, "withdrawn"),
        ("cofinancing_officer", pledging.decline, "declined"),
    ],
)
def test_either_side_leaves_before_agreement(
    world: World, state: str, name: str, verb: Any, end: str
) -> None:
    promise = promise_at(world, state)

    promise.step(name, verb, reason="It does not fit.")

    assert promise.pledge.state == end


def test_an_approved_waiver_lets_another_rate_pass(world: World) -> None:
    promise = promise_at(world, "negotiation")
    promise.psc_rate = Decimal("0.07")
    promise.settle_terms()
    waiver = promise.step(
        "cofinancing_officer",
        waivers.ask_waiver,
        rate=Decimal("0.07"),
        clause="European Union framework",
        justification="The framework agreement fixes it.",
    )
    assert codes_of(promise, "certifying_officer", agreeing.clear) == {"psc_waiver_missing"}

    promise.step("approving_officer", waivers.approve, pk=waiver.pk)
    promise.step("certifying_officer", agreeing.clear)

    assert shares_of(promise.pledge).parts.psc == Money.of("73925.23", "USD")


def test_an_agreement_is_sealed_as_it_was_given(world: World) -> None:
    promise = promise_at(world, "cleared")

    promise.step("cofinancing_officer", terms.attach_agreement, upload=paper("first.pdf"))
    promise.step("cofinancing_officer", terms.attach_agreement, upload=paper("second.pdf"))

    agreement = promise.pledge.agreement
    assert agreement.name == "second.pdf"
    assert str(agreement) == "second.pdf"
    assert len(agreement.sha256) == 64
