"""The API of a machine, generated from its life cycle: one documented POST per declared move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from web import moves, pagination
from web.idempotency import idempotent, is_dry_run
from web.inputs import inputs_of, personal_moves
from web.versions import changes_a_version, etag_of, expected_version
from web.views import ResourceViewSet
from workflows.available import available
from workflows.models import Event, Opening
from workflows.preview import preview
from workflows.registry import Machine

DRY_RUN = OpenApiParameter(
    "dry_run",
    bool,
    description="Make every check and tell what the step would do, but change nothing.",
)
IN_ORDER = pagination.Order(column="seq", descending=False)


class MachineViewSet(ResourceViewSet):
    """List, detail, trail, possibilities and every personal move of one machine.

    A subclass names ``machine``, ``rows``, ``detail`` and whatever ResourceViewSet offers; the
    handlers of the moves are made when the class is.
    """

    machine: ClassVar[Machine]

    def __init_subclass__(cls, **options: Any) -> None:
        """Give the class a handler for each move of its machine."""
        super().__init_subclass__(**options)
        machine: Machine | None = getattr(cls, "machine", None)
        if machine is None:
            return
        cls.model = machine.model
        for name in personal_moves(machine):
            if not hasattr(cls, name):
                setattr(cls, name, _handler(machine, name))

    def opened(self, found: Any) -> None:
        """Note who opened the file, outside of the chain."""
        if self.actor.person_id is not None and self.actor.scopes:
            look = Opening(
                subject_type=self.machine.key,
                subject_id=found.pk,
                person_id=self.actor.person_id,
                organisation_id=self.actor.organisation_id,
                at=self.now,
            )
            Opening.objects.bulk_create([look])

    @extend_schema(
        summary="What could happen next",
        description="Every step of the life cycle, allowed or blocked, with the reasons.",
        responses=moves.PossibilityShape(many=True),
    )
    @action(detail=True, methods=["get"], url_path="transitions")
    def transitions(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return every move, allowed or blocked, for the caller."""
        self.check_parameters()
        subject = self.find(id)
        possible = available(subject, actor=self.actor, now=self.now, machine=self.machine)
        base = request.path.removesuffix("transitions/")
        return Response(
            [
                moves.told(one, href=f"{base}{one.name}/" if one.by_a_person else None)
                for one in possible
            ],
            headers={"ETag": etag_of(subject.version)},
        )

    @extend_schema(summary="The trail", description="What was done to it, by whom, when and why.")
    @action(detail=True, methods=["get"], url_path="events")
    def events(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the trail of the object, as far as the caller may read it."""
        question = pagination.read_question(request, known=())
        subject = self.find(id)
        trail = Event.objects.visible_to(self.actor).filter(subject_id=subject.pk)
        found = self.page(trail, question, moves.EventRow, order=IN_ORDER)
        return Response({**found, "items": [self.tell(event) for event in found["items"]]})

    def tell(self, event: dict[str, Any]) -> dict[str, Any]:
        """Leave out of an event what is not the caller's business.

        Those who read all cases read everything. Others read the reasons of their own
        organisation's file (letters say them too), but names and data only of their own acts.
        """
        ours = event.get("organisation") == self.actor.organisation_id
        if self.actor.reads_all_cases or ours:
            return event
        hidden: dict[str, Any] = {"person": None, "data": {}}
        return {name: hidden.get(name, value) for name, value in event.items()}

    def take(self, name: str, request: Request, pk: UUID) -> Response:
        """Take one step, or rehearse it, through the machine's verb."""
        self.check_parameters()
        rehearsing = is_dry_run(request)
        version = expected_version(
            request, present=lambda: self.present_version(pk), required=not rehearsing
        )
        given = self.checked(inputs_of(self.machine, name))
        reason = given.pop("reason", "")
        if rehearsing:
            shown = preview(
                self.machine,
                name=name,
                pk=pk,
                actor=self.actor,
                now=self.now,
                version=version,
                reason=reason,
                given=given,
            )
            return self.moved(shown.subject, source=shown.source, rehearsal=moves.rehearsed(shown))
        subject = self.machine.verbs[name](
            pk=pk, actor=self.actor, now=self.now, version=version, reason=reason, **given
        )
        return self.moved(subject)

    def moved(
        self, subject: Any, *, source: str | None = None, rehearsal: dict[str, Any] | None = None
    ) -> Response:
        """Return where the object stands."""
        told = {
            "id": subject.pk,
            "reference": self.machine.reference(subject),
            "source": source,
            "state": subject.state,
            "version": subject.version,
            "preview": rehearsal,
        }
        headers = {} if rehearsal else {"ETag": etag_of(subject.version)}
        return Response(told, headers=headers)


def _handler(machine: Machine, name: str) -> Callable[..., Any]:
    """Return the documented POST of one move."""

    @changes_a_version
    @idempotent(required=True)
    def handler(view: MachineViewSet, request: Request, id: UUID) -> Response:  # noqa: A002
        return view.take(name, request, id)

    handler.__name__ = name
    handler.__doc__ = next(iter(machine.declared(name).values())).description
    offered = action(detail=True, methods=["post"], url_path=name, url_name=name.replace("_", "-"))
    documented: Callable[..., Any] = extend_schema(
        operation_id=f"{machine.key}_{name}",
        summary=str(next(iter(machine.declared(name).values())).title),
        description=_description(machine, name),
        request=inputs_of(machine, name),
        responses=moves.MovedShape,
        parameters=[DRY_RUN],
    )(offered(handler))
    return documented


def _description(machine: Machine, name: str) -> str:
    """Write what the contract says of a move: its docstring, its ways, who takes them."""
    ways = [
        f"- {source} -> {move.target or source}, by {', '.join(move.policy.roles)}"
        + ("; a reason is required" if move.needs_reason else "")
        for source, move in machine.declared(name).items()
    ]
    said = next(iter(machine.declared(name).values())).description
    return "\n".join([said, "", *ways])
