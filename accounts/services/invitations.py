"""People join by invitation: proposed by one administrator, confirmed by another, accepted once."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership, Organisation, RoleGrant, User
from accounts.services.announcing import announce
from accounts.services.duties import (
    check_administrator,
    check_not_oneself,
    check_second,
    held_or_pending,
    wrong_roles,
)
from accounts.services.passwords import check_strength
from common.errors import Invalid, NotFound, Reason, Refused
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

LIVES: Final = timedelta(days=14)
SUBJECT_TYPE: Final = "invitation"


def secret_of(invitation_id: UUID) -> str:
    """Return the secret of an invitation; derived, so that it is stored nowhere."""
    key = hashlib.sha256(b"invitation" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, invitation_id.bytes, "sha256").hexdigest()


def digest_of(secret: str) -> str:
    """Return the digest under which an invitation is found."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    *,
    email: str,
    name: str,
    language: str,
    organisation_id: UUID,
    roles: list[str],
    basis: str,
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Propose that somebody join an organisation with these roles.

    Raises:
        NotAllowed, NotFound (no such organisation), Invalid (roles).
    """
    check_administrator(actor)
    organisation = Organisation.objects.visible_to(actor).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFound
    known = User.objects.filter(email__iexact=email).first()
    check_not_oneself(actor, known.pk if known else None)
    held = held_or_pending(known.pk, at=now) if known else frozenset()
    reasons = wrong_roles(roles, organisation, held)
    if reasons:
        raise Invalid(reasons=reasons)
    pk = uuid4()
    return Invitation.objects.create(
        pk=pk,
        email=email.lower(),
        name=name,
        language=language,
        organisation=organisation,
        roles=sorted(set(roles)),
        basis=basis,
        digest=digest_of(secret_of(pk)),
        invited_by_id=_person(actor),
        invited_at=now,
        expires_at=now + LIVES,
    )


def confirm(*, pk: UUID, actor: Actor, now: datetime) -> Invitation:
    """Let the invitation go out, as the second administrator; the letter is sent after commit.

    Raises:
        NotAllowed, NotFound, Refused (confirmed or accepted already, expired).
    """
    check_administrator(actor)
    found = Invitation.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=pk)
    invitation = found.first()
    if invitation is None:
        raise NotFound
    check_second(actor, invitation.invited_by_id)
    known = User.objects.filter(email__iexact=invitation.email).first()
    check_not_oneself(actor, known.pk if known else None)
    if invitation.confirmed_by_id or invitation.accepted_at or invitation.expires_at <= now:
        sentence = _("This invitation was decided already, or is too old.")
        raise Refused(sentence, reasons=[Reason("invitation_decided", sentence)])
    invitation.confirmed_by_id = actor.person_id
    invitation.save(update_fields=["confirmed_by"])
    _announce(invitation, actor=actor, now=now)
    return invitation


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id


def _announce(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Write the event whose delivery sends the letter."""
    announce(
        subject_type=SUBJECT_TYPE,
        subject_id=invitation.pk,
        name="confirm",
        target="confirmed",
        actor=actor,
        actor_role="administrator",
        now=now,
    )


def open_invitation(secret: str, *, now: datetime) -> Invitation:
    """Return the invitation behind a link.

    Raises:
        NotFound: unknown, not confirmed, accepted or too old: all look the same.
    """
    with speaking_as(SYSTEM):
        return _open(secret, now=now, for_update=False)


def _open(secret: str, *, now: datetime, for_update: bool) -> Invitation:
    found = Invitation.objects.select_related("organisation").filter(
        digest=digest_of(secret),
        confirmed_by__isnull=False,
        accepted_at__isnull=True,
        expires_at__gt=now,
    )
    invitation = (found.select_for_update(of=("self",)) if for_update else found).first()
    if invitation is None:
        raise NotFound
    return invitation


def accept(*, secret: str, password: str, now: datetime, name: str = "") -> User:
    """Make the person, their membership and their roles; ``name`` corrects the invitation's.

    Who has an account already proves it with its password. The roles are in force at once: two
    administrators decided on them.

    Raises:
        NotFound, Invalid (the password is wrong or too weak, the roles do not fit any more).
    """
    with speaking_as(SYSTEM):
        invitation = _open(secret, now=now, for_update=True)
        person = _person_of(invitation, name=name.strip() or invitation.name, password=password)
        held = held_or_pending(person.pk, at=now)
        new = [role for role in invitation.roles if role not in held]
        reasons = wrong_roles(invitation.roles, invitation.organisation, held)
        if reasons:
            raise Invalid(reasons=reasons)
        membership, _created = Membership.objects.get_or_create(
            user=person, organisation=invitation.organisation
        )
        RoleGrant.objects.bulk_create(
            RoleGrant(membership=membership, person=person, role=role, **_terms(invitation, now))
            for role in new
        )
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
    return person


def _person_of(invitation: Invitation, *, name: str, password: str) -> User:
    known = User.objects.filter(email__iexact=invitation.email).first()
    if known is None:
        return _new_person(invitation, name=name, password=password)
    if not known.is_active or not known.check_password(password):
        sentence = _("This address has an account already: give the password it has now.")
        raise Invalid(reasons=[Reason("password_wrong", sentence, "password")])
    return known


def _new_person(invitation: Invitation, *, name: str, password: str) -> User:
    check_strength(password, User(email=invitation.email, name=name))
    return User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language
    )


def _terms(invitation: Invitation, now: datetime) -> dict[str, Any]:
    return {
        "basis": invitation.basis,
        "valid_from": now,
        "granted_by_id": invitation.invited_by_id,
        "granted_at": invitation.invited_at,
        "confirmed_by_id": invitation.confirmed_by_id,
        "confirmed_at": now,
    }
