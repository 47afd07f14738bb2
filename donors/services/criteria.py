"""Keep a donor's standing criteria, and hold needs against them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, Reason, Stale
from donors.lifecycle.matching import Finding, Need, findings
from donors.models import StandingCriteria
from donors.policies.promises import BY_THIS_DONOR
from donors.services.criteria_trail import remember_change
from donors.services.editing import person_of
from donors.services.purposes import CODES, codes_for
from reference.models import CountryGroup, Region, Theme
from reference.services.countries import statuses_of
from ta_requests.models import Request
from ta_requests.services.narrowing import with_gross
from workflows.actors import Actor


class CriteriaValues(TypedDict, total=False):
    """What a donor looks for; codes, and US dollars gross. What is left out asks for nothing."""

    countries: list[str]
    regions: list[str]
    groups: list[str]
    themes: list[str]
    assistance_types: list[str]
    least_usd: Decimal | None
    most_usd: Decimal | None
    note: str


NOTHING: Final[CriteriaValues] = {
    "countries": [],
    "regions": [],
    "groups": [],
    "themes": [],
    "assistance_types": [],
    "least_usd": None,
    "most_usd": None,
    "note": "",
}


def set_criteria(
    *, values: CriteriaValues, actor: Actor, now: datetime, version: int | None = None
) -> StandingCriteria:
    """Write the criteria of the actor's own organisation, whole; the first time or anew.

    What changed is remembered on the trail of the criteria, in the same transaction.

    Raises:
        NotAllowed: the actor speaks for no donor; Stale: a colleague wrote since; Invalid.
    """
    if actor.organisation_id is None:
        raise NotAllowed(BY_THIS_DONOR.sentence)
    wanted = {**NOTHING, **values}
    with transaction.atomic():
        criteria = _held(actor.organisation_id)
        if version is not None and version != criteria.version:
            raise Stale
        if not BY_THIS_DONOR(criteria, actor):
            raise NotAllowed(BY_THIS_DONOR.sentence)
        _check(wanted)
        before = _said(criteria)
        for name, value in wanted.items():
            setattr(criteria, name, sorted(set(value)) if isinstance(value, list) else value)
        criteria.version += 1
        criteria.changed_at, criteria.changed_by_id = now, person_of(actor)
        _save(criteria)
        remember_change(
            criteria,
            before=before,
            after=_said(criteria),
            empty=NOTHING,
            role=BY_THIS_DONOR.role_of(actor),
            actor=actor,
            now=now,
        )
    return criteria


def _held(organisation_id: UUID) -> StandingCriteria:
    """Lock the criteria of a donor; new ones, of version 0, where there are none."""
    own = StandingCriteria.objects.select_for_update().filter(organisation_id=organisation_id)
    return own.first() or StandingCriteria(organisation_id=organisation_id, version=0)


def _said(criteria: StandingCriteria) -> dict[str, Any]:
    """Return what the criteria say, by name."""
    return {name: getattr(criteria, name) for name in NOTHING}


def _save(criteria: StandingCriteria) -> None:
    """Save; of two people who write the first criteria at once, the second is told so."""
    try:
        with transaction.atomic():
            criteria.save()
    except IntegrityError:
        raise Stale from None


def _check(values: Mapping[str, Any]) -> None:
    """Refuse a code nobody knows, and a price nothing can have."""
    for field in CODES:
        codes_for(field, values[field])
    groups = set(values["groups"])
    if CountryGroup.objects.filter(pk__in=groups).count() != len(groups):
        sentence = _("There is no such group of countries.")
        raise Invalid(reasons=[Reason("group_unknown", sentence, "groups")])
    least, most = values["least_usd"], values["most_usd"]
    if (least is not None and least < 0) or (most is not None and most <= 0):
        raise Invalid(reasons=[_price(_("Give an amount above nothing."))])
    if least is not None and most is not None and most < least:
        raise Invalid(reasons=[_price(_("The greatest sum must not be below the least."))])


def _price(sentence: Any) -> Reason:
    return Reason("price_impossible", sentence, "most_usd")


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """What is part of what, and who belongs to which group on a day: read once for many needs."""

    regions: Mapping[str, str | None]
    themes: Mapping[str, str | None]
    groups: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, countries: Collection[str], *, on: date) -> Atlas:
        """Read it, in three statements."""
        return cls(
            regions=dict(Region.objects.values_list("code", "parent")),
            themes=dict(Theme.objects.values_list("code", "parent")),
            groups=statuses_of(countries, on=on),
        )


def with_subjects(requests: QuerySet[Request]) -> QuerySet[Any]:
    """Add what needs are held against: ``gross``, ``theme_codes`` and ``type_codes``."""
    themes = Request.themes.through.objects.filter(request=OuterRef("pk")).values("theme")
    kinds = Request.assistance_types.through.objects.filter(request=OuterRef("pk"))
    read: QuerySet[Any] = with_gross(requests).annotate(
        theme_codes=ArraySubquery(themes), type_codes=ArraySubquery(kinds.values("assistancetype"))
    )
    return read


def findings_for(
    criteria: StandingCriteria, needs: Iterable[Any], *, atlas: Atlas
) -> dict[UUID, tuple[Finding, ...]]:
    """Return what each need (read ``with_subjects`` and its country) comes to; no statement."""
    return {one.pk: findings(criteria, _need(one, atlas)) for one in needs}


def _need(request: Any, atlas: Atlas) -> Need:
    return Need(
        country=request.country_id,
        regions=_with_wholes([request.country.region_id], atlas.regions),
        groups=atlas.groups.get(request.country_id, frozenset()),
        themes=_with_wholes(request.theme_codes, atlas.themes),
        assistance_types=frozenset(request.type_codes),
        gross=request.gross,
    )


def _with_wholes(codes: Iterable[str], wholes: Mapping[str, str | None]) -> frozenset[str]:
    """Return codes with everything they are part of."""
    found: set[str] = set()
    for code in codes:
        at: str | None = code
        while at is not None and at not in found:
            found.add(at)
            at = wholes.get(at)
    return frozenset(found)
