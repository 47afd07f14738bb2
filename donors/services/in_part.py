"""Agree to less than was pledged: one act, after which nothing of it is counted twice."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from donors.choices.promises import Rest
from donors.machines.pledge import PLEDGE
from donors.models import PartialAgreement, Pledge
from donors.services import positions
from donors.services.editing import person_of
from donors.services.steps import step
from reference.services.references import next_reference
from workflows import engine
from workflows.actors import SYSTEM
from workflows.engine import Act
from workflows.principal import briefly_as

COPIED: Final = (
    "organisation_id",
    "on_letter",
    "title",
    "description",
    "currency",
    "expiry_on",
    "condition",
    "condition_basis",
    "condition_figure",
    "condition_on",
    "earmark_category",
    "earmark_modality",
    "request_id",
    "local_resources",
    "psc_rate",
)
"""What the rest of a pledge says as the whole did; whether its condition is met is told anew."""
TIES: Final = ("countries", "regions", "themes", "assistance_types")


def _divide(act: Act) -> None:
    """Give the rest its own life or let it lapse, keep what adds up to what, tell the requests."""
    whole: Pledge = act.before
    agreed: Pledge = act.subject
    touched = {*positions.requests_of(whole)}
    ours, others = _components(act)
    rest = None
    if act.given["rest"] == Rest.KEPT:
        rest = _stand_apart(act, whole, agreed, components=others or ours)
    if others:
        _retie(agreed, ours)
    act.data.update(
        whole=whole.amount,
        agreed=agreed.amount,
        rest=whole.amount - agreed.amount,
        currency=whole.currency,
        rest_of=act.given["rest"],
        rest_pledge=rest.reference if rest else "",
    )
    _keep(act, whole, agreed, rest)
    touched.update(positions.requests_of(agreed))
    with briefly_as(SYSTEM):
        positions.push(touched, act.now)


agree_in_part: Final = step(PLEDGE, "agree_in_part", after=_divide)
stand_apart: Final = step(PLEDGE, "stand_apart")


def _components(act: Act) -> tuple[list[UUID], list[UUID]]:
    """Return the components of the part that is agreed and those left; all and none if unnamed."""
    tied = act.subject.component_ids
    named = set(act.given.get("agreed_components") or tied)
    return [one for one in tied if one in named], [one for one in tied if one not in named]


def _stand_apart(act: Act, whole: Pledge, agreed: Pledge, *, components: list[UUID]) -> Pledge:
    """Make the pledge of the rest and take it, as the system, to where the whole was announced."""
    rest = Pledge(
        reference=next_reference(prefix="PL", year=act.now.year),
        origin_id=whole.origin_id or whole.pk,
        amount=whole.amount - agreed.amount,
        **{name: getattr(whole, name) for name in COPIED},
    )
    role = _role_of(act)
    told = {"origin": whole.reference}
    engine.create(PLEDGE, rest, actor=act.actor, now=act.now, role=role, data=told)
    _retie(rest, components)
    for tie in TIES:
        getattr(rest, tie).set(getattr(whole, tie).all())
    with briefly_as(SYSTEM):
        apart: Pledge = stand_apart(
            pk=rest.pk, actor=SYSTEM, now=act.now, whole=whole, agreed_usd=agreed.usd
        )
    return apart


def _role_of(act: Act) -> str:
    return act.move.policy.role_of(act.actor) if act.move else ""


def _retie(pledge: Pledge, components: Iterable[UUID]) -> None:
    link: Any = Pledge.components.through
    link._default_manager.filter(pledge=pledge).delete()
    link._default_manager.bulk_create(
        link(pledge_id=pledge.pk, component_id=component) for component in components
    )


def _keep(act: Act, whole: Pledge, agreed: Pledge, rest: Pledge | None) -> None:
    whole_usd, agreed_usd = whole.usd or Decimal(0), agreed.usd or Decimal(0)
    PartialAgreement.objects.create(
        pledge=agreed,
        rest=rest,
        currency=whole.currency,
        whole_amount=whole.amount,
        agreed_amount=agreed.amount,
        rest_amount=whole.amount - agreed.amount,
        whole_usd=whole_usd,
        agreed_usd=agreed_usd,
        rest_usd=whole_usd - agreed_usd,
        decided_at=act.now,
        decided_by_id=person_of(act.actor),
    )
