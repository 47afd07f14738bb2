"""A person without a mouse: everything is reached by Tab, in the order of the page, and is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import ElementHandle, FileChooser, FilePayload, Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.hands import Hand

MOST_STOPS: Final = 200
NO_MOUSE: Final = """(() => {
  const told = event => console.error(`touched by a pointer: ${event.type} on ${
    event.target.outerHTML?.slice(0, 90)}`);
  for (const type of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
    addEventListener(type, told, {capture: true, passive: true});
  addEventListener('click', event => event.detail && told(event), true);
})()"""
"""Complain, which fails the story, when anything but a key reaches the page.

A click that a key makes counts no presses; one that a script makes fakes a key and is not asked
for here: the hands below hold nothing but the keyboard.
"""

STOP: Final = """([wanted, back]) => {
  const here = document.activeElement, before = window.lastStop;
  window.lastStop = here;
  const ring = one => {
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
      && !/^rgba.*, 0\\)$/.test(outlineColor);
  };
  const seen = one => [...one.getClientRects()].some(box => {
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
    const top = document.elementFromPoint(
      middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
    return one.contains(top);
  });
  const turn = back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const onward = !before || !before.isConnected || before === here || here === document.body
    || Boolean(before.compareDocumentPosition(here) & turn);
  return {
    found: here === wanted, lost: here === document.body, skips: here.matches('a.skip'),
    ring: ring(here), seen: seen(here), onward, html: here.outerHTML.slice(0, 120),
    behind: Boolean(here.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING),
  };
}"""
"""Judge where the focus stands: with a ring, in sight and under nothing, and on the way."""


@dataclass
class Keys(Hand):
    """The same person, who never touches a mouse."""

    def __post_init__(self) -> None:
        """Have every page of this person complain of a mouse."""
        self.page.add_init_script(NO_MOUSE)

    def _reach(self, one: Locator) -> None:
        """Press Tab (backwards for what lies behind) until an element has the focus."""
        wanted = one.element_handle()
        stop = self._stop(wanted)
        back = stop["behind"]
        for _ in range(MOST_STOPS):
            if stop["found"]:
                return
            self.page.keyboard.press(self._next_key(stop, back=back))
            stop = self._stop(wanted, back=back)
            self._judge(stop, one)
        raise AssertionError(f"{self.page.url}: too many stops before {one}")

    def _next_key(self, stop: dict[str, Any], *, back: bool) -> str:
        """Go on, but skip what stands on top of every page, with the first link of each."""
        if back:
            return "Shift+Tab"
        return "Enter" if stop["skips"] else "Tab"

    def _stop(self, wanted: ElementHandle, *, back: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(STOP, [wanted, back])
        return found

    def _judge(self, stop: dict[str, Any], one: Locator) -> None:
        """Refuse a stop that bars a person from going on, or leaves them in the dark."""
        where, html = self.page.url, stop["html"]
        assert not stop["lost"], f"{where}: Tab never reaches {one}"
        assert stop["ring"], f"{where}: no focus to be seen on {html}"
        assert stop["seen"], f"{where}: the focus is out of sight or covered on {html}"
        assert stop["onward"], f"{where}: Tab does not go on at {html}"

    def _activate(self, _one: Locator) -> None:
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
            self._judge(self._stop(one.element_handle()), one)
        assert one.is_checked()

    def _choose(self, one: Locator, answer: str) -> None:
        self._reach(one)
        words = one.locator(f'option[value="{answer}"]').inner_text()
        self.page.keyboard.type(words)
        assert one.input_value() == answer, words

    def _upload(self, one: Locator, answer: FilePayload) -> None:
        """Open the chooser of files; one that does not come up is asked for once more."""
        self._reach(one)
        try:
            chooser = self._chooser()
        except PlaywrightTimeout:
            assert self._stop(one.element_handle())["found"], "the focus was taken away"
            chooser = self._chooser()
        chooser.set_files([answer])

    def _chooser(self) -> FileChooser:
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        return asked.value

    def _write(self, one: Locator, answer: str, kind: str) -> None:
        self._reach(one)
        if kind == "date":
            year, month, day = answer.split("-")
            answer = f"{month}{day}{year}"
        else:
            self.page.keyboard.press("Control+A")
        self.page.keyboard.type(answer)
