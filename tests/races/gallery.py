"""Subjects in every state from which more than one step leads, reached by the steps people take."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from accounts.roles import ROLES
from common.money import Money
from donors.choices.promises import Rest
from donors.models import DueDiligence, ReportObligation
from donors.services import instalments, reporting, waivers
from ta_requests.models import Circulation
from ta_requests.services import outputs
from tests.factories.adjustments import Adjusting, month_at, unidentified_cash
from tests.factories.allotments import Share, components_of, contribution_of
from tests.factories.amendments import amendment_at
from tests.factories.assessments import ROAD as REPORTS
from tests.factories.assessments import assess, living_assessment
from tests.factories.deliveries import deliver, delivery_of, goods_at, milestone_at, plan
from tests.factories.in_kind import gift_at
from tests.factories.pledges import Promise, paper, promise_at
from tests.factories.requests import ROAD, Story, request_at, story_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.registry import machine

LATER = BEGINNING + timedelta(days=10)
REQUEST, PLEDGE = "ta_requests_request", "donors_pledge"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One subject in one state; copies of the rows ``roots`` bring its copy along.

    ``kin`` are inputs that name rows of the same family (a copy has its own).
    """

    key: str
    state: str
    subject: UUID
    roots: tuple[tuple[str, UUID], ...]
    now: datetime = BEGINNING
    donor: str = "donor"
    kin: Mapping[str, UUID] = field(default_factory=dict)


def requests(world: World) -> Iterator[Scene]:
    """Walk one request to its end, showing it and what hangs on it at every state."""
    for name in ("lapsed", "lapsed_seeking"):  # before there are copies whose time would pass too
        yield from _branch(world, name)
    story = Story(world=world, now=BEGINNING)
    for reached, step in ROAD.items():
        step(story)
        assert story.pk is not None
        root: dict[str, Any] = {"roots": ((REQUEST, story.pk),), "now": story.now}
        PREPARED.get(reached, _as_it_is)(story)
        if reached not in {"noticed", "funded"}:  # funded is shown once its plan is approved
            yield Scene(key="request", state=reached, subject=story.pk, **root)
        yield from BESIDE.get(reached, _nothing)(story, root)
    for name in ("returned", "info_requested", "suspended", "terminated"):
        yield from _branch(world, name)


def _branch(world: World, name: str) -> Iterator[Scene]:
    story = story_at(world, name)
    assert story.pk is not None
    root: dict[str, Any] = {"roots": ((REQUEST, story.pk),), "now": story.now}
    yield Scene(key="request", state=story.request.state, subject=story.pk, **root)
    yield from BESIDE.get(name, _nothing)(story, root)


def _as_it_is(_story: Story) -> None:
    """Leave the story as it stands."""


def _offered_elsewhere(story: Story) -> None:
    story.act("section_chief", "propose_referral", provider="UNICEF", reason="It is closer.")
    story.act("state.ms_authority", "consent_to_referral")


PREPARED: Mapping[str, Callable[[Story], None]] = {
    "acknowledged": _offered_elsewhere,
    "assessed": _offered_elsewhere,
}


def _nothing(_story: Story, _root: Mapping[str, Any]) -> Iterator[Scene]:
    return iter(())


def _reports(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
    """Show the report of the road, except the last step, and one that the State gave back."""
    with speaking_as(SYSTEM):
        report = living_assessment(story.request.pk).pk
    second = {"person_id": story.world["assessor.2"].person_id}
    _act(story.world, "section_chief", "assessment", "assign", report, **second)
    for state in REPORTS[:-1]:
        assess(story.world, story.request, state, now=story.now)
        yield Scene(key="assessment", state=state, subject=report, **root)
    other = request_at(story.world, "needs_assessment")
    with speaking_as(SYSTEM):
        report = living_assessment(other.pk).pk
    _act(story.world, "section_chief", "assessment", "assign", report, **second)
    returned = assess(story.world, other, "state_validation").pk
    _act(story.world, "state.ms_authority", "assessment", "return_report", returned)
    other_root = {**root, "roots": ((REQUEST, other.pk),)}
    yield Scene(key="assessment", state="returned", subject=returned, **other_root)


def _act(world: World, by: str, key: str, move: str, pk: UUID, **given: Any) -> None:
    verb = machine(key).verbs[move]
    with world.as_(by):
        verb(pk=pk, actor=world[by], now=BEGINNING, reason="For a reason.", **given)


def _circulations(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
    with speaking_as(SYSTEM):
        found = Circulation.objects.get(request=story.request).pk
    yield Scene(key="circulation", state="noticed", subject=found, **root)


def _plans(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
    found = delivery_of(story.world, story.request)
    plan(story.world, found.pk, now=story.now)
    _act(story.world, "state.ms_authority", "delivery", "agree_plan", found.pk)
    yield Scene(key="delivery", state="formulation", subject=found.pk, **root)
    deliver(story.world, story.request, "approved", now=story.now)
    yield Scene(key="delivery", state="approved", subject=found.pk, **root)
    assert story.pk is not None
    yield Scene(key="request", state="funded", subject=story.pk, **root)


def _deliveries(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
    world, found = story.world, delivery_of(story.world, story.request)
    with world.as_("programme_officer"):
        output_id = found.outputs.get().pk
        officer = world["programme_officer"]
        outputs.notice_output(pk=found.pk, actor=officer, now=story.now, output_id=output_id)
    kin = {"output_id": output_id}
    yield Scene(key="delivery", state="implementation", subject=found.pk, kin=kin, **root)
    evidence = milestone_at(world, found, "evidence", now=story.now)
    yield Scene(key="milestone", state="evidence", subject=evidence.pk, **root)
    _act(world, "programme_officer.2", "milestone", "accept", evidence.pk)
    yield from _goods(story, root)


CERTIFIED = {"customs": (200, 80), "partly_handed_over": (120, 20)}
"""Quantities on a certificate: all that is still to come, or a part of it."""


def _goods(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
    """Show goods in each state, without a certificate, with a whole and with a partial one."""
    world, found = story.world, delivery_of(story.world, story.request)
    for state in ("ordered", "shipped", "customs", "partly_handed_over"):
        for quantity in (0, *CERTIFIED.get(state, ())):
            goods = goods_at(world, found, state, now=story.now).pk
            if quantity:
                words = {"quantity": Decimal(quantity), "certificate_number": "C-8"}
                officer = "programme_officer"
                _act(world, officer, "material_item", "present_certificate", goods, **words)
            yield Scene(key="material_item", state=state, subject=goods, **root)
            _act(world, "programme_officer", "material_item", "report_lost", goods)
            _act(world, "section_chief", "material_item", "write_off", goods)


def _held_up(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
    with speaking_as(SYSTEM):
        found = delivery_of(story.world, story.request)
        kin = {"output_id": found.outputs.get().pk}
    yield Scene(key="delivery", state="suspended", subject=found.pk, kin=kin, **root)


def _ended(state: str) -> Any:
    def show(story: Story, root: dict[str, Any]) -> Iterator[Scene]:
        found = delivery_of(story.world, story.request)
        yield Scene(key="delivery", state=state, subject=found.pk, **root)

    return show


BESIDE: dict[str, Any] = {
    "needs_assessment": _reports,
    "noticed": _circulations,
    "funded": _plans,
    "in_delivery": _deliveries,
    "suspended": _held_up,
    "completed": _ended("operationally_closed"),
    "closed": _ended("financially_closed"),
}


PLEDGED = (
    "draft",
    "announce",
    "negotiate",
    "clear",
    "sign",
    "accept",
    "receive_half",
    "receive_rest",
)


def promises(world: World) -> Iterator[Scene]:
    """Walk one pledge to its money, and show what hangs on pledges."""
    promise = Promise(world=world, now=BEGINNING, milestone="The workshop runs.")
    for step in PLEDGED:
        getattr(promise, step)()
        root: dict[str, Any] = {"roots": ((PLEDGE, promise.pk),)}
        if step != "clear":  # shown once it is signed as well
            state = promise.pledge.state
            yield Scene(key="pledge", state=state, subject=promise.pk, **root)
        if step == "negotiate":
            asked = _waiver(promise)
            yield Scene(key="psc_waiver", state="asked", subject=asked, **root)
            _act(world, "approving_officer", "psc_waiver", "refuse", asked)
        if step == "accept":
            yield from _owed(promise, root)
        yield from PAYMENTS.get(step, _no_payments)(promise, root)
    yield from _examinations(world)
    yield from _allotments(world)
    yield from _adjustments(world)
    yield from _gifts(world)
    _act(world, "approving_officer", "pledge", "close", promise.pk)
    yield Scene(key="pledge", state="closed", subject=promise.pk, roots=((PLEDGE, promise.pk),))


def _gifts(world: World) -> Iterator[Scene]:
    """Show a pledge in kind small enough that its copies do not fill the item line."""
    gift = gift_at(world, "draft", quantity=Decimal(2))
    root: dict[str, Any] = {"roots": (("donors_inkindpledge", gift.pk),), "now": LATER}
    yield Scene(key="in_kind", state="draft", subject=gift.pk, **root)
    gift.take("announce")
    yield Scene(key="in_kind", state="pledged", subject=gift.pk, **root)
    gift.take("accept")
    gift.take("report_delivery", quantity=Decimal(1), reason="Waybill 7.")
    yield Scene(key="in_kind", state="agreed", subject=gift.pk, **root)


def _no_payments(_promise: Promise, _root: dict[str, Any]) -> Iterator[Scene]:
    return iter(())


def _planned(promise: Promise, root: dict[str, Any]) -> Iterator[Scene]:
    """Show payments nobody may claim yet: a free one, and one with file and waiver at hand."""
    gated = promise.instalment().pk
    yield Scene(key="instalment", state="planned", subject=promise.instalment(1).pk, **root)
    promise.act("programme_officer", instalments.attach_evidence, pk=gated, upload=paper())
    _act(promise.world, "cofinancing_officer.2", "instalment", "ask_waiver", gated)
    yield Scene(key="instalment", state="planned", subject=gated, **root)


def _claimed(promise: Promise, root: dict[str, Any]) -> Iterator[Scene]:
    gated = promise.instalment().pk
    _act(
        promise.world,
        "programme_officer",
        "instalment",
        "give_evidence",
        gated,
        evidence="It runs.",
    )
    yield Scene(key="instalment", state="evidence", subject=gated, **root)
    _act(promise.world, "section_chief", "instalment", "accept_evidence", gated)
    yield Scene(key="instalment", state="claimable", subject=gated, **root)


PAYMENTS: Mapping[str, Callable[[Promise, dict[str, Any]], Iterator[Scene]]] = {
    "sign": _planned,
    "accept": _claimed,
}


def _waiver(promise: Promise) -> UUID:
    asked = promise.step(
        "cofinancing_officer",
        waivers.ask_waiver,
        rate=Decimal("0.07"),
        clause="Financial rule 3.12",
        justification="Joint programme with an agreed rate.",
    )
    pk: UUID = asked.pk
    return pk


def _owed(promise: Promise, root: dict[str, Any]) -> Iterator[Scene]:
    with speaking_as(SYSTEM):
        due = ReportObligation.objects.filter(pledge_id=promise.pk).order_by("due_on")[0].pk
    promise.act("programme_officer", reporting.attach_report, pk=due, upload=paper())
    yield Scene(key="report_obligation", state="due", subject=due, **root)
    promise.step("programme_officer", reporting.submit, pk=due)
    yield Scene(key="report_obligation", state="submitted", subject=due, **root)
    for state in ("draft", "offered", "signed"):
        if state == "draft":
            written = amendment_at(promise, state)
        else:
            officer, authority = "cofinancing_officer", f"{promise.donor}.donor_authority"
            by, name = {"offered": (officer, "offer"), "signed": (authority, "sign")}[state]
            _act(promise.world, by, "amendment", name, written.pk)
        yield Scene(key="amendment", state=state, subject=written.pk, **root)


def _examinations(world: World) -> Iterator[Scene]:
    promise = promise_at(world, "due_diligence", donor="foundation")
    pledged: dict[str, Any] = {"roots": ((PLEDGE, promise.pk),), "donor": "foundation"}
    yield Scene(key="pledge", state="due_diligence", subject=promise.pk, **pledged)
    foundation = world.organisations["foundation"].pk
    with speaking_as(SYSTEM):
        pending = DueDiligence.objects.get(state="pending", organisation_id=foundation).pk
    root: dict[str, Any] = {"roots": (("donors_duediligence", pending),)}
    yield Scene(key="due_diligence", state="pending", subject=pending, **root)


def _allotments(world: World) -> Iterator[Scene]:
    request = request_at(world, "funding_sought")
    promise = promise_at(world, "received", money=Money.of("113000", "USD"))
    share = Share(
        world, contribution_of(promise.pledge), components_of(request)[0], Decimal(113_000), LATER
    )
    share.propose()
    root: dict[str, Any] = {"roots": ((PLEDGE, promise.pk), (REQUEST, request.pk)), "now": LATER}
    for state in ("proposed", "certified", "released"):
        if state != "proposed":
            share.take({"certified": "certify", "released": "release"}[state])
        if state == "released":
            share.take("obligate", amount=Decimal(40_000))
            share.take("certify_reversal", amount=Decimal(10_000), reason="The plan changed.")
        assert share.pk is not None
        yield Scene(key="allotment", state=state, subject=share.pk, **root)


def _adjustments(world: World) -> Iterator[Scene]:
    promise = promise_at(world, "received", money=Money.of("113000", "USD"))
    refund = Adjusting(world, contribution_of(promise.pledge), "refund", LATER)
    refund.enter(amount=Decimal(1_000), source="unallotted")
    root: dict[str, Any] = {"roots": ((PLEDGE, promise.pk),), "now": LATER}
    yield Scene(key="adjustment", state="entered", subject=refund.pk, **root)
    month = month_at(world, "2026-09", "certified", now=LATER)
    of_month: dict[str, Any] = {"roots": (("donors_accountingperiod", month),), "now": LATER}
    yield Scene(key="accounting_period", state="certified", subject=month, **of_month)
    cash = unidentified_cash(world, Decimal(1_000))
    owed = promise_at(world, "agreed", money=Money.of("113000", "USD"))
    yield Scene(
        key="unidentified_receipt",
        state="open",
        subject=cash,
        roots=((PLEDGE, owed.pk), ("donors_unidentifiedreceipt", cash)),
        now=LATER,
        kin={"pledge": owed.pk},
    )


CONFIRMED = {"still_needed": True, "figures_reviewed": True}
AMOUNT = {"amount": Decimal(1_000)}
AFTERWARDS: Mapping[tuple[str, str], timedelta] = {
    ("circulation", "circulate"): timedelta(days=10),
}
"""Steps whose time comes later than their scene's."""

GIVEN: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("pledge", "agree_in_part"): {"amount": Decimal(1), "rest": Rest.LAPSED},
    ("request", "acknowledge"): {"authenticity_confirmed": True},
    ("request", "answer"): {"answer": "Twelve."},
    ("request", "choose_consent"): {"consent_class": "public"},
    ("request", "confirm_still_needed"): CONFIRMED,
    ("request", "decline"): {"reason_code": "duplicate"},
    ("request", "propose_referral"): {"provider": "UNICEF"},
    ("request", "reaffirm"): CONFIRMED,
    ("request", "renew"): CONFIRMED,
    ("request", "request_information"): {"question": "How many?"},
    ("request", "send_back"): {"grounds": "not_complete"},
    ("request", "submit_transcribed"): {"scan_verified": True},
    ("request", "terminate"): {
        "state_told_on": date(2026, 10, 1),
        "settlement_plan": "Orders are cancelled.",
    },
    ("request", "withdraw_with_refund_plan"): {"refund_plan": "All of it goes back."},
    ("assessment", "declare"): {"conflict": False},
    ("assessment", "comment"): {"text": "On page two."},
    ("assessment", "validate_report"): {"text": "We agree."},
    ("assessment", "override_priority"): {"total": Decimal(50)},
    ("delivery", "give_feedback"): {"rating": 4, "text": "Good."},
    ("delivery", "record_follow_up"): {"findings": "Still in use."},
    ("material_item", "present_certificate"): {
        "quantity": Decimal(10),
        "certificate_number": "C-9",
    },
    ("due_diligence", "clear"): {"findings": "Nothing."},
    ("due_diligence", "clear_with_conditions"): {"findings": "Some.", "conditions": "No logo."},
    ("due_diligence", "refuse"): {"findings": "Sanctions."},
    ("in_kind", "report_delivery"): {"quantity": Decimal(1)},
    ("instalment", "give_evidence"): {"evidence": "It runs."},
    ("milestone", "give_evidence"): {"evidence": "It was held."},
    ("allotment", "certify_reversal"): AMOUNT,
    ("allotment", "obligate"): AMOUNT,
    ("allotment", "deobligate"): AMOUNT,
    ("allotment", "spend"): AMOUNT,
}
"""Inputs of the steps that take any."""

WHO = {
    ("milestone", "accept"): "programme_officer.2",
    ("instalment", "accept_evidence"): "section_chief",
    ("in_kind", "confirm"): "section_chief",
    ("in_kind", "confirm_part"): "section_chief",
}
"""Where the first officer of the role is barred by an earlier step."""


def given_for(world: World, scene: Scene, move: str, kin: Mapping[str, UUID]) -> dict[str, Any]:
    """Return the inputs of one step, new ones where each must be its own."""
    given = dict(GIVEN.get((scene.key, move), {}))
    if move in {"begin_assessment", "reassess"}:
        given["lead_assessor_id"] = world["assessor"].person_id
    if scene.key == "assessment" and move in {"assign", "relieve"}:
        given["person_id"] = world["assessor.2"].person_id
    if move == "record_receipt":
        given |= {"bank_reference": f"B-{uuid4()}", "value_on": date(2026, 10, 1)} | AMOUNT
    if move == "identify":
        given |= kin
    if move.endswith("_output") or move == "accept_output_by_silence":
        given |= kin
    return given


def who_takes(scene: Scene, move: str, *, among: Container[str] = ROLES) -> str:
    """Return the name of the right person for a step: by role, and of the right organisation.

    "" where none of the roles ``among`` which to look takes it: the system does, or nobody.
    """
    if (scene.key, move) in WHO:
        return WHO[scene.key, move]
    by_source = machine(scene.key).moves[move]
    here = by_source.get(scene.state) or next(iter(by_source.values()))
    role = next((one for one in here.policy.roles if one in among), "")
    if role.startswith("ms_"):
        return f"state.{role}"
    return f"{scene.donor}.{role}" if role.startswith("donor_") else role
