"""A list of things in a form of the admin: a table of inputs, a few lines of it empty."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

SPARE: Final = 3
"""Empty lines besides those there are."""


class RowsWidget(forms.MultiWidget):
    """The inputs of all lines, each named to those who only hear the page."""

    template_name = "admin/web/rows.html"

    def __init__(self, parts: Mapping[str, forms.Field], lines: int) -> None:
        """Make one input for each cell."""
        self.parts = parts
        cells: list[forms.Widget] = []
        for number in range(1, lines + 1):
            for part in parts.values():
                cell = copy.deepcopy(part.widget)
                told = {"what": part.label, "number": number}
                cell.attrs["aria-label"] = _("%(what)s, line %(number)s") % told
                cells.append(cell)
        super().__init__(cells)

    def decompress(self, value: Any) -> list[Any]:
        """Take the lines there are apart; the rest stays empty."""
        told = [line.get(name) for line in value or () for name in self.parts]
        return told + [None] * (len(self.widgets) - len(told))

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the inputs line by line, with their heads."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[arg-type]
        cells, width = context["widget"]["subwidgets"], len(self.parts)
        context["widget"]["heads"] = [part.label for part in self.parts.values()]
        context["widget"]["lines"] = [cells[at : at + width] for at in range(0, len(cells), width)]
        return context


class RowsInput(forms.MultiValueField):
    """A list of things as the API wants it; a line left empty is no line."""

    def __init__(self, parts: Mapping[str, forms.Field], *, standing: int, **options: Any) -> None:
        """Offer the lines there are and some empty ones."""
        lines = standing + SPARE
        self.names = list(parts)
        fields = [copy.deepcopy(part) for _line in range(lines) for part in parts.values()]
        super().__init__(
            fields=fields, widget=RowsWidget(parts, lines), require_all_fields=False, **options
        )

    def compress(self, data_list: Sequence[Any]) -> list[dict[str, Any]]:
        """Put the inputs of each line together."""
        width = len(self.names)
        lines = (
            dict(zip(self.names, data_list[at : at + width], strict=True))
            for at in range(0, len(data_list), width)
        )
        filled = ({name: cell for name, cell in line.items() if cell} for line in lines)
        return [line for line in filled if line]
