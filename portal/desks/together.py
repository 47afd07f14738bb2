"""Take one step for several cases: one act per case, each with its own result.

Each act is the verb a page of that case would call, in a savepoint of its own: what is refused
changes nothing, and hinders none of the others.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework import serializers

from common.errors import DomainError, Invalid, NotFound, UnknownTransition
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.cases.reading import machine_at
from portal.forms.offers import Offers, is_offered
from portal.forms.once import done_before, kept_by, key_in, remember
from portal.forms.steps import StepForm
from portal.words import state_of, step_title
from web.inputs import inputs_of
from workflows.actors import Actor
from workflows.registry import Machine

MOST = 25


@dataclass(frozen=True)
class Marked:
    """The cases marked in the queue: their machine, and the version each was seen in."""

    known: Machine
    versions: dict[UUID, int]

    def subjects(self, actor: Actor) -> list[Any]:
        """Return those the actor sees, in the order in which they are locked."""
        found = self.known.model.objects.visible_to(actor).filter(pk__in=self.versions)
        return sorted(found, key=lambda one: (getattr(one, "contribution_id", one.pk), one.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("staff")
def together(request: HttpRequest) -> HttpResponseBase:
    """Ask which step, ask what it needs, then take it for each."""
    before = done_before(request) if request.method == "POST" else None
    if before is not None:
        return before
    sent = request.POST if request.method == "POST" else request.GET
    try:
        marked = _marked(sent.getlist("item"))
    except Invalid as refusal:
        return render(request, "portal/desks/together.html", {"refusal": refusal}, status=422)
    actor = actor_of(request)
    subjects = marked.subjects(actor)
    if not subjects:
        raise NotFound
    offered = _steps(marked.known, subjects, actor)
    name = sent.get("step", "")
    if name and name not in offered:
        raise UnknownTransition(data={"transition": name})
    if request.method == "POST" and name:
        return _taken(request, marked, subjects, name)
    return _shown(request, marked, subjects, name)


def _marked(items: list[str]) -> Marked:
    """Read the marks.

    Raises:
        Invalid: none, too many, of several kinds, or unreadable.
    """
    if not 0 < len(items) <= MOST:
        raise Invalid(_("Mark between 1 and %(most)s cases.") % {"most": MOST})
    kinds = {item.split(":")[0] for item in items}
    if len(kinds) != 1:
        raise Invalid(_("Mark cases of one kind: each kind has steps of its own."))
    try:
        versions = {UUID(pk): int(version) for _kind, pk, version in map(_parts, items)}
    except ValueError:
        raise Invalid(_("A mark could not be read. Go back to the queue.")) from None
    return Marked(known=machine_at(kinds.pop()), versions=versions)


def _parts(item: str) -> tuple[str, str, str]:
    kind, pk, version = item.split(":")
    if not (version.isascii() and version.isdigit() and len(version) < len(str(10**9))):
        raise ValueError(item)
    return kind, pk, version


def _steps(known: Machine, subjects: list[Any], actor: Actor) -> dict[str, str]:
    """Return the steps of one's roles from where any of the cases stands, by name.

    A step whose input is chosen from what belongs to one case is taken on the page of the case.
    """
    states = {one.state for one in subjects}
    found: dict[str, str] = {}
    for name, by_source in known.moves.items():
        here = [move for source, move in by_source.items() if source in states]
        if any(actor.has(*move.policy.roles) for move in here) and alike(known, name):
            found[name] = step_title(known, name, here[0].source)
    return found


def alike(known: Machine, name: str) -> bool:
    """Tell whether a step asks the same of each case."""
    asked = inputs_of(known, name)().fields.items()
    return not any(
        is_offered(str(field)) or isinstance(kind, serializers.FileField) for field, kind in asked
    )


def _shown(
    request: HttpRequest,
    marked: Marked,
    subjects: list[Any],
    name: str,
    form: StepForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "kind": marked.known.model._meta.verbose_name,
        "subjects": [(one, called(one), marked.versions[one.pk]) for one in subjects],
        "machine": marked.known.key,
        "steps": _steps(marked.known, subjects, actor),
        "step": name,
        "title": step_title(marked.known, name) if name else "",
        "form": form or (_form(request, marked.known, subjects, name) if name else None),
        "key": key_in(request),
    }
    status = 422 if form is not None else 200
    return render(request, "portal/desks/together.html", context, status=status)


def _form(request: HttpRequest, known: Machine, subjects: list[Any], name: str) -> StepForm:
    posted = request.POST if request.method == "POST" else None
    moves = known.declared(name).values()
    offers = Offers(subjects[0], actor_of(request), now_of(request))
    must_explain = any(move.needs_reason for move in moves)
    return StepForm(known, name, offers, posted, needs_reason=must_explain)


def _taken(
    request: HttpRequest, marked: Marked, subjects: list[Any], name: str
) -> HttpResponseBase:
    form = _form(request, marked.known, subjects, name)
    if not form.is_valid():
        return _shown(request, marked, subjects, name, form)
    results = [_act(request, marked, one, name, form) for one in subjects]
    told = {"title": step_title(marked.known, name), "results": results}
    pk = uuid.uuid4()
    answer = redirect(reverse("portal:together_done", args=[pk]))
    return remember(request, answer, pk=pk, body=json.dumps(told))


def _act(
    request: HttpRequest, marked: Marked, subject: Any, name: str, form: StepForm
) -> dict[str, Any]:
    """Take the step for one case and say what came of it."""
    known = marked.known
    told = {"name": called(subject), "url": page_of(known.key, subject.pk)}
    try:
        moved = known.verbs[name](
            pk=subject.pk,
            actor=actor_of(request),
            now=now_of(request),
            version=marked.versions[subject.pk],
            reason=form.reason,
            **form.given,
        )
    except DomainError as refusal:
        reasons = [str(reason.sentence) for reason in refusal.reasons] or [str(refusal)]
        return {**told, "done": False, "reasons": reasons}
    return {**told, "done": True, "state": state_of(moved)}


def called(subject: Any) -> str:
    """Return what a case is called: its reference, and its title where it has one."""
    title = getattr(subject, "title", "") or getattr(subject, "description", "")
    return f"{subject} {title}" if title and title != str(subject) else str(subject)


@require_safe
@seen_by("staff")
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what came of each case; kept for a day, for whoever asked alone."""
    told = json.loads(kept_by(request, pk=pk, path=reverse("portal:together")))
    return render(request, "portal/desks/together_done.html", told)
