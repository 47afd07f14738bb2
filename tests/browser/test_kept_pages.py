"""Every page and every form, also as it is refused and where there is nothing, bars nobody.

Every step of every life cycle, every writing, every section and every answer of a State is opened,
sent back with nothing filled in, and sent in a version that has gone; each is kept and shown to a
browser. `make proofs` asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser

from tests.browser.kept import Kept, Window, window
from tests.entering import let_in
from tests.portal.posts.desks import Marks
from tests.portal.posts.form import Form, sent
from tests.portal.posts.pages import LISTS, OBJECTS
from tests.portal.posts.steps import ROADS, form_of, pages_of, steps_of
from tests.portal.posts.table import FORMS, FURTHER
from tests.races.gallery import Scene
from tests.world import World
from web.inputs import personal_moves
from workflows.moves import Requirement
from workflows.registry import machine

ALL = {**FORMS, **FURTHER}
PAGES = {route: make for route, make in OBJECTS.items() if route not in FORMS}
LANGUAGES = ("en", "ar")
REFUSED_IN = {"empty": "ar", "stale": "en"}
OWN = frozenset({"act", "step", "item", "output_id", "version"})
"""What a page says of its form itself; the rest is a person's to fill in."""
NOTHING_FOUND = "?q=nothing+of+the+kind"


@pytest.fixture(scope="module")
def pane(browser: Browser) -> Iterator[Window]:
    """Open one window for all pages of this process."""
    with window(browser) as opened:
        yield opened


class Reader:
    """Asks for pages as people of the world do, and keeps what is answered."""

    def __init__(self, world: World) -> None:
        """Take the people."""
        self.world = world
        self.browsers: dict[tuple[str, str], Client] = {}

    def by(self, who: str, language: str) -> Client:
        """Return somebody's browser in a language."""
        if (who, language) not in self.browsers:
            client = Client(raise_request_exception=False)
            if who:
                let_in(client, self.world.user(who), fresh=True)
            client.cookies["django_language"] = language
            self.browsers[who, language] = client
        return self.browsers[who, language]

    def both(self, name: str, form: Form, *ways: str) -> list[Kept]:
        """Keep a form in both languages: opened, and sent back empty where that is a page."""
        back = list(self.refused(name, form, "empty"))
        languages = ("en",) if back else LANGUAGES
        opened = self.opened(name, form.who, form.url, languages)
        return [*opened, *back, *self.refused(name, form, *ways)]

    def opened(
        self, name: str, who: str, url: str, languages: tuple[str, ...] = LANGUAGES
    ) -> Iterator[Kept]:
        """Keep a page, in both languages unless told otherwise."""
        for language in languages:
            yield from kept(f"{name} opened", language, self.by(who, language).get(url))

    def refused(self, name: str, form: Form, *ways: str) -> Iterator[Kept]:
        """Keep a form as it is refused: sent "empty" (in Arabic), or "stale" (in English)."""
        for how in ways:
            language = REFUSED_IN[how]
            values = _emptied(form.filled()) if how == "empty" else form.outdated()
            client = self.by(form.who, language)
            with transaction.atomic():
                answer = client.post(form.url, sent(values))
                transaction.set_rollback(True)
            yield from kept(f"{name} {how}", language, answer)


def _emptied(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value if name in OWN else "" for name, value in values.items()}


def kept(name: str, language: str, answer: Any) -> Iterator[Kept]:
    """Give an answer as a page, unless it leads on or is none."""
    is_page = answer.status_code != 302 and answer.headers["Content-Type"].startswith("text/html")
    if is_page:
        yield Kept(f"{name} {answer.status_code}", language, answer.content.decode())


@pytest.mark.parametrize("name", ALL)
def test_no_form_bars_anybody_also_where_it_is_refused(
    name: str, world: World, pane: Window
) -> None:
    form, reader = ALL[name](world), Reader(world)
    pages = [
        *reader.opened(name, form.who, form.url),
        *reader.refused(name, form, "empty", "stale"),
    ]

    assert not list(pane.faults(pages))


@pytest.mark.parametrize("route", PAGES)
def test_no_page_of_an_object_bars_anybody(route: str, world: World, pane: Window) -> None:
    who, url = PAGES[route](world)
    pages = list(Reader(world).opened(route, who, url))

    assert [one.language for one in pages] == list(LANGUAGES)
    assert not list(pane.faults(pages))


def test_no_list_bars_anybody_where_there_is_nothing(world: World, pane: Window) -> None:
    reader, pages = Reader(world), list[Kept]()
    for route, make in LISTS.items():
        who, url = make(world)
        pages += reader.opened(f"{route} in an empty house", who, url)
        pages += reader.opened(
            f"{route} asked for more", who, url.partition("?")[0] + NOTHING_FOUND
        )

    assert not list(pane.faults(pages))


@pytest.mark.parametrize("road", ROADS)
def test_no_step_of_any_case_bars_anybody(
    road: str, world: World, pane: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without conditions every form is open, whatever would stand in its way.
    monkeypatch.setattr(Requirement, "__call__", lambda _self, _subject: True)
    waiting, reader, wrong = steps_of(road), Reader(world), list[str]()
    for scene in ROADS[road](world):
        for step in sorted(waiting & _open_at(scene)):
            form = form_of(world, scene, *step[1:])
            if form.who:
                waiting.discard(step)
                wrong += pane.faults(_step(reader, " ".join(step), form))

    assert not waiting
    assert not wrong, "\n".join(wrong)


def _open_at(scene: Scene) -> set[tuple[str, str, str]]:
    known = machine(scene.key)
    return {
        (scene.key, name, page)
        for name in personal_moves(known)
        if scene.state in known.moves[name]
        for page in pages_of(known, name)
    }


def _step(reader: Reader, name: str, form: Form) -> Iterator[Kept]:
    """Keep the page of a step, and as it is sent back where it is not filled in."""
    if isinstance(form, Marks):
        marks = form.filled()
        query = urlencode({"item": marks["item"][0], "step": marks["step"]})
        yield from reader.opened(name, form.who, f"{form.url}?{query}")
        return
    yield from reader.both(name, form)
