"""Case files in the admin: read like any page, moved only by the verbs of their machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from common.errors import NotFound
from web.caller import caller_of
from web.inputs import personal_moves
from web.moving import MovePage
from web.reading import Reading
from web.story import note_opening, story_of
from web.words import EXCEPTIONAL, label_of, role_names
from workflows.actors import Actor
from workflows.available import Possibility, available
from workflows.registry import Machine


@dataclass(frozen=True)
class Step:
    """One move as the file offers it: where it is taken, or why not and by whom."""

    title: Any
    address: str
    leads_to: str
    is_quiet: bool
    reasons: tuple[Any, ...]
    who: str


@dataclass(frozen=True)
class Steps:
    """What the person may do now, what stands in the way, and what others may do."""

    open: list[Step] = field(default_factory=list)
    blocked: list[Step] = field(default_factory=list)
    others: list[Step] = field(default_factory=list)


class CaseAdmin(Reading):
    """The file of one subject: its fields and children, its trail, and a button for each move.

    A subclass names ``machine``, and whatever a ModelAdmin names (list_display, list_filter,
    search_fields, fieldsets, inlines); ``panels(subject, request)`` adds tables.
    """

    machine: ClassVar[Machine]
    change_form_template = "admin/web/case.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page of a move."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        page = self.admin_site.admin_view(self.move_view)
        return [path("<uuid:pk>/move/<str:move>/", page, name=name), *super().get_urls()]

    def told_of(self, subject: Any, request: HttpRequest) -> dict[str, Any]:
        """Return the moves and the trail, and note that the file was opened."""
        caller = caller_of(request)
        note_opening(self.machine, subject, actor=caller.actor, now=caller.now)
        possible = available(subject, actor=caller.actor, now=caller.now, machine=self.machine)
        return {
            **super().told_of(subject, request),
            "steps": self._steps(subject, possible, caller.actor),
            "story": story_of(self.machine, subject, actor=caller.actor),
            "state": label_of(self.machine.model, subject.state),
        }

    def _steps(self, subject: Any, possible: list[Possibility], actor: Actor) -> Steps:
        steps = Steps()
        for one in possible:
            if not one.from_here or not one.by_a_person:
                continue
            mine = steps.blocked if actor.has(*one.roles) else steps.others
            (steps.open if one.allowed else mine).append(self._step(subject, one))
        steps.open.sort(key=lambda step: step.is_quiet)
        return steps

    def _step(self, subject: Any, one: Possibility) -> Step:
        moves_on = one.target != subject.state
        return Step(
            title=one.title,
            address=self.address("move", subject.pk, one.name),
            leads_to=label_of(self.machine.model, one.target) if moves_on else "",
            is_quiet=one.target in EXCEPTIONAL,
            reasons=tuple(reason.sentence for reason in (*one.reasons, *one.hindrances)),
            who=role_names(one.roles),
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def move_view(self, request: HttpRequest, pk: UUID, move: str) -> HttpResponse:
        """Ask what a move asks, show what it would do, and take it once confirmed.

        Every POST goes to the verb, whatever the page offered: it decides.
        """
        subject = self.subject_at(request, pk)
        if subject is None or move not in personal_moves(self.machine):
            raise NotFound
        return MovePage(self, request, subject, move).answer()
