"""Cash and write-downs cover a schedule together, the oldest payment first."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from common.errors import Refused
from common.money import Money
from donors.models import Instalment
from donors.services import agreeing, clocks, instalments, terms
from tests.factories.adjustments import adjust
from tests.factories.allotments import contribution_of
from tests.factories.pledges import Promise, promise_at
from tests.http import Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
LATER = BEGINNING + timedelta(days=400)
"""By then the days of both payments have passed."""


@pytest.fixture
def agreed(world: World) -> Promise:
    """Return an agreement of 1,000 in two payments of 500."""
    return promise_at(world, "agreed", money=Money.of(1_000, "USD"))


def owed(promise: Promise) -> list[int]:
    with speaking_as(SYSTEM):
        rows = Instalment.objects.filter(pledge_id=promise.pk).order_by("number")
        return [int(one.owed) for one in rows.with_owed()]


def write_down(promise: Promise, amount: int) -> None:
    cash = contribution_of(promise.pledge)
    adjust(promise.world, cash, "write_down", amount=Decimal(amount))


def test_everything_is_owed_at_first(agreed: Promise) -> None:
    assert owed(agreed) == [500, 500]


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        ([("cash", 300)], [200, 500]),
        ([("less", 300)], [200, 500]),
        ([("cash", 300), ("less", 400)], [0, 300]),
        ([("less", 600), ("cash", 100)], [0, 300]),
        ([("cash", 500), ("less", 500)], [0, 0]),
        ([("less", 500), ("cash", 600)], [0, 0]),
    ],
)
def test_cash_and_write_downs_cover_the_oldest_first(
    agreed: Promise, acts: list[tuple[str, int]], left: list[int]
) -> None:
    for what, amount in acts:
        if what == "cash":
            agreed.receive(Decimal(amount))
        else:
            write_down(agreed, amount)

    assert owed(agreed) == left
    with speaking_as(SYSTEM):
        still = Instalment.objects.still_owed().filter(pledge_id=agreed.pk).count()
    assert still == sum(amount > 0 for amount in left)


def test_the_schedule_is_read_by_its_days_not_by_its_numbers(world: World) -> None:
    promise = promise_at(world, "cleared", money=Money.of(1_000, "USD"))
    promise.lay_down_papers()
    first = promise.instalment(1)
    promise.act(
        "cofinancing_officer",
        terms.change_instalment,
        pk=first.pk,
        due_on=first.due_on + timedelta(days=365),
    )
    promise.step("donor.donor_authority", agreeing.sign)
    promise.accept()

    write_down(promise, 500)

    assert owed(promise) == [500, 0]


def flagged(now: Any) -> int:
    return clocks.advance(now=now)["instalments_overdue"]


def test_what_was_written_down_is_never_flagged_as_overdue(agreed: Promise) -> None:
    write_down(agreed, 500)

    assert flagged(LATER) == 1
    assert agreed.instalment(1).overdue_at is None
    assert agreed.instalment(2).overdue_at is not None
    with speaking_as(SYSTEM), pytest.raises(Refused) as refusal:
        instalments.flag_overdue(pk=agreed.instalment(1).pk, actor=SYSTEM, now=LATER)
    assert [one.code for one in refusal.value.reasons] == ["instalment_not_overdue"]


def test_without_a_write_down_both_are_flagged(agreed: Promise) -> None:
    """The control: the same days, nothing covered."""
    assert flagged(LATER) == 2


def test_nothing_is_owed_of_what_an_amendment_replaced(agreed: Promise) -> None:
    pk = agreed.instalment(2).pk
    with speaking_as(SYSTEM), transaction.atomic():
        instalments.cancel(pk=pk, actor=SYSTEM, now=BEGINNING)
        assert Instalment.objects.get(pk=pk).owed == 0
        transaction.set_rollback(True)


def test_lists_and_files_tell_what_is_still_owed(agreed: Promise) -> None:
    write_down(agreed, 600)
    donor = Api.of(agreed.world, "donor.donor_rep")
    day = (LATER.date()).isoformat()

    rows = donor.get(f"{V1}instalments/?pledge={agreed.pk}").json["items"]
    one = donor.get(f"{V1}instalments/{agreed.instalment(2).pk}/").json
    late = donor.get(f"{V1}instalments/?overdue_on={day}").json["items"]
    file = donor.get(f"{V1}pledges/{agreed.pk}/").json["instalments"]

    assert [row["owed"]["amount"] for row in rows] == ["0.00", "400.00"]
    assert one["owed"]["amount"] == "400.00"
    assert [row["number"] for row in late] == [2]
    assert [row["owed"]["amount"] for row in file] == ["0.00", "400.00"]
    with speaking_as(SYSTEM):
        assert agreed.instalment(2).owed == 400
