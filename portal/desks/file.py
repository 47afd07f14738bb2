"""The request file on one page: everything the office knows of one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donors.models import Allotment, Pledge
from portal.access import actor_of, now_of
from portal.addresses import page_of
from portal.desks.differences import versions_of
from portal.desks.sections import days_until
from portal.forms.documents import DocumentForm
from portal.forms.once import new_key
from portal.history import lines_of
from portal.parts import Part
from portal.requests.file import RequestFile, request_file
from portal.steps import steps_of
from reference.models.names import SIX
from ta_requests.choices.assessment import Area, Criterion
from ta_requests.choices.request import EDITABLE
from ta_requests.machines import REQUEST
from ta_requests.models import (
    AssessedArea,
    ComponentFunding,
    MaterialItem,
    Milestone,
    Output,
    PriorityScore,
    RequestVersion,
)
from ta_requests.policies.request import AUTHORS
from workflows.actors import Actor
from workflows.proof import read_whole

STORY = 40
"""Lines of the story; all of them with ``?whole=yes``."""
ROWS = 20
TEXT = 6_000
"""Characters of a section; all of them with ``?whole=yes``."""


def whole_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one request with everything that belongs to it.

    Raises:
        NotFound: unknown, or not visible to the actor.
    """
    actor, now = actor_of(request), now_of(request)
    file = request_file(pk, actor=actor, now=now, more=_more(actor))
    whole = request.GET.get("whole") == "yes"
    subjects = [pk, *(row.id for name in SUBJECTS for row in file.parts[name])]
    trail = read_whole(subjects)
    shown = trail.events if whole else trail.events[:STORY]
    context = {
        "file": file,
        "subject": file.request,
        "own": False,
        "whole": whole,
        "limit": 10**6 if whole else TEXT,
        "rows": 10**4 if whole else ROWS,
        "steps": steps_of(file.request, known=REQUEST, actor=actor, now=now),
        "clocks": clocks_of(file, now=now),
        "versions": versions_of(file.parts["versions"]),
        "assessment": _assessment(file),
        "money": _money(file),
        "faults": trail.faults,
        "checked": len(subjects),
        "story": lines_of(shown, actor=actor),
        "story_more": len(trail.events) - len(shown),
        "may_write": file.request.state in EDITABLE and AUTHORS(file.request, actor),
        "document_form": DocumentForm() if actor.sees("staff") else None,
        "document_key": new_key(),
    }
    return render(request, "portal/desks/file.html", context)


SUBJECTS = (
    "circulations",
    "assessments",
    "deliveries",
    "milestones",
    "goods",
    "pledges",
    "allotments",
)
"""The parts that have a trail of their own: it is part of the story."""


def _more(actor: Actor) -> dict[str, Part]:
    """Return what the office reads of a request besides what its State reads."""

    def part(model: Any, to: str, fields: tuple[str, ...], *order: str) -> Part:
        return Part(model.objects.visible_to(actor), to, fields, order)

    donor = _donor_name()
    version = ("number", "occasion", "digest", "frozen_at", "difference")
    scored = tuple(f"{kind}{one}" for kind in ("", "weights__") for one in Criterion.values)
    score = ("assessment_id", "total", "justification", "weights__version", *scored)
    area = ("assessment_id", "area", "score", "evidence", "not_applicable_because")
    return {
        "versions": part(RequestVersion, "request_id", version, "number"),
        "areas": part(AssessedArea, "assessment__request_id", area, "area"),
        "scores": part(PriorityScore, "assessment__request_id", score, "id"),
        "fundings": part(
            ComponentFunding, "request_id", ("component_id", "released_net_usd"), "component_id"
        ),
        "pledges": part(
            Pledge,
            "request_id",
            ("id", "reference", *donor, "amount", "currency", "usd", "state"),
            "created_at",
        ),
        "allotments": part(
            Allotment,
            "request_id",
            (
                *("id", "reference", "component__number", "currency"),
                *(f"contribution__{name}" for name in donor),
                *("programmable", "psc", "gross", "reversed", "spent", "usd_programmable", "state"),
            ),
            "created_at",
        ),
        **_work(part),
    }


def _work(part: Any) -> dict[str, Part]:
    goods = ("id", "reference", "description", "quantity", "unit", "handed_quantity", "state")
    return {
        "outputs": part(
            Output,
            "delivery__request_id",
            ("delivery_id", "number", "title", "status", "silence_due_at"),
            "number",
        ),
        "milestones": part(
            Milestone,
            "delivery__request_id",
            ("id", "reference", "title", "due_on", "state"),
            "due_on",
        ),
        "goods": part(MaterialItem, "delivery__request_id", goods, "number"),
    }


def _donor_name() -> tuple[str, str]:
    """Return the columns of a donor's name: that of its country in the language, and its own."""
    short = (get_language() or "en")[:2]
    return f"organisation__country__name_{short if short in SIX else 'en'}", "organisation__name"


@dataclass(frozen=True)
class Clock:
    """Something that runs: what, until when, and the days left."""

    label: str
    due: date | datetime
    days_left: int | None


def clocks_of(file: RequestFile, *, now: datetime) -> list[Clock]:
    """Return what runs on this request and what belongs to it, the nearest first."""
    request, parts = file.request, file.parts
    found: list[tuple[str, Any]] = [
        (label, due)
        for label, due, state in (
            (_("Answer of the State"), request.information_due_at, "info_requested"),
            (_("Review of the request for funding"), request.review_due_at, "funding_sought"),
            (_("Follow-up"), request.follow_up_on, "completed"),
        )
        if request.state == state
    ]
    running = (
        ("circulations", "noticed", _("Objection of the State"), "deadline_at"),
        ("assessments", "state_validation", _("Validation by the State"), "silence_due_at"),
        ("milestones", "planned", _("Milestone"), "due_on"),
    )
    for name, state, label, due in running:
        found += [(label, getattr(row, due)) for row in parts[name] if row.state == state]
    found += [
        (_("Acceptance of an output"), row.silence_due_at)
        for row in parts["outputs"]
        if row.status == "noticed"
    ]
    clocks = [Clock(label, due, days_until(due, now=now)) for label, due in found if due]
    return sorted(clocks, key=lambda one: one.days_left or 0)


def _assessment(file: RequestFile) -> dict[str, Any] | None:
    """Return the newest assessment with its areas and its score."""
    if not file.parts["assessments"]:
        return None
    newest = file.parts["assessments"][-1]
    areas = [row for row in file.parts["areas"] if row.assessment_id == newest.id]
    score = next((row for row in file.parts["scores"] if row.assessment_id == newest.id), None)
    return {
        "row": newest,
        "url": page_of("assessment", newest.id),
        "areas": areas,
        "all": len(Area),
        "score": score,
        "criteria": _criteria(score) if score else [],
    }


def _criteria(score: SimpleNamespace) -> list[tuple[str, int, int]]:
    """Return each criterion with its rating and its weight."""
    return [
        (str(one.label), getattr(score, one.value), getattr(score, f"weights__{one.value}"))
        for one in Criterion
    ]


def _money(file: RequestFile) -> dict[str, Any]:
    """Return pledges and allotments with their donors in words, and what was done with the cash."""
    for row in file.parts["pledges"]:
        row.donor = _named(row, "")
    for row in file.parts["allotments"]:
        row.donor = _named(row, "contribution__")
    released = {row.component_id: row.released_net_usd for row in file.parts["fundings"]}
    return {
        "pledges": file.parts["pledges"],
        "allotments": file.parts["allotments"],
        "position": getattr(file.request, "position", None),
        "components": [
            (one, released.get(one.id))
            for one in file.parts["components"]
            if one.status == "frozen"
        ],
    }


def _named(row: SimpleNamespace, path: str) -> str:
    country, own = _donor_name()
    found: str = getattr(row, f"{path}{country}") or getattr(row, f"{path}{own}")
    return found
