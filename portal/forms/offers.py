"""What the fields of a step offer to choose from, where the input is the id of something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.choices import OrganisationKind
from accounts.models import Organisation, RoleGrant
from ta_requests.models import Document, Output
from workflows.actors import Actor

Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Offers:
    """The choices for one subject, as one person may see them."""

    subject: Any
    actor: Actor
    now: datetime

    def choices(self, name: str) -> Choices | None:
        """Return the choices of a field by its name; None where it is not one of these."""
        find = _OFFERED.get(name)
        return find(self) if find is not None else None


def _assessors(offers: Offers) -> Choices:
    grants = RoleGrant.objects.in_force(offers.now).filter(role="assessor")
    found = grants.select_related("person").order_by("person__name")
    return [(str(grant.person_id), str(grant.person)) for grant in found]


def _donors(offers: Offers) -> Choices:
    others = Organisation.objects.visible_to(offers.actor).select_related("country")
    own = offers.actor.organisation_id
    others = others.exclude(kind=OrganisationKind.UNODC)
    return sorted(
        ((str(one.pk), one.display_name) for one in others if one.pk != own), key=lambda one: one[1]
    )


def _documents(offers: Offers) -> Choices:
    request_id = _request_of(offers.subject)
    found = Document.objects.visible_to(offers.actor).filter(request_id=request_id)
    return [(str(one.pk), one.name) for one in found]


def _outputs(offers: Offers) -> Choices:
    found = Output.objects.visible_to(offers.actor).filter(delivery_id=offers.subject.pk)
    return [(str(one.pk), str(one)) for one in found]


def _request_of(subject: Any) -> Any:
    for path in ("request_id", "delivery"):
        if hasattr(subject, path):
            found = getattr(subject, path)
            return found.request_id if path == "delivery" else found
    return subject.pk


_OFFERED: dict[str, Callable[[Offers], Choices]] = {
    "lead_assessor_id": _assessors,
    "person_id": _assessors,
    "named_donors": _donors,
    "document_id": _documents,
    "output_id": _outputs,
}
