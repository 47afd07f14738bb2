"""What the fields of a step offer to choose from, where its input is the id of something."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.choices import OrganisationKind
from accounts.models import Organisation, RoleGrant
from ta_requests.models import Document, Output
from web.forms import Choices, offer
from workflows.actors import Actor


def assessors(_subject: Any, _actor: Actor) -> Choices:
    """Return everybody who holds the role."""
    grants = RoleGrant.objects.in_force(timezone.now()).filter(role="assessor")
    found = grants.select_related("person").order_by("person__name")
    return [(str(grant.person_id), str(grant.person)) for grant in found]


def donors(subject: Any, actor: Actor) -> Choices:
    """Return the organisations a request may be shown to, by name."""
    others = Organisation.objects.visible_to(actor).select_related("country")
    others = others.exclude(kind=OrganisationKind.UNODC).exclude(pk=subject.organisation_id)
    return sorted(((str(one.pk), one.display_name) for one in others), key=lambda one: one[1])


def documents_of(request_id: UUID, actor: Actor) -> Choices:
    """Return the papers of a request."""
    found = Document.objects.visible_to(actor).filter(request_id=request_id)
    return [(str(one.pk), one.name) for one in found]


def outputs(subject: Any, actor: Actor) -> Choices:
    """Return the outputs of a delivery."""
    found = Output.objects.visible_to(actor).filter(delivery_id=subject.pk)
    return [(str(one.pk), str(one)) for one in found]


offer("request", "lead_assessor_id", assessors)
offer("request", "named_donors", donors)
offer("assessment", "person_id", assessors)
offer("delivery", "output_id", outputs)
for key in ("milestone", "material_item"):
    offer(
        key,
        "document_id",
        lambda subject, actor: documents_of(subject.delivery.request_id, actor),
    )
