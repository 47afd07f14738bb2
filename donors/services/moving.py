"""What an approved adjustment moves: the columns of contributions, and one journal each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from common.clock import day_of
from common.money import Money
from donors.choices.adjustments import AdjustmentKind, RefundSource
from donors.choices.ledger import Account, JournalKind
from donors.lifecycle.stages import NOTHING, Sum, dollars
from donors.models import Adjustment, Contribution
from donors.services import ledger, postings
from donors.services.ledger import Entry, Rate, entry
from donors.services.postings import balance
from reference.services.rates import to_usd
from workflows.actors import Actor
from workflows.engine import Act


def drawn(account: Account, cash: Contribution, amount: Decimal) -> Sum:
    """Return an amount of what stands on an account with its dollars; for the last, all of them."""
    there = balance(account, cash)
    return Sum(amount, dollars(-there.usd, part=amount, of=-there.amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """How a kind of adjustment sets its amount aside, and gives it back when it is refused."""

    asked: JournalKind
    refused: JournalKind
    account: Account


ASIDE: Final[Mapping[str, Aside]] = {
    AdjustmentKind.REFUND: Aside(
        asked=JournalKind.ASK_REFUND, refused=JournalKind.REFUSE, account=Account.REFUNDABLE
    ),
    AdjustmentKind.LEVY: Aside(
        asked=JournalKind.ASK_LEVY, refused=JournalKind.FREE_LEVY, account=Account.LEVY_DUE
    ),
}


def entered(adjustment: Adjustment, cash: Contribution, *, actor: Actor, now: datetime) -> None:
    """Book the entering: refund and levy leave what may be allotted, other kinds move nothing."""
    entries: list[Entry] = []
    kind = JournalKind.PROPOSE
    way = ASIDE.get(adjustment.kind)
    if way is not None:
        kind = way.asked
        account = _drawn_from(adjustment)
        aside = drawn(account, cash, adjustment.amount)
        entries = _carried(account, way.account, aside, of=cash)
        _set_aside(adjustment, cash, aside)
        adjustment.usd = aside.usd
        adjustment.save(update_fields=["usd"])
    ledger.post(
        kind=kind,
        subject_type="adjustment",
        subject_id=adjustment.pk,
        seq=1,
        value_on=adjustment.value_on,
        contribution_id=cash.pk,
        actor=actor,
        now=now,
        text=adjustment.explanation,
        entries=entries,
    )


def _drawn_from(adjustment: Adjustment) -> Account:
    return Account(adjustment.source) if adjustment.source else Account.UNALLOTTED


def approved(act: Act, cash: Contribution, target: Contribution | None) -> None:
    """Move what was approved, and book it."""
    adjustment: Adjustment = act.subject
    kind, move = MOVES[AdjustmentKind(adjustment.kind)]
    ledger.post_act(
        act,
        kind=kind,
        value_on=adjustment.value_on,
        contribution_id=cash.pk,
        text=adjustment.explanation,
        entries=move(adjustment, cash, target or cash),
    )
    adjustment.save(update_fields=["usd", "usd_paid"])
    for contribution in {cash.pk: cash, (target or cash).pk: target or cash}.values():
        contribution.version += 1
        contribution.save()


def refused(act: Act, cash: Contribution) -> None:
    """Put back what was set aside; other kinds had moved nothing.

    Booked on the day it is decided: the month of the value date may be closed by then.
    """
    adjustment: Adjustment = act.subject
    entries: list[Entry] = []
    kind = JournalKind.REFUSE
    way = ASIDE.get(adjustment.kind)
    if way is not None:
        kind = way.refused
        aside = Sum(adjustment.amount, adjustment.usd or NOTHING)
        entries = _carried(way.account, _drawn_from(adjustment), aside, of=cash)
        _set_aside(adjustment, cash, -aside)
    ledger.post_act(
        act,
        kind=kind,
        value_on=day_of(act.now),
        contribution_id=cash.pk,
        entries=entries,
    )


def _set_aside(adjustment: Adjustment, cash: Contribution, aside: Sum) -> None:
    """Take it out of the cash it is from; unapplied cash is then no part of this agreement.

    ``refundable`` counts what is taken from usable cash alone.
    """
    if adjustment.kind == AdjustmentKind.LEVY:
        cash.levied += aside.amount
    elif adjustment.source == RefundSource.UNAPPLIED:
        _unapply(cash, aside)
    else:
        cash.refundable += aside.amount
    cash.version += 1
    cash.save()


def _unapply(cash: Contribution, gone: Sum) -> None:
    cash.unapplied -= gone.amount
    cash.unapplied_usd -= gone.usd
    cash.unapplied_out += gone.amount
    cash.moved_usd -= gone.usd


def _carried(debit: Account, credit: Account, moved: Sum, *, of: Contribution) -> list[Entry]:
    return [entry(debit, moved, of=of), entry(credit, -moved, of=of)]


def _write_down(it: Adjustment, cash: Contribution, _target: Contribution) -> list[Entry]:
    gone = postings.promised(cash, it.amount)
    it.usd = gone.usd
    cash.written_down += gone.amount
    cash.written_down_usd += gone.usd
    return _carried(Account.INCOME, Account.RECEIVABLE, gone, of=cash)


def _refund(it: Adjustment, cash: Contribution, _target: Contribution) -> list[Entry]:
    """Pay at the rate of the value date what was booked at others: the difference is told."""
    booked = Sum(it.amount, it.usd or NOTHING)
    valued = to_usd(it.money, on=it.value_on)
    paid = Sum(it.amount, valued.usd.amount)
    it.usd_paid = paid.usd
    if it.source == RefundSource.UNALLOTTED:
        cash.refundable -= booked.amount
        cash.refunded += booked.amount
        cash.refunded_usd += booked.usd
    rate = Rate(units=valued.rate, on=valued.rate_date, source=valued.source)
    return [
        entry(Account.REFUNDABLE, booked, of=cash),
        entry(Account.CASH, -paid, of=cash, rate=rate),
        entry(Account.EXCHANGE_DIFFERENCE, paid - booked, of=cash),
        *postings.cash_cleared(cash, -paid),
    ]


def _apply(it: Adjustment, cash: Contribution, target: Contribution) -> list[Entry]:
    moved = drawn(Account.UNAPPLIED, cash, it.amount)
    it.usd = moved.usd
    entries = [
        entry(Account.UNAPPLIED, moved, of=cash),
        entry(Account.UNALLOTTED, -moved, of=target),
        *postings.settled(target, cash=moved.amount, charges=NOTHING),
    ]
    if target.pk == cash.pk:
        cash.unapplied -= moved.amount
        cash.unapplied_usd -= moved.usd
        return entries
    _unapply(cash, moved)
    target.applied_in += moved.amount
    target.moved_usd += moved.usd
    return entries + _transferred(moved, cash, target)


def _reprogramme(it: Adjustment, cash: Contribution, target: Contribution) -> list[Entry]:
    moved = drawn(Account.UNALLOTTED, cash, it.amount)
    it.usd = moved.usd
    cash.reprogrammed_out += moved.amount
    cash.moved_usd -= moved.usd
    target.reprogrammed_in += moved.amount
    target.moved_usd += moved.usd
    return [
        entry(Account.UNALLOTTED, moved, of=cash),
        entry(Account.UNALLOTTED, -moved, of=target),
        *_transferred(moved, cash, target),
    ]


def _transferred(moved: Sum, cash: Contribution, target: Contribution) -> list[Entry]:
    return [
        entry(Account.CASH, moved, of=target),
        entry(Account.CASH, -moved, of=cash),
        *postings.cash_cleared(cash, -moved),
    ]


def _levy(it: Adjustment, cash: Contribution, _target: Contribution) -> list[Entry]:
    """Charge what was set aside when it was entered; it may be the last that was not the levy's."""
    charged = Sum(it.amount, it.usd or NOTHING)
    return [
        *_carried(Account.LEVY_DUE, Account.LEVY, charged, of=cash),
        *postings.cash_cleared(cash, -charged),
    ]


def _revalue(it: Adjustment, cash: Contribution, _target: Contribution) -> list[Entry]:
    """Carry the cash still here at the rate of the value date; nothing booked before moves.

    Where all that is left was charged as levy, it keeps the dollars it was charged with.
    """
    here = balance(Account.CASH, cash)
    worth = here.usd
    if postings.cash_beyond_levy(cash).amount:
        worth = to_usd(Money(here.amount, cash.currency), on=it.value_on).usd.amount
    change = Sum(NOTHING, worth - here.usd)
    it.usd, it.usd_paid = here.usd, worth
    return _carried(Account.CASH, Account.EXCHANGE_DIFFERENCE, change, of=cash)


Move = Callable[[Adjustment, Contribution, Contribution], list[Entry]]
MOVES: Final[Mapping[AdjustmentKind, tuple[JournalKind, Move]]] = {
    AdjustmentKind.WRITE_DOWN: (JournalKind.WRITE_DOWN, _write_down),
    AdjustmentKind.REFUND: (JournalKind.REFUND, _refund),
    AdjustmentKind.APPLICATION: (JournalKind.APPLY, _apply),
    AdjustmentKind.REPROGRAMMING: (JournalKind.REPROGRAMME, _reprogramme),
    AdjustmentKind.LEVY: (JournalKind.LEVY, _levy),
    AdjustmentKind.REVALUATION: (JournalKind.REVALUE, _revalue),
}
