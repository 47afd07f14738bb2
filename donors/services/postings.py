"""Which lines each act on promises, cash and allotments posts (the table in choices.ledger)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from common.clock import day_of
from donors.choices.ledger import Account, JournalKind
from donors.lifecycle.balances import USD
from donors.lifecycle.stages import NONE, NOTHING, Sum, dollars, kept, stages
from donors.models import AccountBalance, Allotment, Contribution, Receipt
from donors.services import ledger
from donors.services.ledger import Entry, Rate, entry
from workflows.actors import Actor
from workflows.engine import Act

OF_ALLOTMENT: Final = "allotment"


def balance(account: Account, contribution: Contribution) -> Sum:
    """Return what stands on an account of a contribution, whatever the component."""
    rows = AccountBalance.objects.filter(account=account, contribution_id=contribution.pk)
    standing = rows.order_by().values_list("amount", "usd")
    return sum((Sum(amount, usd) for amount, usd in standing), NONE)


def agreed(act: Act, contribution: Contribution) -> None:
    """Book what was signed: the donor owes it."""
    owed = Sum(contribution.amount, contribution.usd)
    rate = agreed_rate(contribution)
    ledger.post_act(
        act,
        kind=JournalKind.AGREE,
        value_on=day_of(act.now),
        contribution_id=contribution.pk,
        entries=[
            entry(Account.RECEIVABLE, owed, of=contribution, rate=rate),
            entry(Account.INCOME, -owed, of=contribution, rate=rate),
        ],
    )


def amended(act: Act, contribution: Contribution, grown: Sum, *, rate: Rate) -> None:
    """Book by how much an amendment changed what the donor owes: more, less or nothing."""
    ledger.post_act(
        act,
        kind=JournalKind.AMEND,
        value_on=day_of(act.now),
        contribution_id=contribution.pk,
        entries=[
            entry(Account.RECEIVABLE, grown, of=contribution, rate=rate),
            entry(Account.INCOME, -grown, of=contribution, rate=rate),
        ],
    )


def agreed_rate(contribution: Contribution) -> Rate:
    """Return the rate promised money is valued at."""
    return Rate(units=contribution.rate, on=contribution.rate_on, source=contribution.rate_source)


def promised(contribution: Contribution, amount: Decimal) -> Sum:
    """Return an amount of the promise with its dollars: all that are left for the last of it."""
    open_ = balance(Account.RECEIVABLE, contribution)
    return Sum(amount, dollars(open_.usd, part=amount, of=open_.amount))


def settled(contribution: Contribution, *, cash: Decimal, charges: Decimal) -> list[Entry]:
    """Return how cash and bank charges settle the promise, at the rate it was agreed at.

    Charges beyond what is still owed settle nothing: they are income that never was to come.
    """
    open_ = balance(Account.RECEIVABLE, contribution)
    whole = promised(contribution, min(cash + charges, open_.amount))
    eaten = Sum(whole.amount - cash, whole.usd - dollars(whole.usd, part=cash, of=whole.amount))
    eaten += _beyond(contribution, charges - eaten.amount)
    rate = agreed_rate(contribution)
    return [
        entry(Account.RECEIVABLE, -whole, of=contribution, rate=rate),
        entry(Account.INCOME, whole - eaten, of=contribution, rate=rate),
        entry(Account.BANK_CHARGES, eaten, of=contribution, rate=rate),
    ]


def _beyond(contribution: Contribution, charges: Decimal) -> Sum:
    """Return bank charges that are no part of the promise, valued as the promise is."""
    worth = dollars(contribution.usd, part=charges, of=contribution.amount)
    return Sum(charges, worth)


def received(
    act: Act,
    contribution: Contribution,
    receipt: Receipt,
    *,
    on: date,
    warning: dict[str, Any] | None = None,
) -> None:
    """Book cash on a day: what is for this agreement, what is unapplied, what banks kept."""
    rate = Rate(units=receipt.rate, on=receipt.rate_on, source=receipt.rate_source)
    cash = Sum(receipt.amount, receipt.usd)
    applied = Sum(receipt.applied, receipt.usd_applied)
    ledger.post_act(
        act,
        kind=JournalKind.RECEIVE,
        value_on=on,
        contribution_id=contribution.pk,
        text=receipt.bank_reference,
        warning=warning,
        entries=[
            entry(Account.CASH, cash, of=contribution, rate=rate),
            entry(Account.UNALLOTTED, -applied, of=contribution, rate=rate),
            entry(Account.UNAPPLIED, applied - cash, of=contribution, rate=rate),
            *settled(contribution, cash=receipt.applied, charges=receipt.bank_charges),
        ],
    )


def pledge_closed(act: Act, contribution: Contribution) -> None:
    """Book the closing of a contribution: dollars that rounding left go to exchange difference."""
    ledger.post_act(
        act,
        kind=JournalKind.CLOSE,
        value_on=day_of(act.now),
        contribution_id=contribution.pk,
        entries=[
            *_cleared(Account.UNALLOTTED, contribution, balance(Account.UNALLOTTED, contribution)),
            *cash_cleared(contribution, NONE),
        ],
    )


def proposed(allotment: Allotment, *, actor: Actor, now: datetime) -> None:
    """Book a proposal, just made: nothing moves."""
    ledger.post(
        kind=JournalKind.PROPOSE,
        subject_type=OF_ALLOTMENT,
        subject_id=allotment.pk,
        seq=1,
        value_on=day_of(now),
        contribution_id=allotment.contribution_id,
        allotment_id=allotment.pk,
        actor=actor,
        now=now,
        entries=[],
    )


def allotment_moved(
    act: Act,
    contribution: Contribution,
    *,
    before: Allotment,
    after: Allotment,
    name: str,
    on: date | None = None,
) -> None:
    """Book what an act on an allotment moved: the difference of where its parts stood."""
    ledger.post_act(
        act,
        kind=JournalKind(name),
        value_on=on or day_of(act.now),
        contribution_id=contribution.pk,
        allotment_id=after.pk,
        entries=_moved(contribution, before=before, after=after),
    )


def _moved(contribution: Contribution, *, before: Allotment, after: Allotment) -> list[Entry]:
    former, present = stages(before), stages(after)
    entries = [
        _of_allotment(account, former.get(account, NONE) - present.get(account, NONE), after)
        for account in sorted({*former, *present})
    ]
    taken = kept(after) - kept(before)
    entries.append(entry(Account.UNALLOTTED, taken, of=contribution))
    if taken.amount > 0:
        rest = balance(Account.UNALLOTTED, contribution) + taken
        entries += _cleared(Account.UNALLOTTED, contribution, rest)
    return entries + _paid(entries, contribution)


def _of_allotment(account: Account, moved: Sum, allotment: Allotment) -> Entry:
    return Entry(
        account=account,
        amount=moved.amount,
        usd=moved.usd,
        currency=allotment.currency,
        contribution_id=allotment.contribution_id,
        allotment_id=allotment.pk,
        component_id=allotment.component_id,
        request_id=allotment.request_id,
    )


def _paid(entries: Iterable[Entry], contribution: Contribution) -> list[Entry]:
    """Return how expenditure and its support cost leave the cash."""
    spent = [one for one in entries if one.account in {Account.SPENT, Account.PSC_EARNED}]
    out = sum((Sum(-one.amount, -one.usd) for one in spent), NONE)
    if not out:
        return []
    return [
        entry(Account.DISBURSED, out, of=contribution),
        entry(Account.CASH, -out, of=contribution),
        *cash_cleared(contribution, -out),
    ]


def cash_cleared(contribution: Contribution, moved: Sum) -> list[Entry]:
    """Return the dollars to move off the cash account once all but the levy's cash has gone.

    ``moved`` is what goes off cash, or is charged as levy, in the journal being made. Dollars are
    left where cash went out at another rate than it came in at, or was revalued.
    """
    if contribution.currency == USD:
        return []
    return _cleared(Account.CASH, contribution, cash_beyond_levy(contribution) + moved)


def cash_beyond_levy(contribution: Contribution) -> Sum:
    """Return the cash that is here, without what of it was charged as levy and stays."""
    return balance(Account.CASH, contribution) + balance(Account.LEVY, contribution)


def _cleared(account: Account, contribution: Contribution, rest: Sum) -> list[Entry]:
    """Return the dollars to move off an account once no amount is left of it (DOMAIN 2b)."""
    if rest.amount or not rest.usd:
        return []
    residue = Sum(NOTHING, rest.usd)
    return [
        entry(account, -residue, of=contribution),
        entry(Account.EXCHANGE_DIFFERENCE, residue, of=contribution),
    ]
