"""Pages kept as they were answered, whatever led to them, and shown to a browser once more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

from tests.browser.screens import DESKTOP, NARROWEST, PATIENCE_MS, PHONE
from tests.browser.stage import served
from tests.browser.verdicts import COLOURS, RULES, sticking_out, violations_on

SHOWN_AT: Final = re.compile(r"/kept/(\d+)/")
ASKED: Final = "/static/"
HTML: Final = [("Content-Type", "text/html; charset=utf-8")]
LOOKS: Final[dict[str, Any]] = {
    "en": ((DESKTOP, "light", RULES), (PHONE, "dark", COLOURS)),
    "ar": ((PHONE, "light", RULES), (DESKTOP, "dark", COLOURS)),
}
"""How a page is looked at by its language: between them at every width and in every light."""

VARIES: Final = re.compile(r'(?<=[ "])(value|href|action|datetime|content|title)="[^"]*"')
NUMBERS: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
PARTS: Final = re.compile(r"(?=<main)|(?<=</main>)")
WORDS: Final = re.compile(r">[^<]*[^<\s][^<]*<")


@dataclass(frozen=True)
class Kept:
    """One page: how it was come by, its language, and what was answered."""

    name: str
    language: str
    text: str

    @property
    def shapes(self) -> set[str]:
        """Return its head, its body and its foot, each without words, values and repetitions.

        What axe judges in two pages of the same shapes is the same.
        """
        bare = NUMBERS.sub("0", WORDS.sub(">x<", VARIES.sub(r"\1", self.text)))
        parts = PARTS.split(bare)
        return {f"{self.language} {''.join(dict.fromkeys(part.splitlines()))}" for part in parts}


@dataclass
class Window:
    """Shows kept pages, with the portal's own styles, to one page of a browser."""

    page: Page
    hung: list[Kept]
    known: set[str] = field(default_factory=set)
    """The shapes that were judged."""

    def faults(self, pages: Iterable[Kept]) -> Iterator[str]:
        """Give what bars anybody on these pages; of shapes that were judged, what sticks out."""
        for one in pages:
            self.hung.append(one)
            self.page.set_viewport_size(NARROWEST)
            self.page.goto(f"/kept/{len(self.hung) - 1}/")
            found = [f"320 sticks out: {told}" for told in sticking_out(self.page)]
            if one.shapes - self.known:
                self.known |= one.shapes
                found += self._violations(one.language)
            yield from (f"{one.name} {one.language} {told}" for told in found)

    def _violations(self, language: str) -> Iterator[str]:
        for size, light, rules in LOOKS[language]:
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=light)
            for told in violations_on(self.page, rules):
                yield f"{light} {size['width']} {told}"


@contextmanager
def window(browser: Browser) -> Iterator[Window]:
    """Open a window; nothing but styles, scripts and kept pages is served behind it."""
    hung: list[Kept] = []
    portal = get_wsgi_application()

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(ASKED):
            return portal(environ, start)
        shown = SHOWN_AT.fullmatch(path)
        start(
            "200 OK" if shown else "404 Not Found", [("Content-Type", "text/html; charset=utf-8")]
        )
        return [hung[int(shown[1])].text.encode()] if shown else []

    with served(answer) as url:
        context = browser.new_context(base_url=url, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        yield Window(context.new_page(), hung)
        context.close()
