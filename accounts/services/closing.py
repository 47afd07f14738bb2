"""An administrator closes the account of somebody who left, and may open it again.

Closing ends everything at once: sessions, tokens and roles. Who comes back gets the account, but
no role: roles are granted anew by two administrators (DOMAIN 2.7).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, RoleGrant, User
from accounts.services import sessions
from accounts.services.announcing import tell_owner
from accounts.services.duties import check_administrator
from common.errors import NotAllowed, NotFound, Reason, Refused
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as


def close(*, pk: UUID, actor: Actor, now: datetime) -> None:
    """Close a person's account: nothing of theirs opens any longer.

    Raises:
        NotAllowed (not an administrator, or one's own), NotFound, Refused (closed already).
    """
    check_administrator(actor)
    if actor.person_id == pk:
        sentence = _("Nobody closes their own account: ask another administrator.")
        raise NotAllowed(sentence, reasons=[Reason("not_ones_own_account", sentence)])
    if not _found(pk, actor).is_active:
        sentence = _("This account is closed already.")
        raise Refused(sentence, reasons=[Reason("account_closed", sentence)])
    with speaking_as(SYSTEM):
        User.objects.filter(pk=pk).update(is_active=False)
        ApiToken.objects.filter(user_id=pk, revoked_at__isnull=True).update(revoked_at=now)
        RoleGrant.objects.filter(person_id=pk, revoked_at__isnull=True).update(
            revoked_at=now, revoked_by_id=actor.person_id
        )
    sessions.end_all(pk)
    tell_owner(pk, "close_account", actor=actor, now=now)


def reopen(*, pk: UUID, actor: Actor, now: datetime) -> None:
    """Open a closed account again, without any role.

    Raises:
        NotAllowed (not an administrator), NotFound, Refused (open already).
    """
    check_administrator(actor)
    if _found(pk, actor).is_active:
        sentence = _("This account is open already.")
        raise Refused(sentence, reasons=[Reason("account_open", sentence)])
    with speaking_as(SYSTEM):
        User.objects.filter(pk=pk).update(is_active=True)
    tell_owner(pk, "reopen_account", actor=actor, now=now)


def _found(pk: UUID, actor: Actor) -> User:
    person = User.objects.visible_to(actor).filter(pk=pk).first()
    if person is None:
        raise NotFound
    return person
