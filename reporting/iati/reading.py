"""Read consented requests as activities, some at a time, so that no number of them is too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils import translation

from common.clock import day_of
from reporting.iati import codes
from reporting.iati.activity import Activity, Movement, Narrative, hundred
from reporting.iati.codes import DateKind
from reporting.iati.money import movements_of
from reporting.iati.writing import BASE_LANGUAGE, printable
from reporting.sight import Sight
from ta_requests.models import Component, Delivery, Request

AT_ONCE: Final = 200
Themes = Sequence[tuple[str, Decimal]]


def activities(sight: Sight, *, now: datetime) -> Iterator[Activity]:
    """Yield every request on show to everyone, the oldest first.

    Names are in English, what a State wrote in its own language; the system must speak, because
    no visitor may read money row by row.
    """
    shown = sight.requests.select_related("country").order_by("circulated_at", "pk")
    keys = list(shown.values_list("pk", flat=True))
    with translation.override(BASE_LANGUAGE):
        for start in range(0, len(keys), AT_ONCE):
            yield from _some(shown.filter(pk__in=keys[start : start + AT_ONCE]), now)


def _some(shown: Any, now: datetime) -> Iterator[Activity]:
    requests: Sequence[Request] = list(shown.prefetch_related("themes", "assistance_types"))
    keys = [one.pk for one in requests]
    parts: dict[UUID, list[Component]] = defaultdict(list)
    for component in Component.objects.standing().filter(request__in=keys):
        parts[component.request_id].append(component)
    plans = {
        one.request_id: one
        for one in Delivery.objects.filter(request__in=keys).exclude(state="cancelled")
    }
    money = movements_of(frozenset(keys), now=now)
    for request in requests:
        themes = _themes(request, parts[request.pk])
        yield _activity(request, themes, plans.get(request.pk), money.get(request.pk, ()), now=now)


def _activity(
    request: Request,
    themes: Themes,
    plan: Delivery | None,
    money: Sequence[Movement],
    *,
    now: datetime,
) -> Activity:
    known = {theme for theme, _weight in themes}
    reference = request.reference or ""
    title = _said(request, request.title) or Narrative(text=reference, language=BASE_LANGUAGE)
    return Activity(
        reference=reference,
        title=title,
        needs=_said(request, request.needs) or title,
        priorities=_said(request, request.priorities),
        status=codes.STATUS[request.state],
        country=request.country.alpha2,
        dates=_dates(request, plan, now=now),
        sectors=hundred((codes.sector_of(theme), weight) for theme, weight in themes),
        targets=_targets(known),
        gender=_gender(known),
        aid_type=_aid_type(request),
        updated_at=min(request.updated_at, now),
        movements=tuple(money),
    )


def _said(request: Request, text: str) -> Narrative | None:
    """Return what the State wrote in its language, or nothing where nothing is to be read."""
    if not printable(text):
        return None
    return Narrative(text=text, language=request.language.split("-", maxsplit=1)[0])


def _themes(request: Request, parts: Sequence[Component]) -> list[tuple[str, Decimal]]:
    """Return themes by what their components cost; without components each weighs the same."""
    if parts:
        return [(one.theme_id, one.gross) for one in parts]
    return [(one.code, Decimal(1)) for one in request.themes.all()]


def _targets(themes: set[str]) -> list[str]:
    served = (codes.TARGETS.get(theme) or codes.TARGETS.get(theme[:2]) for theme in themes)
    return sorted({codes.OF_ALL, *filter(None, served)})


def _gender(themes: set[str]) -> str:
    return codes.SIGNIFICANT if codes.GENDER_THEME in themes else codes.NOT_TARGETED


def _aid_type(request: Request) -> str:
    kinds = {one.code for one in request.assistance_types.all()}
    return codes.EXPERTS if kinds and kinds <= codes.EXPERT_HELP else codes.PROJECT


def _dates(request: Request, plan: Delivery | None, *, now: datetime) -> Mapping[DateKind, date]:
    """Return planned and actual days; until there is a plan, that of showing begins it."""
    today = now.astimezone(UTC).date()
    shown = day_of(request.circulated_at or now)
    begins = plan.starts_on if plan and plan.starts_on else min(shown, today)
    ends = plan.ends_on if plan and plan.ends_on and plan.ends_on >= begins else None
    found: dict[DateKind, date | None] = {
        DateKind.PLANNED_START: begins,
        DateKind.PLANNED_END: ends,
        DateKind.ACTUAL_START: _past(request.delivery_started_at, today),
        DateKind.ACTUAL_END: _past(request.completed_at or request.terminated_at, today),
    }
    return {kind: on for kind, on in found.items() if on is not None}


def _past(moment: datetime | None, today: date) -> date | None:
    return None if moment is None else min(day_of(moment), today)
