"""On a telephone each cell of a table stands on its own line: it must say what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from config.services.places import ROOT

TEMPLATES = ROOT / "portal" / "templates"
TABLE = re.compile(r"<table\b([^>]*)>(.*?)</table>", re.DOTALL)
BODY = re.compile(r"<tbody\b.*</tbody>", re.DOTALL)
CELL = re.compile(r"<td\b((?:[^<>{]|\{%.*?%\}|\{\{.*?\}\})*)>(?=(.{0,24}))", re.DOTALL)
WITHOUT_A_WORD = ('class="nth"', "colspan=")
"""A number above a name, and a sentence in place of the cells."""


def tables() -> Iterator[tuple[str, str, str]]:
    """Give each table of the portal: where it is, its attributes and its rows."""
    for file in sorted(TEMPLATES.rglob("*.html")):
        for found in TABLE.finditer(file.read_text()):
            yield str(file.relative_to(TEMPLATES)), found[1], "".join(BODY.findall(found[2]))


def unnamed(rows: str) -> list[str]:
    """Return the cells without a word of their own; a mark before a name needs none."""
    return [
        cell[0]
        for cell in CELL.finditer(rows)
        if "data-label=" not in cell[1]
        and not any(one in cell[1] for one in WITHOUT_A_WORD)
        and not cell[2].startswith('<input class="mark"')
    ]


@pytest.mark.parametrize(("where", "attributes", "rows"), [*tables()])
def test_every_cell_of_every_table_says_what_it_is(where, attributes, rows):
    assert re.search(r'class="[^"]*\bcells\b', attributes), where
    assert unnamed(rows) == [], where


def test_a_cell_without_a_word_is_found():
    assert unnamed('<tbody><tr><th>A</th><td class="number">1</td></tr></tbody>')
    assert not unnamed('<tbody><tr><th>A</th><td data-label="Net">1</td></tr></tbody>')
