"""The parcel as the engine knows it, and its services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.toy.lifecycle import ParcelFacts
from tests.toy.models import Parcel
from workflows import engine
from workflows.actors import Actor
from workflows.allowed import steps_of
from workflows.models import AllowedMove
from workflows.moves import Requirement
from workflows.registry import Machine, Verb


def parcel_facts(
    subject: Parcel, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> ParcelFacts:
    """Return what the guards of one parcel may know."""
    return ParcelFacts(actor=actor, now=now, given=given, paid=subject.paid)


PARCEL = Machine(
    key="parcel",
    model=Parcel,
    initial="packed",
    facts=parcel_facts,
    parties=lambda parcel: [parcel.organisation_id],
)


def _verb(name: str) -> Verb:
    def take(
        *,
        pk: UUID,
        actor: Actor,
        now: datetime,
        version: int | None = None,
        reason: str = "",
        **given: Any,
    ) -> Parcel:
        parcel: Parcel = engine.perform(
            PARCEL,
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            given=given,
        )
        return parcel

    return take


PARCEL.verbs.update({name: _verb(name) for name in PARCEL.moves})

STILL_HERE = Requirement(lambda parcel: parcel.state == "packed", "It has left.", "gone")


def pack(*, actor: Actor, now: datetime, organisation_id: UUID, **fields: Any) -> Parcel:
    """Make a parcel of one organisation."""
    parcel = Parcel(organisation_id=organisation_id, packed_by_id=actor.person_id, **fields)
    engine.create(PARCEL, parcel, actor=actor, now=now, role="programme_officer")
    return parcel


def relabel(*, pk: UUID, actor: Actor, reference: str, version: int | None = None) -> Parcel:
    """Change the label of a parcel that has not left."""
    parcel: Parcel = engine.edit(PARCEL, pk=pk, actor=actor, version=version, allowed=STILL_HERE)
    parcel.reference = reference
    parcel.save()
    return parcel


def permit_steps() -> None:
    """Tell the database the steps of a parcel; run by the owner after each migration."""
    AllowedMove.objects.bulk_create(
        (AllowedMove(machine=m, source=s, target=t) for m, s, t in sorted(steps_of(PARCEL))),
        ignore_conflicts=True,
    )
