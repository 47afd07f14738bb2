"""What a browser complains about fails the story, unless the story says that it must."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

REFUSAL_AS_PAGE: Final = re.compile(r"the server responded with a status of (4\d\d|503)")


@dataclass
class Watch:
    """Listens to every page of a browser context: console, content policy, foreign addresses."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    forgiven: list[re.Pattern[str]] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to listen."""
        context.on("page", self._page)
        context.on("request", self._request)

    def forgive(self, pattern: str) -> None:
        """Expect complaints that match: a story that cuts the line hears of it."""
        self.forgiven.append(re.compile(pattern))

    def judge(self) -> None:
        """Fail with every complaint that was not expected."""
        wrong = [
            told for told in self.complaints if not any(one.search(told) for one in self.forgiven)
        ]
        assert not wrong, "\n".join(["the browser complained:", *wrong])

    def _page(self, page: Page) -> None:
        page.on("console", lambda said: self._console(page, said))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _console(self, page: Page, said: ConsoleMessage) -> None:
        if said.type not in {"error", "warning"}:
            return
        about = said.location.get("url", "")
        # A refusal is a page of ours with its status; the same for a part of a page is a fault.
        if REFUSAL_AS_PAGE.search(said.text) and _is_document(about, page):
            return
        self.complaints.append(f"{page.url}: {said.type}: {said.text} ({about})")

    def _request(self, request: Request) -> None:
        split = urlsplit(request.url)
        if split.scheme in {"http", "https", "ws", "wss"} and not request.url.startswith(
            self.origin
        ):
            self.complaints.append(f"asked elsewhere: {request.url}")


def _is_document(url: str, page: Page) -> bool:
    return urldefrag(url).url == urldefrag(page.url).url
