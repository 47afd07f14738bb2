"""The ways UNODC may end a request early: decline it, or refer it with the State's consent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ta_requests import ports
from ta_requests.choices.request import DeclineCode
from ta_requests.models import Request
from ta_requests.services.following import wrong
from ta_requests.services.pace import reread, seen, step
from workflows.actors import Actor
from workflows.engine import Act

LONGEST_NAME = 200


def decline(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    reason_code: str = "",
) -> Request:
    """Decline the request for a coded reason; money allotted from own resources goes back."""
    if reason_code and reason_code not in DeclineCode.values:
        raise wrong("unknown_code", _("There is no such reason."), "reason_code")
    return _end("decline", pk, actor, now, version, reason, {"reason_code": reason_code})


def propose_referral(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    provider: str = "",
) -> Request:
    """Name another provider to the State and ask for its consent."""
    if len(provider) > LONGEST_NAME:
        raise wrong("text_too_long", _("The name is too long."), "provider")
    return step(
        pk=pk,
        name="propose_referral",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"provider": provider},
        data={"provider": provider.strip()},
    )


def consent_to_referral(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Consent for the State that the named provider takes over."""

    def name_it(act: Act) -> None:
        act.data.update(provider=act.subject.referral_provider)

    return step(
        pk=pk,
        name="consent_to_referral",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=name_it,
    )


def refer(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Hand the request to the provider the State consented to."""
    return _end("refer", pk, actor, now, version, reason, {})


def _end(
    name: str,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None,
    reason: str,
    given: dict[str, str],
) -> Request:
    def give_back(_act: Act) -> None:
        ports.funding().release_everything(request_id=pk, actor=actor, now=now)

    with transaction.atomic():
        seen(pk, actor=actor)
        ports.funding().hold(request_id=pk)
        step(
            pk=pk,
            name=name,
            actor=actor,
            now=now,
            version=version,
            reason=reason,
            given=given,
            data=given,
            after=give_back,
        )
        return reread(pk)
