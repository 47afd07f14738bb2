"""Every page of the portal beside its call of the API, on a database with a little of everything.

The lists among them are short here; those that may be long are measured on a thousand requests.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from functools import partial

from tests.bench.client import Ask, Result, request, spell, visit
from tests.bench.pairs import Call, calls_of
from tests.bench.people import session_of, token_of
from tests.bench.saying import say
from tests.bench.server import serving
from tests.laboratory import Laboratory, pointed_at
from tests.portal.posts.cases import STEPS
from tests.portal.posts.pages import LISTS, OBJECTS, Page, above, parent
from tests.portal.test_desks import life
from tests.world import World, make_world

SECONDS, WARM_SECONDS, TURNS, CONNECTIONS = 0.5, 0.1, 2, 4
BAR = 3.0
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Pair:
    """One page and its calls, as somebody asks for them."""

    route: str
    page: Ask
    calls: list[Ask]


@dataclass(frozen=True)
class Seen:
    """What a page and all its calls took, in milliseconds (sums of p50); were all answers 200?"""

    route: str
    page: float
    calls: float
    number: int
    fine: bool

    @property
    def ratio(self) -> float:
        """Return how many times its calls a page takes."""
        return self.page / self.calls


def measure(laboratory: Laboratory) -> list[Seen]:
    """Make one of everything, then measure each page and its call in turns."""
    name = laboratory.clone()
    with pointed_at(name):
        pairs = _prepared(make_world())
    say(f"{len(pairs)} pages with a call of their own")
    with serving(name) as port:
        return sorted((_seen(port, pair) for pair in pairs), key=lambda one: -one.ratio)


def _prepared(world: World) -> list[Pair]:
    life(world)
    sessions: dict[str, str] = {}
    tokens: dict[str, str] = {}
    pairs = []
    for route, (who, url) in sorted(_opened(world).items()):
        calls = calls_of(route)
        if not calls:
            continue
        if who not in sessions:
            sessions[who] = session_of(world, who)
            tokens[who] = token_of(world, who)
        found = ID.search(url)
        pk = found.group() if found else ""
        pairs.append(
            Pair(
                route,
                partial(bytes, visit(url, session=sessions[who])),
                [_asking(one, pk, token=tokens[who]) for one in calls],
            )
        )
    return pairs


def _asking(call: Call, pk: str, *, token: str) -> Ask:
    path = f"/api/v1{call.address.format(pk=pk)}"
    body: object = {} if call.method == "POST" else None
    return partial(bytes, request(call.method, path, token=token, body=body, If_Match="*"))


def _opened(world: World) -> dict[str, Page]:
    """Return every page by its route; a case and a step of it are of one object."""
    known = {**LISTS, **OBJECTS}
    places = {}
    for route in known.keys() - {parent(step) for step in STEPS}:
        places[route] = known[route](world)
        if route in STEPS and parent(route) in known:
            places[parent(route)] = above(places[route])
    return places


def _seen(port: int, pair: Pair) -> Seen:
    asks = [pair.page, *pair.calls]
    found = [Result() for _ask in asks]
    for ask in asks:
        spell(port, ask, seconds=WARM_SECONDS, connections=CONNECTIONS)
    for _turn in range(TURNS):
        for result, ask in zip(found, asks, strict=True):
            result.add(spell(port, ask, seconds=SECONDS, connections=CONNECTIONS))
    page, *calls = (one.quantile(50) for one in found)
    fine = all(set(one.statuses) == {200} for one in found)
    return Seen(pair.route, page, sum(calls), len(calls), fine)


def tell(laboratory: Laboratory) -> None:
    """Measure every page and print the table, the dearest first."""
    seen = measure(laboratory)
    say(f"\n{'page':58}{'p50 ms':>9}{'calls':>7}{'ms':>9}{'ratio':>8}")
    for one in seen:
        told = "" if one.fine else "   not every answer was 200"
        say(f"{one.route:58}{one.page:9.1f}{one.number:7}{one.calls:9.1f}{one.ratio:8.2f}{told}")
    over = sum(one.ratio > BAR for one in seen)
    say(f"{len(seen)} pages, {over} over {BAR:.2f}; the median is {median(seen):.2f}")


def median(seen: list[Seen]) -> float:
    """Return the ratio of the page in the middle."""
    return statistics.median(one.ratio for one in seen)
