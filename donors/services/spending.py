"""Obligations and expenditures against released money, as net totals; the ledger follows them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from donors.models import Allotment
from donors.services.holding import act
from workflows.actors import Actor


def obligate(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    amount: Decimal,
) -> Allotment:
    """Enter an obligation, net of support cost, in the allotment's currency."""
    return act(
        name="obligate", pk=pk, actor=actor, now=now, version=version, reason=reason, amount=amount
    )


def deobligate(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    amount: Decimal,
) -> Allotment:
    """Cancel an obligation or a part of it."""
    return act(
        name="deobligate",
        pk=pk,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        amount=amount,
    )


def spend(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    amount: Decimal,
) -> Allotment:
    """Enter an expenditure, net; support cost is booked at the agreed rate on all spent so far."""
    return act(
        name="spend", pk=pk, actor=actor, now=now, version=version, reason=reason, amount=amount
    )


def close(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Allotment:
    """Close an allotment whose obligations are liquidated and whose balance was taken back."""
    return act(name="close", pk=pk, actor=actor, now=now, version=version, reason=reason)
