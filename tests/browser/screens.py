"""The screens pages are looked at on, and how somebody sits down at one."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tests.browser.stage import House

DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
NARROWEST: Final[ViewportSize] = {"width": 320, "height": 640}
PATIENCE_MS: Final = 10_000


def sat_down(
    browser: Browser,
    house: House,
    name: str = "",
    *,
    language: str = "en",
    size: ViewportSize = DESKTOP,
    dark: bool = False,
    **options: Any,
) -> BrowserContext:
    """Open a browser of its own for a person of the house ("" is a stranger).

    Further options are those of Playwright's ``new_context``; the caller closes it.
    """
    context = browser.new_context(
        base_url=house.url,
        viewport=size,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE_MS)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if name:
        cookies[settings.SESSION_COOKIE_NAME] = house.session_of(name)
    context.add_cookies(
        [{"name": key, "value": value, "url": house.url} for key, value in cookies.items()]
    )
    return context
