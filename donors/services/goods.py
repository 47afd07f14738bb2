"""Book goods in kind: promised when they are agreed, received as they come (DOMAIN 3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from common.clock import day_of
from donors.choices.ledger import JournalKind
from donors.lifecycle.goods import goods
from donors.lifecycle.stages import NONE
from donors.models import InKindPledge
from donors.services import ledger
from donors.services.ledger import Entry, Rate
from reference.models.currencies import UN_OPERATIONAL
from ta_requests.models import ComponentItem
from workflows.actors import SYSTEM
from workflows.engine import Act
from workflows.principal import speaking_as


def goods_moved(act: Act, *, before: InKindPledge, kind: JournalKind) -> None:
    """Book what an act moved: the difference of where the goods stood; of services, nothing."""
    ledger.post_act(
        act,
        kind=kind,
        value_on=day_of(act.now),
        text=act.subject.reference,
        entries=_moved(before, act.subject),
    )


def _moved(before: InKindPledge, after: InKindPledge) -> list[Entry]:
    former, present = goods(before), goods(after)
    component = _component_of(after) if present else None
    rate = _rate(after) if present else None
    moved = {
        account: present.get(account, NONE) - former.get(account, NONE)
        for account in sorted({*former, *present})
    }
    return [
        Entry(
            account=account,
            amount=change.amount,
            usd=change.usd,
            currency=after.currency,
            component_id=component,
            request_id=after.request_id,
            rate=rate,
        )
        for account, change in moved.items()
    ]


def _component_of(gift: Any) -> UUID:
    """Return whose item line the goods match; its donor need not see the component."""
    with speaking_as(SYSTEM):
        lines = ComponentItem.objects.filter(pk=gift.item_id)
        component: UUID = lines.values_list("component_id", flat=True).get()
    return component


def _rate(gift: Any) -> Rate:
    """Return the rate of the day on which the pledge was accepted: what is booked stays put."""
    return Rate(units=gift.usd_rate, on=gift.usd_rate_on, source=UN_OPERATIONAL)
