"""Every page of the portal is light: few statements whatever the rows, few bytes with its files.

The statements of each are committed (``query_counts.json``), as is its help (``helps.json``), and
a difference fails. A step that asks nothing is rehearsed on its page; what the rehearsal asks in
its savepoint is the act's own and is not counted.
"""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.cases import taking
from tests.bench.pairs import ALONE, calls_of
from tests.entering import let_in
from tests.matrix.routes import routes
from tests.matrix.visits import UNKNOWN
from tests.portal.helps import held
from tests.portal.posts.forger import handler
from tests.portal.posts.pages import FILES, LISTS, NO_PAGE, OBJECTS
from tests.portal.posts.table import FORMS
from tests.portal.test_desks import life
from tests.portal.test_forged_forms import ELSEWHERE
from tests.portal.test_pages import PLUMBING
from tests.world import World
from workflows import preview as previewing

COMMITTED = Path(__file__).with_name("query_counts.json")
WRITES = bool(os.environ.get("WRITE_QUERY_COUNTS"))
MOST = 10
BYTES = 100_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


def browser(world: World, enter: Any, who: str) -> Client:
    """Return the browser of somebody who came in this minute."""
    client: Client = enter()
    client.handler = handler(guarded=False)
    if who:
        let_in(client, world.user(who), fresh=True)
    return client


class Rehearsals:
    """Notes which statements a rehearsal asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: set[int] = set()
        rehearse = previewing.preview

        @functools.wraps(rehearse)
        def noted(*args: Any, **given: Any) -> Any:
            begin = len(connection.queries_log)
            try:
                return rehearse(*args, **given)
            finally:
                self.asked |= set(range(begin, len(connection.queries_log)))

        monkeypatch.setattr(taking, "preview", noted)


@pytest.fixture
def rehearsals(monkeypatch: pytest.MonkeyPatch) -> Rehearsals:
    return Rehearsals(monkeypatch)


def asked_at(client: Client, url: str, rehearsals: Rehearsals) -> tuple[Any, list[str]]:
    """Open a page a second time, and return the answer and the page's own statements."""
    client.get(url)
    rehearsals.asked.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    first = asked.initial_queries
    own = [
        one["sql"]
        for place, one in enumerate(asked.captured_queries, start=first)
        if place not in rehearsals.asked and not PLUMBING.search(one["sql"])
    ]
    return answer, own


@functools.cache
def weight(url: str) -> int:
    """Return the bytes of a style or script."""
    answer: Any = Client().get(url)
    assert answer.status_code == 200, url
    return len(b"".join(answer.streaming_content))


def weighed(client: Client, url: str) -> int:
    """Return the bytes of a page with its files in Russian, whose letters take two each."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    answer = client.get(url)
    del client.cookies[settings.LANGUAGE_COOKIE_NAME]
    text = answer.content.decode()
    assert '<html lang="ru"' in text, url
    return len(answer.content) + sum(map(weight, set(LINKED.findall(text))))


def checked(route: str, client: Client, url: str, rehearsals: Rehearsals) -> int:
    """Hold one page against its bounds, and return how many statements it took."""
    answer, own = asked_at(client, url, rehearsals)
    assert answer.status_code == 200, (route, answer.content.decode()[-2000:])
    assert weighed(client, url) <= BYTES, route
    assert len(own) <= MOST, "\n".join([route, *own])
    held(route, answer.content.decode())
    return len(own)


def compared(found: dict[str, int]) -> None:
    """Hold counts against those committed, or commit them."""
    known = json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {}
    if WRITES:
        COMMITTED.write_text(json.dumps({**known, **found}, indent=2, sort_keys=True) + "\n")
        return
    assert found == {route: known.get(route) for route in found}, "WRITE_QUERY_COUNTS=1, and look"


def test_every_page_is_measured_here(world, enter):
    client = browser(world, enter, "section_chief")
    found = set()
    for route in routes():
        if route.template.startswith(ELSEWHERE):
            continue
        path = route.path(dict.fromkeys(re.findall(r"\{(\w+)\}", str(route)), UNKNOWN))
        if client.get(path.replace(f"/passkeys/{UNKNOWN}/", "/passkeys/1/")).status_code != 405:
            found.add(str(route))

    measured = {*LISTS, *OBJECTS} - {
        route for route in FORMS if client.get(_without_object(route)).status_code == 405
    }
    assert found == {*measured, *FILES, *NO_PAGE}
    assert set(json.loads(COMMITTED.read_text())) == measured


def test_every_page_is_timed_beside_its_calls_or_stands_alone():
    with_calls = {route for route in (*LISTS, *OBJECTS) if calls_of(route)}
    pages = set(json.loads(COMMITTED.read_text()))
    assert pages - with_calls == ALONE
    assert ALONE.isdisjoint(with_calls)


def _without_object(route: str) -> str:
    return re.sub(r"\{\w+\}", UNKNOWN, route).replace(f"/passkeys/{UNKNOWN}/", "/passkeys/1/")


def test_a_list_takes_the_same_few_statements_however_long(world, enter, rehearsals):
    life(world)
    people = {
        who: browser(world, enter, who) for who, _url in (page(world) for page in LISTS.values())
    }

    def counts() -> dict[str, int]:
        return {
            route: checked(route, people[who], url, rehearsals)
            for route, (who, url) in ((route, page(world)) for route, page in LISTS.items())
        }

    first = counts()
    life(world)

    assert counts() == first
    compared(first)


@pytest.mark.parametrize("route", OBJECTS)
def test_a_page_about_one_object_takes_few_statements(world, enter, rehearsals, route):
    who, url = OBJECTS[route](world)
    client = browser(world, enter, who)
    if client.get(url).status_code == 405:
        return

    compared({route: checked(route, client, url, rehearsals)})
