"""Bars in groups: a label above, one bar per series, all measured by the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.charts.drawing import Paper, number, shortened

WIDTH: Final = 420
LABEL: Final = 22
THICK: Final = 13
BETWEEN: Final = 3
APART: Final = 14
LONGEST_LABEL: Final = 44


@dataclass(frozen=True)
class Rect:
    """One bar: where, how long, and which series it belongs to (1, 2, ...)."""

    x: str
    y: str
    width: str
    height: str
    series: int


@dataclass(frozen=True)
class Label:
    """A text at a place; ``end`` aligns its end there."""

    x: str
    y: str
    text: str
    end: bool = False


@dataclass(frozen=True)
class Bars:
    """A drawing of bars, ready for the template."""

    width: int
    height: int
    rects: list[Rect]
    labels: list[Label]


def bars(groups: Sequence[tuple[str, Sequence[Decimal | int | None], str]]) -> Bars:
    """Draw groups of (label, a value per series, a word at the end of the label's line).

    A value that is not told (None) has no bar.
    """
    paper = Paper(WIDTH)
    most = max((value for _, values, _ in groups for value in values if value), default=1)
    rects: list[Rect] = []
    labels: list[Label] = []
    y = 0.0
    for label, values, word in groups:
        labels.append(Label(number(paper.x(0)), number(y + 16), shortened(label, LONGEST_LABEL)))
        if word:
            labels.append(Label(number(paper.x(WIDTH)), number(y + 16), word, end=True))
        y += LABEL
        for series, value in enumerate(values, start=1):
            length = float(value or 0) / float(most) * WIDTH
            rects.append(_rect(paper, y, length, series))
            y += THICK + BETWEEN
        y += APART
    return Bars(WIDTH, round(y), rects, labels)


def _rect(paper: Paper, y: float, length: float, series: int) -> Rect:
    # A hair of a bar says "something", no bar says "nothing".
    length = max(length, 1.5) if length else 0
    return Rect(number(paper.x(0, length)), number(y), number(length), number(THICK), series)
