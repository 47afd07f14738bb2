"""Save a draft field by field: what two people write in different fields both stays.

Each field comes with its *base*, the digest of the text the writer began from. A field whose base
is still what stands is written; one that somebody else changed meanwhile is left alone and handed
back, for the writer to choose. Nothing newer is ever overwritten silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.canonical import digest, plain
from common.errors import Invalid, Reason
from ta_requests.machines import REQUEST
from ta_requests.models import Request
from ta_requests.policies.request import AUTHORS
from ta_requests.services.drafting import (
    CONTENT,
    ITEM_FIELDS,
    LISTS,
    REWRITABLE,
    TEXTS,
    items_of,
    plain_text,
    rewrite,
)
from ta_requests.services.following import open_for_edit
from workflows.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Fields:
    """Fields of a request as they stand, each with the base to send with its next change.

    ``saved`` were written now, ``conflicts`` were not: ``standing`` has the other's text.
    """

    version: int
    standing: Mapping[str, Any]
    bases: Mapping[str, str]
    saved: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = field(default=())


def read_fields(request: Request, names: Iterable[str] = CONTENT) -> Fields:
    """Return fields of a request the caller may see, with their bases."""
    standing = {name: standing_value(request, name) for name in names}
    return Fields(version=request.version, standing=standing, bases=_bases(standing))


def save_fields(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    content: Mapping[str, Any],
    bases: Mapping[str, str],
) -> Fields:
    """Write those of ``content`` that nobody else changed since their base; report the others.

    A value equal to its base was not touched by the writer: what stands, stays. A value equal to
    what stands is saved already. No version is asked for: the bases say it field by field.

    Raises:
        NotFound, NotAllowed, Refused (``not_editable``), Invalid (``base_missing`` or content).
    """
    _check_names(content, bases)
    with transaction.atomic():
        request: Request = open_for_edit(
            REQUEST, pk=pk, actor=actor, now=now, version=None, by=AUTHORS, allowed=REWRITABLE
        )
        before = {name: standing_value(request, name) for name in content}
        sent = {name: sent_value(request, name, value) for name, value in content.items()}
        touched = [name for name in content if digest(sent[name]) != bases[name]]
        differing = [name for name in touched if sent[name] != before[name]]
        conflicts = [name for name in differing if digest(before[name]) != bases[name]]
        written = {name: content[name] for name in differing if name not in conflicts}
        if written:
            rewrite(request, written)
        else:
            request.version -= 1
        after = {name: standing_value(request, name) for name in content}
    return Fields(
        version=request.version,
        standing=after,
        bases=_bases(after),
        saved=tuple(name for name in touched if name not in conflicts),
        conflicts=tuple(conflicts),
    )


def _check_names(content: Mapping[str, Any], bases: Mapping[str, str]) -> None:
    unknown = [
        Reason("unknown_field", _("There is no such field."), name)
        for name in sorted(set(content) - set(CONTENT))
    ]
    bare = [
        Reason("base_missing", _("Say from which text this was changed."), name)
        for name in sorted(set(content) - set(bases))
    ]
    if unknown or bare:
        raise Invalid(reasons=unknown or bare)


def standing_value(request: Request, name: str) -> Any:
    """Return what stands in one field, in JSON's own kinds."""
    if name in TEXTS:
        return getattr(request, name)
    if name in LISTS:
        return sorted(str(getattr(row, LISTS[name][1])) for row in getattr(request, name).all())
    return _lines(request.items.all())


def sent_value(request: Request, name: str, value: Any) -> Any:
    """Return a value as it would stand, so that equal things are equal.

    Raises:
        Invalid: it is no text, or a line of goods is not acceptable.
    """
    if name in TEXTS:
        return plain_text(value, name)
    if name in LISTS:
        return sorted({str(code) for code in value})
    return _lines(items_of(request, value))


def _lines(items: Iterable[Any]) -> Any:
    return plain([{name: getattr(item, name) for name in ITEM_FIELDS} for item in items])


def _bases(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: digest(value) for name, value in values.items()}
