"""A row of money says in words what it is, for logs, lists and whoever reads a fault."""

from __future__ import annotations

from decimal import Decimal

import pytest

from donors.choices.promises import Rest
from donors.models import JournalLine, PartialAgreement, StandingCriteria
from donors.services.in_part import agree_in_part
from tests.factories.criteria import criteria_of
from tests.factories.pledges import promise_at
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


def test_each_row_names_its_promise_account_or_amount(world: World) -> None:
    criteria_of(world, themes=["T2"])
    promise_at(world, "received")
    narrowed = promise_at(world, "negotiation")
    narrowed.step(
        "cofinancing_officer",
        agree_in_part,
        amount=narrowed.pledge.amount / 2,
        reason="A part of it.",
        rest=Rest.KEPT,
    )

    with speaking_as(SYSTEM):
        line = JournalLine.objects.filter(account="cash", amount__gt=Decimal(0))[0]

        assert str(line) == f"cash {line.money}"
        assert str(PartialAgreement.objects.get()) == str(narrowed.pledge)
        assert str(StandingCriteria.objects.get()) == "standing criteria"
