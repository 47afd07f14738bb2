"""What requests and their components were told of money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from donors.services import positions
from donors.services.replaying.books import A, Books, K
from donors.services.replaying.difference import Difference, Pair, compared
from ta_requests.models import ComponentFunding, FundingPosition
from ta_requests.ports import ComponentPosition, Position

AT_WORK: Final = (A.ALLOTTED, A.PSC, A.OBLIGATED, A.SPENT, A.PSC_EARNED, A.EXCHANGE_DIFFERENCE)
NET: Final = (K.RELEASE, K.REVERSE, K.REDUCE)
"""What moves the programmable part of released money: obligating it leaves it there."""


def told() -> Iterator[Difference]:
    """Compare what requests were told with what the ledger and the promises say now."""
    books = Books.by("request_id", AT_WORK)
    parts = Books.by("component_id", (A.ALLOTTED,))
    kept = {one.request_id: one for one in FundingPosition.objects.all()}
    funded: defaultdict[UUID, dict[UUID, ComponentFunding]] = defaultdict(dict)
    for one in ComponentFunding.objects.all():
        funded[one.request_id][one.component_id] = one
    for pk in sorted({*kept, *funded, *books.owners}):
        now = positions.position_of(pk)
        said = kept.get(pk) or FundingPosition(request_id=pk)
        yield from compared("position", pk, _position(said, now, books))
        yield from _components(funded[pk], now, parts)


def _position(said: FundingPosition, now: Position, books: Books) -> Mapping[str, Pair]:
    pk = said.request_id
    return {
        "released_usd": (said.released_usd, books.usd(pk, AT_WORK)),
        "open_obligations_usd": (said.open_obligations_usd, books.usd(pk, (A.OBLIGATED,))),
        "expenditure_usd": (said.expenditure_usd, books.usd(pk, (A.SPENT, A.PSC_EARNED))),
        "pledged_usd": (said.pledged_usd, now.pledged_usd),
        "committed_usd": (said.committed_usd, now.committed_usd),
        "received_usd": (said.received_usd, now.received_usd),
    }


def _components(
    kept: Mapping[UUID, ComponentFunding], now: Position, parts: Books
) -> Iterator[Difference]:
    """Compare what each component was told; one that was told nothing has nothing."""
    for pk in sorted({*kept, *now.components}):
        said = kept.get(pk) or ComponentFunding(component_id=pk)
        part = now.components.get(pk, ComponentPosition())
        pairs: Mapping[str, Pair] = {
            "released_net_usd": (said.released_net_usd, parts.usd(pk, (A.ALLOTTED,), NET)),
            "in_kind_covered": (said.in_kind_covered, part.in_kind_covered),
            "pledged_usd": (said.pledged_usd, part.pledged_usd),
            "committed_usd": (said.committed_usd, part.committed_usd),
            "received_usd": (said.received_usd, part.received_usd),
        }
        yield from compared("component", pk, pairs)
