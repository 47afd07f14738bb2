"""What the charts have in common: numbers for SVG, and the mirror for right-to-left pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language_bidi


def number(value: float) -> str:
    """Write a coordinate as SVG reads it, in every language."""
    return f"{value:.1f}"


def shortened(text: str, most: int) -> str:
    """Cut a label that would leave the drawing; the table has it whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Paper:
    """A drawing of some width; what begins on the left begins on the right in Arabic."""

    width: float

    def x(self, from_start: float, extent: float = 0) -> float:
        """Return the left edge of something so far from the side where reading begins."""
        return self.width - from_start - extent if get_language_bidi() else from_start
