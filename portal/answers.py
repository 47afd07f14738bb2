"""Where a State answers: its own pages for what the office sees as a case of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from ta_requests.models import Assessment, Circulation, Delivery, MaterialItem, Milestone
from workflows.actors import Actor

PAGES: dict[str, tuple[Any, str, str]] = {
    "circulation": (Circulation, "request_id", "portal:request"),
    "assessment": (Assessment, "request_id", "portal:request_report"),
    "delivery": (Delivery, "request_id", "portal:request_delivery"),
    "milestone": (Milestone, "delivery__request_id", "portal:request_delivery"),
    "material_item": (MaterialItem, "delivery__request_id", "portal:request_delivery"),
}


def page_for_its_state(key: str, pk: UUID, *, actor: Actor) -> str:
    """Return the page on which a State answers; "" for other cases, and for everybody else."""
    if key not in PAGES or not actor.sees("state"):
        return ""
    model, path, page = PAGES[key]
    own = model.objects.visible_to(actor).filter(pk=pk).values_list(path, flat=True).first()
    return reverse(page, args=[own]) if own is not None else ""
