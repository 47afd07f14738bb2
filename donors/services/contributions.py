"""Open the contribution beside an accepted pledge: the terms as signed, and no cash yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from common.clock import day_of
from common.errors import Reason, Refused
from common.written import Written, columns, made
from donors.machines.allotment import with_state
from donors.models import Contribution, Pledge
from donors.services import positions
from reference.services.rates import to_usd
from workflows.actors import SYSTEM, Actor


def open_contribution(*, pledge: Pledge, actor: Actor, now: datetime) -> Contribution:
    """Copy an accepted pledge's terms and constraint set; called within ``accept``.

    From here on the terms are the contribution's own: nothing changes them but an amendment.

    Raises:
        Refused: the donor is UNODC, so that the money would not be extrabudgetary (OP11).
    """
    if pledge.organisation.kind == OrganisationKind.UNODC:
        sentence = _("Only extrabudgetary money may be accepted (operative paragraph 11).")
        raise Refused(reasons=[Reason("not_extrabudgetary", sentence, "organisation")])
    worth = to_usd(pledge.money, on=day_of(now))
    return Contribution.objects.create(
        pledge=pledge,
        organisation_id=pledge.organisation_id,
        donor_kind=pledge.organisation.kind,
        local_resources=pledge.local_resources,
        relationship_owner_id=pledge.relationship_owner_id,
        agreed_at=now,
        starts_on=pledge.starts_on or day_of(now),
        ends_on=pledge.ends_on,
        currency=pledge.currency,
        amount=pledge.amount,
        usd=worth.usd.amount,
        rate=worth.rate,
        rate_on=worth.rate_date,
        rate_source=worth.source,
        psc_rate=pledge.psc_rate,
        countries=sorted(pledge.countries.values_list("pk", flat=True)),
        regions=sorted(pledge.regions.values_list("pk", flat=True)),
        themes=sorted(pledge.themes.values_list("pk", flat=True)),
        assistance_types=sorted(pledge.assistance_types.values_list("pk", flat=True)),
        request_id=_only_request(pledge),
        components=sorted(pledge.components.values_list("pk", flat=True)),
    )


def lock_contributions(ids: Sequence[UUID], *, seen_by: Actor = SYSTEM) -> dict[UUID, Contribution]:
    """Lock contributions by id ascending, as everywhere, and return by id those ``seen_by`` sees.

    In every act that touches money this comes first, then the request, then the rest.
    """
    visible = Contribution.objects.visible_to(seen_by).filter(pk__in=ids).in_order()
    locked = with_state(visible).select_for_update(of=("self",))
    return {contribution.pk: contribution for contribution in locked}


HOLDING = Written(
    lambda *, pk: (
        Contribution.objects.filter(pk=pk)
        .order_by()
        .select_for_update(of=("self",))
        .values_list("pk")
    ),
    pk=UUID,
)


READING = Written(
    lambda *, pk: (
        Contribution.objects.filter(pk=pk)
        .order_by()
        .values_list(*columns(Contribution), "pledge__state")
    ),
    pk=UUID,
)


def hold_contribution(pk: UUID) -> None:
    """Lock one contribution, as ``lock_contributions`` does, and read nothing of it yet."""
    HOLDING(pk=pk)


def read_contribution(pk: UUID) -> Contribution:
    """Return a contribution that is held, with the state of its pledge."""
    *values, state = READING(pk=pk)[0]
    contribution = made(Contribution, values)
    contribution.pledge = made(Pledge, (contribution.pledge_id, state), only=("id", "state"))
    return contribution


def _only_request(pledge: Pledge) -> UUID | None:
    """Return the one request all of the money is for."""
    return next(iter(positions.requests_of(pledge)), None)
