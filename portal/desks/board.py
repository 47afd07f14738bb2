"""The board: requests by state, the longest untouched first in each column."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import actor_of, seen_by
from portal.words import tone_of
from ta_requests.choices.request import RequestState
from ta_requests.models import Request
from ta_requests.policies.request import OFFICER

CARDS = 6


@dataclass(frozen=True)
class Column:
    """One state: how many requests stand there, and the first few of them."""

    state: str
    label: str
    tone: str
    total: int
    cards: list[Any]

    @property
    def hidden(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.cards)


@require_safe
@seen_by("staff", "auditor")
def board(request: HttpRequest) -> HttpResponse:
    """Show the requests by state, a few of each."""
    state = F("state")
    oldest = [F("updated_at").asc(), F("pk").asc()]
    found = (
        Request.objects.visible_to(actor_of(request))
        .exclude(state=RequestState.DRAFT, channel="online")
        .select_related("country")
        .annotate(
            place=Window(RowNumber(), partition_by=state, order_by=oldest),
            total=Window(Count("pk"), partition_by=state),
        )
        .filter(place__lte=CARDS)
        .order_by("state", "place")
    )
    grouped = {name: list(cards) for name, cards in groupby(found, lambda one: one.state)}
    columns = [_column(name, grouped[name]) for name in RequestState.values if name in grouped]
    context = {"columns": columns, "may_begin": OFFICER(None, actor_of(request))}
    return render(request, "portal/desks/board.html", context)


def _column(state: str, cards: list[Any]) -> Column:
    return Column(
        state=state,
        label=str(RequestState(state).label),
        tone=tone_of(cards[0]),
        total=cards[0].total,
        cards=cards,
    )
