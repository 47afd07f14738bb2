"""The studio: a browser before the training, and how a page is taken."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser import chromium
from tests.browser.screens import DESKTOP, PHONE, sat_down
from tests.browser.stage import House
from tests.pictures.album import Print
from tests.pictures.cases import cases
from tests.pictures.catalogue import PICTURES, Cases, Picture

LANGUAGES: Final = ("en", "ar", "zh-hans")
SCREENS: Final[dict[str, ViewportSize]] = {"desktop": DESKTOP, "phone": PHONE}
TALLEST: Final = {"desktop": 1000, "phone": 960}
"""Where a long page is cut, in CSS pixels."""

QUALITY: Final = 28
"""Of WebP, in percent: letters stay sharp, and the album stays small."""


def shoot(house: House, wanted: str = "") -> Iterator[Print]:
    """Take every page whose name begins as wanted, on every screen in every language."""
    with sync_playwright() as playwright:
        browser = chromium.launched(playwright)
        known = cases()
        for who in dict.fromkeys(one.who for one in PICTURES):
            shown = [p for p in PICTURES if p.who == who and p.name.startswith(wanted)]
            for language in LANGUAGES if shown else ():
                yield from _sitting(browser, house, who, language, shown, known)
        browser.close()


def _sitting(
    browser: Browser,
    house: House,
    who: str,
    language: str,
    shown: list[Picture],
    known: Cases,
) -> Iterator[Print]:
    context = sat_down(browser, house, who, language=language)
    page = context.new_page()
    for picture in shown:
        answer = page.goto(picture.address(known))
        if answer is None or not answer.ok:
            message = f"{picture.name} is no page for {picture.who} at {page.url}"
            raise RuntimeError(message)
        for screen, size in SCREENS.items():
            page.set_viewport_size(size)
            yield Print(picture.name, screen, language, _taken(context, page, screen))
    context.close()


def _taken(context: BrowserContext, page: Page, screen: str) -> bytes:
    """Return the page as WebP, from its top down to its end or to where it is cut."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    wide, tall = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    session = context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": wide, "height": min(tall, TALLEST[screen]), "scale": 1}
    taken = session.send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True},
    )
    session.detach()
    return base64.b64decode(taken["data"])
