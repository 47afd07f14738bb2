"""The ledger proves itself after amendments and goods in kind as well."""

from __future__ import annotations

from decimal import Decimal

from common.money import Money
from donors.services import proving
from tests.donors.test_amendments import pay
from tests.factories.amendments import amendment_at
from tests.factories.in_kind import gift_at
from tests.factories.pledges import promise_at
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def test_every_balance_is_the_replay_of_its_journals(world: World) -> None:
    promise = promise_at(world, "partly_received", money=Money.of("1000000", "EUR"))
    amendment_at(promise, amount=Decimal(1_500_000), instalments=pay(1_000_000))
    amendment_at(promise, amount=Decimal(700_000), instalments=pay(200_000))
    gift_at(world, "delivered")

    with speaking_as(SYSTEM):
        assert list(proving.differences()) == []
