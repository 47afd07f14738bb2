"""The browser stories notice what they must notice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keys
from tests.browser.screens import PHONE
from tests.factories.requests import request_at


def test_a_signed_in_person_sees_what_was_committed_in_their_language(stage, visit):
    request = request_at(stage.world, "submitted")
    page = visit("state.ms_authority", language="ar", size=PHONE)

    page.goto(f"/requests/{request.pk}/")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("main")).to_contain_text(request.reference)


def test_a_page_works_without_javascript(visit):
    page = visit(java_script_enabled=False)

    page.goto("/how-it-works/")

    expect(page.locator("h1")).to_be_visible()


SCRIPT = "Object.assign(document.createElement('script'), {textContent: '1'})"


@pytest.mark.parametrize(
    ("deed", "heard"),
    [
        (f"document.body.append({SCRIPT})", "Content Security Policy"),
        ("console.error('broken')", "broken"),
        ("setTimeout(() => { throw new Error('thrown') })", "thrown"),
        ("fetch('http://127.0.0.1:9/').catch(() => 0)", "Content Security Policy"),
        ("open('http://127.0.0.1:9/')", "asked elsewhere"),
        ("document.body.append(Object.assign(new Image(), {src: '/static/none.png'}))", "404"),
    ],
)
def test_what_the_browser_complains_about_fails_the_story(visit, watch, deed, heard):
    page = visit()
    page.goto("/")
    page.evaluate(f"() => {{ {deed} }}")
    page.wait_for_load_state("networkidle")

    with pytest.raises(AssertionError, match=heard):
        watch.judge()

    watch.complaints.clear()


def test_a_refusal_is_a_page_and_no_fault(visit):
    answer = visit().goto("/nothing/here/")

    assert answer.status == 404


COVER = "position: fixed; inset: 0; z-index: 9"


def test_a_person_with_keys_never_touches_the_page_otherwise(visit, watch):
    keys = Keys(visit())
    keys.opens("/")
    keys.follows("/how-it-works/")
    watch.judge()

    keys.page.locator("h1").click()
    keys.page.wait_for_load_state("networkidle")

    with pytest.raises(AssertionError, match="touched by a pointer: pointerdown"):
        watch.judge()
    watch.complaints.clear()


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("one.style.outline = 'none'", "no focus to be seen"),
        ("document.body.append(cover)", "out of sight or covered"),
        ("one.tabIndex = -1", "Tab never reaches|too many stops"),
    ],
)
def test_keys_miss_what_cannot_be_reached_or_seen(visit, deed, told):
    keys = Keys(visit())
    keys.opens("/")
    keys.page.evaluate(
        f"""() => {{
          const cover = document.createElement('div');
          cover.style.cssText = '{COVER}';
          for (const one of document.querySelectorAll('main a')) {{ {deed}; }}
        }}"""
    )

    with pytest.raises(AssertionError, match=told):
        keys.follows("/how-it-works/")
