"""Every page, in both directions, light and dark, wide and narrow, bars nobody (WCAG 2.2 AA)."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.browser import gallery
from tests.browser.gallery import Exhibit
from tests.browser.stage import House
from tests.browser.verdicts import faults_of

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


@pytest.fixture(scope="module")
def stage(training: House) -> House:
    """Look at the training."""
    return training


def chosen(route: str) -> list[Exhibit]:
    """Return the pages of a route to look at: the first that was met of each kind of case.

    The other steps and writings of a kind are looked at in ``test_kept_pages``.
    """
    kinds: dict[str, Exhibit] = {}
    for one in gallery.exhibits():
        if one.route == route:
            kind, _route = gallery.kind_of(one.where)
            kinds.setdefault(" ".join(kind.split()[:2]), one)
    return list(kinds.values())


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
            answer = page.goto(one.where)
            assert answer is not None
            if route != "refusal":
                assert answer.ok, f"{one.where} is no page: {answer.status}"
            wrong += [f"{one.who} {one.where} {language} {told}" for told in faults_of(page)]

    assert not wrong, "\n".join(wrong)


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
