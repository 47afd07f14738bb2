"""Every page, in both directions, light and dark, wide and narrow, bars nobody (WCAG 2.2 AA)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.browser import gallery
from tests.browser.gallery import Exhibit
from tests.browser.screens import DESKTOP, NARROWEST, PHONE
from tests.browser.stage import House

AXE = Axe()
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What the dark can change: the page is the same, its colours are others."""
IN = {"light": RULES, "dark": COLOURS}
WIDER_THAN_THE_SCREEN = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > most + 1
                || one.getBoundingClientRect().left < -1)
    .map(one => one.outerHTML.slice(0, 90));
}"""
FILES = {
    *("portal:document", "portal:agreement_file", "portal:amendment_file"),
    *("portal:evidence_file", "portal:report_file", "mfa_download_recovery_codes"),
    "portal:iati_activities",
}
ON_THE_WAY = {
    *("mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate_webauthn"),
    *("mfa_view_recovery_codes", "mfa_remove_webauthn"),
    *("openid_connect_login", "openid_connect_callback"),
}
"""Steps of the door, which the story of the door looks at on its way."""
FORMS_ONLY = 405
SOME_STEPS = 1 if os.environ.get("TARA_AXE") != "all" else gallery.AT_MOST
"""How many pages of a kind are looked at here; `TARA_AXE=all` looks at all that were met."""


@pytest.fixture(scope="module")
def stage(training: House) -> House:
    """Look at the training."""
    return training


def chosen(route: str) -> list[Exhibit]:
    """Return the pages of a route to look at: of each kind the first ones that were met."""
    kinds: dict[str, list[Exhibit]] = {}
    for one in gallery.exhibits():
        if one.route == route:
            kinds.setdefault(_kind(one), []).append(one)
    return [one for found in kinds.values() for one in found[:SOME_STEPS]]


def _kind(one: Exhibit) -> str:
    kind, _ = gallery.kind_of(one.where)
    everything = os.environ.get("TARA_AXE") == "all"
    return kind if everything else " ".join(kind.split()[:2])


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("route", [*gallery.routes(), "refusal"])
def test_no_page_bars_anybody(stage, visit, route, language):
    found = chosen(route)
    if not found:
        assert is_no_page(route, stage), f"{route}: no link of any page leads there"
    wrong: list[str] = []
    for who in sorted({one.who for one in found}):
        page = visit(who, language=language)
        for one in (each for each in found if each.who == who):
            page.goto(one.where)
            wrong += [f"{one.who} {one.where} {language} {told}" for told in faults_of(page)]

    assert not wrong, "\n".join(wrong)


def faults_of(page: Page) -> Iterator[str]:
    """Give what axe finds in every light and at every width, and what sticks out at 320 px."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for light, rules in IN.items():
            page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            yield from (f"{light} {size['width']} {told}" for told in violations_on(page, rules))
    page.set_viewport_size(NARROWEST)
    yield from (f"320 sticks out: {told}" for told in page.evaluate(WIDER_THAN_THE_SCREEN))


def violations_on(page: Page, rules: dict[str, Any] = RULES) -> Iterator[str]:
    """Give the violations axe finds on a page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    for violation in page.evaluate(
        "rules => axe.run(rules).then(found => found.violations)", rules
    ):
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"


def is_no_page(route: str, stage: House) -> bool:
    """Tell whether a route takes forms only, or hands out files."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = stage.session_of("auditor")
    return (
        route in FILES | ON_THE_WAY or client.get(gallery.routes()[route]).status_code == FORMS_ONLY
    )


def test_axe_sees_what_it_must_see(stage, visit):
    page = visit()
    page.goto("/")
    page.evaluate("() => document.querySelectorAll('h2').forEach(one => one.style.color = '#888')")
    page.evaluate("document.querySelector('main').style.width = '900px'")

    told = list(faults_of(page))

    assert any("color-contrast" in one for one in told)
    assert any("sticks out" in one for one in told)
