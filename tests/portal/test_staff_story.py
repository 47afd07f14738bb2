"""One request from the desk of the office, from its arrival to its closure, by pages alone.

The mission and the donor take their steps on pages too; only what they filed at the beginning,
and the clock of the notice, come from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.clock import database_now, day_of
from donors.models import Allotment, Contribution, Pledge, ReportObligation
from ta_requests.choices.assessment import Area
from ta_requests.models import Assessment, Component, Delivery, MaterialItem, Milestone, Output
from ta_requests.services import deadlines
from tests.factories.requests import request_at
from tests.portal.test_writing import COMPONENT, PAPER, PLAN, RATINGS, SECTIONS
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.verification import every_fault

GROSS = "56500"


def paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PAPER, content_type="application/pdf")


@dataclass
class Office:
    """People at their browsers."""

    world: Any
    enter: Callable[..., Any]

    def take(self, who: str, key: str, subject: Any, name: str, **values: Any) -> None:
        """Take a step on its page."""
        self.send(who, reverse("portal:step", args=[key, subject.pk, name]), take="yes", **values)

    def write(self, who: str, key: str, subject: Any, name: str, part: Any = "", **v: Any) -> None:
        """Fill in a form of a case."""
        args = [key, subject.pk, name, *([part] if part else [])]
        self.send(who, reverse("portal:write_part" if part else "portal:write", args=args), **v)

    def send(self, who: str, url: str, **values: Any) -> str:
        """Open a page, fill its form in and send it; return where it led."""
        client = self.enter(who)
        page = client.get(url).content.decode()
        hidden = {
            name: found[0]
            for name in ("version", "key")
            if (found := re.findall(rf'name="{name}" value="([^"]*)"', page))
        }
        answer = client.post(url, {**hidden, **values})
        assert answer.status_code == 302, (url, answer.content.decode())
        led: str = answer.url
        return led

    def queue(self, who: str) -> str:
        """Return what waits for a person."""
        text: str = self.enter(who).get(reverse("portal:queue")).content.decode()
        return text


def now_at(model: Any, **which: Any) -> Any:
    with speaking_as(SYSTEM):
        return model.objects.get(**which)


def test_the_office_takes_a_request_from_its_arrival_to_its_closure_by_pages(world, enter):
    office = Office(world, enter)
    request = request_at(world, "submitted")

    assert str(request.reference) in office.queue("programme_officer")
    office.take("programme_officer", "request", request, "acknowledge", authenticity_confirmed="on")
    _assess(office, request)
    _show(office, request)
    pledge = _agree(office, request)
    share = _fund(office, request, pledge)
    _deliver(office, request)
    _close(office, request, pledge, share)

    done = now_at(type(request), pk=request.pk)
    assert done.state == "closed"
    file = enter("auditor").get(reverse("portal:request", args=[request.pk])).content.decode()
    assert "The trail is whole" in file
    with speaking_as(SYSTEM):
        assert not list(every_fault())


def _assess(office: Office, request: Any) -> None:
    lead = str(office.world["assessor"].person_id)
    office.take("section_chief", "request", request, "begin_assessment", lead_assessor_id=lead)
    report = now_at(Assessment, request=request)
    assert report.reference in office.queue("assessor")
    office.take("assessor", "assessment", report, "declare")
    office.take("assessor", "assessment", report, "begin")
    office.write("assessor", "assessment", report, "write_report", **SECTIONS)
    for area in Area.values:
        office.write(
            "assessor",
            "assessment",
            report,
            "score_area",
            area,
            score="2",
            evidence="Seen on site.",
        )
    office.write("assessor", "assessment", report, "rate_priority", **RATINGS)
    office.write("assessor", "assessment", report, "add_component", **COMPONENT)
    office.take("assessor", "assessment", report, "submit_draft")
    office.take("section_chief", "assessment", report, "send_to_state")
    office.take("state.ms_authority", "assessment", report, "validate_report", text="We agree.")
    office.take("section_chief", "assessment", report, "finalise")


def _show(office: Office, request: Any) -> None:
    office.take("section_chief", "request", request, "seek_funding")
    deadlines.advance(database_now() + timedelta(days=15))
    assert now_at(type(request), pk=request.pk).circulated_at is not None


def _agree(office: Office, request: Any) -> Any:
    """Write a donor's letter down, examine its terms, and let both sides sign."""
    officer = "cofinancing_officer"
    led = office.send(
        officer,
        reverse("portal:begin", args=["pledge"]),
        organisation=str(office.world.organisations["donor"].pk),
        title="Beds",
        amount_amount=GROSS,
        amount_currency="USD",
        earmark_category="3",
        request=str(request.pk),
    )
    pledge = now_at(Pledge, request=request)
    assert str(pledge.pk) in led
    today = day_of(database_now())
    letter = {"file": paper("letter.pdf"), "dated_on": today.isoformat()}
    office.write(officer, "pledge", pledge, "attach_letter", **letter)
    office.take(officer, "pledge", pledge, "announce")
    office.take(officer, "pledge", pledge, "negotiate")
    points = ("purpose_consistent", "no_added_liability", "no_regular_budget_cost")
    office.write(officer, "pledge", pledge, "answer_checklist", **dict.fromkeys(points, "on"))
    last = (today + timedelta(days=700)).isoformat()
    terms = {"psc_rate": "0.13", "starts_on": today.isoformat(), "ends_on": last}
    office.write(officer, "pledge", pledge, "set_terms", clauses_standard="on", **terms)
    office.take("certifying_officer", "pledge", pledge, "clear")
    office.write(officer, "pledge", pledge, "attach_agreement", file=paper("agreement.pdf"))
    office.write(officer, "pledge", pledge, "add_instalment", amount=GROSS, due_on=last)
    report = {"reports-0-kind": "final", "reports-0-due_on": last}
    office.write(officer, "pledge", pledge, "schedule_reports", **report)
    office.take("donor.donor_authority", "pledge", pledge, "sign")
    office.take("approving_officer", "pledge", pledge, "accept")
    cash = {"bank_reference": "B-1", "value_on": today.isoformat(), "amount": GROSS}
    office.take("treasury_officer", "pledge", pledge, "record_receipt", **cash)
    return pledge


def _fund(office: Office, request: Any, pledge: Any) -> Any:
    component = now_at(Component, request=request)
    office.send(
        "cofinancing_officer",
        f"{reverse('portal:propose')}?component={component.pk}",
        contribution=str(now_at(Contribution, pledge=pledge).pk),
        gross=GROSS,
        confirm="yes",
    )
    share = now_at(Allotment, request=request)
    for who, queue, step in (
        ("certifying_officer", "certification", "certify"),
        ("approving_officer", "release", "release"),
    ):
        desk = office.enter(who).get(reverse("portal:desk_finance", args=[queue]))
        assert share.reference in desk.content.decode()
        office.take(who, "allotment", share, step)
    assert now_at(type(request), pk=request.pk).state == "funded"
    return share


def _deliver(office: Office, request: Any) -> None:
    plan, officer = now_at(Delivery, request=request), "programme_officer"
    office.write(officer, "delivery", plan, "write_plan", **PLAN)
    office.write(officer, "delivery", plan, "add_output", title="Beds in use")
    output = now_at(Output, delivery=plan)
    milestone = {"title": "Beds ordered", "due_on": "2027-01-31", "output_id": str(output.pk)}
    office.write(officer, "delivery", plan, "add_milestone", **milestone)
    office.take("state.ms_authority", "delivery", plan, "agree_plan")
    office.take("section_chief", "delivery", plan, "approve")
    office.take(officer, "request", request, "start_delivery")
    step = now_at(Milestone, delivery=plan)
    office.take(officer, "milestone", step, "give_evidence", evidence="The order, signed.")
    office.take("programme_officer.2", "milestone", step, "accept")
    _hand_over(office, plan, now_at(Component, request=request))
    named = {"output_id": str(output.pk)}
    office.take(officer, "delivery", plan, "notice_output", **named)
    office.take("state.ms_authority", "delivery", plan, "accept_output", **named)


def _hand_over(office: Office, plan: Any, component: Any) -> None:
    officer = "programme_officer"
    order = {"description": "Beds", "quantity": "200", "unit": "piece"}
    office.write(officer, "delivery", plan, "order_item", component_id=str(component.pk), **order)
    goods = now_at(MaterialItem, delivery=plan)
    office.take(officer, "material_item", goods, "ship")
    office.take(officer, "material_item", goods, "arrive")
    certificate = {"quantity": "200", "certificate_number": "C-1"}
    office.take(officer, "material_item", goods, "present_certificate", **certificate)
    office.take("state.ms_authority", "material_item", goods, "hand_over")


def _close(office: Office, request: Any, pledge: Any, share: Any) -> None:
    net = str(now_at(Allotment, pk=share.pk).programmable)
    for step in ("obligate", "spend"):
        office.take("treasury_officer", "allotment", share, step, amount=net)
    office.take("programme_officer", "request", request, "complete")
    office.take("treasury_officer", "allotment", share, "close")
    owed = now_at(ReportObligation, pledge=pledge)
    office.write(
        "programme_officer", "report_obligation", owed, "attach_report", file=paper("report.pdf")
    )
    office.take("programme_officer", "report_obligation", owed, "submit")
    office.take("donor.donor_authority", "report_obligation", owed, "accept")
    office.take("approving_officer", "request", request, "close")
