"""Ask for another programme support rate than the standard one, and decide on it (DOMAIN 2.2)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason, Refused
from donors.choices.promises import OPEN_TO_TERMS, WaiverState
from donors.machines.promises import PSC_WAIVER
from donors.models import PscWaiver
from donors.policies.promises import BY_COFINANCING
from donors.services.editing import open_pledge
from donors.services.steps import step
from donors.services.terms import check_rate
from workflows import engine
from workflows.actors import Actor


def ask_waiver(
    *,
    pk: UUID,
    rate: Decimal,
    clause: str,
    justification: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> PscWaiver:
    """Ask for another rate for pledge ``pk``, naming the clause that allows it and the reason.

    Raises:
        Invalid: rate out of range, clause or reason empty; Refused: another question is open.
    """
    check_rate(rate, field="rate")
    for field, text in (("clause", clause), ("justification", justification)):
        if not text.strip():
            sentence = _("A waiver needs the clause that allows it and the reason.")
            raise Invalid(reasons=[Reason("waiver_unexplained", sentence, field)])
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=OPEN_TO_TERMS
        )
        if pledge.psc_waivers.filter(state=WaiverState.ASKED).exists():
            sentence = _("A waiver for this pledge is already waiting for a decision.")
            raise Refused(reasons=[Reason("waiver_pending", sentence)])
        pledge.save()
        waiver = PscWaiver(
            pledge=pledge,
            relationship_owner_id=pledge.relationship_owner_id,
            rate=rate,
            clause=clause.strip(),
            justification=justification.strip(),
        )
        role = BY_COFINANCING.role_of(actor)
        asked: PscWaiver = engine.create(PSC_WAIVER, waiver, actor=actor, now=now, role=role)
    return asked


approve: Final = step(PSC_WAIVER, "approve")
refuse: Final = step(PSC_WAIVER, "refuse")
