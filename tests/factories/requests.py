"""Requests that reach their state by the steps people take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from ta_requests.machines import REQUEST
from ta_requests.models import Circulation, Component, Request
from ta_requests.services import deadlines, documents, drafting
from ta_requests.services.documents import Upload
from ta_requests.services.funding import ComponentPosition, Position, update_position
from tests.factories.assessments import TRAINING, assess
from tests.factories.deliveries import deliver, settle_outputs
from tests.stock import told_once
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

PDF = Upload(name="note.pdf", content=b"%PDF-1.7 a training note verbale")
CONTENT: Mapping[str, Any] = {
    "title": "Workshops in three prisons",
    "needs": "People leave prison without a trade.",
    "priorities": "Carpentry and masonry first.",
    "challenges": "No instructors outside the capital.",
    "restrictions": "No work is exported.",
    "domestic_law_note": "In line with the act on the penitentiary administration.",
    "gender_note": "One of the three prisons is for women.",
    "culture_note": "Crafts of each region.",
    "safeguards_note": "Victims' associations are heard.",
    "themes": ["T2c", "T3b"],
    "assistance_types": ["capacity_building", "material_support"],
    "instruments": ["A/RES/70/175"],
    "items": [
        {"description": "Workbench", "quantity": "12", "unit": "piece", "purpose": "Training"}
    ],
}


@dataclass
class Story:
    """One request on its way; ``now`` moves on where a deadline must pass."""

    world: World
    now: datetime
    consent_class: str = "all_donors"
    named_donors: Sequence[UUID] = ()
    content: Mapping[str, Any] = field(default_factory=lambda: CONTENT)
    proposals: Sequence[Any] = (TRAINING,)
    pk: UUID = field(init=False)

    def act(self, name: str, verb: str, **given: Any) -> Request:
        """Have somebody take a step of the request."""
        return act(self.world, name, verb, self.request, now=self.now, **given)

    @property
    def request(self) -> Request:
        """Return the request as it stands now."""
        return again(self.world, self.pk)


def again(world: World, pk: UUID) -> Request:
    """Return a request as the database has it now."""
    with world.as_("auditor"):
        return Request.objects.get(pk=pk)


def act(
    world: World, name: str, verb: str, request: Request, *, now: datetime = BEGINNING, **given: Any
) -> Request:
    """Have somebody take a step of a request."""
    with world.as_(name):
        actor = SYSTEM if name == "system" else world[name]
        moved: Request = REQUEST.verbs[verb](pk=request.pk, actor=actor, now=now, **given)
        return moved


def draft(
    world: World,
    *,
    now: datetime = BEGINNING,
    content: Mapping[str, Any] = CONTENT,
    by: str = "state.ms_drafter",
) -> Request:
    """Begin a request."""
    with world.as_(by):
        return drafting.draft(actor=world[by], now=now, content=content)


def cover(
    world: World,
    request: Request,
    *,
    now: datetime = BEGINNING,
    share: Decimal = Decimal(1),
    **totals: Any,
) -> Request:
    """Have the donors' room say that so much of each component's net is released."""
    with world.as_("auditor"):
        components = list(Component.objects.standing().of_request(request.pk))
    released = {one.pk: (one.net * share).quantize(Decimal("0.01")) for one in components}
    whole = sum(released.values(), Decimal(0))
    position = Position(
        pledged_usd=whole,
        committed_usd=whole,
        received_usd=whole,
        components={
            pk: ComponentPosition(released_net_usd=net, received_usd=net)
            for pk, net in released.items()
        },
        **{"released_usd": whole, "allotments_open": whole > 0, **totals},
    )
    with speaking_as(SYSTEM):
        return update_position(request_id=request.pk, now=now, position=position)


def circulate(world: World, request: Request, *, now: datetime = BEGINNING) -> datetime:
    """Let the time for objections pass; return the moment the clocks were advanced."""
    with world.as_("auditor"):
        deadline = Circulation.objects.get(request=request, state="noticed").deadline_at
    passed = max(now, deadline)
    deadlines.advance(passed)
    return passed


def _draft(story: Story) -> None:
    story.pk = draft(story.world, now=story.now, content=story.content).pk


def _submitted(story: Story) -> None:
    name = "state.ms_drafter"
    with story.world.as_(name):
        documents.attach(
            pk=story.pk, actor=story.world[name], now=story.now, kind="note_verbale", upload=PDF
        )
    story.act(
        "state.ms_authority",
        "choose_consent",
        consent_class=story.consent_class,
        named_donors=story.named_donors,
    )
    story.act("state.ms_authority", "submit")


def _acknowledged(story: Story) -> None:
    story.act("programme_officer", "acknowledge", authenticity_confirmed=True)


def _needs_assessment(story: Story) -> None:
    lead = story.world["assessor"].person_id
    story.act("section_chief", "begin_assessment", lead_assessor_id=lead)


def _assessed(story: Story) -> None:
    assess(story.world, story.request, now=story.now, proposals=story.proposals)


def _noticed(story: Story) -> None:
    story.act("section_chief.2", "seek_funding")


def _funding_sought(story: Story) -> None:
    story.now = circulate(story.world, story.request, now=story.now)


def _funded(story: Story) -> None:
    cover(story.world, story.request, now=story.now)


def _in_delivery(story: Story) -> None:
    deliver(story.world, story.request, now=story.now)


def _completed(story: Story) -> None:
    deliver(story.world, story.request, "operationally_closed", now=story.now)


def _closed(story: Story) -> None:
    cover(story.world, story.request, now=story.now, allotments_open=False)
    story.act("approving_officer", "close")


ROAD: dict[str, Callable[[Story], None]] = {
    "draft": _draft,
    "submitted": _submitted,
    "acknowledged": _acknowledged,
    "needs_assessment": _needs_assessment,
    "assessed": _assessed,
    "noticed": _noticed,
    "funding_sought": _funding_sought,
    "funded": _funded,
    "in_delivery": _in_delivery,
    "completed": _completed,
    "closed": _closed,
}
"""The straight road; ``noticed`` is funding_sought before it is circulated."""


def _returned(story: Story) -> None:
    story.act("programme_officer", "send_back", grounds="not_complete", reason="No signature.")


def _info_requested(story: Story) -> None:
    story.act(
        "programme_officer",
        "request_information",
        question="How many instructors are there?",
        reason="The plan depends on it.",
    )


def lapse_unanswered(story: Story) -> None:
    """Let 90 days pass without an answer."""
    story.now += timedelta(days=61)
    deadlines.advance(story.now)
    story.now += timedelta(days=30)
    deadlines.advance(story.now)


def _lapsed_seeking(story: Story) -> None:
    story.now += timedelta(days=705)
    deadlines.advance(story.now)
    story.now += timedelta(days=30)
    deadlines.advance(story.now)


def _declined(story: Story) -> None:
    story.act("section_chief", "decline", reason_code="duplicate", reason="See the earlier one.")


def _referred(story: Story) -> None:
    story.act(
        "section_chief", "propose_referral", provider="UNICEF", reason="It is about children."
    )
    story.act("state.ms_authority", "consent_to_referral")
    story.act("section_chief", "refer", reason="The State agreed.")


def _withdrawn(story: Story) -> None:
    story.act("state.ms_authority", "withdraw", reason="The government changed its plans.")


def _suspended(story: Story) -> None:
    story.act("section_chief", "suspend", reason="Unrest in the region.")


def _terminated(story: Story) -> None:
    story.act(
        "section_chief",
        "terminate",
        reason="The prisons were closed.",
        state_told_on=date(2026, 10, 1),
        settlement_plan="Orders are cancelled, the rest is refunded.",
    )


BRANCHES: dict[str, tuple[str, Callable[[Story], None]]] = {
    "returned": ("submitted", _returned),
    "info_requested": ("acknowledged", _info_requested),
    "lapsed": ("info_requested", lapse_unanswered),
    "lapsed_seeking": ("funding_sought", _lapsed_seeking),
    "declined": ("acknowledged", _declined),
    "referred": ("acknowledged", _referred),
    "withdrawn": ("submitted", _withdrawn),
    "suspended": ("in_delivery", _suspended),
    "terminated": ("in_delivery", _terminated),
}
"""States beside the road, and where they branch off."""

BEFORE = {"draft": "", **dict(zip([*ROAD][1:], ROAD, strict=False))}
"""The state on the road before each."""


@told_once
def story_at(world: World, state: str, *, now: datetime = BEGINNING, **given: Any) -> Story:
    """Walk a request to ``state`` (or to "noticed", "lapsed_seeking") and return its story.

    The way there is a story of its own, which others that lead further share.
    """
    before, step = BRANCHES.get(state) or (BEFORE[state], ROAD[state])
    if before:
        story: Story = story_at(world, before, now=now, **given)
    else:
        story = Story(world=world, now=now, **given)
    step(story)
    return story


def request_at(world: World, state: str, *, now: datetime = BEGINNING, **given: Any) -> Request:
    """Return a request that lived through every step to ``state``."""
    return story_at(world, state, now=now, **given).request


def settle(world: World, request: Request, *, now: datetime = BEGINNING) -> None:
    """Have the State accept every output of a request in delivery."""
    from_delivery = request.deliveries.exclude(state="cancelled")
    with world.as_("auditor"):
        found = from_delivery.get()
    settle_outputs(world, found, now=now)
