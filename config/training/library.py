"""The texts of the training, one file per language: what is asked, and what it would cost."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from common.money import Money
from ta_requests.services.components import ItemLine, Proposal

SHELF: Final = Path(__file__).parent / "texts"
LANGUAGES: Final = ("ar", "zh-hans", "en", "fr", "ru", "es")
APART: Final = ("components",)
"""What is not part of the request itself."""


@dataclass(frozen=True)
class Text:
    """One request: its content as a drafter writes it, and the components found necessary."""

    content: Mapping[str, Any]
    proposals: tuple[Proposal, ...]


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one file of the shelf."""
    with (SHELF / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def text(key: str) -> Text:
    """Return the request of this name, in the language it is written in.

    Raises:
        KeyError: there is none.
    """
    for language in LANGUAGES:
        if key in read(language):
            return _text(read(language)[key], language)
    raise KeyError(key)


def _text(entry: Mapping[str, Any], language: str) -> Text:
    content = {name: value for name, value in entry.items() if name not in APART}
    content["language"] = language
    components = entry.get("components", ())
    return Text(content=content, proposals=tuple(_proposal(line) for line in components))


def _proposal(line: Mapping[str, Any]) -> Proposal:
    return Proposal(
        theme=line["theme"],
        assistance_type=line["type"],
        title=line["title"],
        net=Money(Decimal(line["net"]), "USD"),
        quantity=Decimal(line["quantity"]),
        unit=line["unit"],
        phase=line.get("phase", 1),
        items=tuple(
            ItemLine(description=what, quantity=Decimal(many), unit=unit)
            for what, many, unit in line.get("items", ())
        ),
    )
