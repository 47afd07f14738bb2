"""The help of each page: read from the page, held against what is committed, or committed anew."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

COMMITTED = Path(__file__).with_name("helps.json")
WRITES = bool(os.environ.get("WRITE_HELPS"))
HELP = re.compile(r'<details class="help" id="help">(.*?)</details>', re.DOTALL)
OWN = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def help_in(text: str) -> str:
    """Return the first paragraph of help of a page, which is the page's own; "" for none."""
    found = HELP.search(text)
    own = OWN.search(found[1]) if found else None
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", own[1]).split())) if own else ""


def committed() -> dict[str, str]:
    """Return what each page says, by route."""
    known: dict[str, str] = json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {}
    return known


def held(route: str, text: str) -> None:
    """Hold the help of a page against the committed, or commit it."""
    found, known = help_in(text), committed()
    if WRITES:
        told = json.dumps({**known, route: found}, indent=2, sort_keys=True, ensure_ascii=False)
        COMMITTED.write_text(f"{told}\n")
        return
    assert found == known.get(route), f"{route}: WRITE_HELPS=1, and look"
