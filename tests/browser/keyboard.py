"""A person without a mouse: everything is reached by Tab, in the order of the page, and is seen."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import FilePayload, Locator

from tests.browser.hands import Hand

MOST_STOPS: Final = 200
STOP: Final = """(wanted) => {
  const here = document.activeElement, before = window.lastStop;
  window.lastStop = here;
  const look = getComputedStyle(here);
  const shown = look.outlineStyle !== 'none'
    && parseFloat(look.outlineWidth) >= 2 && here.getClientRects().length > 0;
  const after = !before || !before.isConnected || before === here || here === document.body
    || Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
  return {
    found: here === wanted, lost: here === document.body, shown, after,
    html: here.outerHTML.slice(0, 120),
  };
}"""


class Keys(Hand):
    """The same person, who never touches a mouse."""

    def opens(self, address: str) -> None:
        """Go to an address and skip what stands on top of every page."""
        super().opens(address)
        self._skips()

    def _skips(self) -> None:
        keys = self.page.keyboard
        keys.press("Tab")
        keys.press("Enter")

    def _reach(self, one: Locator) -> None:
        """Press Tab until the wanted element has the focus, judging every stop on the way."""
        wanted = one.element_handle()
        stop = self.page.evaluate(STOP, wanted)
        for _ in range(MOST_STOPS):
            if stop["found"]:
                return
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP, wanted)
            assert not stop["lost"], f"{self.page.url}: Tab never reaches {one}"
            assert stop["shown"], f"{self.page.url}: no focus to be seen on {stop['html']}"
            assert stop["after"], f"{self.page.url}: Tab goes back to {stop['html']}"
        raise AssertionError(f"{self.page.url}: too many stops before {one}")

    def _activate(self, one: Locator) -> None:
        self._reach(one)
        self.page.keyboard.press("Enter")

    def _tick(self, one: Locator) -> None:
        if one.get_attribute("type") == "radio":
            self._turn(one)
        elif not one.is_checked():
            self._reach(one)
            self.page.keyboard.press("Space")

    def _turn(self, one: Locator) -> None:
        """Reach the group of radio buttons, which is one stop, and go down to the wanted one."""
        name = one.get_attribute("name")
        group = self.page.locator(f'main [name="{name}"]')
        ticked = group.and_(self.page.locator(":checked"))
        self._reach(ticked if ticked.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in group.all():
            if one.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert one.is_checked()

    def _choose(self, one: Locator, answer: str) -> None:
        self._reach(one)
        words = one.locator(f'option[value="{answer}"]').inner_text()
        self.page.keyboard.type(words)
        assert one.input_value() == answer, words

    def _upload(self, one: Locator, answer: FilePayload) -> None:
        self._reach(one)
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files([answer])

    def _write(self, one: Locator, answer: str, kind: str) -> None:
        self._reach(one)
        if kind == "date":
            year, month, day = answer.split("-")
            answer = f"{month}{day}{year}"
        else:
            self.page.keyboard.press("Control+A")
        self.page.keyboard.type(answer)
