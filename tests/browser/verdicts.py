"""What axe says of a page as it stands (WCAG 2.2 AA), and what sticks out of a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.screens import DESKTOP, NARROWEST, PHONE

AXE: Final = Axe()
RULES: Final[dict[str, Any]] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
COLOURS: Final[dict[str, Any]] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What the dark can change: the page is the same, its colours are others."""
IN: Final = {"light": RULES, "dark": COLOURS}
WIDER_THAN_THE_SCREEN: Final = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > most + 1
                || one.getBoundingClientRect().left < -1)
    .map(one => one.outerHTML.slice(0, 90));
}"""


def faults_of(page: Page) -> Iterator[str]:
    """Give what axe finds in every light and at every width, and what sticks out at 320 px."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for light, rules in IN.items():
            page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            yield from (f"{light} {size['width']} {told}" for told in violations_on(page, rules))
    page.set_viewport_size(NARROWEST)
    yield from (f"320 sticks out: {told}" for told in sticking_out(page))


def violations_on(page: Page, rules: dict[str, Any] = RULES) -> Iterator[str]:
    """Give the violations axe finds on a page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    for violation in page.evaluate(
        "rules => axe.run(rules).then(found => found.violations)", rules
    ):
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"


def sticking_out(page: Page) -> list[str]:
    """Return what makes a page scroll sideways."""
    found: list[str] = page.evaluate(WIDER_THAN_THE_SCREEN)
    return found
