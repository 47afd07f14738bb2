"""Keys for programs: issued once, known afterwards by their digest alone."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, Membership, RoleGrant, User
from common.errors import Invalid, NotFound, Reason
from common.written import Written, columns, made
from workflows.actors import Actor

PREFIX: Final = "tara_"
SCOPES: Final = ("read", "write")
LONGEST: Final = timedelta(days=366)
HINT: Final = 6


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A new token with its secret, which nobody will be able to show again."""

    token: ApiToken
    secret: str


def digest_of(secret: str) -> str:
    """Return the sha256 under which a secret is known."""
    return hashlib.sha256(secret.encode()).hexdigest()


LIVE: Final = Written(
    lambda *, digest, at: (
        ApiToken.objects.filter(digest=digest, revoked_at__isnull=True, expires_at__gt=at)
        .order_by()
        .values_list(*columns(ApiToken), *columns(User, through="user__"))
    ),
    digest=str,
    at=datetime,
)
"""Asked by every request of a program."""


def _live(digest: str, *, at: datetime) -> ApiToken | None:
    """Return the token with its person."""
    rows, wide = LIVE(digest=digest, at=at), len(columns(ApiToken))
    if not rows:
        return None
    token = made(ApiToken, rows[0][:wide])
    token.user = made(User, rows[0][wide:])
    return token


def recognise(secret: str, *, address: str, at: datetime) -> ApiToken | None:
    """Return the live token behind a secret, if it may be used from this address.

    Spoken as the system. The day of use is noted once a day.
    """
    token = _live(digest_of(secret), at=at)
    if token is None or not token.user.is_active or not _is_from(address, token.networks):
        return None
    if token.last_used_on != at.date():
        _note_use(token, on=at.date())
    return token


def _note_use(token: ApiToken, *, on: date) -> None:
    """Note the day a token was used; who finds another request at it leaves the note to that one.

    Otherwise all that a program asks at once on a new day would wait for the first to be answered.
    """
    free = ApiToken.objects.filter(pk=token.pk).select_for_update(skip_locked=True).values("pk")
    ApiToken.objects.filter(pk__in=free).update(last_used_on=on)


def _is_from(address: str, networks: list[str]) -> bool:
    if not networks:
        return True
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(network) for network in networks)


def issue(
    *,
    name: str,
    scopes: list[str],
    roles: list[str],
    networks: list[str],
    days: int,
    actor: Actor,
    now: datetime,
) -> Issued:
    """Make a token for the membership in use; it never opens more than the person holds.

    Raises:
        Invalid: no such scope, a role not held, a network that is none, too long a life.
    """
    if actor.person_id is None or actor.organisation_id is None:
        raise NotFound
    membership = Membership.objects.get(
        user_id=actor.person_id, organisation_id=actor.organisation_id
    )
    reasons = [
        *_wrong_choice(scopes, SCOPES, "scopes", "scope_unknown"),
        *_wrong_choice(roles, _held(membership, at=now), "roles", "role_not_held"),
        *_wrong_networks(networks),
        *_wrong_terms(scopes, days),
    ]
    if reasons:
        raise Invalid(reasons=reasons)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=membership.user_id,
        membership=membership,
        name=name,
        digest=digest_of(secret),
        hint=secret[-HINT:],
        roles=sorted(set(roles)),
        scopes=sorted(set(scopes)),
        networks=networks,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return Issued(token=token, secret=secret)


def _held(membership: Membership, *, at: datetime) -> frozenset[str]:
    grants = RoleGrant.objects.in_force(at).filter(membership=membership)
    return frozenset(grants.values_list("role", flat=True))


def _wrong_choice(
    given: list[str], allowed: tuple[str, ...] | frozenset[str], field: str, code: str
) -> list[Reason]:
    wrong = sorted(set(given) - set(allowed))
    return [Reason(code, _("This choice is not open to you."), field)] if wrong else []


def _wrong_networks(networks: list[str]) -> list[Reason]:
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            sentence = _("Write networks like 192.0.2.0/24 or 2001:db8::/32.")
            return [Reason("network_invalid", sentence, "networks")]
    return []


def _wrong_terms(scopes: list[str], days: int) -> list[Reason]:
    if scopes and timedelta(0) < timedelta(days=days) <= LONGEST:
        return []
    sentence = _("A token needs a scope, and lives between 1 and 366 days.")
    return [Reason("token_terms_invalid", sentence, "days" if scopes else "scopes")]


def revoke(*, pk: UUID, actor: Actor, now: datetime) -> ApiToken:
    """End one of the actor's own tokens at once; ending it again changes nothing.

    Raises:
        NotFound: no such token of the actor's.
    """
    token = ApiToken.objects.visible_to(actor).select_for_update().filter(pk=pk).first()
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
    return token
