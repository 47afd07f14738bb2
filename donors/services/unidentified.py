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
    receipts.check_statement(
        bank_reference=bank_reference.strip(),
        value_on=value_on,
        amount=Money(amount, currency),
        charges=Money.zero(currency),
        today=day_of(now),
    )
    valued = to_usd(Money(amount, currency), on=value_on)
    with transaction.atomic():
        cash: UnidentifiedReceipt = engine.create(
            UNIDENTIFIED_RECEIPT,
            UnidentifiedReceipt(
                bank_reference=bank_reference.strip(),
                value_on=value_on,
                currency=currency,
                amount=valued.original.amount,
                usd=valued.usd.amount,
                rate=valued.rate,
                rate_on=valued.rate_date,
                rate_source=valued.source,
                remark=remark.strip(),
            ),
            actor=actor,
            now=now,
            role=BY_TREASURY.role_of(actor),
            data={"received": valued.original, "usd": valued.usd},
        )
        ledger.post(
            kind=JournalKind.RECEIVE_UNIDENTIFIED,
            subject_type=UNIDENTIFIED_RECEIPT.key,
            subject_id=cash.pk,
            seq=1,
            value_on=value_on,
            actor=actor,
            now=now,
            text=cash.bank_reference,
            entries=_in_suspense(cash, sign=1),
        )
    return cash


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
