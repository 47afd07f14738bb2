"""Fixtures of the browser stories: one browser per process, one database and server per story."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.browser import chromium, gallery
from tests.browser.screens import sat_down
from tests.browser.showing import on_show
from tests.browser.stage import House, Stage, served
from tests.browser.watch import Watch
from tests.laboratory import Laboratory, pointed_at
from tests.world import World, make_world

# Every page and form by its route: `make proofs` asks for it; what links lead to is in every run.
collect_ignore = [] if os.environ.get("TARA_PROOFS") else ["test_kept_pages.py"]

HERE: Final = Path(__file__).parent
LONGEST: Final = "test_main_story.py"

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the stories where there is no browser (the session says so once, loudly).

    The longest come first, so that no process waits for another one's at the end.
    """
    ours = [place for place, item in enumerate(items) if HERE in item.path.parents]
    told = sorted((items[place] for place in ours), key=lambda item: item.path.name != LONGEST)
    for place, item in zip(ours, told, strict=True):
        items[place] = item
        if not chromium.found():
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for all stories of this process.

    Playwright keeps an event loop in this thread, which Django would refuse to work beside.
    """
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        started = chromium.launched(playwright)
        yield started
        started.close()
    patch.undo()


@pytest.fixture(scope="session")
def peopled(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[tuple[str, World]]:
    """Make one database with the people of the world, for every story to copy."""
    with django_db_blocker.unblock():
        name = laboratory.clone()
        with pointed_at(name):
            world = make_world()
    yield name, world
    laboratory.drop(name)


@pytest.fixture(scope="module")
def training(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[House]:
    """Serve a copy of the training to all tests of a file, which only look."""
    with django_db_blocker.unblock(), on_show(laboratory, gallery.hang) as house:
        yield house


@pytest.fixture
def stage(
    peopled: tuple[str, World], django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[Stage]:
    """Give the story the world on a database of its own, where commits are real, and serve it."""
    template, world = peopled
    with django_db_blocker.unblock():
        name = laboratory.clone(template)
        with pointed_at(name), served() as url:
            yield Stage(url, world.user, world)
        laboratory.drop(name)


@pytest.fixture
def watch(stage: House) -> Iterator[Watch]:
    """Listen to every browser of the story; at its end, fail with what they complained about."""
    listening = Watch(stage.url)
    yield listening
    listening.judge()


@pytest.fixture
def visit(browser: Browser, stage: House, watch: Watch) -> Iterator[Visit]:
    """Return a call that opens a browser for a person of the world ("" is a stranger).

    ``visit("state.ms_drafter", language="ar", size=PHONE, dark=True, java_script_enabled=False)``
    returns an empty page whose addresses are relative to the portal; the wishes are those of
    ``sat_down``.
    """
    opened: list[BrowserContext] = []

    def enter(name: str = "", **wishes: Any) -> Page:
        context = sat_down(browser, stage, name, **wishes)
        opened.append(context)
        watch.over(context)
        return context.new_page()

    yield enter
    for context in opened:
        context.close()
