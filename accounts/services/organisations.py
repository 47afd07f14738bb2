"""Organisations are kept by administrators."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Organisation
from accounts.services.duties import check_administrator
from common.errors import NotFound
from workflows.actors import Actor


def add(*, kind: str, name: str, country_id: str | None, actor: Actor) -> Organisation:
    """Save a new organisation; the database refuses a second one of a State.

    Raises:
        NotAllowed, ValidationError (what the model itself refuses).
    """
    check_administrator(actor)
    organisation = Organisation(kind=kind, name=name, country_id=country_id or None)
    organisation.full_clean(validate_constraints=True)
    organisation.save(force_insert=True)
    return organisation


def rename(*, pk: UUID, name: str, actor: Actor) -> Organisation:
    """Correct the name of an organisation; its kind and country never change.

    Raises:
        NotAllowed, NotFound, ValidationError.
    """
    check_administrator(actor)
    organisation = Organisation.objects.visible_to(actor).select_for_update().filter(pk=pk).first()
    if organisation is None:
        raise NotFound
    organisation.name = name
    organisation.full_clean(validate_constraints=True)
    organisation.save(update_fields=["name"])
    return organisation
