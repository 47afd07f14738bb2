"""Every sentence a person may read, collected from code and templates."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.conf import settings
from django.utils.translation.template import templatize

from config.services.places import ROOT

KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""The calls that mark a sentence, and which of their arguments are sentences."""

ROOMS: Final = ("common", *settings.ROOMS)


def collected() -> bytes:
    """Return the template of all catalogues: every sentence once, where it stands, no dates."""
    catalogue = Catalog(project="TARA", charset="utf-8")
    for path in sorted(_sources()):
        for line, message, comments, context in _sentences(path):
            place = (path.relative_to(ROOT).as_posix(), line)
            catalogue.add(message, None, [place], auto_comments=comments, context=context)
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + written.getvalue()


HEADER: Final = (
    b'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n'
    b'"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
)


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            written_by_hand = "migrations" not in path.parts and "__pycache__" not in path.parts
            is_template = path.suffix in {".html", ".txt"} and "templates" in path.parts
            if written_by_hand and (path.suffix == ".py" or is_template):
                yield path


def _sentences(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is not a sentence is blanked but keeps its indents, which are no Python's.
        blanked = templatize(text, origin=str(path))
        text = "\n".join(line.lstrip() for line in blanked.splitlines())
    source = BytesIO(text.encode())
    yield from extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"})
