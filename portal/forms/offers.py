"""What the fields of a step offer to choose from, where the input is the id of something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.choices import NEEDS_NO_DUE_DILIGENCE, OrganisationKind
from accounts.models import Organisation, RoleGrant
from donors.choices.money import FUNDABLE_REQUESTS
from donors.models import Contribution
from portal.amounts import money
from reference.models import AssistanceType, Country, Region, Theme
from reference.services.countries import named
from ta_requests.choices.delivery import ItemState
from ta_requests.models import Component, ComponentItem, Document, MaterialItem, Output, Request
from workflows.actors import Actor

Choices = list[tuple[str, Any]]
MOST = 500


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


def _all_donors(offers: Offers) -> Choices:
    """Return every organisation that may give, for writing down what its letter says."""
    others = Organisation.objects.visible_to(offers.actor).select_related("country")
    found = others.exclude(kind=OrganisationKind.UNODC)
    return sorted(((str(one.pk), one.display_name) for one in found), key=lambda one: one[1])


def _examined_donors(offers: Offers) -> Choices:
    others = Organisation.objects.visible_to(offers.actor).exclude(kind__in=NEEDS_NO_DUE_DILIGENCE)
    return [(str(one.pk), one.display_name) for one in others]


def _held_contributions(offers: Offers) -> Choices:
    """Return what is to be chosen from by hand: the first of a list is nobody's choice."""
    return [("", ""), *_contributions(offers)]


def _contributions(offers: Offers) -> Choices:
    """Return the contributions whose cash is with us, each with what of it is free."""
    held = Contribution.objects.visible_to(offers.actor).ours().order_by("-agreed_at")
    rows = held.select_related("pledge", "organisation__country")[:MOST]
    return [
        (str(one.pk), f"{one.reference} · {one.organisation.display_name} · {one.available}")
        for one in rows
    ]


def _fundable(offers: Offers) -> Choices:
    shown = Request.objects.visible_to(offers.actor).filter(
        state__in=FUNDABLE_REQUESTS, circulated_at__isnull=False
    )
    found = shown.order_by("-circulated_at").values_list("pk", "reference", "title")
    return [(str(pk), f"{reference} {title}") for pk, reference, title in found[:MOST]]


def _themes(_offers: Offers) -> Choices:
    return [(one.code, f"{one.code} {one.title}") for one in Theme.objects.all()]


def _types(_offers: Offers) -> Choices:
    return [(one.code, one.title) for one in AssistanceType.objects.all()]


def _countries(_offers: Offers) -> Choices:
    return named(Country.objects.all())


def _regions(_offers: Offers) -> Choices:
    return [(one.code, one.name) for one in Region.objects.all()]


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
    "theme": _themes,
    "assistance_type": _types,
    "themes": _themes,
    "assistance_types": _types,
    "countries": _countries,
    "regions": _regions,
    "request": _fundable,
    "organisation": _all_donors,
    "requesting_state": _states,
    "examined_organisation": _examined_donors,
    "held_contribution": _held_contributions,
    "other_contribution": _contributions,
}


def is_offered(name: str) -> bool:
    """Tell whether a field of this name is chosen from what there is."""
    return name in _OFFERED
