"""Every column, state, total and balance of the database beside that of the model."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from donors.models import (
    AccountBalance,
    AccountingPeriod,
    Adjustment,
    Allotment,
    Amendment,
    Contribution,
    InKindPledge,
    Instalment,
    Journal,
    Pledge,
    UnidentifiedReceipt,
)
from ta_requests.models import FundingPosition, Request
from tests.model.books import Books
from tests.model.invariants import ALLOTTED, COLUMNS
from tests.model.ledger import Worth
from tests.model.months import date_of
from tests.model.stage import Stage
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

OF_POT = (
    "amount",
    "usd",
    "received",
    "received_usd",
    "unapplied",
    "unapplied_usd",
    "unapplied_out",
    "bank_charges",
    "refunded",
    "refunded_usd",
    "refundable",
    "levied",
    "written_down",
    "written_down_usd",
    "applied_in",
    "reprogrammed_in",
    "reprogrammed_out",
    "moved_usd",
    "state",
)


def compare(stage: Stage, books: Books) -> None:
    """Raise an AssertionError that names what differs first."""
    with speaking_as(SYSTEM):
        _contributions(stage, books)
        _same(Allotment, stage.shares, books.shares, COLUMNS)
        _adjustments(stage, books)
        _promises(stage, books)
        _request(stage, books)
        _ledger(stage, books)


def _rows(model: Any, ids: Sequence[UUID]) -> list[Any]:
    found = model.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def _same(model: Any, ids: Sequence[UUID], mine: Sequence[Any], names: Iterable[str]) -> None:
    assert len(ids) == len(mine), model
    for number, (row, one) in enumerate(zip(_rows(model, ids), mine, strict=True)):
        for name in names:
            where = f"{model.__name__} {number} {name}"
            assert getattr(row, name) == getattr(one, name), where


def _contributions(stage: Stage, books: Books) -> None:
    ids = [pot.pk for pot in stage.pots]
    found = Contribution.objects.select_related("pledge").in_bulk(ids)
    assert len(ids) == len(books.pots)
    schedules = Instalment.objects.standing().filter(pledge__contribution__in=ids).order_by()
    paid = dict(schedules.values_list("pledge__contribution").annotate(models.Sum("settled")))
    for number, pk in enumerate(ids):
        sums = books.allotted(number)
        wanted = {name: sums[name] for name in ALLOTTED}
        wanted |= {name: getattr(books.pots[number], name) for name in OF_POT}
        for name, amount in wanted.items():
            assert getattr(found[pk], name) == amount, f"contribution {number} {name}"
        pot = books.pots[number]
        assert paid[pk] == min(pot.settled, pot.amount), f"instalments of contribution {number}"


def _adjustments(stage: Stage, books: Books) -> None:
    _same(Adjustment, stage.adjustments, books.adjustments, ("kind", "state", "amount", "source"))
    rows = _rows(Adjustment, stage.adjustments)
    for row, one in zip(rows, books.adjustments, strict=True):
        if one.booked:
            assert row.usd == one.booked.usd, f"dollars of a {one.kind}"


def _promises(stage: Stage, books: Books) -> None:
    _same(Amendment, stage.amendments, books.amendments, ("state",))
    _same(AccountingPeriod, stage.months, books.months, ("state",))
    for cash, mine in zip(
        _rows(UnidentifiedReceipt, stage.suspended), books.suspended, strict=True
    ):
        assert (cash.usd, cash.state == "identified") == (mine.worth.usd, mine.pot is not None), (
            "unidentified cash"
        )
    for word, one in zip(_rows(Pledge, stage.words), books.words, strict=True):
        if one.pot is None:
            is_met = word.condition_met_at is not None
            assert (word.state, word.amount, word.usd, is_met) == (
                one.state,
                one.amount,
                one.usd,
                one.is_met,
            ), "pledge"
    for gift, given in zip(_rows(InKindPledge, stage.gifts), books.gifts, strict=True):
        assert gift.state == given.state, "gift"
        assert gift.reported_quantity == given.reported, "gift reported"
        assert gift.delivered_quantity == given.came, "gift delivered"


def _request(stage: Stage, books: Books) -> None:
    told = FundingPosition.objects.get(request_id=stage.request.pk)
    totals = books.totals()
    for name, usd in totals.items():
        assert getattr(told, name) == usd, name
    state = Request.objects.values_list("state", flat=True).get(pk=stage.request.pk)
    assert state == books.state, "request"


def _ledger(stage: Stage, books: Books) -> None:
    """Every balance there is, in both directions; and each journal of its day, in its month."""
    numbers = {pot.pk: number for number, pot in enumerate(stage.pots)}
    rows = AccountBalance.objects.order_by().values_list("contribution_id", "account", "currency")
    found: defaultdict[Any, Worth] = defaultdict(Worth)
    for pk, account, currency, amount, usd in rows.annotate(
        amount_sum=models.Sum("amount"), usd_sum=models.Sum("usd")
    ):
        nobody = f"goods {currency}" if account in GOODS else currency
        owner = numbers[pk] if pk else nobody
        found[owner, account] += Worth(Decimal(amount), Decimal(usd))
    mine = books.ledger.standing()
    both = found.keys() | mine.keys()
    wrong = sorted(str(key) for key in both if found[key] != mine.get(key, Worth()))
    assert not wrong, f"balances {wrong}"
    dated = Journal.objects.order_by().values_list("value_on", "period")
    booked = Counter((date_of(one.of), one.month) for one in books.ledger.journals)
    assert Counter(dated) == booked, "journals"


GOODS = {"goods_in_kind", "goods_received", "in_kind"}
