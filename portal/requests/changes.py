"""What changed from one filed version of a request to the next, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.access import actor_of, seen_by
from portal.forms.fields import in_words
from portal.requests.own import own_request
from ta_requests.choices.request import EDITABLE
from ta_requests.models import Request, RequestVersion
from ta_requests.services.snapshots import content_of, difference

LONGEST = 6_000
"""Words beyond which two texts are shown side by side without comparing them word by word."""


@dataclass(frozen=True)
class Change:
    """One field: its label, and both texts as pieces ("same", "gone" or "new", text)."""

    label: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]


@dataclass(frozen=True)
class Revision:
    """One version and what changed in it; ``version`` is None for what is not filed yet."""

    version: RequestVersion | None
    changes: list[Change]


@require_safe
@seen_by("state")
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show each version with its difference, the newest first, and what is not filed yet."""
    subject = own_request(pk, actor=actor_of(request))
    versions = list(RequestVersion.objects.filter(request=subject).order_by("-number"))
    revisions = [Revision(one, _changes(one.difference)) for one in versions]
    if versions and subject.state in EDITABLE:
        unfiled = _changes(difference(versions[0].content, content_of(subject)))
        revisions.insert(0, Revision(None, unfiled))
    context = {"subject": subject, "revisions": revisions}
    return render(request, "portal/request_changes.html", context)


def _changes(differing: dict[str, Any]) -> list[Change]:
    return [_change(name, **both) for name, both in differing.items()]


def _change(name: str, before: Any, after: Any) -> Change:
    old, new = _text(name, before), _text(name, after)
    gone, came = compared(old, new)
    return Change(_label(name), gone, came)


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "documents":
        return "\n".join(one["name"] for one in value)
    return in_words(name, value)


def _label(name: str) -> str:
    if name == "items":
        return _("Material items")
    if name == "documents":
        return _("Documents")
    text = str(getattr(Request._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]


def compared(old: str, new: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return both texts in pieces, by words: what stayed, what is gone, what is new."""
    words = [re.findall(r"\S+\s*|\s+", text) for text in (old, new)]
    if sum(map(len, words)) > LONGEST:
        return [("gone", old)], [("new", new)]
    gone, came = [], []
    matcher = SequenceMatcher(None, words[0], words[1], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        gone.append(("same" if same else "gone", "".join(words[0][a:b])))
        came.append(("same" if same else "new", "".join(words[1][c:d])))
    return [piece for piece in gone if piece[1]], [piece for piece in came if piece[1]]
