"""From negotiation to an agreement both sides have signed, and to its end."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from donors.machines.pledge import PLEDGE
from donors.models import Contribution, Pledge
from donors.services import instalments, postings
from donors.services.contributions import lock_contributions, open_contribution
from donors.services.owing import owe_reports
from donors.services.retesting import retest_after_commit
from donors.services.standing import push
from donors.services.steps import step
from workflows.actors import Actor
from workflows.engine import Act


def _seal_the_file(act: Act) -> None:
    """Put into the trail which file was signed or accepted."""
    act.data["agreement_sha256"] = act.subject.agreement.sha256


def _bind(act: Act) -> None:
    """Open the contribution, owe the reports, open the claims, and tell the requests."""
    _seal_the_file(act)
    contribution = open_contribution(pledge=act.subject, actor=act.actor, now=act.now)
    act.data["contribution"] = contribution.pk
    postings.agreed(act, contribution)
    owe_reports(act.subject, actor=act.actor, now=act.now)
    instalments.open_claims(pledge_id=act.subject.pk, now=act.now)
    push(act)
    retest_after_commit(_for_one(contribution.request_id), now=act.now)


def _bind_if_others_do(act: Act) -> None:
    """Seal the file; a signature may be what others waited for, and they what it waits for."""
    _seal_the_file(act)
    retest_after_commit(_for_one(act.subject.request_id), now=act.now)


def _for_one(request_id: UUID | None) -> list[UUID]:
    return [] if request_id is None else [request_id]


approve_clauses: Final = step(PLEDGE, "approve_clauses")
meet_condition: Final = step(PLEDGE, "meet_condition")
clear: Final = step(PLEDGE, "clear")
sign: Final = step(PLEDGE, "sign", after=_bind_if_others_do)
take_back_signature: Final = step(PLEDGE, "take_back_signature")
accept: Final = step(PLEDGE, "accept", after=_bind)


def _settle_accounts(act: Act) -> None:
    """Book the closing and tell the requests."""
    postings.pledge_closed(act, Contribution.objects.get(pledge_id=act.subject.pk))
    push(act)


_close: Final = step(PLEDGE, "close", after=_settle_accounts)


def close(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Pledge:
    """Close a contribution of which nothing is left unspent; no allotment slips in meanwhile."""
    with transaction.atomic():
        lock_contributions(
            list(Contribution.objects.filter(pledge_id=pk).values_list("pk", flat=True))
        )
        closed: Pledge = _close(pk=pk, actor=actor, now=now, version=version, reason=reason)
    return closed
