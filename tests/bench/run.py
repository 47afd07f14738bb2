"""One run: fill, serve, measure in turns, print ratios."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

from config.services.installation import ensure_broker
from config.services.places import here
from tests.bench import pages, statements
from tests.bench.client import Ask, Result, request, spell, visit
from tests.bench.ground import ACTS, Ground, prepare
from tests.bench.saying import say
from tests.bench.server import serving
from tests.laboratory import Laboratory, close_session

SMALL = 1_000
WARM_SECONDS, SECONDS, TURNS = 1.0, 3.0, 2
API = "/api/v1"


@dataclass
class Bench:
    """What was measured so far."""

    found: dict[str, Result] = field(default_factory=dict)
    alone: dict[str, float] = field(default_factory=dict)

    def take_turns(self, port: int, asks: dict[str, Ask]) -> None:
        """Measure several things in turns, so that a busy moment hits them all."""
        for ask in asks.values():
            spell(port, ask, seconds=WARM_SECONDS)
        for _turn in range(TURNS):
            for name, ask in asks.items():
                self.found.setdefault(name, Result()).add(spell(port, ask, seconds=SECONDS))


def run(*, rows: int) -> None:
    """Measure lists, steps and the pages that may be long, and print them."""
    laboratory, bench = Laboratory(worker="bench"), Bench()
    try:
        here().make()
        ensure_broker()
        small = _filled(laboratory, rows=SMALL, acting=True)
        large = _filled(laboratory, rows=rows, acting=False)
        _lists(bench, small, large)
        _pages(bench, small)
        _acts(bench, small)
        _print(bench, rows)
        pages.tell(laboratory)
    finally:
        close_session()


def _filled(laboratory: Laboratory, *, rows: int, acting: bool) -> Ground:
    began = time.monotonic()
    ground = prepare(laboratory.clone(), rows=rows, acting=acting)
    say(f"{rows:,} requests made in {time.monotonic() - began:.0f} s")
    return ground


def _lists(bench: Bench, small: Ground, large: Ground) -> None:
    officer = "programme_officer"
    with serving(small.name) as few, serving(large.name) as many:
        for port, ground, size in ((few, small, "small"), (many, large, "large")):
            bench.take_turns(
                port,
                {
                    f"list {size}": _always(ground, officer, "/requests/"),
                    f"bare {size}": _always(ground, officer, "/bare/"),
                    f"state {size}": _always(ground, "state.ms_authority", "/requests/"),
                    f"donor {size}": _always(ground, "donor.donor_rep", "/requests/"),
                },
            )
    for ground, size in ((small, "small"), (large, "large")):
        text = statements.list_statement(
            ground.name, token=ground.tokens[officer], path=f"{API}/requests/"
        )
        bench.alone[f"list {size}"] = statements.list_rate(ground.name, text, seconds=SECONDS)


PAIRS = (
    ("needs", "donor.donor_rep", "/needs/", "/requests/"),
    ("requests", "state.ms_authority", "/requests/", "/requests/"),
    ("request", "programme_officer", "/requests/{request}/", "/requests/{request}/"),
    ("request of a State", "state.ms_authority", "/requests/{request}/", "/requests/{request}/"),
    ("queue", "programme_officer", "/queue/", "/requests/"),
    ("pledges", "donor.donor_rep", "/pledges/", "/pledges/"),
    ("pledge", "donor.donor_rep", "/pledges/{pledge}/", "/pledges/{pledge}/"),
)
"""Name, who asks, the page of the portal, and the call of the API that tells the same."""


def _pages(bench: Bench, ground: Ground) -> None:
    known = {"request": ground.root, "pledge": ground.pledge}
    with serving(ground.name) as port:
        for name, who, page, call in PAIRS:
            seen = visit(page.format(**known), session=ground.sessions[who])
            told = request("GET", API + call.format(**known), token=ground.tokens[who])
            bench.take_turns(
                port, {f"page {name}": partial(bytes, seen), f"call {name}": partial(bytes, told)}
            )


def _acts(bench: Bench, ground: Ground) -> None:
    submitted, shares = iter(ground.submitted), itertools.cycle(ground.shares)
    again = itertools.cycle(ground.submitted)

    def acknowledge() -> bytes | None:
        pk = next(submitted, None)
        return (
            None
            if pk is None
            else _post(
                ground,
                "programme_officer",
                f"/requests/{pk}/acknowledge/",
                {"authenticity_confirmed": True},
                If_Match="*",
            )
        )

    def propose() -> bytes:
        contribution, component = next(shares)
        asked = {"contribution": str(contribution), "component": str(component), "gross": "113.00"}
        return _post(ground, "cofinancing_officer", "/allotments/", asked)

    def bare() -> bytes:
        return _post(ground, "programme_officer", f"/bare/{next(again)}/", {})

    with serving(ground.name) as port:
        bench.take_turns(port, {"transition": acknowledge, "bare step": bare, "allotment": propose})
    bench.alone["step"] = statements.step_rate(
        ground.name, root=ground.root, last=ACTS - 1, seconds=SECONDS
    )


def _always(ground: Ground, who: str, path: str) -> Ask:
    content = request("GET", API + path, token=ground.tokens[who])
    return lambda: content


def _post(ground: Ground, who: str, path: str, body: object, **headers: str) -> bytes:
    return request(
        "POST",
        API + path,
        token=ground.tokens[who],
        body=body,
        Idempotency_Key=str(uuid4()),
        **headers,
    )


def _print(bench: Bench, rows: int) -> None:
    found = bench.found
    say(f"\n{'':58}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}   answers")
    for name, result in found.items():
        told = " ".join(f"{code}: {count}" for code, count in sorted(result.statuses.items()))
        say(
            f"{NAMES[name].format(rows=rows, **UNTOLD):58}{result.per_second:8.0f}"
            f"{result.quantile(50):9.1f}{result.quantile(95):9.1f}   {told}"
        )
    for name, rate in bench.alone.items():
        say(f"{'SQL alone: ' + name:58}{rate:8.0f}")
    say(f"\n{'ratio':62}{'seen':>8}{'bar':>10}")
    for words, ratio, bar in [*_ratios(found), *_beside_sql(bench)]:
        say(f"{words:62}{ratio:8.2f}{bar:>10}")


UNTOLD = {"request": "...", "pledge": "..."}
NAMES = {
    "list small": "list of 50 of 1,000, staff",
    "bare small": "bare .values() view of 1,000",
    "state small": "list of 50 of 1,000, a State",
    "donor small": "list of 50 of 1,000, a donor",
    "list large": "list of 50 of {rows:,}, staff",
    "bare large": "bare .values() view of {rows:,}",
    "state large": "list of 50 of {rows:,}, a State",
    "donor large": "list of 50 of {rows:,}, a donor",
    "transition": "one transition (acknowledge)",
    "bare step": "bare ORM step",
    "allotment": "one allotment (propose)",
    **{f"page {name}": f"page {page}, {who}" for name, who, page, _call in PAIRS},
    **{f"call {name}": f"call {call}, {who}" for name, who, _page, call in PAIRS},
}


def _beside_sql(bench: Bench) -> list[tuple[str, float, str]]:
    """Return the service beside PostgreSQL alone: the ceiling nothing in Python comes near."""
    told = {"list small": "list small", "list large": "list large", "transition": "step"}
    told["allotment"] = "step"
    return [
        (f"{name} / SQL alone ({sql})", bench.found[name].per_second / bench.alone[sql], "")
        for name, sql in told.items()
    ]


def _ratios(found: dict[str, Result]) -> list[tuple[str, float, str]]:
    def rate(one: str, other: str) -> float:
        return found[one].per_second / found[other].per_second

    def wait(who: str) -> float:
        return found[f"{who} large"].quantile(50) / found[f"{who} small"].quantile(50)

    def beside(name: str) -> float:
        return found[f"page {name}"].quantile(50) / found[f"call {name}"].quantile(50)

    return [
        ("list / bare view, small", rate("list small", "bare small"), ">= 0.50"),
        ("list / bare view, large", rate("list large", "bare large"), ">= 0.50"),
        ("p50 large / small, staff", wait("list"), "<= 1.20"),
        ("p50 large / small, a State", wait("state"), "<= 1.20"),
        ("p50 large / small, a donor", wait("donor"), "<= 1.20"),
        ("transition / bare ORM step", rate("transition", "bare step"), ">= 0.40"),
        ("allotment / bare ORM step", rate("allotment", "bare step"), ""),
        *((f"p50 page / call, {name}", beside(name), "<= 3.00") for name, *_rest in PAIRS),
    ]
