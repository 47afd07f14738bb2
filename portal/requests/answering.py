"""What a State answers while its request is under way: report, work plan, outputs, goods."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.errors import NotFound
from portal.access import actor_of, now_of, seen_by
from portal.cases.reading import case_of
from portal.history import story_of
from portal.requests.inline import InlineStep, sent_in
from portal.requests.own import own_request
from portal.steps import Steps
from ta_requests.choices.delivery import OutputStatus
from ta_requests.lifecycle.material_item import PRESENTED, WHOLE
from ta_requests.machines import ASSESSMENT, DELIVERY, MATERIAL_ITEM
from ta_requests.models import Assessment, Delivery, MaterialItem, Output
from workflows.actors import Actor
from workflows.registry import Machine

REPORT_STEPS = ("validate_report", "comment", "return_report")
DELIVERY_STEPS = ("agree_plan", "give_feedback")
GRAVE = frozenset({"return_report", "contest_output", "refuse_certificate"})


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state")
def report(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show the needs statement and its components; take the State's word on them."""
    found = _latest(Assessment, pk, actor=actor_of(request))
    return _page(request, pk, ASSESSMENT, found, REPORT_STEPS, "portal/request_report.html")


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state")
def delivery(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show the work plan and what arrived; agree, accept and sign line by line."""
    found = _latest(Delivery, pk, actor=actor_of(request))
    return _page(
        request, pk, DELIVERY, found, DELIVERY_STEPS, "portal/request_delivery.html", lines=_lines
    )


def _latest(model: Any, pk: UUID, *, actor: Actor) -> Any:
    """Return the report or delivery in force.

    Raises:
        NotFound: there is none, or the request is not of the actor's State.
    """
    own = own_request(pk, actor=actor)
    found = model.objects.visible_to(actor).filter(request=own).order_by("-number").first()
    if found is None:
        raise NotFound
    return found


def _page(
    request: HttpRequest,
    pk: UUID,
    known: Machine,
    found: Any,
    names: tuple[str, ...],
    template: str,
    *,
    lines: Callable[[HttpRequest, Any], dict[str, list[Any]]] | None = None,
) -> HttpResponseBase:
    case = case_of(known, found.pk, actor=actor_of(request), now=now_of(request))
    steps = [
        InlineStep(known=known, subject=case.subject, name=name, request=request, wary=_grave(name))
        for name in names
        if name in _possible(case.steps)
    ]
    parts = lines(request, case.subject) if lines is not None else {}
    every = [*steps, *(step for rows in parts.values() for row in rows for step in row.steps)]
    status = 200
    if request.method == "POST":
        sent = sent_in(request, every)
        if sent is None:
            raise NotFound
        answer = sent.taken(request.path)
        if answer is not None:
            return answer
        status = sent.status
    context = {
        "case": case,
        "subject": case.subject,
        "back": reverse("portal:request", args=[pk]),
        "inline": steps,
        "story": story_of([found.pk], actor=actor_of(request)),
        **parts,
    }
    return _rendered(request, template, context, status)


def _rendered(
    request: HttpRequest, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    return render(request, template, context, status=status)


def _possible(steps: Steps) -> set[str]:
    return {one.name for one in [*steps.open, *steps.asides]}


def _grave(name: str) -> bool:
    return name in GRAVE


def _lines(request: HttpRequest, subject: Any) -> dict[str, list[Any]]:
    """Return the outputs and the goods of a delivery, each with the answers it waits for."""
    actor = actor_of(request)
    outputs = Output.objects.visible_to(actor).filter(delivery=subject).order_by("number")
    goods = MaterialItem.objects.visible_to(actor).filter(delivery=subject).order_by("number")
    return {
        "outputs": [_output(request, subject, one) for one in outputs],
        "goods": [_goods(request, one) for one in goods],
    }


def _output(request: HttpRequest, subject: Any, output: Output) -> SimpleNamespace:
    waits = output.status == OutputStatus.NOTICED and actor_of(request).has("ms_authority")
    names = ("accept_output", "contest_output") if waits else ()
    steps = [
        InlineStep(
            known=DELIVERY,
            subject=subject,
            name=name,
            request=request,
            hidden={"output_id": str(output.pk)},
            wary=_grave(name),
        )
        for name in names
    ]
    return SimpleNamespace(row=output, steps=steps)


def _goods(request: HttpRequest, item: MaterialItem) -> SimpleNamespace:
    waits = PRESENTED.holds(item) and actor_of(request).has("ms_authority")
    sign = "hand_over" if WHOLE.holds(item) else "hand_over_part"
    names = (sign, "refuse_certificate") if waits else ()
    steps = [
        InlineStep(known=MATERIAL_ITEM, subject=item, name=name, request=request, wary=_grave(name))
        for name in names
    ]
    return SimpleNamespace(row=item, steps=steps)
