"""Cash without a known reason: entered as it came, identified later by a treasury officer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, NotAllowed, NotFound, Reason
from common.money import Money
from donors.choices.ledger import Account, JournalKind
from donors.lifecycle.balances import USD
from donors.machines.adjustments import UNIDENTIFIED_RECEIPT
from donors.models import Pledge, Receipt, UnidentifiedReceipt
from donors.policies.money import BY_TREASURY
from donors.services import ledger, receipts
from donors.services.ledger import Entry, Rate
from donors.services.receipts import Payment
from reference.services.rates import UsdValue, to_usd
from workflows import engine
from workflows.actors import Actor


def enter_unidentified(
    *,
    bank_reference: str,
    value_on: date,
    amount: Decimal,
    currency: str,
    actor: Actor,
    now: datetime,
    remark: str = "",
) -> UnidentifiedReceipt:
    """Enter cash nobody can place yet; it is unapplied and belongs to no contribution.

    Raises:
        NotAllowed (not a treasury officer), Invalid (as for any receipt), MissingRate.
    """
    if not BY_TREASURY(None, actor):
        raise NotAllowed(BY_TREASURY.sentence, data={"roles": list(BY_TREASURY.roles)})
    payment = Payment(
        bank_reference=bank_reference.strip(),
        value_on=value_on,
        money=Money(amount, currency),
        charges=Money.zero(currency),
    )
    receipts.check_payment(payment, today=day_of(now))
    with transaction.atomic():
        cash = _suspended(payment, remark.strip())
        engine.create(
            UNIDENTIFIED_RECEIPT,
            cash,
            actor=actor,
            now=now,
            role=BY_TREASURY.role_of(actor),
            data={"received": cash.money, "usd": Money(cash.usd, USD)},
        )
        _post(cash, actor=actor, now=now)
    return cash


def _suspended(payment: Payment, remark: str) -> UnidentifiedReceipt:
    """Return the cash at the rate of its day."""
    valued = to_usd(payment.money, on=payment.value_on)
    return UnidentifiedReceipt(
        bank_reference=payment.bank_reference,
        value_on=payment.value_on,
        currency=payment.money.currency,
        amount=payment.money.amount,
        usd=valued.usd.amount,
        rate=valued.rate,
        rate_on=valued.rate_date,
        rate_source=valued.source,
        remark=remark,
    )


def _post(cash: UnidentifiedReceipt, *, actor: Actor, now: datetime) -> None:
    ledger.post(
        kind=JournalKind.RECEIVE_UNIDENTIFIED,
        subject_type=UNIDENTIFIED_RECEIPT.key,
        subject_id=cash.pk,
        seq=1,
        value_on=cash.value_on,
        actor=actor,
        now=now,
        text=cash.bank_reference,
        entries=_in_suspense(cash, sign=1),
    )


def identify(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    pledge: UUID,
    version: int | None = None,
    reason: str = "",
) -> UnidentifiedReceipt:
    """Say which pledge unidentified cash pays; it becomes a receipt at the dollars booked."""

    def place(act: engine.Act) -> None:
        ledger.post_act(
            act,
            kind=JournalKind.IDENTIFY,
            value_on=day_of(act.now),
            text=act.subject.bank_reference,
            entries=_in_suspense(act.subject, sign=-1),
        )
        act.data["pledge"] = pledge

    with transaction.atomic():
        cash = _open(pk, actor)
        _check_currency(cash, pledge, actor)
        receipt = _receipt(cash, pledge, actor=actor, now=now)
        identified: UnidentifiedReceipt = engine.perform(
            UNIDENTIFIED_RECEIPT,
            pk=pk,
            name="identify",
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            given={"pledge": pledge, "receipt": receipt.pk},
            after=place,
        )
    return identified


def _open(pk: UUID, actor: Actor) -> UnidentifiedReceipt:
    """Lock the cash first: of two who place it the second finds it gone."""
    cash: UnidentifiedReceipt = engine.lock(UNIDENTIFIED_RECEIPT, pk=pk, actor=actor)
    engine.judge(cash, UNIDENTIFIED_RECEIPT.declared("identify"), actor)
    return cash


def _check_currency(cash: UnidentifiedReceipt, pledge_id: UUID, actor: Actor) -> None:
    pledge = Pledge.objects.visible_to(actor).filter(pk=pledge_id).first()
    if pledge is None:
        raise NotFound
    if pledge.currency != cash.currency:
        sentence = _("The pledge is in another currency than the cash.")
        raise Invalid(reasons=[Reason("currency_differs", sentence, "pledge")])


def _receipt(cash: UnidentifiedReceipt, pledge: UUID, *, actor: Actor, now: datetime) -> Receipt:
    receipts.record_receipt(
        pk=pledge,
        actor=actor,
        now=now,
        bank_reference=cash.bank_reference,
        value_on=cash.value_on,
        amount=cash.amount,
        origin=cash,
        valued=UsdValue(
            original=cash.money,
            usd=Money(cash.usd, USD),
            rate=cash.rate,
            rate_date=cash.rate_on,
            source=cash.rate_source,
        ),
    )
    return Receipt.objects.get(bank_reference=cash.bank_reference)


def _in_suspense(cash: UnidentifiedReceipt, *, sign: int) -> list[Entry]:
    """Return unapplied cash of nobody, coming or going."""
    rate = Rate(units=cash.rate, on=cash.rate_on, source=cash.rate_source)
    return [
        Entry(
            account=account,
            amount=direction * cash.amount,
            usd=direction * cash.usd,
            currency=cash.currency,
            rate=rate,
        )
        for account, direction in ((Account.CASH, sign), (Account.UNAPPLIED, -sign))
    ]
