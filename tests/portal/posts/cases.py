"""The step every kind of case asks a person for first, on the page of the step."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from donors.models import (
    AccountingPeriod,
    DueDiligence,
    InKindPledge,
    ReportObligation,
    UnidentifiedReceipt,
)
from donors.services import reporting, waivers
from ta_requests.models import Circulation
from ta_requests.services import outputs
from tests.factories.adjustments import Adjusting, month_at, unidentified_cash
from tests.factories.allotments import components_of, contribution, read, share_at
from tests.factories.amendments import amendment_at
from tests.factories.assessments import assess, living_assessment
from tests.factories.deliveries import delivery_of, goods_at, milestone_at
from tests.factories.in_kind import gift_at
from tests.factories.pledges import paper, pledge_at, promise_at
from tests.factories.requests import Story, request_at, story_at
from tests.portal.browsing import step
from tests.portal.posts.form import Form, Make
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

LATER: Final = BEGINNING + timedelta(days=10)
OTHER_STATE: Final = "other_state.ms_authority"
OTHER_DONOR: Final = "other_donor.donor_authority"


def of_step(key: str, subject: Any, name: str, who: str, **given: Any) -> Form:
    """Return the form of one step; what is not said about people is the donors' side."""
    values = {**given.pop("values", {}), "take": "yes"}
    given.setdefault("foreign", OTHER_DONOR)
    return Form(
        url=step(key, subject, name),
        who=who,
        values=values,
        subject=subject,
        names=str(subject.pk),
        **given,
    )


def month(world: World) -> Form:
    found = read(AccountingPeriod, month_at(world, "2026-01", "certified", now=LATER))
    return of_step(
        "accounting_period", found, "close", "approving_officer", wrong="treasury_officer"
    )


def adjustment(world: World) -> Form:
    refund = Adjusting(world, contribution(world), "refund", LATER)
    made = refund.enter(amount=Decimal(1_000), source="unallotted")
    return of_step("adjustment", made, "approve", "approving_officer", wrong="treasury_officer")


def allotment(world: World) -> Form:
    shown = request_at(world, "funding_sought")
    made = share_at(
        world,
        "proposed",
        contribution=contribution(world),
        component=components_of(shown)[0],
        gross=Decimal(1_000),
    ).allotment
    return of_step("allotment", made, "certify", "certifying_officer", wrong="treasury_officer")


def amendment(world: World) -> Form:
    made = amendment_at(promise_at(world, "agreed"), "signed")
    return of_step("amendment", made, "accept", "approving_officer", wrong="treasury_officer")


def report_in_progress(world: World) -> tuple[Story, Any]:
    """Return the story of a request and its report, which its team may write in."""
    story = story_at(world, "needs_assessment")
    with speaking_as(SYSTEM):
        report = living_assessment(story.pk)
    return story, assess(
        world, story.request, "in_progress"
    ) if report.state == "planned" else report


def assessment(world: World) -> Form:
    story, report = report_in_progress(world)
    return of_step(
        "assessment",
        report,
        "assign",
        "section_chief",
        wrong="treasury_officer",
        foreign=OTHER_STATE,
        values={"person_id": str(world["assessor.2"].person_id)},
        ends=lambda: cancelled(story),
    )


def cancelled(story: Story) -> None:
    """Let the office give the assessment up."""
    story.act("section_chief", "cancel_assessment", reason="No access to the country.")


def circulation(world: World) -> Form:
    request = request_at(world, "noticed")
    with speaking_as(SYSTEM):
        notice = Circulation.objects.get(request=request)
    return of_step(
        "circulation",
        notice,
        "object",
        "state.ms_authority",
        wrong="state.ms_drafter",
        foreign=OTHER_STATE,
        values={"reason": "Not before the elections."},
    )


def noticed_output(world: World) -> tuple[Story, Any, Any]:
    """Return the story of a request in delivery, the delivery, and an output to be accepted."""
    story = story_at(world, "in_delivery")
    found = delivery_of(world, story.request)
    with speaking_as(SYSTEM):
        output = found.outputs.order_by("number")[0]
    name = "programme_officer"
    with world.as_(name):
        outputs.notice_output(pk=found.pk, actor=world[name], now=story.now, output_id=output.pk)
    return story, found, output


def terminated(story: Story) -> None:
    """Let the office end what is being delivered."""
    story.act(
        "section_chief",
        "terminate",
        reason="The prisons were closed.",
        state_told_on=story.now.date(),
        settlement_plan="Orders are cancelled.",
    )


def delivery(world: World) -> Form:
    story, found, output = noticed_output(world)
    return of_step(
        "delivery",
        found,
        "accept_output",
        "state.ms_authority",
        wrong="state.ms_drafter",
        foreign=OTHER_STATE,
        values={"output_id": str(output.pk)},
        ends=lambda: terminated(story),
    )


def due_diligence(world: World) -> Form:
    pledge_at(world, "due_diligence", donor="foundation")
    with speaking_as(SYSTEM):
        pending = DueDiligence.objects.get(state="pending")
    return of_step(
        "due_diligence",
        pending,
        "clear",
        "due_diligence_officer",
        wrong="cofinancing_officer",
        values={"findings": "Nothing against it."},
    )


def in_kind(world: World) -> Form:
    gift = read(InKindPledge, gift_at(world, "pledged").pk)
    return of_step("in_kind", gift, "accept", "approving_officer", wrong="treasury_officer")


def instalment(world: World) -> Form:
    promise = promise_at(world, "agreed", milestone="The workshop runs.")
    promise.show_milestone()
    return of_step(
        "instalment",
        promise.instalment(),
        "accept_evidence",
        "programme_officer.2",
        wrong="treasury_officer",
    )


def material_item(world: World) -> Form:
    found = delivery_of(world, request_at(world, "in_delivery"))
    return of_step(
        "material_item",
        goods_at(world, found, "shipped"),
        "arrive",
        "programme_officer",
        wrong="treasury_officer",
        foreign=OTHER_STATE,
    )


def milestone(world: World) -> Form:
    found = delivery_of(world, request_at(world, "in_delivery"))
    return of_step(
        "milestone",
        milestone_at(world, found, "evidence"),
        "accept",
        "programme_officer.2",
        wrong="treasury_officer",
        foreign=OTHER_STATE,
    )


def pledge(world: World) -> Form:
    return of_step(
        "pledge",
        pledge_at(world, "signed"),
        "accept",
        "approving_officer",
        wrong="treasury_officer",
    )


def psc_waiver(world: World) -> Form:
    asked = promise_at(world, "negotiation").step(
        "cofinancing_officer",
        waivers.ask_waiver,
        rate=Decimal("0.07"),
        clause="Financial rule 3.12",
        justification="A joint programme.",
    )
    return of_step("psc_waiver", asked, "approve", "approving_officer", wrong="treasury_officer")


def owed_report(world: World) -> tuple[Any, Any]:
    """Return a pledge in the making and the first report that is owed for it."""
    promise = promise_at(world, "agreed")
    with speaking_as(SYSTEM):
        return promise, ReportObligation.objects.filter(pledge_id=promise.pk).order_by("due_on")[0]


def handed_in(promise: Any, owed: Any) -> None:
    """Let the office submit a report."""
    promise.act("programme_officer", reporting.attach_report, pk=owed.pk, upload=paper())
    promise.step("programme_officer", reporting.submit, pk=owed.pk)


def report_obligation(world: World) -> Form:
    promise, owed = owed_report(world)
    handed_in(promise, owed)
    return of_step(
        "report_obligation", owed, "accept", "donor.donor_authority", wrong="donor.donor_rep"
    )


def request(world: World) -> Form:
    return of_step(
        "request",
        request_at(world, "submitted"),
        "acknowledge",
        "programme_officer",
        wrong="treasury_officer",
        foreign=OTHER_STATE,
        values={"authenticity_confirmed": "on"},
    )


def unidentified_receipt(world: World) -> Form:
    promised = promise_at(world, "agreed")
    cash = read(UnidentifiedReceipt, unidentified_cash(world, Decimal(1_000)))
    return of_step(
        "unidentified_receipt",
        cash,
        "identify",
        "treasury_officer",
        wrong="certifying_officer",
        values={"pledge": str(promised.pk)},
    )


STEPS: dict[str, Make] = {
    "/cases/accounting_period/{pk}/close/": month,
    "/cases/adjustment/{pk}/approve/": adjustment,
    "/cases/allotment/{pk}/certify/": allotment,
    "/cases/amendment/{pk}/accept/": amendment,
    "/cases/assessment/{pk}/assign/": assessment,
    "/cases/circulation/{pk}/object/": circulation,
    "/cases/delivery/{pk}/accept_output/": delivery,
    "/cases/due_diligence/{pk}/clear/": due_diligence,
    "/cases/in_kind/{pk}/accept/": in_kind,
    "/cases/instalment/{pk}/accept_evidence/": instalment,
    "/cases/material_item/{pk}/arrive/": material_item,
    "/cases/milestone/{pk}/accept/": milestone,
    "/cases/pledge/{pk}/accept/": pledge,
    "/cases/psc_waiver/{pk}/approve/": psc_waiver,
    "/cases/report_obligation/{pk}/accept/": report_obligation,
    "/cases/request/{pk}/acknowledge/": request,
    "/cases/unidentified_receipt/{pk}/identify/": unidentified_receipt,
}
