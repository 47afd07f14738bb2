"""What the database promises about a pledge, whatever the code above it does."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from django.db import models
from django.db.models import F, Q

from donors.choices.promises import AS_PUBLISHED, COMMITTED, Earmark, PledgeState, Publisher

DUTIES: Final = (
    "relationship_owner_id",
    "due_diligence_by_id",
    "clauses_approved_by_id",
    "cleared_by_id",
    "signed_by_id",
    "accepted_by_id",
)
"""Each is another person (DOMAIN 2.7); superusers included, because a CHECK asks nobody."""

NEVER_THE_WRITER: Final = (
    "due_diligence_by_id",
    "clauses_approved_by_id",
    "cleared_by_id",
    "accepted_by_id",
)
NEVER_CLOSES: Final = ("relationship_owner_id", "cleared_by_id")


WAS_PUBLISHED: Final = Q(published_from__in=Publisher.values)


def _differ(left: str, right: str) -> models.CheckConstraint:
    name = f"pledge_{left.removesuffix('_by_id')}_not_{right.removesuffix('_by_id')}"
    return models.CheckConstraint(
        name=name.replace("_id", "").replace("relationship_owner", "owner"),
        condition=Q(**{f"{left}__isnull": True})
        | Q(**{f"{right}__isnull": True})
        | ~Q(**{left: F(right)}),
    )


def _together(name: str, *columns: str) -> models.CheckConstraint:
    none = Q(**{f"{column}__isnull": True for column in columns})
    every = Q(**{f"{column}__isnull": False for column in columns})
    return models.CheckConstraint(name=name, condition=none | every)


def _by_whom(name: str, moment: str, person: str) -> models.CheckConstraint:
    """A moment has its person, except where it was published and nobody of ours decided."""
    none, both = (
        Q(**{f"{moment}__isnull": empty, f"{person}__isnull": empty}) for empty in (True, False)
    )
    return models.CheckConstraint(
        name=name, condition=none | both | (WAS_PUBLISHED & Q(**{f"{person}__isnull": True}))
    )


DIFFERENT_PEOPLE: Final = [
    *(_differ(left, right) for left, right in combinations(DUTIES, 2)),
    *(_differ("created_by_id", duty) for duty in NEVER_THE_WRITER),
    *(_differ("closed_by_id", duty) for duty in NEVER_CLOSES),
]

PAIRS: Final = [
    _by_whom("pledge_announced_by_whom", "announced_at", "announced_by_id"),
    _together("pledge_valued_at_a_rate", "announced_at", "usd", "usd_rate", "usd_rate_on"),
    _together("pledge_value_day", "announced_at", "pledged_on"),
    _together("pledge_public_by_whom", "public_since", "public_by_id"),
    _together("pledge_cleared_by_whom", "cleared_at", "cleared_by_id"),
    _together("pledge_clauses_by_whom", "clauses_approved_at", "clauses_approved_by_id"),
    _together("pledge_signed_by_whom", "signed_at", "signed_by_id"),
    _by_whom("pledge_accepted_by_whom", "agreed_at", "accepted_by_id"),
    _together("pledge_agreed_at_a_rate", "agreed_at", "agreed_usd", "agreed_rate"),
    _together("pledge_closed_by_whom", "closed_at", "closed_by_id"),
]

STATES: Final = [
    models.CheckConstraint(
        name="pledge_announced_before_anything",
        condition=Q(announced_at__isnull=False)
        | Q(state__in=[PledgeState.DRAFT, PledgeState.WITHDRAWN, PledgeState.DECLINED]),
    ),
    models.CheckConstraint(
        name="pledge_agreed_is_signed_and_accepted",
        condition=~Q(state__in=COMMITTED)
        | WAS_PUBLISHED
        | Q(
            cleared_at__isnull=False,
            signed_at__isnull=False,
            agreed_at__isnull=False,
            starts_on__isnull=False,
            ends_on__isnull=False,
        ),
    ),
    models.CheckConstraint(
        name="pledge_agreed_condition_is_met",
        condition=~Q(state__in=COMMITTED) | Q(condition="") | Q(condition_met_at__isnull=False),
    ),
    models.CheckConstraint(
        name="pledge_agreed_clauses_are_approved",
        condition=~Q(state__in=(PledgeState.CLEARED, *COMMITTED))
        | Q(clauses_standard=True)
        | Q(clauses_approved_at__isnull=False),
    ),
    models.CheckConstraint(
        name="pledge_agreed_has_reports",
        condition=~Q(state__in=COMMITTED) | WAS_PUBLISHED | ~Q(report_schedule=[]),
    ),
    models.CheckConstraint(
        name="pledge_published_stands_as_published",
        condition=Q(published_from="") | Q(WAS_PUBLISHED, state__in=AS_PUBLISHED),
    ),
    models.CheckConstraint(
        name="pledge_published_was_decided_by_nobody",
        condition=Q(published_from="")
        | Q(**{f"{person}__isnull": True for person in ("created_by_id", *DUTIES, "closed_by_id")}),
    ),
    models.CheckConstraint(
        name="pledge_published_is_named",
        condition=(Q(published_from="") & Q(published_as=""))
        | (WAS_PUBLISHED & ~Q(published_as="")),
    ),
]

CONDITIONS: Final = [
    models.CheckConstraint(
        name="pledge_condition_by_whom",
        condition=Q(condition_met_by_id__isnull=True) | Q(condition_met_at__isnull=False),
    ),
    models.CheckConstraint(
        name="pledge_condition_is_whole",
        condition=Q(condition_basis="", condition_figure=None, condition_on=None)
        | Q(condition_figure__gt=0, condition_on__isnull=False, request__isnull=False)
        & ~Q(condition_basis="")
        & ~Q(condition=""),
    ),
]

VALUES: Final = [
    models.CheckConstraint(name="pledge_amount_is_positive", condition=Q(amount__gt=0)),
    models.CheckConstraint(
        name="pledge_currency_is_three_capitals", condition=Q(currency__regex=r"^[A-Z]{3}$")
    ),
    models.CheckConstraint(
        name="pledge_psc_rate_is_a_share", condition=Q(psc_rate__gte=0, psc_rate__lte=1)
    ),
    models.CheckConstraint(
        name="pledge_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
    ),
    models.CheckConstraint(
        name="pledge_earmark_is_known", condition=Q(earmark_category__in=Earmark.values)
    ),
    models.CheckConstraint(
        name="pledge_local_resources_have_a_request",
        condition=Q(local_resources=False) | Q(request__isnull=False),
    ),
    models.CheckConstraint(
        name="pledge_rest_of_another",
        condition=Q(origin__isnull=True) | (~Q(origin=F("id")) & Q(published_from="")),
    ),
    models.CheckConstraint(
        name="pledge_of_others_is_not_ours_to_publish",
        condition=Q(public_since__isnull=True) | Q(published_from=""),
    ),
    models.CheckConstraint(
        name="pledge_clauses_are_written", condition=Q(clauses_standard=True) | ~Q(clauses="")
    ),
]

RULES: Final[list[models.BaseConstraint]] = [
    *DIFFERENT_PEOPLE,
    *PAIRS,
    *STATES,
    *CONDITIONS,
    *VALUES,
]
