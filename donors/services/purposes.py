"""Read what a pledge is for and tied to: only what its donor may know of, and what exists."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason
from donors.models import Pledge
from reference.models import AssistanceType, Country, Region, Theme
from ta_requests.models import Component, Request
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

CODES: Final[dict[str, type[models.Model]]] = {
    "countries": Country,
    "regions": Region,
    "themes": Theme,
    "assistance_types": AssistanceType,
}


def _unknown(field: str) -> Invalid:
    sentence = _("This is not known, or not known to this donor.")
    return Invalid(reasons=[Reason("purpose_unknown", sentence, field)])


def donors_eyes(donor_id: UUID) -> Actor:
    """Return an actor who sees what any person of this donor sees."""
    return Actor(organisation_id=donor_id, scopes=frozenset({"donor"}))


def request_for(donor_id: UUID, request_id: UUID, *, field: str = "request") -> Request:
    """Return a request the donor may pledge to: consented to it, or its own (DOMAIN 2.4).

    Looked up as the system, because the donor's side of a State sees no file of its other side.

    Raises:
        Invalid: unknown, or not for this donor's eyes (both look the same).
    """
    with speaking_as(SYSTEM):
        known = Request.objects.filter(pk=request_id)
        shown = known.visible_to(donors_eyes(donor_id))
        found = known.filter(organisation_id=donor_id).first() or shown.first()
    if found is None:
        raise _unknown(field)
    return found


def components_for(
    donor_id: UUID, component_ids: Collection[UUID], *, request_id: UUID | None
) -> list[Component]:
    """Return components of requests the donor may pledge to; of one only, if one is named.

    Raises:
        Invalid: one of them is not.
    """
    wanted = set(component_ids)
    with speaking_as(SYSTEM):
        found = list(Component.objects.standing().filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise _unknown("components")
    for each in {component.request_id for component in found}:
        if request_id is not None and each != request_id:
            sentence = _("A component must belong to the request that is named.")
            raise Invalid(reasons=[Reason("component_elsewhere", sentence, "components")])
        request_for(donor_id, each, field="components")
    return found


def codes_for(field: str, codes: Collection[str]) -> Sequence[models.Model]:
    """Return the rows of a code list by code; Invalid when one is unknown."""
    found = list(CODES[field]._default_manager.filter(pk__in=set(codes)))
    if len(found) != len(set(codes)):
        raise _unknown(field)
    return found


def tie(pledge: Pledge, values: dict[str, Any]) -> None:
    """Set the constraint sets that are among ``values``; the pledge is saved already."""
    if "components" in values:
        wanted = values["components"]
        components = components_for(pledge.organisation_id, wanted, request_id=pledge.request_id)
        _set_components(pledge, components)
    elif "request" in values and pledge.request_id is not None:
        with speaking_as(SYSTEM):
            kept = list(pledge.components.filter(request_id=pledge.request_id))
        _set_components(pledge, kept)
    for field in CODES.keys() & values.keys():
        getattr(pledge, field).set(codes_for(field, values[field]))


def _set_components(pledge: Pledge, components: Collection[Component]) -> None:
    rows = Pledge.components.through._default_manager
    rows.filter(pledge=pledge).delete()
    rows.bulk_create(
        Pledge.components.through(pledge_id=pledge.pk, component_id=component.pk)
        for component in components
    )
