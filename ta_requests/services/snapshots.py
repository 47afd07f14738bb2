"""Freeze what a request says on one day, and tell what changed since the version before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from common.canonical import digest, plain
from common.clock import day_of
from reference.services.countries import statuses_of
from ta_requests.choices.request import Occasion
from ta_requests.models import Request, RequestVersion
from ta_requests.services.drafting import ITEM_FIELDS, TEXTS
from workflows.actors import Actor

GROUPS = ("LDC", "LLDC", "SIDS")


def freeze(request: Request, *, occasion: Occasion, actor: Actor, now: datetime) -> RequestVersion:
    """Keep the present text as the next version, with the country's status of the day."""
    former = request.versions.order_by("-number").first()
    content = content_of(request)
    status = country_status(request, now=now)
    return RequestVersion.objects.create(
        request=request,
        number=former.number + 1 if former else 1,
        occasion=occasion,
        content=content,
        country_status=status,
        difference=difference(former.content, content) if former else {},
        digest=digest({"content": content, "country_status": status}),
        frozen_at=now,
        frozen_by_id=actor.person_id,
    )


def content_of(request: Request) -> Any:
    """Return everything the request asks, in JSON's own kinds."""
    texts = {name: getattr(request, name) for name in TEXTS}
    items = [
        {name: getattr(item, name) for name in ITEM_FIELDS}
        for item in request.items.order_by("position")
    ]
    documents = request.documents.order_by("attached_at", "pk").values(
        "id", "kind", "name", "sha256"
    )
    return plain(
        {
            **texts,
            "country": request.country_id,
            "organisation": request.organisation_id,
            "themes": sorted(request.themes.values_list("code", flat=True)),
            "assistance_types": sorted(request.assistance_types.values_list("code", flat=True)),
            "instruments": sorted(request.instruments.values_list("symbol", flat=True)),
            "items": items,
            "documents": list(documents),
            "note_verbale_text": request.note_verbale_text,
        }
    )


def country_status(request: Request, *, now: datetime) -> dict[str, bool]:
    """Return whether the country is an LDC, an LLDC and a SIDS on that day."""
    held = statuses_of([request.country_id], on=day_of(now))[request.country_id]
    return {group: group in held for group in GROUPS}


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what was and what is of every part that changed."""
    names = sorted({*before, *after})
    return {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    }
