"""Record cash: unique at the bank, valued on its day, counted up to what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, NotFound, Reason
from common.money import Money
from donors.lifecycle import balances
from donors.machines.pledge import PLEDGE
from donors.models import Contribution, Pledge, Receipt, UnidentifiedReceipt
from donors.services import completing, levies, positions, postings
from donors.services.contributions import lock_contributions
from donors.services.editing import person_of
from reference.services.rates import UsdValue, implied_rate_warning, to_usd
from workflows import engine
from workflows.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What the bank statement says."""

    bank_reference: str
    value_on: date
    money: Money
    charges: Money


class Statement(TypedDict):
    """What is told of one payment, in the currency of its pledge.

    ``amount`` is what arrived; ``bank_charges`` what banks kept on the way, which settles the
    pledge as well but can never be allotted. ``usd``, where the bank gives it, is compared with
    the table and a difference recorded; what is booked is the table's, or ``valued`` where an
    import keeps its publisher's own rate or ``origin`` was valued when it came.
    """

    bank_reference: str
    value_on: date
    amount: Decimal
    bank_charges: NotRequired[Decimal]
    usd: NotRequired[Decimal | None]
    valued: NotRequired[UsdValue | None]
    origin: NotRequired[UnidentifiedReceipt | None]


def record_receipt(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    **statement: Unpack[Statement],
) -> Pledge:
    """Record cash that arrived for the agreed pledge ``pk``, in the pledge's currency.

    What goes beyond the amount agreed is unapplied cash. The coordination levy, where one is due,
    is set aside and waits for another officer.

    Raises:
        Invalid: the reference is empty or known, the value date lies in the future, an amount is
            not above nothing; MissingRate; and what ``perform`` raises.
    """

    with transaction.atomic():
        contribution = _contribution_of(pk, actor)
        engine.perform(
            PLEDGE,
            pk=pk,
            name="record_receipt",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=lambda act: _enter(act, contribution, statement),
        )
        pledge = completing.note(contribution, caused_by="record_receipt", now=now)
        levies.ask(contribution, on=_booked_on(statement, now), actor=actor, now=now)
        positions.push(positions.requests_of(contribution), now, caused_by=actor)
    return pledge


def _enter(act: engine.Act, contribution: Contribution, statement: Statement) -> None:
    """Book the payment with the step, and say on the trail what was booked."""
    payment = _payment(contribution, statement, today=day_of(act.now))
    valued = statement.get("valued") or to_usd(payment.money, on=payment.value_on)
    receipt = book(contribution, payment, valued, entered_by=person_of(act.actor), now=act.now)
    warning = _warning(payment.money, usd=statement.get("usd"), on=payment.value_on)
    on = _booked_on(statement, act.now)
    postings.received(act, contribution, receipt, on=on, warning=warning)
    act.data.update(_told(receipt))
    if warning:
        act.data["warning"] = warning


def _booked_on(statement: Statement, now: datetime) -> date:
    """Return the day of the journals: identified cash comes out of suspense today.

    The month it came in may be closed.
    """
    return day_of(now) if statement.get("origin") else statement["value_on"]


def _contribution_of(pledge_id: UUID, actor: Actor) -> Contribution:
    """Lock the contribution of a pledge; a pledge without one has no receipts to take."""
    if not Pledge.objects.visible_to(actor).filter(pk=pledge_id).exists():
        raise NotFound
    found = Contribution.objects.filter(pledge_id=pledge_id).values_list("pk", flat=True)
    locked = lock_contributions(list(found))
    return next(iter(locked.values()), Contribution(pledge_id=pledge_id))


def _payment(contribution: Contribution, statement: Statement, *, today: date) -> Payment:
    payment = Payment(
        bank_reference=statement["bank_reference"].strip(),
        value_on=statement["value_on"],
        money=Money(statement["amount"], contribution.currency),
        charges=Money(statement.get("bank_charges", Decimal(0)), contribution.currency),
    )
    check_payment(payment, today=today, origin=statement.get("origin"))
    return payment


def check_payment(
    payment: Payment, *, today: date, origin: UnidentifiedReceipt | None = None
) -> None:
    """Raise Invalid with everything a bank statement cannot say, or says a second time."""
    reasons = []
    if not payment.bank_reference:
        sentence = _("Give the reference of the bank.")
        reasons.append(Reason("bank_reference_missing", sentence, "bank_reference"))
    elif _known(payment.bank_reference, origin):
        sentence = _("A receipt with this bank reference is already recorded.")
        reasons.append(Reason("bank_reference_known", sentence, "bank_reference"))
    if payment.value_on > today:
        sentence = _("The value date lies in the future.")
        reasons.append(Reason("value_date_in_future", sentence, "value_on"))
    if not payment.money.is_positive:
        reasons.append(Reason("amount_missing", _("Give an amount above nothing."), "amount"))
    if payment.charges.is_negative:
        sentence = _("Bank charges cannot be below nothing.")
        reasons.append(Reason("charges_negative", sentence, "bank_charges"))
    if reasons:
        raise Invalid(reasons=reasons)


def _known(bank_reference: str, origin: UnidentifiedReceipt | None) -> bool:
    """Tell whether the reference is taken, by a receipt or by unidentified cash other than this."""
    placed = Receipt.objects.annotate(upper=Upper("bank_reference"))
    waiting = UnidentifiedReceipt.objects.annotate(upper=Upper("bank_reference"))
    others = waiting.exclude(pk=origin.pk) if origin else waiting
    return any(found.filter(upper=bank_reference.upper()).exists() for found in (placed, others))


def _warning(money: Money, *, usd: Decimal | None, on: date) -> dict[str, Any] | None:
    """Return what to record where the bank's dollars are too far off the table (DOMAIN 2.6)."""
    if usd is None:
        return None
    found = implied_rate_warning(money, usd=Money(usd, balances.USD), on=on)
    if found is None:
        return None
    return {
        "code": "implied_rate_off",
        "implied": f"{found.implied:f}",
        "table": f"{found.table:f}",
        "deviation": f"{found.deviation:f}",
        "rate_on": found.rate_date.isoformat(),
    }


def book(
    contribution: Contribution,
    payment: Payment,
    valued: UsdValue,
    *,
    entered_by: UUID | None,
    now: datetime,
) -> Receipt:
    """Save the receipt and move its cash into the locked contribution's columns.

    Nobody enters what others have published; the database accepts that of such a receipt alone.
    """
    owed = max(contribution.due - contribution.settled, Decimal(0))
    applied = min(payment.money.amount, max(owed - payment.charges.amount, Decimal(0)))
    usd_applied = balances.share(valued.usd.amount, part=applied, of=payment.money.amount)
    receipt = Receipt.objects.create(
        contribution=contribution,
        bank_reference=payment.bank_reference,
        value_on=payment.value_on,
        currency=contribution.currency,
        amount=payment.money.amount,
        applied=applied,
        unapplied=payment.money.amount - applied,
        bank_charges=payment.charges.amount,
        usd=valued.usd.amount,
        usd_applied=usd_applied,
        rate=valued.rate,
        rate_on=valued.rate_date,
        rate_source=valued.source,
        entered_by_id=entered_by,
        relationship_owner_id=contribution.relationship_owner_id,
        entered_at=now,
    )
    _count(receipt, contribution, eaten=min(receipt.bank_charges, owed - applied))
    return receipt


def _count(receipt: Receipt, contribution: Contribution, *, eaten: Decimal) -> None:
    """Count it; ``eaten`` is what bank charges settle, which is never more than is owed."""
    contribution.received += receipt.amount
    contribution.received_usd += receipt.usd
    contribution.unapplied += receipt.unapplied
    contribution.unapplied_usd += receipt.usd - receipt.usd_applied
    contribution.bank_charges += eaten
    contribution.version += 1
    contribution.save()


def _told(receipt: Receipt) -> dict[str, Any]:
    """Return what the trail says of a receipt."""
    return {
        "donor": receipt.contribution.organisation_id,
        "receipt": receipt.pk,
        "bank_reference": receipt.bank_reference,
        "value_on": receipt.value_on,
        "received": receipt.money,
        "unapplied": Money(receipt.unapplied, receipt.currency),
        "bank_charges": Money(receipt.bank_charges, receipt.currency),
        "usd": Money(receipt.usd, balances.USD),
        "rate": receipt.rate,
        "rate_on": receipt.rate_on,
    }
