"""Close a month: a certifying officer certifies it, an approving officer closes it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, Reason, Refused
from donors.machines.adjustments import ACCOUNTING_PERIOD
from donors.models import AccountingPeriod
from donors.policies.money import BY_CERTIFYING
from donors.services.steps import step
from workflows import engine
from workflows.actors import Actor

MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def certify(*, month: str, actor: Actor, now: datetime) -> AccountingPeriod:
    """Certify that a month ("2026-10") is complete and may be closed.

    Raises:
        NotAllowed, Invalid (no month), Refused (certified or closed already).
    """
    if not BY_CERTIFYING(None, actor):
        raise NotAllowed(BY_CERTIFYING.sentence, data={"roles": list(BY_CERTIFYING.roles)})
    if not MONTH.fullmatch(month):
        sentence = _("Give a month as year and month, such as 2026-10.")
        raise Invalid(reasons=[Reason("month_invalid", sentence, "month")])
    with transaction.atomic():
        if AccountingPeriod.objects.filter(month=month).exclude(state="refused").exists():
            sentence = _("This month is certified or closed already.")
            raise Refused(reasons=[Reason("month_known", sentence, "month")])
        period: AccountingPeriod = engine.create(
            ACCOUNTING_PERIOD,
            AccountingPeriod(month=month),
            actor=actor,
            now=now,
            role=BY_CERTIFYING.role_of(actor),
        )
    return period


close: Final = step(ACCOUNTING_PERIOD, "close")
refuse: Final = step(ACCOUNTING_PERIOD, "refuse")
