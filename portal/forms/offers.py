"""What the fields of a step offer to choose from, where the input is the id of something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation, RoleGrant
from donors.api import offers as offered
from donors.models import Allotment
from portal.amounts import money
from ta_requests.choices.delivery import ItemState
from ta_requests.models import Component, ComponentItem, Document, MaterialItem, Output, Request
from workflows.actors import Actor

Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Offers:
    """The choices for one subject, as one person may see them."""

    subject: Any
    actor: Actor
    now: datetime
    renamed: Mapping[str, str] = field(default_factory=dict)

    def choices(self, name: str) -> Choices | None:
        """Return the choices of a field by its name; None where it is not one of these."""
        find = _OFFERED.get(self.renamed.get(name, name))
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


def _components(offers: Offers) -> Choices:
    standing = Component.objects.visible_to(offers.actor).standing()
    return [(str(one.pk), _costed(one)) for one in standing.of_request(_request_of(offers.subject))]


def _components_of_request(offers: Offers) -> Choices:
    """Return the components of the request somebody comes from, none without one."""
    return _components(offers) if isinstance(offers.subject, Request) else []


def _components_of_pledge(offers: Offers) -> Choices:
    """Return the components a pledge is tied to, as far as this person may see them."""
    visible = Component.objects.visible_to(offers.actor)
    tied = visible.filter(pk__in=offers.subject.component_ids).order_by("number")
    return [(str(one.pk), _costed(one)) for one in tied]


def _costed(component: Component) -> str:
    gross = money(component.gross)
    return _("%(number)s. %(title)s (%(gross)s)") % {
        "number": component.number,
        "title": component.title,
        "gross": gross,
    }


def _component_items(offers: Offers) -> Choices:
    of_request = {"component__request_id": _request_of(offers.subject)}
    found = ComponentItem.objects.filter(**of_request).order_by("component__number", "position")
    return [(str(one.pk), str(one)) for one in found]


def _lost_goods(offers: Offers) -> Choices:
    mine = MaterialItem.objects.visible_to(offers.actor).filter(delivery_id=offers.subject.pk)
    lost = mine.filter(state=ItemState.LOST, written_off_at__isnull=True)
    return [(str(one.pk), f"{one.reference} {one.description}") for one in lost]


def _states(offers: Offers) -> Choices:
    """Return every State, for writing down what its note says."""
    others = Organisation.objects.visible_to(offers.actor).select_related("country")
    found = others.filter(kind=OrganisationKind.STATE)
    named = sorted(((str(one.pk), one.display_name) for one in found), key=lambda one: one[1])
    return [("", _("Choose a State")), *named]


def _held_contributions(offers: Offers) -> Choices:
    """Return what is to be chosen from by hand: the first of a list is nobody's choice."""
    return [("", ""), *offered.contributions(None, offers.actor)]


def _own_allotments(offers: Offers) -> Choices:
    """Return the allotments of the contribution a pledge has become."""
    mine = Allotment.objects.visible_to(offers.actor).filter(contribution__pledge=offers.subject)
    rows = mine.select_related("component").order_by("reference")
    return [(str(one.pk), f"{one.reference} · {one.component.title}") for one in rows]


def _as_in_the_admin(find: Callable[[Any, Actor], Choices]) -> Callable[[Offers], Choices]:
    return lambda offers: find(offers.subject, offers.actor)


_OFFERED: dict[str, Callable[[Offers], Choices]] = {
    "lead_assessor_id": _assessors,
    "person_id": _assessors,
    "named_donors": _donors,
    "document_id": _documents,
    "output_id": _outputs,
    "component_id": _components,
    "components": _components_of_request,
    "agreed_components": _components_of_pledge,
    "component_item_id": _component_items,
    "replaces_id": _lost_goods,
    "theme": _as_in_the_admin(offered.themes),
    "assistance_type": _as_in_the_admin(offered.assistance_types),
    "themes": _as_in_the_admin(offered.themes),
    "assistance_types": _as_in_the_admin(offered.assistance_types),
    "countries": _as_in_the_admin(offered.countries),
    "regions": _as_in_the_admin(offered.regions),
    "request": _as_in_the_admin(offered.fundable),
    "organisation": _as_in_the_admin(offered.donors),
    "requesting_state": _states,
    "examined_organisation": _as_in_the_admin(offered.examined_donors),
    "held_contribution": _held_contributions,
    "other_contribution": _as_in_the_admin(offered.contributions),
    "own_allotment": _own_allotments,
}


def is_offered(name: str) -> bool:
    """Tell whether a field of this name is chosen from what there is."""
    return name in _OFFERED
