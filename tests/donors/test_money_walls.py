"""What the database promises about money, whatever the code above it does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from common.money import Money
from donors.models import Allotment, Contribution, Receipt
from tests.factories.allotments import Share, circulated, components_of, contribution, share_at
from tests.ta_requests.refusals import refused_by_database
from tests.world import World
from workflows.actors import NOBODY, PUBLIC, SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(world: World) -> Share:
    """Released money of one donor."""
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    return share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(1_130)
    )


def write(model: type[Any], pk: Any, **values: Any) -> None:
    with speaking_as(SYSTEM):
        model.objects.filter(pk=pk).update(**values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"certified": Decimal("111870.01")}, "allotted_within_cash_received"),
        ({"released": Decimal("113000.01")}, "allotted_within_cash_received"),
        ({"refunded": Decimal(113_000)}, "allotted_within_cash_received"),
        ({"unapplied": Decimal(112_000)}, "allotted_within_cash_received"),
        ({"reversed": Decimal(2_000)}, "reversed_money_was_released"),
        ({"certified": Decimal(-1)}, "no_cash_below_nothing"),
        ({"received": Decimal(200_000)}, "excess_cash_is_unapplied"),
        ({"amount": Decimal(0)}, "an_agreement_has_an_amount"),
        ({"ends_on": "2020-01-01"}, "an_agreement_ends_after_it_starts"),
        ({"donor_kind": "unodc"}, "contributions_are_extrabudgetary"),
    ],
)
def test_the_cash_of_a_contribution_keeps_its_rules(
    share: Share, values: dict[str, Any], constraint: str
) -> None:
    with refused_by_database(constraint):
        write(Contribution, share.contribution.pk, **values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"psc": Decimal(131)}, "allotment_parts_add_up"),
        ({"reversed": Decimal(1_131)}, "allotment_reversed_within_gross"),
        ({"obligated": Decimal("1000.01")}, "obligations_within_released"),
        ({"spent": Decimal(1)}, "expenditures_within_obligations"),
        ({"psc_spent": Decimal("130.01")}, "support_cost_within_released"),
        ({"certified_by_id": None}, "reserved_money_is_certified"),
        ({"released_by_id": None}, "spendable_money_is_released"),
        ({"reversal_amount": Decimal(1)}, "a_reversal_has_an_amount"),
    ],
)
def test_an_allotment_keeps_its_rules(
    share: Share, values: dict[str, Any], constraint: str
) -> None:
    with refused_by_database(constraint):
        write(Allotment, share.pk, **values)


@pytest.mark.parametrize(
    ("place", "taken_by"),
    [
        ("certified_by_id", "proposed_by_id"),
        ("released_by_id", "proposed_by_id"),
        ("released_by_id", "certified_by_id"),
        ("reversed_by_id", "certified_by_id"),
        ("reversal_certified_by_id", "released_by_id"),
    ],
)
def test_no_pair_of_duties_on_one_allotment_is_one_person(
    share: Share, place: str, taken_by: str
) -> None:
    with pytest.raises(DatabaseError, match="violates check constraint"), transaction.atomic():
        write(Allotment, share.pk, **{place: getattr(share.allotment, taken_by)})


def test_an_allotment_does_not_move_without_an_event_nor_off_its_way(share: Share) -> None:
    with refused_by_database("guard_state"), speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("UPDATE donors_allotment SET state = 'proposed'")
    told = refused_by_database("moved_with_event")
    with told, speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("UPDATE donors_allotment SET state = 'closed', version = version + 1")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("model", [Contribution, Allotment, Receipt])
def test_no_row_of_money_is_ever_removed(share: Share, model: type[Any]) -> None:
    table = model._meta.db_table
    with pytest.raises(DatabaseError), speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table


def test_a_receipt_is_never_changed(share: Share) -> None:
    with pytest.raises(DatabaseError), speaking_as(SYSTEM):
        Receipt.objects.update(amount=Decimal(1))


def test_a_receipt_is_not_entered_by_the_relationship_owner(share: Share) -> None:
    with speaking_as(SYSTEM):
        receipt = Receipt.objects.first()
    assert receipt is not None
    receipt.pk, receipt.bank_reference = share.pk, "another"
    owner = share.world["cofinancing_officer"].person_id
    assert owner is not None
    receipt.entered_by_id = owner

    with (
        refused_by_database("the_relationship_owner_enters_no_receipt"),
        speaking_as(SYSTEM),
    ):
        receipt.save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("donor.donor_rep", 1),
        ("other_donor.donor_rep", 0),
        ("state.ms_authority", 0),
        ("administrator", 0),
        ("auditor", 1),
        ("programme_officer", 1),
    ],
)
def test_the_second_wall_shows_donors_their_own_money_alone(
    share: Share, name: str, rows: int
) -> None:
    with speaking_as(share.world[name]):
        counted = [
            Contribution.objects.count(),
            Allotment.objects.count(),
            Receipt.objects.values("contribution").distinct().count(),
        ]

    assert counted == [rows, rows, rows]


@pytest.mark.parametrize("actor", [NOBODY, PUBLIC])
def test_who_is_nobody_sees_no_money(share: Share, actor: Any) -> None:
    with speaking_as(actor):
        assert not Contribution.objects.exists()
        assert not Allotment.objects.exists()
        assert not Allotment.objects.visible_to(actor).exists()


def test_a_donor_cannot_write_money_even_past_the_services(share: Share) -> None:
    with speaking_as(share.world["donor.donor_authority"]), pytest.raises(DatabaseError):
        Contribution.objects.update(received=Decimal(0))
