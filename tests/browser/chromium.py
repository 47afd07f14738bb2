"""The browser of the stories: Debian's Chromium, found on the machine, never downloaded."""

from __future__ import annotations

import os
import shutil
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright

NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Where there is a choice, the one without windows: drawing those took most of its time."""

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page might ask of the outside is not even looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
MISSING: Final = (
    "BROWSER STORIES SKIPPED: no Chromium on this machine "
    "(apt-get install chromium, or name one in TARA_CHROMIUM)"
)


def found() -> str:
    """Return the path of the browser, "" where there is none."""
    wished = os.environ.get("TARA_CHROMIUM", "")
    candidates = (wished,) if wished else NAMES
    return next((path for name in candidates if (path := shutil.which(name))), "")


def refuse_to_skip() -> None:
    """Stop the session where the stories must run (TARA_BROWSER=required) and cannot."""
    if os.environ.get("TARA_BROWSER") == "required" and not found():
        raise pytest.UsageError(MISSING)


def launched(playwright: Playwright) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=found(), args=list(FLAGS))
