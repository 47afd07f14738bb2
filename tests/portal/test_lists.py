"""Lists drawn in one go say what Django's own widgets say, and let nothing through."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from lxml import html

from portal.forms.lists import DropList, DropLists, TickBoxes

HOSTILE = "<b onclick=\"alert('1')\">&{0}{}"
CHOICES = [("", "Nothing"), ("a", "First"), (2, HOSTILE), (HOSTILE, "Third")]
CASES = [
    (DropList, forms.Select, "a"),
    (DropList, forms.Select, HOSTILE),
    (DropList, forms.Select, None),
    (DropLists, forms.SelectMultiple, ["a", 2]),
    (DropLists, forms.SelectMultiple, None),
    (TickBoxes, forms.CheckboxSelectMultiple, ["2", HOSTILE]),
    (TickBoxes, forms.CheckboxSelectMultiple, None),
]
ATTRIBUTES: list[dict[str, Any]] = [
    {},
    {"id": "id_{0}<i>", "disabled": True, "aria-describedby": "help", "title": HOSTILE},
]


def choices_in(drawn: str) -> list[tuple[Any, ...]]:
    """Return what of each choice a reader and a form get."""
    root = html.fragment_fromstring(drawn, create_parent="div")
    return [
        (
            one.get("name"),
            one.get("value"),
            one.get("id"),
            one.get("title") if one.tag == "input" else None,
            "selected" in one.attrib or "checked" in one.attrib,
            "disabled" in one.attrib,
            "".join((one if one.tag == "option" else one.getparent()).itertext()).strip(),
        )
        for one in root.iter("option", "input")
    ]


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize(("ours", "theirs", "value"), CASES)
def test_each_choice_is_drawn_as_by_django(
    ours: Any, theirs: Any, value: Any, attributes: dict[str, Any]
) -> None:
    drawn = ours(choices=CHOICES).render('n"<', value, attributes)

    by_django = theirs(choices=CHOICES).render('n"<', value, attributes)
    assert choices_in(drawn) == choices_in(by_django)
    assert len(choices_in(drawn)) == len(CHOICES)
    assert "<b " not in drawn
