"""Whoever sends a form hears that it is on its way, and cannot send it twice by impatience."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.hands import paper

NEW: Final = "/requests/new/"
DRAFTER: Final = "state.ms_drafter"
MOST_MS: Final = 1000
IMPATIENT: Final = """() => new Promise(told => {
  const notice = document.getElementById('sending');
  const button = document.querySelector('main form.form button');
  const escape = () => dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
  const pressed = () => button.getAttribute('aria-disabled');
  let began = 0, sendings = 0;
  addEventListener('submit', event => { if (!event.defaultPrevented) sendings += 1; });
  new MutationObserver((_, observer) => {
    observer.disconnect();
    const shown = {after: performance.now() - began, says: notice.textContent, pressed: pressed()};
    button.click();
    button.form.requestSubmit();
    const again = {sendings, disabled: button.disabled};
    escape();
    const stopped = {says: notice.textContent, pressed: pressed()};
    told({shown, again, stopped});
  }).observe(notice, {childList: true});
  began = performance.now();
  button.click();
})"""
"""Press the button, wait for the notice, press twice more, then stop: what was seen on the way.

All in the page itself, for the driver waits as long as the browser is on its way.
"""


@dataclass
class Line:
    """A line that holds what is posted until it is let go."""

    page: Page
    held: list[Route] = field(default_factory=list)

    def holds(self) -> None:
        """Hold every form from now on."""
        self.page.route("**/*", self._take)

    def lets_go(self) -> None:
        """Let through what is held."""
        for route in self.held:
            route.continue_()

    def _take(self, route: Route) -> None:
        if route.request.method == "POST":
            self.held.append(route)
        else:
            route.continue_()


def notice(page: Page) -> Locator:
    return page.locator("#sending")


def written(page: Page) -> Locator:
    """Write a title into the form of a new request; return its button."""
    page.goto(NEW)
    page.locator("#id_title").fill("Workshops in three prisons")
    return page.locator("main form.form button")


def test_a_slow_answer_is_announced_within_a_second_and_no_click_sends_again(visit):
    page = visit(DRAFTER)
    line = Line(page)
    written(page)
    expect(notice(page)).to_have_attribute("role", "status")
    line.holds()

    seen = page.evaluate(IMPATIENT)

    assert seen["shown"]["after"] < MOST_MS
    assert (seen["shown"]["says"], seen["shown"]["pressed"]) == ("Sending…", "true")
    assert seen["again"] == {"sendings": 1, "disabled": False}
    assert seen["stopped"] == {"says": "", "pressed": None}
    line.lets_go()
    page.wait_for_url("**/edit/")
    assert len(line.held) == 1
    expect(notice(page)).to_be_empty()


def test_whoever_comes_back_may_send_again(visit):
    page = visit(DRAFTER)
    button = written(page)
    button.click()
    page.wait_for_url("**/edit/")

    page.go_back()

    expect(notice(page)).to_be_empty()
    button = written(page)
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    page.wait_for_url("**/edit/")


def test_an_upload_says_what_is_uploaded_and_how_much(visit):
    page = visit(DRAFTER)
    written(page).click()
    page.wait_for_url("**/edit/")
    page.goto(page.url.replace("/edit/", "/documents/"))
    line = Line(page)
    line.holds()
    page.locator("main form input[type=file]").set_input_files([paper("note.pdf")])

    seen = page.evaluate(IMPATIENT)

    assert seen["shown"]["says"] == "Uploading: note.pdf (0 kB)"
    line.lets_go()
    page.wait_for_load_state()


def test_without_scripts_a_form_is_sent_as_ever(visit):
    page = visit(DRAFTER, java_script_enabled=False)

    written(page).click()

    page.wait_for_url("**/edit/")
    expect(notice(page)).to_be_hidden()
