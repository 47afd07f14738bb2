"""What changed between two versions of a request, word by word, as one reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import SimpleNamespace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ta_requests.models import Request

CONTEXT = 8
"""Words kept on either side of a change."""
MOST_WORDS = 2_000
"""Longer texts are compared by their beginning; the digest tells that they differ."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed ("same"), went ("gone") or came ("new")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of a request that changed, with its words."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Version:
    """One version as filed: its number, occasion and day, and what changed since the one before."""

    number: int
    occasion: str
    frozen_at: Any
    digest: str
    changes: list[Change]


def versions_of(rows: list[SimpleNamespace]) -> list[Version]:
    """Return the versions, the newest first."""
    return [
        Version(
            number=row.number,
            occasion=row.occasion_label,
            frozen_at=row.frozen_at,
            digest=row.digest,
            changes=changes_in(row.difference or {}),
        )
        for row in reversed(rows)
    ]


def changes_in(difference: dict[str, Any]) -> list[Change]:
    """Return each part that changed."""
    return [
        Change(_label(name), list(_pieces(one.get("before"), one.get("after"))))
        for name, one in difference.items()
    ]


def _label(name: str) -> str:
    columns = {
        column.name: column.verbose_name
        for column in (*Request._meta.fields, *Request._meta.many_to_many)
    }
    named = {"items": _("Material support"), "documents": _("Documents")}
    return str(named.get(name) or capfirst(str(columns.get(name, name.replace("_", " ")))))


def _pieces(before: Any, after: Any) -> Iterator[Piece]:
    if isinstance(before, str) and isinstance(after, str):
        yield from _words(before, after)
        return
    was, now = _lines(before), _lines(after)
    yield from (Piece("gone", line) for line in was if line not in now)
    yield from (Piece("new", line) for line in now if line not in was)


def _lines(value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    rows = value if isinstance(value, list) else [value]
    return [_line(row) for row in rows]


def _line(row: Any) -> str:
    if not isinstance(row, dict):
        return str(row)
    if "sha256" in row:
        return str(row["name"])
    return " ".join(str(row[name]) for name in ("quantity", "unit", "description") if name in row)


def _words(before: str, after: str) -> Iterator[Piece]:
    was, now = (re.findall(r"\S+\s*", text)[:MOST_WORDS] for text in (before, after))
    steps = SequenceMatcher(None, was, now).get_opcodes()
    for at, (what, i1, i2, j1, j2) in enumerate(steps):
        if what == "equal":
            ends = (at == 0, at == len(steps) - 1)
            yield Piece("same", _shortened(now[j1:j2], first=ends[0], last=ends[1]))
            continue
        if i2 > i1:
            yield Piece("gone", "".join(was[i1:i2]))
        if j2 > j1:
            yield Piece("new", "".join(now[j1:j2]))


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    """Keep the words next to a change."""
    if len(words) <= 2 * CONTEXT:
        return "".join(words)
    head = "" if first else "".join(words[:CONTEXT])
    tail = "" if last else "".join(words[-CONTEXT:])
    return f"{head}… {tail}" if not last else f"{head}…"
