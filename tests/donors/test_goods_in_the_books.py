"""Goods stand in the books as promised, as received or, once ended, nowhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from common.money import Money
from donors.choices.ledger import Account
from donors.models import AccountBalance, InKindPledge, Journal, JournalLine
from donors.services import in_kind, proving
from tests.factories.allotments import read
from tests.factories.in_kind import Gift, gift_at, wanting_books
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

PROMISED, CAME, GIVEN = Account.GOODS_IN_KIND, Account.GOODS_RECEIVED, Account.IN_KIND
NOTHING = Decimal(0)
Standing = dict[str, tuple[Decimal, Decimal]]


def books() -> Standing:
    """Return amount and dollars on every account of goods."""
    with speaking_as(SYSTEM):
        rows = AccountBalance.objects.filter(contribution=None)
        return {row.account: (row.amount, row.usd) for row in rows}


def journals_of(gift: Gift) -> list[tuple[str, int]]:
    with speaking_as(SYSTEM):
        rows = Journal.objects.filter(subject_id=gift.pk).order_by("event_seq")
        return list(rows.values_list("kind", "lines_count"))


def drift() -> list[proving.Difference]:
    with speaking_as(SYSTEM):
        return list(proving.differences())


def dollars_of(gift: Gift) -> Decimal:
    usd = read(InKindPledge, gift.pk).usd
    assert usd is not None
    return usd


def test_goods_are_booked_at_the_rate_of_their_acceptance(world: World) -> None:
    gift = gift_at(world, "agreed")

    made = read(InKindPledge, gift.pk)
    assert made.usd_rate is not None
    assert made.usd == (Decimal(20_000) / made.usd_rate).quantize(Decimal("0.01"))
    assert books() == {
        PROMISED: (Decimal(20_000), made.usd),
        GIVEN: (Decimal(-20_000), -made.usd),
    }
    with speaking_as(SYSTEM):
        assert set(JournalLine.objects.values_list("rate", "rate_on", "request")) == {
            (made.usd_rate, made.usd_rate_on, gift.request.pk)
        }


def test_what_comes_moves_from_promised_to_received(world: World) -> None:
    gift = gift_at(world, "agreed", value=Money.of("20000.01", "EUR"), quantity=Decimal(999))
    usd = dollars_of(gift)

    gift.deliver(Decimal(333), name="confirm_part")
    third = books()
    gift.deliver(Decimal(333), name="confirm_part")
    gift.deliver(Decimal(333))

    assert third[CAME] == (Decimal("6666.67"), (usd / 3).quantize(Decimal("0.01")))
    assert third[PROMISED][0] + third[CAME][0] == Decimal("20000.01")
    assert books() == {
        PROMISED: (NOTHING, NOTHING),
        CAME: (Decimal("20000.01"), usd),
        GIVEN: (Decimal("-20000.01"), -usd),
    }
    assert journals_of(gift) == [("agree_in_kind", 2), *[("receive_in_kind", 2)] * 3]
    assert drift() == []


def test_what_ends_is_no_longer_promised(world: World) -> None:
    gift = gift_at(world, "agreed")
    gift.deliver(Decimal(600), name="confirm_part")
    gift.take("end", reason="The printer closed.")

    standing = books()
    assert [standing[one][0] for one in (PROMISED, CAME, GIVEN)] == [0, 12_000, -12_000]
    assert standing[CAME][1] == -standing[GIVEN][1]
    assert journals_of(gift)[-1] == ("end_in_kind", 2)
    assert drift() == []


def test_a_refused_delivery_is_booked_as_nothing(world: World) -> None:
    gift = gift_at(world, "agreed")
    gift.take("report_delivery", quantity=Decimal(600), reason="Waybill.")
    gift.take("return_report", reason="Not there.")

    assert CAME not in books()
    assert journals_of(gift) == [("agree_in_kind", 2), ("refuse", 0)]
    assert drift() == []


def test_a_promise_that_came_to_nothing_leaves_nothing(world: World) -> None:
    declined = gift_at(world, "pledged")
    declined.take("decline", reason="Not now.")
    ended = gift_at(world, "agreed", declined.request)
    ended.take("end", reason="The printer closed.")

    assert journals_of(declined) == []
    assert set(books().values()) == {(NOTHING, NOTHING)}
    assert drift() == []


def test_services_are_booked_nowhere(world: World) -> None:
    gift = gift_at(world, kind="services")
    gift.take("end", reason="Nobody came.")

    assert books() == {}
    assert journals_of(gift) == [("agree_in_kind", 0), ("end_in_kind", 0)]
    assert drift() == []


def end_now(gift: Gift) -> None:
    """End a pledge and ask the deferred triggers at once."""
    with transaction.atomic():
        gift.take("end", reason="The printer closed.")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("kind", ["goods", "services"])
def test_no_end_is_without_its_journal(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The control: without the posting, the database refuses the event at commit."""
    gift = gift_at(world, kind=kind)
    monkeypatch.setattr(in_kind, "goods_moved", lambda *_args, **_named: None)

    with pytest.raises(IntegrityError, match="has no journal"):
        end_now(gift)

    assert read(InKindPledge, gift.pk).state == "agreed"


def test_goods_that_the_books_do_not_know_are_found(world: World) -> None:
    gift = gift_at(world, "agreed", wanting_books(world))
    with speaking_as(SYSTEM):
        rows = InKindPledge.objects.filter(pk=gift.pk)
        rows.update(delivered_quantity=F("delivered_quantity") + 1)

    found = {(one.what, one.column) for one in drift()}
    assert ("in_kind", "on goods_received") in found
    assert ("in_kind", "on goods_in_kind_usd") in found
    assert ("in_kind", "in_kind") not in found
