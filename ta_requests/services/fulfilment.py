"""The request while it is delivered: start, suspend, resume, terminate, complete, close."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ta_requests.models import Request
from ta_requests.services import delivery
from ta_requests.services.pace import step
from workflows.actors import Actor
from workflows.engine import Act


def start_delivery(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Begin to deliver on the agreed work plan with released cash."""
    return _follow("start_delivery", "start", pk, actor, now, version, reason, {})


def suspend(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Stop the delivery for a time; new obligations stop with it."""
    return _follow("suspend", "suspend", pk, actor, now, version, reason, {})


def resume(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Take a suspended delivery up again."""
    return _follow("resume", "resume", pk, actor, now, version, reason, {})


def terminate(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    state_told_on: date | None = None,
    settlement_plan: str = "",
) -> Request:
    """End the delivery early; what is allotted stays until it is settled."""
    given = {"state_told_on": state_told_on, "settlement_plan": settlement_plan}
    return _follow("terminate", "terminate", pk, actor, now, version, reason, given)


def complete(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Record the end of the work; the event says on what ground outputs count as accepted."""
    return _follow("complete", "complete", pk, actor, now, version, reason, {})


def close(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Close the file once allotments are closed and reports accepted."""
    return _follow("close", "close", pk, actor, now, version, reason, {})


def _follow(
    name: str,
    change: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    given: dict[str, Any],
) -> Request:
    def take_along(act: Act) -> None:
        request: Request = act.subject
        if name == "complete":
            act.data.update(basis=request.completion_basis, follow_up_on=request.follow_up_on)
        if name == "start_delivery":
            act.data.update(cash_usd=request.cash_at_start_usd)
        delivery.follow_request(request=request, change=change, actor=actor, now=now, reason=reason)

    return step(
        pk=pk,
        name=name,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given=given,
        data=given,
        after=take_along,
    )
