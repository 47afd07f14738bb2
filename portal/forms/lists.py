"""Lists to choose from, drawn in one go; their choices come without groups.

Django draws a template for each option; a list of every country took longer than the page around
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def _options(choices: Iterable[Any], chosen: set[str]) -> SafeString:
    """Draw the choices; ``format_html`` for each of two hundred would take longest of a page."""
    drawn = (
        f'<option value="{escape(str(one))}"{" selected" if str(one) in chosen else ""}>'
        f"{escape(str(label))}</option>"
        for one, label in choices
    )
    return mark_safe("\n".join(drawn))  # noqa: S308 - every part is escaped above


class DropList(forms.Select):
    """A list of which one is chosen."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the whole list."""
        told = self.build_attrs(self.attrs, attrs)
        chosen = {"" if value is None else str(value)}
        options = _options(self.choices, chosen)
        return format_html('<select name="{}"{}>\n{}\n</select>', name, flatatt(told), options)


class OneOf(forms.ChoiceField):
    """A field of one choice, shown as such a list."""

    widget = DropList


class DropLists(forms.SelectMultiple):
    """A list of which several are chosen."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the whole list."""
        told = self.build_attrs(self.attrs, attrs)
        options = _options(self.choices, {str(one) for one in value or ()})
        return format_html(
            '<select name="{}"{} multiple>\n{}\n</select>', name, flatatt(told), options
        )


class TickBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes whose names keep their own direction, whatever the page's."""

    use_fieldset = True

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return all boxes, each numbered after the id of the field."""
        told = self.build_attrs(self.attrs, attrs)
        own = told.pop("id", "")
        boxes = _boxes(
            self.choices,
            ticked={str(one) for one in value or ()},
            around=format_html(' name="{}"{}', name, flatatt(told)),
            own=own,
        )
        return format_html("<div{}>\n{}\n</div>", flatatt({"id": own} if own else {}), boxes)


def _boxes(choices: Iterable[Any], *, ticked: set[str], around: SafeString, own: str) -> SafeString:
    """Draw a box for each choice; ``around`` is what they share, ``own`` their common id."""
    drawn = (
        f'<div><label><input type="checkbox"{around} value="{escape(str(one))}"'
        f"{_place(own, number)}{' checked' if str(one) in ticked else ''}> "
        f"<bdi>{escape(str(label))}</bdi></label></div>"
        for number, (one, label) in enumerate(choices)
    )
    return mark_safe("\n".join(drawn))  # noqa: S308 - every part is escaped above


def _place(own: str, number: int) -> str:
    return f' id="{escape(own)}_{number}"' if own else ""
