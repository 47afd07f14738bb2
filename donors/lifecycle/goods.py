"""Where each part of a pledge in kind stands, with its booked dollars (goods; services nowhere).

What came is worth its share of the whole, always of everything so far: what is booked piece by
piece adds up to the value agreed, in the original currency and in dollars.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from common.money import Money
from donors.choices.ledger import Account
from donors.choices.promises import InKindKind, InKindState
from donors.lifecycle.stages import NONE, Stages, Sum, dollars

BOOKED: Final = (InKindState.AGREED, InKindState.DELIVERED, InKindState.ENDED)


def came(gift: Any) -> Sum:
    """Return what the confirmed quantity is worth."""
    whole = Money(gift.value, gift.currency)
    share = whole.times(Fraction(gift.delivered_quantity) / Fraction(gift.quantity))
    return Sum(share.amount, dollars(gift.usd, part=gift.delivered_quantity, of=gift.quantity))


def goods(gift: Any) -> Stages:
    """Return what stands on each account: debits above nothing, credits below; the sum is nothing.

    Once a pledge has ended, what did not come was never given.
    """
    if gift.kind != InKindKind.GOODS or gift.state not in BOOKED:
        return {}
    here = came(gift)
    whole = here if gift.state == InKindState.ENDED else Sum(gift.value, gift.usd)
    return {
        Account.GOODS_IN_KIND: whole - here,
        Account.GOODS_RECEIVED: here,
        Account.IN_KIND: NONE - whole,
    }
