"""The amendment as the engine knows it, and the facts its guards ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from common.clock import day_of
from donors.choices.money import RESERVING
from donors.choices.promises import IN_FORCE, Earmark
from donors.lifecycle import earmark
from donors.lifecycle.amendment import AmendmentFacts
from donors.machines.allotment import target_of
from donors.models import Allotment, Amendment, Contribution, Pledge
from donors.models.agreed_terms import PURPOSE, terms_of
from donors.models.pledge_facts import cleared_for
from ta_requests.models import Component
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as
from workflows.registry import Machine

TIES: Final = ("request", "components", "countries", "regions", "themes", "assistance_types")


def amendment_facts(
    subject: Amendment, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> AmendmentFacts:
    """Return the terms in force and what would become of them.

    Read as the system: a donor may sign without seeing the requests its money went to.
    """
    with speaking_as(SYSTEM):
        return _facts(subject, actor=actor, now=now, given=given)


def _facts(
    subject: Amendment, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> AmendmentFacts:
    pledge = Pledge.objects.select_related("organisation").get(pk=subject.pledge_id)
    if pledge.state not in IN_FORCE:
        return _ended(actor=actor, now=now, given=given)
    cash = Contribution.objects.get(pledge=pledge)
    before = terms_of(pledge)
    after = {**before, **subject.changes}
    return AmendmentFacts(
        actor=actor,
        now=now,
        given=given,
        today=day_of(now),
        in_force=True,
        before=before,
        differs=after != before,
        amount=Decimal(after["amount"]),
        settled=cash.settled,
        written_down=cash.written_down,
        outstanding=sum((Decimal(one["amount"]) for one in after["instalments"]), Decimal(0)),
        starts_on=pledge.starts_on,
        ends_on=date.fromisoformat(after["ends_on"]) if after["ends_on"] else None,
        has_reports=bool(after["report_schedule"]),
        tied=any(after[tie] for tie in TIES),
        unearmarked=after["earmark_category"] == Earmark.UNEARMARKED,
        stranded=_stranded(subject, after),
        cleared=cleared_for(pledge, day_of(now)),
    )


def _ended(**facts: Any) -> AmendmentFacts:
    """Return the facts of terms that are over: that alone is told, nothing of what they say."""
    today = day_of(facts["now"])
    return AmendmentFacts(
        **facts,
        today=today,
        in_force=False,
        differs=True,
        starts_on=today,
        ends_on=today,
        tied=True,
    )


def earmark_of(terms: Mapping[str, Any]) -> earmark.Earmark:
    """Return the constraint set that terms come to."""
    return earmark.Earmark(
        countries=frozenset(terms["countries"]),
        regions=frozenset(terms["regions"]),
        themes=frozenset(terms["themes"]),
        assistance_types=frozenset(terms["assistance_types"]),
        request=UUID(terms["request"]) if terms["request"] else None,
        components=frozenset(UUID(pk) for pk in terms["components"]),
    )


def _stranded(subject: Amendment, after: Mapping[str, Any]) -> frozenset[str]:
    """Return the constraints of the new purpose that money allotted before does not meet."""
    if not subject.changes.keys() & set(PURPOSE):
        return frozenset()
    tied = earmark_of(after)
    found: set[str] = set()
    for component in _paid_for(subject):
        found |= earmark.outside(tied, target_of(component))
    return frozenset(found)


def _paid_for(subject: Amendment) -> Iterator[Component]:
    taken = Allotment.objects.filter(
        contribution__pledge_id=subject.pledge_id, state__in=RESERVING
    ).exclude(reversed=F("gross"))
    components = Component.objects.select_related("request", "theme__parent")
    yield from components.filter(pk__in=taken.values("component_id"))


AMENDMENT: Final = Machine(
    key="amendment",
    model=Amendment,
    initial="draft",
    facts=amendment_facts,
    parties=lambda amendment: [amendment.organisation_id],
)
