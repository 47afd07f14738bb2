"""The door as people pass it: app, passkey, recovery codes; by keyboard, and without scripts."""

from __future__ import annotations

import re
import time
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from config.training.second_factor import code_at
from tests.browser.screens import PHONE
from tests.browser.stage import Stage
from tests.browser.verdicts import faults_of
from tests.entering import KEY, give_app
from tests.world import PASSWORD

CHIEF = "section_chief@training.example"
DRAFTER = "state.ms_drafter@training.example"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Serve the portal under a name: browsers make passkeys for no number."""
    return Stage(stage.url.replace("127.0.0.1", "localhost"), stage.person, stage.world)


def give_password(page: Page, email: str) -> None:
    """Fill in the first step and go on."""
    page.goto("/sign-in/")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button")


def sign_out(page: Page) -> None:
    """Leave, and wait until the portal has let go."""
    page.click("text=Sign out")
    expect(page.locator(".masthead")).not_to_contain_text("Sign out")


def key_to_carry(page: Page) -> None:
    """Plug a security key into the browser that knows its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def looked_at(page: Page, heading: str) -> None:
    """Judge a page that only the way through the door leads to, once it is there, and in Arabic."""
    expect(page.locator("h1")).to_have_text(heading)
    size = page.viewport_size
    assert not list(faults_of(page))
    read_in(page, "ar")
    expect(page.locator("html[dir=rtl] h1")).to_be_visible()
    assert not list(faults_of(page))
    read_in(page, "en")
    expect(page.locator("h1")).to_have_text(heading)
    if size is not None:
        page.set_viewport_size(size)


def read_in(page: Page, language: str) -> None:
    """Open the same page in another language."""
    name, here = settings.LANGUAGE_COOKIE_NAME, urljoin(page.url, "/")
    page.context.add_cookies([{"name": name, "value": language, "url": here}])
    page.reload()


def test_a_staff_member_sets_up_a_passkey_and_afterwards_needs_nothing_else(visit):
    page = visit()
    key_to_carry(page)

    give_password(page, CHIEF)
    expect(page.locator("h1")).to_have_text("What protects your account")
    expect(page.locator(".notice-attention")).to_be_visible()
    page.click("text=Add a passkey")
    looked_at(page, "Add a passkey")
    page.fill("[name=name]", "Office key")
    page.click("text=Make the passkey")
    expect(page.locator(".codes li")).to_have_count(10)
    looked_at(page, "Recovery codes")
    page.goto("/queue/")
    expect(page.locator("h1")).to_be_visible()
    sign_out(page)
    page.goto("/sign-in/?next=/queue/")
    page.click("text=Sign in with a passkey")

    expect(page).to_have_url(re.compile(r"//[^/]+/queue/$"))
    page.goto(reverse("mfa_index"))
    expect(page.locator(".keys")).to_contain_text("Office key")
    page.goto(reverse("mfa_reauthenticate_webauthn"))
    looked_at(page, "Is it still you?")
    page.goto(reverse("mfa_index"))
    page.click("text=Remove Office key")
    looked_at(page, "Remove a passkey")
    page.click("text=Remove it")
    expect(page.locator(".notice-error, .notice-bad, .notice")).to_contain_text("Staff of UNODC")


def test_a_passkey_is_a_second_step_too(visit):
    page = visit()
    key_to_carry(page)
    give_password(page, DRAFTER)
    page.goto(reverse("mfa_add_webauthn"))
    page.uncheck("[name=passwordless]")
    page.click("text=Make the passkey")
    expect(page.locator(".codes li")).to_have_count(10)
    sign_out(page)

    give_password(page, DRAFTER)
    looked_at(page, "Second step")
    page.click("text=Use a passkey")

    expect(page).to_have_url(re.compile(r"/home/$"))


def test_a_browser_without_a_passkey_says_so_and_leaves_the_other_way_open(visit, watch):
    page = visit()
    give_page = page.context.new_cdp_session(page)
    give_page.send("WebAuthn.enable")  # an empty drawer: no key answers
    page.goto("/sign-in/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error('no key')); }"
    )

    page.click("text=Sign in with a passkey")

    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    expect(page.locator("[name=password]")).to_be_editable()


def test_the_whole_door_works_without_scripts_on_a_telephone_in_arabic(visit, stage):
    give_app(stage.world.user("section_chief"))
    page = visit(language="ar", size=PHONE, java_script_enabled=False)

    give_password(page, CHIEF)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("[data-passkey]")).to_have_count(0)
    page.fill("[name=code]", code_at(KEY, time.time()))
    page.click("form.form button")

    expect(page).to_have_url(re.compile(r"/home/$"))


def test_the_whole_door_works_by_keyboard_alone(visit, stage):
    give_app(stage.world.user("assessor"))
    page = visit()
    page.goto("/sign-in/")

    page.focus("[name=email]")
    page.keyboard.type("assessor@training.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Second step")
    page.focus("[name=code]")
    page.keyboard.type(code_at(KEY, time.time()))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/home/$"))
