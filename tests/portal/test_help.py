"""Every page has help of its own at its end: what it is for, and what its buttons do.

What each page says is committed (``helps.json``); ``test_bounds``, which opens every page that the
resolver knows, holds the page against it. The few pages that cannot be opened without a proof are
held by their templates.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from portal.cases.guidance import HELP as HELP_OF_KINDS
from portal.guide.walks import WALKS
from portal.writing.guidance import HELP as HELP_OF_WRITINGS
from portal.writing.registry import WRITINGS
from tests.portal import helps, test_bounds
from tests.portal.helps import committed, help_in
from workflows.registry import machines

TEMPLATES: Final = Path(__file__).parents[2] / "portal" / "templates"
FEWEST_WORDS: Final = 12
ALIKE: Final = (frozenset(f"/learn/{key}/" for key in WALKS),)
"""Routes that may say the very same: a set of them only where one page has several addresses."""


def shared(told: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what two routes say that may not say the same."""
    routes: dict[str, list[str]] = defaultdict(list)
    for route, said in told.items():
        routes[said].append(route)
    return {
        said: of
        for said, of in routes.items()
        if len(of) > 1 and not any(alike.issuperset(of) for alike in ALIKE)
    }


def poor(told: Mapping[str, str]) -> list[str]:
    """Return the routes that say less than a sentence."""
    return [route for route, said in told.items() if len(said.split()) < FEWEST_WORDS]


def test_every_page_has_help_that_no_other_page_has():
    told = committed()

    assert set(told) == set(json.loads(test_bounds.COMMITTED.read_text()))
    assert poor(told) == []
    assert shared(told) == {}


def test_a_page_without_help_or_with_that_of_another_is_found():
    said = "What this page is for, and what happens when you press its only button."
    page = f'<details class="help" id="help"><summary>Help</summary><p>{said}</p></details>'

    assert help_in(page) == said
    assert help_in(page.replace(f"<p>{said}</p>", '<p class="further">Help</p>')) == ""
    assert help_in(f'<details class="help"><p>{said}</p></details>') == ""
    assert poor({"/a/": said, "/b/": "", "/c/": "Too little."}) == ["/b/", "/c/"]
    assert shared({"/a/": said, "/b/": said, "/c/": "Another."}) == {said: ["/a/", "/b/"]}


def test_a_page_that_says_another_thing_than_is_committed_fails(monkeypatch):
    monkeypatch.setattr(helps, "WRITES", False)

    with pytest.raises(AssertionError, match="WRITE_HELPS"):
        helps.held("/queue/", '<details class="help" id="help"><p>Nothing.</p></details>')


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_help_is_in_the_language_of_the_page(enter, language):
    client = enter("section_chief", language=language)

    for url in ("/desks/", "/desks/finance/release/", "/queue/"):
        said = help_in(client.get(url).content.decode())
        assert said not in {"", committed()[url]}


def test_every_template_of_a_page_fills_its_help():
    """Also those that only a proof opens: a code of the door, a key to be removed."""
    pages = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    silent = [
        str(path.relative_to(TEMPLATES))
        for path, text in pages.items()
        if '{% extends "portal/layout.html" %}' in text and "{% block help %}" not in text
    ]

    assert silent == ["web/refusal.html"], "a refusal says what to do next in its own words"


def test_every_kind_of_case_and_every_form_has_its_help():
    forms = {(key, one.name) for key, writings in WRITINGS.items() for one in writings}

    assert {known.key for known in machines()} - set(HELP_OF_KINDS) == {"request"}
    assert set(HELP_OF_WRITINGS) == forms
