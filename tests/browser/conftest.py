"""Fixtures of the browser stories: one browser per process, one database and server per story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.browser import chromium, gallery
from tests.browser.stage import House, Stage, served
from tests.browser.watch import Watch
from tests.laboratory import Laboratory, pointed_at
from tests.world import World, make_world

DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
NARROWEST: Final[ViewportSize] = {"width": 320, "height": 640}
PATIENCE_MS: Final = 10_000
HERE: Final = Path(__file__).parent

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the stories where there is no browser (the session says so once, loudly)."""
    if chromium.found():
        return
    for item in items:
        if HERE in item.path.parents:
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
    with django_db_blocker.unblock():
        name = laboratory.clone(laboratory.made_once("gallery", gallery.hang))
        with pointed_at(name), served() as url:
            yield House(url, gallery.person)
        laboratory.drop(name)


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
    returns an empty page whose addresses are relative to the portal; further options are those of
    Playwright's ``new_context``.
    """
    opened: list[BrowserContext] = []

    def enter(
        name: str = "",
        *,
        language: str = "en",
        size: ViewportSize = DESKTOP,
        dark: bool = False,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=stage.url,
            viewport=size,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **options,
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if name:
            cookies[settings.SESSION_COOKIE_NAME] = stage.session_of(name)
        context.add_cookies(
            [{"name": key, "value": value, "url": stage.url} for key, value in cookies.items()]
        )
        watch.over(context)
        return context.new_page()

    yield enter
    for context in opened:
        context.close()
