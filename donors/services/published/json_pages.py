"""Walk a page of flows record by record, knowing the line of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

SPACE: Final = re.compile(r"[ \t\r\n]*")
SHORT: Final = 18


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= SHORT else Decimal(digits)


def _fraction(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _no_number(_text: str) -> None:
    return None


DECODER: Final = json.JSONDecoder(
    parse_float=_fraction, parse_int=_whole, parse_constant=_no_number, strict=False
)


@dataclass
class Page:
    """What stands beside the flows, by dotted path, and the flows with the line of each."""

    beside: dict[str, Any] = field(default_factory=dict)
    flows: list[tuple[int, Any]] | None = None


def read_page(text: str) -> Page:
    """Return the flows of ``{"data": {"flows": [...]}}``.

    Raises ValueError (not JSON) and RecursionError (nested beyond reason).
    """
    page = Page()
    walker = _Walker(text, page)
    walker.members("")
    walker.end()
    return page


class _Walker:
    """A position in a text; members are decoded one by one so that each has its line."""

    def __init__(self, text: str, page: Page) -> None:
        self.text, self.page = text, page
        self.at = self.counted = 0
        self.line = 1

    def members(self, path: str) -> None:
        """Read one object: ``data`` is walked into, ``data.flows`` record by record."""
        for _first in self._items("{", "}"):
            key = self._value()
            if not isinstance(key, str):
                raise ValueError("a name is not a text")  # noqa: TRY004 - not JSON
            self._expect(":")
            here = f"{path}{key}"
            if here == "data" and self._peek() == "{":
                self.members("data.")
            elif here == "data.flows" and self._peek() == "[":
                self.page.flows = [self._placed() for _each in self._items("[", "]")]
            else:
                self.page.beside[here] = self._value()

    def end(self) -> None:
        """Expect nothing more."""
        if self._peek():
            raise ValueError("something follows the end")

    def _items(self, opening: str, closing: str) -> Iterator[int]:
        self._expect(opening)
        if self._peek() == closing:
            self.at += 1
            return
        while True:
            yield self.at
            if self._peek() == closing:
                self.at += 1
                return
            self._expect(",")

    def _placed(self) -> tuple[int, Any]:
        self._peek()
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line, self._value()

    def _peek(self) -> str:
        found = SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def _expect(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise ValueError(f"{wanted} is missing at character {self.at}")
        self.at += 1

    def _value(self) -> Any:
        self._peek()
        value, self.at = DECODER.raw_decode(self.text, self.at)
        return value
