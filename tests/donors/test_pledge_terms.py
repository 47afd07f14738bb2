"""Terms are worked out by the co-financing officer while they are open, and by nobody later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from common.errors import DomainError, Invalid, NotAllowed, NotFound, Refused, Stale, StateMoved
from common.money import Money
from donors.models import AcceptanceChecklist, Instalment
from donors.services import agreeing, terms
from donors.services.editing import open_pledge
from tests.factories.pledges import paper, promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

OFFICER = "cofinancing_officer"
DAY = BEGINNING.date()


def code_of(refusal: pytest.ExceptionInfo[DomainError]) -> str:
    return refusal.value.stable_code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"psc_rate": Decimal("1.1")}, "rate_out_of_range"),
        ({"psc_rate": Decimal("-0.1")}, "rate_out_of_range"),
        ({"psc_rate": Decimal("0.1234567")}, "rate_out_of_range"),
        ({"psc_rate": Decimal("NaN")}, "rate_out_of_range"),
        ({"starts_on": DAY, "ends_on": DAY - timedelta(days=1)}, "ends_before_start"),
        ({"clauses_standard": False, "clauses": "  "}, "clauses_missing"),
    ],
)
def test_terms_refuse(world: World, given: Any, code: str) -> None:
    promise = promise_at(world, "negotiation")

    with pytest.raises(Invalid) as refusal:
        promise.act(OFFICER, terms.set_terms, terms=given)

    assert code_of(refusal) == code


def test_changed_clauses_lose_their_approval(world: World) -> None:
    promise = promise_at(world, "negotiation")
    promise.act(
        OFFICER, terms.set_terms, terms={"clauses_standard": False, "clauses": "Interest returns."}
    )
    promise.step("legal_officer", agreeing.approve_clauses)

    promise.act(OFFICER, terms.set_terms, terms={"starts_on": DAY})
    assert promise.pledge.clauses_approved_at is not None
    promise.act(OFFICER, terms.set_terms, terms={"clauses": "Interest returns twice."})

    assert promise.pledge.clauses_approved_by_id is None


@pytest.mark.parametrize("name", ["donor.donor_authority", "certifying_officer", "auditor"])
def test_only_the_cofinancing_officer_works_on_terms(world: World, name: str) -> None:
    promise = promise_at(world, "negotiation")

    with pytest.raises(NotAllowed):
        promise.act(name, terms.set_terms, terms={"starts_on": DAY})


def test_cleared_terms_are_fixed_but_papers_are_open(world: World) -> None:
    promise = promise_at(world, "cleared")

    with pytest.raises(StateMoved):
        promise.act(OFFICER, terms.set_terms, terms={"starts_on": DAY})
    promise.step(OFFICER, terms.attach_agreement, upload=paper())


def test_what_is_signed_is_not_changed(world: World) -> None:
    promise = promise_at(world, "signed")

    with pytest.raises(Refused) as refusal:
        promise.act(OFFICER, terms.schedule_reports, reports=[])

    assert code_of(refusal) == "already_signed"


def test_an_edit_names_the_version_it_saw(world: World) -> None:
    promise = promise_at(world, "negotiation")
    version = promise.pledge.version

    promise.act(OFFICER, terms.set_terms, terms={"starts_on": DAY}, version=version)
    with pytest.raises(Stale):
        promise.act(OFFICER, terms.set_terms, terms={"starts_on": DAY}, version=version)


def test_instalments_are_added_changed_and_removed(world: World) -> None:
    promise = promise_at(world, "negotiation")
    first = promise.act(
        OFFICER, terms.add_instalment, amount=Decimal(10), due_on=DAY, now=BEGINNING
    )
    second = promise.act(
        OFFICER, terms.add_instalment, amount=Decimal(20), due_on=DAY, now=BEGINNING
    )

    promise.act(
        OFFICER,
        terms.change_instalment,
        pk=first.pk,
        amount=Decimal("12.50"),
        due_on=DAY + timedelta(days=1),
        milestone="The workshop is open.",
    )
    promise.act(OFFICER, terms.change_instalment, pk=first.pk)
    pledge = promise.act(OFFICER, terms.remove_instalment, pk=second.pk)

    with speaking_as(SYSTEM):
        left = Instalment.objects.select_related("pledge").get(pledge_id=promise.pk)
        total = Instalment.objects.filter(pledge_id=promise.pk).total()
    assert left.money == Money.of("12.50", "USD")
    assert str(left).endswith("-I1")
    assert left.milestone == "The workshop is open."
    assert total == Decimal("12.5")
    assert pledge.version == promise.pledge.version


def test_the_total_of_no_instalments_is_nothing(world: World) -> None:
    assert Instalment.objects.all().total() == 0


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-5), Decimal("0.001")])
def test_an_instalment_is_an_amount_of_money(world: World, amount: Decimal) -> None:
    promise = promise_at(world, "negotiation")

    with pytest.raises(Invalid):
        promise.step(OFFICER, terms.add_instalment, amount=amount, due_on=DAY)


def test_a_foreign_instalment_looks_like_none(world: World) -> None:
    promise = promise_at(world, "negotiation")
    mine = promise.step(OFFICER, terms.add_instalment, amount=Decimal(10), due_on=DAY)

    for name, pk in (("other_donor.donor_rep", mine.pk), (OFFICER, uuid4())):
        with pytest.raises(NotFound):
            promise.act(name, terms.remove_instalment, pk=pk)


def test_an_instalment_removed_meanwhile_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = promise_at(world, "negotiation")
    mine = promise.step(OFFICER, terms.add_instalment, amount=Decimal(10), due_on=DAY)
    opened = open_pledge

    def after_another_removed_it(**given: Any) -> Any:
        pledge = opened(**given)
        Instalment.objects.filter(pk=mine.pk).delete()
        return pledge

    monkeypatch.setattr(terms, "open_pledge", after_another_removed_it)
    with pytest.raises(NotFound):
        promise.act(OFFICER, terms.remove_instalment, pk=mine.pk)


@pytest.mark.parametrize("reports", [[{"kind": "song", "due_on": DAY}], [{}] * 101])
def test_a_report_schedule_names_known_kinds(world: World, reports: Any) -> None:
    promise = promise_at(world, "negotiation")

    with pytest.raises(Invalid) as refusal:
        promise.act(OFFICER, terms.schedule_reports, reports=reports)

    assert code_of(refusal) == "report_schedule_invalid"


def test_reports_are_scheduled_in_order_of_their_days(world: World) -> None:
    promise = promise_at(world, "negotiation")
    late: terms.PlannedReport = {"kind": "final", "due_on": date(2028, 1, 1)}
    early: terms.PlannedReport = {"kind": "financial", "due_on": date(2027, 1, 1)}

    promise.act(OFFICER, terms.schedule_reports, reports=[late, early])

    assert promise.pledge.report_schedule == [
        {"kind": "financial", "due_on": "2027-01-01"},
        {"kind": "final", "due_on": "2028-01-01"},
    ]


def test_the_checklist_is_answered_by_a_person(world: World) -> None:
    promise = promise_at(world, "negotiation")
    nobody = Actor(roles=frozenset({"cofinancing_officer"}), scopes=frozenset({"staff"}))

    with speaking_as(nobody), pytest.raises(NotAllowed):
        terms.answer_checklist(
            pk=promise.pk,
            purpose_consistent=True,
            no_added_liability=True,
            no_regular_budget_cost=True,
            actor=nobody,
            now=BEGINNING,
        )
    promise.settle_terms()

    with speaking_as(SYSTEM):
        assert str(AcceptanceChecklist.objects.get(pledge_id=promise.pk)) == "acceptance checklist"
