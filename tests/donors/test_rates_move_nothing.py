"""A rate that is loaded later moves nothing that is booked (DOMAIN 2.6, invariant 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
from django.db import models, transaction

from common.money import Money
from donors.models import (
    AccountBalance,
    Allotment,
    Contribution,
    JournalLine,
    Pledge,
    Receipt,
    SpendingEntry,
)
from reference.services.rate_files import RateLine
from reference.services.rate_loading import load_rates
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.factories.assessments import TRAINING
from tests.factories.pledges import promise_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
BOOKS: Final[tuple[type[models.Model], ...]] = (
    Pledge,
    Contribution,
    Receipt,
    Allotment,
    JournalLine,
    AccountBalance,
    SpendingEntry,
)
OFFSETS: Final = (1, 5, 10, 400)


def booked() -> dict[str, list[Any]]:
    """Return every column of every row of money."""
    with speaking_as(SYSTEM):
        return {
            model.__name__: list(model._default_manager.order_by("pk").values()) for model in BOOKS
        }


@pytest.fixture
def spent(world: World) -> None:
    """Euros that were pledged, agreed, received, allotted and partly spent."""
    request = circulated(world, proposals=(replace(TRAINING, net=Money.of(1_000, "USD")),))
    money = contribution(world, Money.of(113_000, "EUR"), request=request.pk)
    share_at(
        world,
        "spent",
        contribution=money,
        component=components_of(request)[0],
        gross=Decimal(1_130),
    )
    promise_at(world, "pledged", money=Money.of(500, "EUR"))


@pytest.mark.usefixtures("spent")
def test_rates_of_later_and_of_past_days_change_no_row_of_money() -> None:
    before = booked()
    assert all(before[name] for name in ("Receipt", "Allotment", "JournalLine", "SpendingEntry"))

    lines = [
        RateLine("EUR", (BEGINNING + timedelta(days=days)).date(), Decimal("0.5"))
        for days in OFFSETS
    ]
    with speaking_as(SYSTEM):
        assert load_rates(lines, now=BEGINNING).added == len(OFFSETS)

    assert booked() == before


def test_a_control_sees_a_row_that_moves(world: World) -> None:
    promise = promise_at(world, "pledged", money=Money.of(500, "EUR"))
    before = booked()

    # Undone before the database is asked whether it would commit: it would not.
    with speaking_as(SYSTEM), transaction.atomic():
        Pledge.objects.filter(pk=promise.pk).update(usd=Decimal(1))
        moved = booked()
        transaction.set_rollback(True)

    assert moved != before
    assert booked() == before
