"""Roles are granted by one administrator, confirmed by another, and revoked by any."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, RoleGrant
from accounts.services.duties import (
    check_administrator,
    check_not_oneself,
    check_second,
    held_or_pending,
    wrong_roles,
)
from common.errors import Invalid, NotFound, Reason, Refused
from workflows.actors import Actor


def grant(
    *,
    membership_id: UUID,
    role: str,
    basis: str,
    actor: Actor,
    now: datetime,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> RoleGrant:
    """Propose a role for a member; it counts once a second administrator confirms.

    ``basis`` names the paper behind it, such as a note verbale.

    Raises:
        NotAllowed, NotFound, Invalid (no such role, not for this kind, not beside the others,
        granted already, ends before it begins).
    """
    check_administrator(actor)
    membership = _member(membership_id, actor)
    check_not_oneself(actor, membership.user_id)
    begins = valid_from or now
    reasons = _wrong_role(membership, role, now=now)
    if valid_to is not None and valid_to <= begins:
        sentence = _("A grant ends after it begins.")
        reasons.append(Reason("ends_before_it_begins", sentence, "valid_to"))
    if reasons:
        raise Invalid(reasons=reasons)
    return RoleGrant.objects.create(
        membership=membership,
        person_id=membership.user_id,
        role=role,
        basis=basis,
        valid_from=begins,
        valid_to=valid_to,
        granted_by_id=actor.person_id,
        granted_at=now,
    )


def _member(membership_id: UUID, actor: Actor) -> Membership:
    """Lock the membership: of two who grant it a role the second sees what the first gave."""
    visible = Membership.objects.visible_to(actor).select_related("organisation")
    found = visible.select_for_update(of=("self",)).filter(pk=membership_id).first()
    if found is None:
        raise NotFound
    return found


def _wrong_role(membership: Membership, role: str, *, now: datetime) -> list[Reason]:
    held = held_or_pending(membership.user_id, at=now)
    reasons = wrong_roles([role], membership.organisation, held)
    if RoleGrant.objects.filter(membership=membership, role=role, revoked_at__isnull=True).exists():
        reasons.append(Reason("role_granted_already", _("This role is granted already."), "roles"))
    return reasons


def confirm(*, pk: UUID, actor: Actor, now: datetime) -> RoleGrant:
    """Put a proposed role into force, as the second administrator.

    Raises:
        NotAllowed: not an administrator, the proposer, or the person it is for. NotFound.
        Refused: it is in force already, or was revoked.
    """
    check_administrator(actor)
    granted = _locked(pk)
    check_not_oneself(actor, granted.person_id)
    check_second(actor, granted.granted_by_id)
    if granted.confirmed_at is not None or granted.revoked_at is not None:
        sentence = _("This grant was decided already.")
        raise Refused(sentence, reasons=[Reason("grant_decided", sentence)])
    granted.confirmed_by_id = actor.person_id
    granted.confirmed_at = now
    granted.save(update_fields=["confirmed_by", "confirmed_at"])
    return granted


def revoke(*, pk: UUID, actor: Actor, now: datetime) -> RoleGrant:
    """End a role at once, or take back a proposal; the row stays.

    Raises:
        NotAllowed, NotFound, Refused (revoked already).
    """
    check_administrator(actor)
    granted = _locked(pk)
    if granted.revoked_at is not None:
        sentence = _("This grant was revoked already.")
        raise Refused(sentence, reasons=[Reason("grant_revoked", sentence)])
    granted.revoked_by_id = actor.person_id
    granted.revoked_at = now
    granted.save(update_fields=["revoked_by", "revoked_at"])
    return granted


def _locked(pk: UUID) -> RoleGrant:
    granted = RoleGrant.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if granted is None:
        raise NotFound
    return granted
