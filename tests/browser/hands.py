"""How a person of a story uses a page: follows links, writes into fields, presses buttons.

Everything is found by its address or its name, never by its words: pages speak six languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

FORM: Final = "main form"
WRONG: Final = "main .notice-bad, main .wrong"
DONE: Final = "main .notice-good[role=status]"


def paper(name: str) -> FilePayload:
    """Return a file as a person has it on a device."""
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a training paper"}


@dataclass
class Hand:
    """A person with a mouse."""

    page: Page

    @property
    def path(self) -> str:
        """Return where one is, without the place on the page one has skipped to."""
        return urlsplit(self.page.url).path

    def opens(self, address: str) -> None:
        """Go to an address one knows by heart."""
        self.page.goto(address, wait_until="domcontentloaded")

    def follows(self, part: str) -> None:
        """Follow the first link of the page whose address has this part; at its end with "$"."""
        how = f'$="{part[:-1]}"' if part.endswith("$") else f'*="{part}"'
        link = self.page.locator(f"main a[href{how}]").locator("visible=true").first
        self._goes_by(link)

    def writes(self, form: str = FORM, /, **answers: Any) -> None:
        """Fill in fields of a form by their names, in the order of the form."""
        for name, answer in answers.items():
            fields = self.page.locator(f'{form} [name="{name}"]')
            self._answer(fields, answer)

    def presses(self, button: str = "", form: str = FORM) -> None:
        """Press a button of a form by its name, or its first one, and see that it is taken."""
        named = f"[name={button}]" if button else ""
        self._goes_by(self.page.locator(f"{form} button{named}").first)
        self._sees_no_refusal()

    def takes(self, step: str, **answers: Any) -> None:
        """Take one step of the case one is looking at."""
        self.follows(f"/{step}/$")
        self.writes(**answers)
        self.presses("take")
        expect(self.page.locator(DONE)).to_be_visible()

    def notes(self, writing: str, **answers: Any) -> None:
        """Write into the case one is looking at."""
        self.follows(f"/write/{writing}/")
        self.writes("main form.form", **answers)
        self.presses(form="main form.form")

    def turns_to(self, part: str) -> None:
        """Begin at home, where one's own moves are first, and open the case of this address."""
        self.opens("/home/")
        self.follows(part)

    def _goes_by(self, one: Locator) -> None:
        self._reach(one)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self._activate(one)

    def _sees_no_refusal(self) -> None:
        told = self.page.locator(WRONG).all_inner_texts()
        assert not told, f"{self.page.url}: {told}"

    def _answer(self, fields: Locator, answer: Any) -> None:
        kind = kind_of(fields)
        if kind in {"checkbox", "radio"}:
            for one in chosen(fields, answer):
                self._tick(one)
        elif kind == "select":
            self._choose(fields, answer)
        elif kind == "file":
            self._upload(fields, answer)
        else:
            self._write(fields, str(answer), kind)

    def _reach(self, _one: Locator) -> None:
        """Get hold of something: a mouse is there at once."""

    def _activate(self, one: Locator) -> None:
        one.click()

    def _tick(self, one: Locator) -> None:
        one.check()

    def _choose(self, one: Locator, answer: str) -> None:
        one.select_option(answer)

    def _upload(self, one: Locator, answer: FilePayload) -> None:
        one.set_input_files([answer])

    def _write(self, one: Locator, answer: str, _kind: str) -> None:
        one.fill(answer)


def kind_of(fields: Locator) -> str:
    """Return what sort of field it is: "select", "textarea", "checkbox", "date", ..."""
    kind: str = fields.first.evaluate("one => one.type || one.tagName.toLowerCase()")
    return "select" if kind.startswith("select") else kind


def chosen(fields: Locator, answer: Any) -> list[Locator]:
    """Return the boxes to tick: the only one, those of the values given, or every one ("all")."""
    if answer is True:
        return [fields]
    if answer == "all":
        return fields.all()
    values = [answer] if isinstance(answer, str) else answer
    return [fields.and_(fields.page.locator(f'[value="{value}"]')) for value in values]
