"""Seek funding: tell the State first, and show its needs to donors only if it does not object."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from reference.services.parameters import count_of
from reference.services.working_days import deadline_after
from ta_requests.machines import CIRCULATION
from ta_requests.models import Circulation, Request
from ta_requests.services.following import lock_request_of
from ta_requests.services.funding import derive
from ta_requests.services.pace import as_system, step
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, create, perform
from workflows.principal import speaking_as


def seek_funding(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Open an assessed request for funding; its State has 5 working days to object."""

    def tell_state(act: Act) -> None:
        act.data.update(_notice(act.subject, actor=actor, now=now))

    return step(
        pk=pk,
        name="seek_funding",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=tell_state,
    )


def reaffirm(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    still_needed: bool = False,
    figures_reviewed: bool = False,
) -> Request:
    """Seek funds again for what lapsed, with a new circulation."""

    def tell_state(act: Act) -> None:
        end_open(act.subject, actor=actor, now=now)
        act.data.update(_notice(act.subject, actor=actor, now=now))

    return step(
        pk=pk,
        name="reaffirm",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"still_needed": still_needed, "figures_reviewed": figures_reviewed},
        after=tell_state,
    )


def _notice(request: Request, *, actor: Actor, now: datetime) -> dict[str, Any]:
    deadline = deadline_after(now, working_days=count_of("circulation_working_days"))
    circulation = Circulation(
        request=request,
        organisation_id=request.organisation_id,
        number=request.circulations.count() + 1,
        consent_class=request.consent_class,
        deadline_at=deadline,
    )
    with speaking_as(SYSTEM):
        create(
            CIRCULATION,
            circulation,
            actor=SYSTEM,
            now=now,
            role="system",
            data={"deadline": deadline, "caused_by": actor.person_id},
        )
    return {"circulation": circulation.number, "deadline": deadline}


def circulate(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Circulation:
    """Show the request to donors when nobody objected in time; only the system does."""

    def show(act: Act) -> None:
        request_id = act.subject.request_id
        act.data.update(consent_class=act.subject.request.consent_class)
        as_system(pk=request_id, name="show_to_donors", now=now, caused_by=actor)
        derive(request_id, now=now, caused_by=actor)

    return _of_circulation("circulate", pk, actor, now, version, reason, show)


def object(  # noqa: A001 - the word of the machine; verbs are called through their module
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Circulation:
    """Object for the State: nothing is shown, the request goes back to assessed."""

    def send_back(act: Act) -> None:
        as_system(pk=act.subject.request_id, name="return_objected", now=now, caused_by=actor)

    return _of_circulation("object", pk, actor, now, version, reason, send_back)


def end(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Circulation:
    """End a circulation whose request left; only the system does."""
    return _of_circulation("end", pk, actor, now, version, reason, None)


def _of_circulation(
    name: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    after: Any,
) -> Circulation:
    with transaction.atomic():
        lock_request_of(Circulation, pk)
        circulation: Circulation = perform(
            CIRCULATION,
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            after=after,
        )
    return circulation


def end_open(request: Request, *, actor: Actor, now: datetime) -> None:
    """End the circulation under way, if there is one; the request is locked."""
    with speaking_as(SYSTEM):
        for circulation in Circulation.objects.filter(request=request).open():
            perform(
                CIRCULATION,
                pk=circulation.pk,
                name="end",
                actor=SYSTEM,
                now=now,
                data={"caused_by": actor.person_id},
            )


def show_to_donors(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Put a circulated request on show; only the system does."""
    return step(pk=pk, name="show_to_donors", actor=actor, now=now, version=version, reason=reason)


def return_objected(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Take a request back after an objection; only the system does."""
    return step(pk=pk, name="return_objected", actor=actor, now=now, version=version, reason=reason)
