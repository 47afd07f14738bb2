"""Hold what an act on an allotment touches, in the one order: contribution, request, the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from common.errors import NotFound
from common.money import Money
from donors.choices.money import AllotmentState
from donors.lifecycle import balances
from donors.machines.allotment import ALLOTMENT
from donors.models import Allotment, Contribution
from donors.services import positions, postings
from donors.services.contributions import hold_contribution, read_contribution
from workflows import engine
from workflows.actors import Actor
from workflows.together import all_or_nothing

COLUMN = {
    AllotmentState.CERTIFIED.value: "certified",
    AllotmentState.RELEASED.value: "released",
    AllotmentState.CLOSED.value: "closed",
    AllotmentState.REVERSED.value: "closed",
}
"""Where an allotment's gross stands on its contribution; in other states it stands nowhere."""


MOVED = ("certified", "released", "closed", "reversed", "version")
"""The columns of a contribution that acts on allotments move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an allotment takes from its contribution at one moment."""

    column: str | None
    gross: Decimal
    reversed: Decimal

    @classmethod
    def of(cls, allotment: Allotment) -> Standing:
        """Note it down."""
        return cls(
            column=COLUMN.get(allotment.state), gross=allotment.gross, reversed=allotment.reversed
        )


def move_cash(contribution: Contribution, *, before: Standing, after: Standing) -> None:
    """Move an allotment's gross between the contribution's columns, unsaved."""
    for standing, sign in ((before, -1), (after, 1)):
        if standing.column is not None:
            present = getattr(contribution, standing.column)
            setattr(contribution, standing.column, present + sign * standing.gross)
    contribution.reversed += after.reversed - before.reversed
    contribution.version += 1


def act(
    *,
    name: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    amount: Decimal | None = None,
    data: Mapping[str, Any] | None = None,
    value_on: date | None = None,
    also: Callable[[Contribution, Allotment, Allotment], None] | None = None,
) -> Allotment:
    """Take one step of an allotment and let contribution and request follow, all or nothing.

    ``amount`` is in the allotment's currency; Invalid when the currency has no such amount.
    ``also`` writes what goes with the step, given the allotment before and after it.
    """

    def follow(step: engine.Act) -> None:
        _follow(step, name=name, value_on=value_on)
        if also is not None:
            also(step.subject.contribution, step.before, step.subject)

    with all_or_nothing():
        contribution_id, currency = _held(pk, actor)
        money = None if amount is None else Money(amount, currency)
        allotment: Allotment = engine.perform(
            ALLOTMENT,
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            given={} if money is None else {"amount": money.amount},
            data=data,
            prepare=lambda one: setattr(one, "contribution", read_contribution(contribution_id)),
            after=follow,
        )
        positions.push([allotment.request_id], now, caused_by=actor)
    return allotment


def _follow(step: engine.Act, *, name: str, value_on: date | None) -> None:
    """Let the contribution, the ledger and what the trail says follow a step of an allotment."""
    before, after, contribution = step.before, step.subject, step.subject.contribution
    move_cash(contribution, before=Standing.of(before), after=Standing.of(after))
    contribution.save(update_fields=MOVED)
    postings.allotment_moved(step, contribution, before=before, after=after, name=name, on=value_on)
    step.data.update(_told(before, after))


def _held(pk: UUID, actor: Actor) -> tuple[UUID, str]:
    """Lock contribution and request: from here on no one else can change the allotment.

    Return whose the money is, and the allotment's currency, which never changes. Most who come too
    late are refused by the allotment's state: the contribution is read for those who are not.
    """
    visible = Allotment.objects.visible_to(actor).filter(pk=pk).order_by()
    known = visible.values_list("contribution_id", "request_id", "currency")
    found = next(iter(known), None)
    if found is None:
        raise NotFound
    contribution_id, request_id, currency = found
    hold_contribution(contribution_id)
    positions.lock([request_id])
    return contribution_id, currency


def _told(before: Allotment, allotment: Allotment) -> dict[str, Any]:
    """Return what the trail says of the money moved."""
    currency = allotment.currency
    told: dict[str, Any] = {
        "donor": allotment.organisation_id,
        "contribution": allotment.contribution_id,
        "component": allotment.component_id,
        "gross": allotment.money,
        "usd_gross": Money(allotment.usd_gross, balances.USD),
    }
    for name in ("reversed", "obligated", "spent", "psc_spent", "reversal_amount"):
        present, former = getattr(allotment, name), getattr(before, name)
        if present is not None and present != former:
            told[name] = Money(present - (former or 0), currency)
    return told
