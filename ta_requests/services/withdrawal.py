"""Take a request back: by the State while nothing is obligated, else with a refund plan."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ta_requests import ports
from ta_requests.models import Request
from ta_requests.services import assessment, delivery
from ta_requests.services.circulation import end_open
from ta_requests.services.clarification import drop_question
from ta_requests.services.pace import reread, seen, step
from workflows.actors import Actor
from workflows.engine import Act


def withdraw(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Take the request back for its State; every allotment is reversed in the same transaction."""
    return _withdraw("withdraw", pk, actor, now, version, reason, {})


def withdraw_with_refund_plan(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    refund_plan: str = "",
) -> Request:
    """Withdraw although money is obligated; allotments are reversed down to that."""
    given = {"refund_plan": refund_plan}
    return _withdraw("withdraw_with_refund_plan", pk, actor, now, version, reason, given)


def _withdraw(
    name: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    given: dict[str, str],
) -> Request:
    def leave(act: Act) -> None:
        request: Request = act.subject
        drop_question(request, now=now)
        assessment.cancel_open(request=request, actor=actor, now=now, reason=reason)
        end_open(request, actor=actor, now=now)
        delivery.follow_request(
            request=request, change="withdraw", actor=actor, now=now, reason=reason
        )
        ports.funding().release_everything(request_id=pk, actor=actor, now=now)

    with transaction.atomic():
        seen(pk, actor=actor)
        ports.funding().hold(request_id=pk)
        step(
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            given=given,
            data=given,
            after=leave,
        )
        return reread(pk)
