"""One living subject for each state of each machine, reached by the steps people take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from common.money import Money
from donors.choices.promises import PledgeState
from donors.machines.amendment import AMENDMENT
from donors.machines.promises import DUE_DILIGENCE
from donors.models import DueDiligence, PscWaiver, ReportObligation
from donors.services import agreeing, examination, reporting, waivers
from ta_requests.choices.request import RequestState
from ta_requests.machines import ASSESSMENT, CIRCULATION
from ta_requests.models import Assessment, Circulation, Delivery, Request
from tests.factories.adjustments import Adjusting, identified, month_at, unidentified_cash
from tests.factories.allotments import Share, components_of, contribution_of
from tests.factories.amendments import amendment_at
from tests.factories.assessments import ROAD, assess, living_assessment
from tests.factories.deliveries import deliver, goods_at, milestone_at
from tests.factories.in_kind import gift_at, wanting_books
from tests.factories.pledges import paper, promise_at
from tests.factories.requests import request_at, story_at
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

Scene = tuple[str, str, UUID]
LATER = BEGINNING + timedelta(days=10)


def requests(world: World) -> Iterator[Scene]:
    for state in RequestState.values:
        yield "request", state, request_at(world, state).pk


def circulations(world: World) -> Iterator[Scene]:
    for state in ("noticed", "circulated", "objected", "ended"):
        story = story_at(world, "funding_sought" if state in {"circulated", "ended"} else "noticed")
        with speaking_as(SYSTEM):
            found = Circulation.objects.get(request_id=story.pk)
        if state == "objected":
            with world.as_("state.ms_authority"):
                CIRCULATION.verbs["object"](
                    pk=found.pk, actor=world["state.ms_authority"], now=story.now, reason="No."
                )
        elif state == "ended":
            story.act("state.ms_authority", "withdraw", reason="Other plans.")
        yield "circulation", state, found.pk


def assessments(world: World) -> Iterator[Scene]:
    for state in ROAD:
        request = request_at(world, "needs_assessment")
        yield "assessment", state, _assessed(world, request, state)
    request = request_at(world, "needs_assessment")
    report = _assessed(world, request, "state_validation")
    _return(world, report)
    yield "assessment", "returned", report
    story = story_at(world, "needs_assessment")
    with speaking_as(SYSTEM):
        report = living_assessment(story.request.pk).pk
    story.act("section_chief", "cancel_assessment", reason="No access to the country.")
    yield "assessment", "cancelled", report
    story = story_at(world, "assessed")
    with speaking_as(SYSTEM):
        report = living_assessment(story.request.pk).pk
    story.act(
        "section_chief",
        "reassess",
        reason="Two years have passed.",
        lead_assessor_id=world["assessor"].person_id,
    )
    with speaking_as(SYSTEM):
        other = Assessment.objects.of_request(story.request.pk).exclude(pk=report).get()
    assess(world, story.request, "final")
    assert other.pk != report
    yield "assessment", "superseded", report


def _assessed(world: World, request: Request, state: str) -> UUID:
    if state == "planned":
        with speaking_as(SYSTEM):
            return living_assessment(request.pk).pk
    return assess(world, request, state).pk


def _return(world: World, report: UUID) -> None:
    name = "state.ms_authority"
    with world.as_(name):
        ASSESSMENT.verbs["return_report"](
            pk=report, actor=world[name], now=BEGINNING, reason="Two figures are wrong."
        )


def deliveries(world: World) -> Iterator[Scene]:
    by_request = {
        "formulation": "funded",
        "implementation": "in_delivery",
        "suspended": "suspended",
        "operationally_closed": "completed",
        "financially_closed": "closed",
        "cancelled": "terminated",
    }
    for state, reached in by_request.items():
        yield "delivery", state, _delivery(world, reached).pk
    yield "delivery", "approved", deliver(world, request_at(world, "funded"), "approved").pk
    for state in ("planned", "evidence", "accepted"):
        found = milestone_at(world, _delivery(world, "in_delivery"), state)
        yield "milestone", state, found.pk
    for state in ("ordered", "shipped", "customs", "partly_handed_over", "handed_over", "lost"):
        yield "material_item", state, goods_at(world, _delivery(world, "in_delivery"), state).pk


def _delivery(world: World, state: str) -> Delivery:
    request = request_at(world, state)
    with speaking_as(SYSTEM):
        return Delivery.objects.get(request=request)


def pledges(world: World) -> Iterator[Scene]:
    # Once a donor is cleared its next pledges pass at once, so the examined ones come first.
    for state in ("refused", "due_diligence"):
        yield "pledge", state, promise_at(world, state, donor="foundation").pk
    _decide_examinations(world)
    for state in sorted(set(PledgeState.values) - {"refused", "due_diligence", "closed"}):
        yield "pledge", state, promise_at(world, state).pk
    yield "pledge", "closed", _closed_pledge(world)


def _closed_pledge(world: World) -> UUID:
    request = request_at(world, "funding_sought")
    promise = promise_at(world, "received", money=Money.of("113000", "USD"))
    share = _share(world, request, contribution_of(promise.pledge), "closed")
    assert share.allotment.state == "closed"
    promise.now = LATER
    promise.step("approving_officer", agreeing.close)
    return promise.pk


def _decide_examinations(world: World) -> None:
    """Leave no examination pending: one donor has one at a time."""
    with speaking_as(SYSTEM):
        pending = list(DueDiligence.objects.filter(state="pending").values_list("pk", flat=True))
    for pk in pending:
        _examined(world, pk, "clear", findings="Nothing against it.")


def _examined(world: World, pk: UUID, verb: str, **given: Any) -> None:
    name = "due_diligence_officer"
    with world.as_(name):
        DUE_DILIGENCE.verbs[verb](pk=pk, actor=world[name], now=LATER, **given)


def companions(world: World) -> Iterator[Scene]:
    decisions: dict[str, tuple[str, dict[str, Any]]] = {
        "cleared": ("clear", {"findings": "Nothing."}),
        "conditional": ("clear_with_conditions", {"findings": "Some.", "conditions": "No logo."}),
        "refused": ("refuse", {"findings": "Sanctions.", "reason": "Sanctions."}),
    }
    for state, (verb, given) in decisions.items():
        pk = _examination(world)
        _examined(world, pk, verb, **given)
        yield "due_diligence", state, pk
    pk = _examination(world)
    _examined(world, pk, "clear", findings="Nothing.")
    with speaking_as(SYSTEM):
        DUE_DILIGENCE.verbs["expire"](pk=pk, actor=SYSTEM, now=BEGINNING + timedelta(days=800))
    yield "due_diligence", "expired", pk
    yield "due_diligence", "pending", _examination(world)
    for state in ("due", "submitted", "accepted", "returned"):
        yield "report_obligation", state, _report(world, state)
    yield "report_obligation", "replaced", _replaced_report(world)
    for state, verb in (("asked", ""), ("approved", "approve"), ("refused", "refuse")):
        yield "psc_waiver", state, _waiver(world, verb)


def _examination(world: World) -> UUID:
    name = "cofinancing_officer"
    with world.as_(name):
        return examination.open_due_diligence(
            organisation_id=world.organisations["foundation"].pk, actor=world[name], now=BEGINNING
        ).pk


def _replaced_report(world: World) -> UUID:
    promise = promise_at(world, "agreed")
    amendment_at(promise, report_schedule=[{"kind": "final", "due_on": date(2029, 1, 31)}])
    with speaking_as(SYSTEM):
        return ReportObligation.objects.get(pledge_id=promise.pk, number=1).pk


def _report(world: World, state: str) -> UUID:
    promise = promise_at(world, "agreed")
    with speaking_as(SYSTEM):
        first = ReportObligation.objects.filter(pledge_id=promise.pk).order_by("due_on").first()
    assert first is not None
    if state != "due":
        promise.act("programme_officer", reporting.attach_report, pk=first.pk, upload=paper())
        promise.step("programme_officer", reporting.submit, pk=first.pk)
    authority = f"{promise.donor}.donor_authority"
    if state == "accepted":
        promise.step(authority, reporting.accept, pk=first.pk)
    if state == "returned":
        promise.step(authority, reporting.send_back, pk=first.pk, reason="Table 2 is missing.")
    return first.pk


def instalments(world: World) -> Iterator[Scene]:
    planned = promise_at(world, "agreed", milestone="The workshop runs.")
    yield "instalment", "planned", planned.instalment().pk
    shown = promise_at(world, "agreed", milestone="The workshop runs.")
    shown.show_milestone()
    yield "instalment", "evidence", shown.instalment().pk
    yield "instalment", "claimable", shown.instalment(1).pk
    yield "instalment", "paid", promise_at(world, "received").instalment().pk
    replaced = promise_at(world, "agreed")
    day = date(2027, 1, 31)
    payments = [{"amount": Decimal(1_130_000), "due_on": day}]
    amendment_at(replaced, instalments=payments)
    yield "instalment", "cancelled", replaced.instalment().pk


def in_kind(world: World) -> Iterator[Scene]:
    request = wanting_books(world)
    for state in ("draft", "pledged", "agreed", "delivered"):
        yield "in_kind", state, gift_at(world, state, request, quantity=Decimal(10)).pk
    for state, before, move in (
        ("withdrawn", "pledged", "withdraw"),
        ("declined", "pledged", "decline"),
        ("ended", "agreed", "end"),
    ):
        gift = gift_at(world, before, request, quantity=Decimal(10))
        gift.take(move, reason="Other plans.")
        yield "in_kind", state, gift.pk


def amendments(world: World) -> Iterator[Scene]:
    for state in ("draft", "offered", "signed", "accepted"):
        promise = promise_at(world, "agreed")
        yield "amendment", state, amendment_at(promise, state).pk
    promise = promise_at(world, "agreed")
    written = amendment_at(promise, "draft")
    officer = "cofinancing_officer"
    promise.step(officer, AMENDMENT.verbs["withdraw"], pk=written.pk, reason="Not needed.")
    yield "amendment", "withdrawn", written.pk


def _waiver(world: World, verb: str) -> UUID:
    promise = promise_at(world, "negotiation")
    asked: PscWaiver = promise.step(
        "cofinancing_officer",
        waivers.ask_waiver,
        rate=Decimal("0.07"),
        clause="Financial rule 3.12",
        justification="Joint programme with an agreed rate.",
    )
    if verb:
        reason = {"reason": "Not agreed."} if verb == "refuse" else {}
        promise.step("approving_officer", getattr(waivers, verb), pk=asked.pk, **reason)
    return asked.pk


def allotments(world: World) -> Iterator[Scene]:
    for state in ("proposed", "certified", "released", "closed"):
        request = request_at(world, "funding_sought")
        cash = contribution_of(
            promise_at(world, "received", money=Money.of("113000", "USD")).pledge
        )
        yield "allotment", state, _share(world, request, cash, state).allotment.pk
    for state in ("rejected", "reversed"):
        request = request_at(world, "funding_sought")
        cash = contribution_of(
            promise_at(world, "received", money=Money.of("113000", "USD")).pledge
        )
        share = _share(world, request, cash, "certified" if state == "rejected" else "released")
        if state == "rejected":
            share.take("reject", "approving_officer", reason="Wrong component.")
        else:
            share.take("certify_reversal", amount=share.gross, reason="The plan changed.")
            share.take("reverse", reason="The plan changed.")
        yield "allotment", state, share.allotment.pk


def _share(world: World, request: Request, cash: Any, state: str) -> Share:
    share = Share(world, cash, components_of(request)[0], Decimal(113_000), LATER)
    share.walk_to(state)
    return share


def adjustments(world: World) -> Iterator[Scene]:
    for state, verb in (("entered", ""), ("approved", "approve"), ("refused", "refuse")):
        cash = contribution_of(promise_at(world, "received").pledge)
        refund = Adjusting(world, cash, "refund", LATER)
        refund.enter(amount=Decimal(1_000), source="unallotted")
        if verb:
            refund.decide(verb, reason="As agreed.")
        yield "adjustment", state, refund.pk
    for month, state in (("2026-01", "closed"), ("2026-02", "refused"), ("2026-03", "certified")):
        yield "accounting_period", state, month_at(world, month, state, now=LATER)
    pk = unidentified_cash(world, Decimal(1_000), bank_reference="NOBODY-2")
    identified(world, pk)
    yield "unidentified_receipt", "identified", pk
    yield "unidentified_receipt", "open", unidentified_cash(world, Decimal(1_000))


STAGES: dict[str, Callable[[World], Iterator[Scene]]] = {
    "requests": requests,
    "circulations": circulations,
    "assessments": assessments,
    "deliveries": deliveries,
    "pledges": pledges,
    "companions": companions,
    "instalments": instalments,
    "amendments": amendments,
    "in_kind": in_kind,
    "allotments": allotments,
    "adjustments": adjustments,
}
"""Each yields (machine, state, subject); a later scene leaves the earlier ones alone."""
