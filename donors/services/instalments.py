"""Claim the payments of a schedule, and settle them in their order with the cash that came."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from common.errors import NotAllowed, NotFound, StateMoved
from donors.choices.promises import InstalmentState
from donors.machines.instalment import INSTALMENT
from donors.models import Contribution, Instalment
from donors.policies.promises import BY_PROGRAMME
from donors.services.contributions import lock_contributions
from donors.services.files import seal
from donors.services.steps import step
from workflows import engine
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as
from workflows.registry import Verb

SHOWN_FOR: Final = (InstalmentState.PLANNED,)


def attach_evidence(
    *, pk: UUID, upload: File[bytes], actor: Actor, version: int | None = None
) -> Instalment:
    """Keep the file that shows a milestone; another replaces it until it is given as evidence.

    Raises:
        NotFound, Stale, NotAllowed, StateMoved, Invalid (no file of a known kind).
    """
    sealed = seal(upload)
    with transaction.atomic():
        instalment: Instalment = engine.edit(
            INSTALMENT, pk=pk, actor=actor, version=version, allowed=None
        )
        if not BY_PROGRAMME(instalment, actor):
            raise NotAllowed(BY_PROGRAMME.sentence)
        if instalment.state not in SHOWN_FOR:
            raise StateMoved(data={"state": instalment.state, "allowed_from": list(SHOWN_FOR)})
        instalment.file, instalment.name = sealed.file, sealed.name
        instalment.sha256 = sealed.sha256
        instalment.save()
    return instalment


def _seal_the_file(act: engine.Act) -> None:
    act.data["sha256"] = act.subject.sha256


def _tell_the_amount(act: engine.Act) -> None:
    act.data["amount"] = act.subject.money


give_evidence: Final = step(INSTALMENT, "give_evidence", after=_seal_the_file)
return_evidence: Final = step(INSTALMENT, "return_evidence")
ask_waiver: Final = step(INSTALMENT, "ask_waiver")
refuse_waiver: Final = step(INSTALMENT, "refuse_waiver")
open_claim: Final = step(INSTALMENT, "open_claim", after=_tell_the_amount)
flag_overdue: Final = step(INSTALMENT, "flag_overdue", after=_tell_the_amount)
settle: Final = step(INSTALMENT, "settle", after=_tell_the_amount)
cancel: Final = step(INSTALMENT, "cancel", after=_tell_the_amount)


def _claiming(name: str) -> Verb:
    """Return the verb of a step that makes a payment claimable; cash sent early settles it."""
    take = step(INSTALMENT, name, after=_tell_the_amount)

    def verb(*, pk: UUID, actor: Actor, now: datetime, **given: Any) -> Instalment:
        with transaction.atomic():
            # Cash arrives under the lock of the contribution; it comes first here as well.
            _contribution_of(pk, actor)
            claimable: Instalment = take(pk=pk, actor=actor, now=now, **given)
            return _settled(claimable, now=now)

    verb.__name__ = verb.__qualname__ = name
    return verb


accept_evidence: Final = _claiming("accept_evidence")
waive: Final = _claiming("waive")


def _contribution_of(pk: UUID, actor: Actor) -> None:
    seen = Instalment.objects.visible_to(actor).filter(pk=pk)
    pledge_id = seen.values_list("pledge_id", flat=True).first()
    if pledge_id is None:
        raise NotFound
    cash = Contribution.objects.visible_to(actor).filter(pledge_id=pledge_id)
    lock_contributions(list(cash.values_list("pk", flat=True)))


def _settled(instalment: Instalment, *, now: datetime) -> Instalment:
    """Note the payment of a claimable instalment that cash covers; return it as it stands."""
    if instalment.state != InstalmentState.CLAIMABLE or instalment.settled < instalment.amount:
        return instalment
    with speaking_as(SYSTEM):
        paid: Instalment = settle(pk=instalment.pk, actor=SYSTEM, now=now)
    return paid


def open_claims(*, pledge_id: UUID, now: datetime) -> None:
    """Make every payment without a milestone claimable; called when its pledge is agreed."""
    with speaking_as(SYSTEM):
        opening = Instalment.objects.opening().filter(pledge_id=pledge_id).order_by("number")
        for instalment in list(opening):
            open_claim(pk=instalment.pk, actor=SYSTEM, now=now)


def spread(*, contribution: Contribution, now: datetime) -> None:
    """Settle the schedule in its order with what the donor has paid; the contribution is locked.

    Called whenever cash arrived or the schedule changed. Doing it twice changes nothing. A refund
    does not undo a payment: what was paid is paid.
    """
    with speaking_as(SYSTEM), transaction.atomic():
        standing = Instalment.objects.standing().filter(pledge_id=contribution.pledge_id)
        rows = list(standing.order_by("due_on", "number").select_for_update(of=("self",)))
        left = contribution.settled - sum((one.settled for one in rows), Decimal(0))
        for one in rows:
            part = min(one.amount - one.settled, max(left, Decimal(0)))
            if part:
                left -= part
                one.settled += part
                one.version += 1
                one.save()
            _settled(one, now=now)
