"""No template says a word past the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from config.services.places import ROOT

ALLOWED = {"TARA", "UNODC", "USD", "https", "www", "unodc", "org"}
"""Names that are the same in all languages."""
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title", "label", "summary"}
SHOWN_LATER = ("data-label", "data-said-", "data-sending", "data-long", "data-uploading")
"""What a style or a script puts on the page."""
UNSPOKEN = {"script", "style", "code", "svg"}
HOLE = "\ue000"
"""Stands where a template fills something in."""

TEMPLATES = sorted(
    path
    for path in ROOT.glob("*/templates/**/*.*")
    if path.suffix in {".html", ".txt"}
    and not {".venv", "tests"} & set(path.relative_to(ROOT).parts)
)


class Words(HTMLParser):
    """The words a page would show whatever the language."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the attributes that are read aloud."""
        for name, value in attrs:
            if value and (name in SPOKEN or name.startswith(SHOWN_LATER)):
                self._keep(value)
        if tag in UNSPOKEN:
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Listen again."""
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self.silent:
            self._keep(data)

    def _keep(self, text: str) -> None:
        letters = "".join(sign if sign.isalpha() else " " for sign in text.replace(HOLE, " "))
        words = [word for word in letters.split() if word not in ALLOWED and len(word) > 1]
        if words:
            self.found.append(" ".join(words))


def _outside_catalogues(text: str) -> Iterator[str]:
    closing = ""
    for token in Lexer(text).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type == TokenType.BLOCK and closing:
            closing = "" if name == closing else closing
        elif token.token_type == TokenType.BLOCK and name in {"blocktranslate", "comment"}:
            closing = f"end{name}"
        elif token.token_type == TokenType.TEXT and not closing:
            yield token.contents
        elif token.token_type != TokenType.COMMENT:
            yield HOLE


def words_of(text: str) -> list[str]:
    """Return the words of a template that no catalogue knows."""
    page = Words()
    page.feed("".join(_outside_catalogues(text)))
    page.close()
    return page.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert words_of(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} {{ name }}</p>', []),
        ('<img alt="A map">', ["map"]),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<a title="{% translate "x" %} more">TARA</a>', ["more"]),
        (
            '<td data-label="Amount">{{ amount }}</td><p data-said-saved="Kept"></p>',
            ["Amount", "Kept"],
        ),
        ("{# said #}{% comment %}said{% endcomment %}<code>GET</code>", []),
    ],
)
def test_a_word_past_the_catalogues_is_found(template: str, words: list[str]) -> None:
    assert words_of(template) == words
