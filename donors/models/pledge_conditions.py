"""Whether the condition of a pledge holds, reckoned on what others have signed for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from donors.choices.promises import PledgeState
from donors.lifecycle.conditions import Waiting, met_together, needed
from donors.models.contribution import Contribution
from donors.models.pledge import Pledge
from ta_requests.models import Component
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

NOTHING = Decimal(0)


def condition_holds(pledge: Pledge, *, on: date) -> bool:
    """Tell whether others have signed for what a pledge waits for, or would do so with it.

    Counted are contributions to its request, in US dollars as booked, and pledges that are signed
    and wait for each other; its own amount never. Read as the system: a donor may not know who
    the others are, only that its condition is met.
    """
    request_id, last = pledge.request_id, pledge.condition_on
    if not pledge.condition_basis or request_id is None or last is None or on > last:
        return False
    with speaking_as(SYSTEM):
        committed = _sum(Contribution.objects.filter(request_id=request_id), "usd")
        others = Pledge.objects.filter(
            request_id=request_id,
            state=PledgeState.CLEARED,
            signed_at__isnull=False,
            condition_on__gte=on,
        ).exclude(pk=pledge.pk)
        components = Component.objects.standing().filter(request_id=request_id)
        target = _sum(components, "gross")
        waiting = [_waiting(one, target) for one in (pledge, *others)]
    return pledge.pk in met_together(committed=committed, waiting=waiting)


def _waiting(pledge: Pledge, target: Decimal) -> Waiting:
    """Reckon one of them; of a pledge agreed in part, all its parts are the donor's own."""
    own = pledge.usd or NOTHING
    parts = Pledge.objects.of_one_word(pledge)
    kept = _sum(Contribution.objects.filter(pledge__in=parts), "usd")
    given = kept + _sum(parts.announced(), "usd")
    figure = pledge.condition_figure or NOTHING
    wanted = needed(basis=pledge.condition_basis, figure=figure, target=target, own=given)
    word = pledge.origin_id or pledge.pk
    return Waiting(id=pledge.pk, own=own, needed=wanted, word=word, kept=kept)


def _sum(rows: Any, column: str) -> Decimal:
    found: Decimal | None = rows.aggregate(sum=Sum(column))["sum"]
    return found or NOTHING
