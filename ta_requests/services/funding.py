"""Take in what the donors' room says about money, and derive whether a request is funded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from common.written import Written
from ta_requests.choices.request import RequestState
from ta_requests.machines import REQUEST
from ta_requests.models import Component, ComponentFunding, FundingPosition, Request
from ta_requests.models.request_facts import covers_phase_one
from ta_requests.ports import ComponentPosition, Position
from ta_requests.services import delivery
from ta_requests.services.following import wrong
from ta_requests.services.pace import reread, step
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, edit
from workflows.principal import briefly_as, reading_everything

__all__ = [
    "ComponentPosition",
    "Position",
    "derive",
    "fund",
    "lock_request",
    "unfund",
    "update_position",
]

TOTALS = (
    "pledged_usd",
    "committed_usd",
    "received_usd",
    "released_usd",
    "open_obligations_usd",
    "expenditure_usd",
    "allotments_open",
    "reports_open",
    "local_resources_cover_phase_1",
)
PARTS = ("released_net_usd", "in_kind_covered", "pledged_usd", "committed_usd", "received_usd")


HOLDING = Written(
    lambda *, pk: (
        Request.objects.filter(pk=pk).order_by().select_for_update(of=("self",)).values_list("pk")
    ),
    pk=UUID,
)


def lock_request(pk: UUID) -> None:
    """Lock a request, whoever asks, after the contributions by id ascending (DOMAIN 3).

    Raises:
        NotFound: there is no such request.
    """
    with reading_everything():
        if not HOLDING(pk=pk):
            raise NotFound


def update_position(
    *, request_id: UUID, now: datetime, position: Position, caused_by: Actor = SYSTEM
) -> Request:
    """Write the figures of one request and take it to funded, or back, as they say.

    Equal figures change nothing, so repeating a push is harmless. The request's version grows.

    Raises:
        NotFound: no such request. Invalid: ``unknown_component``.
    """
    with briefly_as(SYSTEM):
        request: Request = edit(REQUEST, pk=request_id, actor=SYSTEM, version=None, allowed=None)
        changed = _write(request, position, now=now)
        if changed:
            request.save(update_fields=["version", "updated_at"])
        followed = _follow(request, now=now, caused_by=caused_by)
        return reread(request_id) if followed or not changed else request


def _check_components(request: Request, unknown: Collection[UUID]) -> None:
    """Refuse components that are not the request's; those with figures were asked for before."""
    if not unknown:
        return
    known = Component.objects.of_request(request.pk).filter(pk__in=unknown)
    if known.count() != len(unknown):
        raise wrong("unknown_component", _("There is no such component."), "components")


def _write(request: Request, position: Position, *, now: datetime) -> bool:
    """Write what differs; tell whether anything did."""
    parts = {part.component_id: part for part in request.component_fundings.all()}
    _check_components(request, position.components.keys() - parts.keys())
    kept = next(iter(FundingPosition.objects.filter(request=request).order_by()), None)
    changed = kept is None or _differs(kept, position, TOTALS)
    if changed:
        kept = kept or FundingPosition(request=request)
        _copy(position, kept, TOTALS)
        kept.as_of = now
        kept.save()  # nobody else writes it: the request is held
    for component_id in sorted({*parts, *position.components}):
        wanted = position.components.get(component_id, ComponentPosition())
        part = parts.get(component_id) or ComponentFunding(
            component_id=component_id, request=request
        )
        if component_id not in parts or _differs(part, wanted, PARTS):
            _copy(wanted, part, PARTS)
            part.save()
            changed = True
    return changed


def _differs(one: Any, other: Any, names: Collection[str]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _copy(figures: Any, row: Any, names: Collection[str]) -> None:
    for name in names:
        setattr(row, name, getattr(figures, name))


def derive(request_id: UUID, *, now: datetime, caused_by: Actor) -> None:
    """Take the request to funded, or back to seeking funds, where the figures say so."""
    with briefly_as(SYSTEM):
        _follow(reread(request_id), now=now, caused_by=caused_by)


def _follow(request: Request, *, now: datetime, caused_by: Actor) -> bool:
    """Take the step the figures ask for, if any; tell whether one was taken."""
    if request.state not in {RequestState.FUNDING_SOUGHT, RequestState.FUNDED}:
        return False
    shown = request.circulated_at is not None
    covered = covers_phase_one(request)
    if request.state == RequestState.FUNDING_SOUGHT and shown and covered:
        fund(pk=request.pk, actor=SYSTEM, now=now, caused_by=caused_by)
        return True
    if request.state == RequestState.FUNDED and not covered:
        unfund(pk=request.pk, actor=SYSTEM, now=now, caused_by=caused_by)
        return True
    return False


def fund(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    caused_by: Actor = SYSTEM,
) -> Request:
    """Record that released money covers phase 1; derived, so only the system does."""

    def tell(act: Act) -> None:
        _tell(act)
        delivery.open_delivery(request=act.subject, actor=caused_by, now=now)

    return step(
        pk=pk,
        name="fund",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"caused_by": caused_by.person_id},
        after=tell,
    )


def unfund(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    caused_by: Actor = SYSTEM,
) -> Request:
    """Record that released money no longer covers phase 1; derived, so only the system does."""
    return step(
        pk=pk,
        name="unfund",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        data={"caused_by": caused_by.person_id},
        after=_tell,
    )


def _tell(act: Act) -> None:
    released = FundingPosition.objects.filter(request=act.subject).values_list(
        "released_usd", flat=True
    )
    act.data.update(released_usd=released.first())
