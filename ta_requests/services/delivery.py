"""The delivery from its opening to the end of its accounts, in step with its request."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from ta_requests import ports
from ta_requests.choices.delivery import DeliveryState, OutputStatus
from ta_requests.machines import DELIVERY
from ta_requests.models import Delivery, Feedback, Output, Request
from ta_requests.services.following import (
    as_system,
    drive_request,
    each_as_system,
    lock_request_of,
    person_of,
    plain,
    required,
    wrong,
)
from ta_requests.services.outputs import accept_output_by_silence, take_back_notices
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, create, perform
from workflows.principal import speaking_as

agree_plan = plain(DELIVERY, "agree_plan")
approve = plain(DELIVERY, "approve")
reopen_plan = plain(DELIVERY, "reopen_plan")
begin = plain(DELIVERY, "begin")
resume = plain(DELIVERY, "resume")
cancel = plain(DELIVERY, "cancel")
remind_follow_up = plain(DELIVERY, "remind_follow_up")

FOLLOWING: Final = {
    "start": "begin",
    "suspend": "suspend",
    "resume": "resume",
    "terminate": "cancel",
    "withdraw": "cancel",
}
"""What the system does to the delivery when something happens to the request."""


def open_delivery(*, request: Request, actor: Actor, now: datetime) -> Delivery:
    """Open the delivery of a funded request, or return the one that is already open.

    Called by the system while the request is locked.
    """
    with speaking_as(SYSTEM):
        of_request = Delivery.objects.filter(request=request)
        living = of_request.exclude(state=DeliveryState.CANCELLED).first()
        if living is not None:
            return living
        number = of_request.count() + 1
        delivery = Delivery(
            request=request,
            organisation_id=request.organisation_id,
            number=number,
            reference=f"{request.reference}-D{number}",
        )
        create(
            DELIVERY,
            delivery,
            actor=SYSTEM,
            now=now,
            role="system",
            data={"caused_by": actor.person_id},
        )
    return delivery


def follow_request(
    *, request: Request, change: str, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Take the delivery along: start, suspend, resume, terminate, withdraw, complete or close.

    Called by the request's own act while the request is locked; what the delivery refuses
    (outputs or goods still open) refuses the act as a whole.
    """
    delivery = (
        Delivery.objects.filter(request=request).exclude(state=DeliveryState.CANCELLED).first()
    )
    if delivery is None:
        return
    if change == "complete":
        if delivery.state != DeliveryState.OPERATIONALLY_CLOSED:
            close_operationally(pk=delivery.pk, actor=actor, now=now)
    elif change == "close":
        if delivery.state != DeliveryState.FINANCIALLY_CLOSED:
            close_financially(pk=delivery.pk, actor=actor, now=now)
    else:
        as_system(
            DELIVERY,
            pk=delivery.pk,
            name=FOLLOWING[change],
            now=now,
            caused_by=actor,
            reason=reason,
            after=take_back_notices if change == "suspend" else None,
        )


def suspend(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Delivery:
    """Stand still with the request; clocks of outputs stop and are started anew afterwards."""
    delivery: Delivery = perform(
        DELIVERY,
        pk=pk,
        name="suspend",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=take_back_notices,
    )
    return delivery


def close_operationally(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Delivery:
    """End the work; the request is completed in the same act."""
    return _end(
        pk=pk,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        name="close_operationally",
        request_verb="complete",
        request_state="in_delivery",
    )


def close_financially(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Delivery:
    """End the accounts; the request is closed in the same act."""
    with transaction.atomic():
        # Contributions are locked before the request, whoever begins (DOMAIN 3).
        for request_id in Delivery.objects.filter(pk=pk).values_list("request_id", flat=True):
            ports.funding().hold(request_id=request_id)
        return _end(
            pk=pk,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            name="close_financially",
            request_verb="close",
            request_state="completed",
        )


def _end(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    name: str,
    request_verb: str,
    request_state: str,
) -> Delivery:
    def take_along(act: Act) -> None:
        outputs = Output.objects.filter(delivery=act.subject)
        act.data["outputs"] = {str(output.number): output.status for output in outputs}
        drive_request(
            request_id=act.subject.request_id,
            name=request_verb,
            source=request_state,
            actor=actor,
            now=now,
        )

    with transaction.atomic():
        lock_request_of(Delivery, pk)
        delivery: Delivery = perform(
            DELIVERY,
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=take_along,
        )
    return delivery


def give_feedback(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    rating: int,
    text: str = "",
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Say for the State how useful the assistance was, from 1 to 5."""
    if not 1 <= rating <= 5:
        raise wrong("rating_out_of_range", _("The rating goes from 1 to 5."), "rating")

    def keep(act: Act) -> None:
        Feedback.objects.create(
            delivery=act.subject, rating=rating, text=text, person_id=person_of(actor), at=now
        )

    delivery: Delivery = perform(
        DELIVERY,
        pk=pk,
        name="give_feedback",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"rating": rating},
        after=keep,
    )
    return delivery


def record_follow_up(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    findings: str,
    version: int | None = None,
    reason: str = "",
) -> Delivery:
    """Record what is left of the results a year later."""
    text = required(findings, field="findings", sentence=_("Say what was found."))
    delivery: Delivery = perform(
        DELIVERY,
        pk=pk,
        name="record_follow_up",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"findings": text},
    )
    return delivery


def advance(now: datetime) -> int:
    """Accept by silence what States left unanswered, remind of follow-ups; return how many."""
    with speaking_as(SYSTEM):
        silent = list(
            Output.objects.filter(
                status=OutputStatus.NOTICED,
                silence_due_at__lte=now,
                delivery__state=DeliveryState.IMPLEMENTATION,
            ).values_list("delivery_id", "pk")
        )
        due = list(
            Delivery.objects.filter(
                follow_up_on__lte=day_of(now),
                follow_up_reminded_at__isnull=True,
                followed_up_at__isnull=True,
            ).values_list("pk", flat=True)
        )

    def accept(pair: Any) -> None:
        accept_output_by_silence(pk=pair[0], output_id=pair[1], actor=SYSTEM, now=now)

    return each_as_system(silent, accept) + each_as_system(
        due, lambda pk: remind_follow_up(pk=pk, actor=SYSTEM, now=now)
    )
