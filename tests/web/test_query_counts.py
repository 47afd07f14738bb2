"""Queries per list of the API: at most eight, the same for one row and for many, and committed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.allotments import Share, circulated, components_of, contribution
from tests.factories.requests import request_at
from tests.http import Api
from tests.world import World

COMMITTED = Path(__file__).with_name("query_counts.json")
MOST = 8
READER = "auditor"
NOT_A_LIST = {"/api/v1/me/"}
NEEDS_PARAMETERS = {"/api/v1/quotes/": "?amount=100.00&currency=USD"}
TRANSACTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT")


def lists() -> list[str]:
    """Return every address of the API that can be read without naming an object."""
    found = sorted(set(paths(get_resolver().url_patterns, "/")))
    return [path for path in found if path.startswith("/api/v1/") and "<" not in path]


def paths(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from paths(pattern.url_patterns, path)
        elif "get" in (getattr(pattern.callback, "actions", None) or {}):
            yield path


def counted(api: Api, path: str) -> int:
    """Return how many statements one read takes, the test's own savepoints left out."""
    with CaptureQueriesContext(connection) as queries:
        answer = api.get(path + NEEDS_PARAMETERS.get(path, ""))
    assert answer.status in {200, 403}, (path, answer.content)
    return sum(not one["sql"].startswith(TRANSACTION) for one in queries.captured_queries)


def live(world: World) -> None:
    """Let one more of everything happen."""
    request_at(world, "in_delivery")
    request = circulated(world)
    cash = contribution(world, request=request.pk)
    Share(world, cash, components_of(request)[0], cash.amount / 2).walk_to("released")


def test_every_list_takes_the_committed_number_of_queries_however_long(world: World) -> None:
    api = Api.of(world, READER)
    live(world)
    first = {path: counted(api, path) for path in lists()}
    for _more in range(3):
        live(world)

    assert {path: counted(api, path) for path in lists()} == first
    assert {path for path, count in first.items() if count > MOST} <= NOT_A_LIST
    if os.environ.get("WRITE_QUERY_COUNTS"):
        COMMITTED.write_text(json.dumps(first, indent=2, sort_keys=True) + "\n")
    assert first == json.loads(COMMITTED.read_text()), "run with WRITE_QUERY_COUNTS=1 and look"
