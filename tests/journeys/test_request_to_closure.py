"""One request from its first word to its closure, over HTTP alone, as everyone concerned.

Two donors pay in euros and yen, a third is examined and refused, the State is asked one question,
and what stands in the way is tried before it is cleared.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command

from accounts.choices import OrganisationKind
from accounts.roles import ROLES
from common.clock import database_now
from ta_requests.choices.assessment import Area
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.services import deadlines
from ta_requests.services.assessment_areas import RATED
from tests.factories.requests import CONTENT
from tests.journeys.people import Cast
from tests.world import World
from workflows.actors import SYSTEM
from workflows.models import OutboxMessage
from workflows.principal import speaking_as

WRITTEN = {name: value for name, value in CONTENT.items() if name != "title"}
CHIEF, OTHER_CHIEF = "section_chief", "section_chief.2"


@pytest.fixture
def cast(world: World) -> Cast:
    return Cast(world)


def test_a_request_is_filed_assessed_funded_delivered_and_closed(cast: Cast) -> None:
    request = _file(cast)
    components = _assess(cast, request)
    _show_to_donors(cast, request)
    shares = _fund(cast, request, components)
    _deliver(cast, request, shares)
    _close(cast, request, shares)
    _prove(cast, request)


def _file(cast: Cast) -> str:
    drafter, authority = cast["state.ms_drafter"], cast["state.ms_authority"]
    officer = cast["programme_officer"]
    request = f"requests/{drafter.make('requests/', {'title': CONTENT['title']})['id']}/"
    cast["other_state.ms_authority"].unseen(request)
    drafter.refused(request, "submit", "not_allowed")
    authority.refused(
        request,
        "submit",
        *("needs_missing", "priorities_missing", "challenges_missing", "restrictions_missing"),
        *("theme_missing", "type_missing", "domestic_law_note_missing", "note_verbale_missing"),
    )
    drafter.write(request, WRITTEN)
    drafter.upload(request, "documents/", kind="note_verbale")
    authority.does(request, "choose_consent", consent_class="all_donors")
    authority.does(request, "submit")
    officer.refused(request, "acknowledge", "authenticity_unconfirmed")
    officer.does(request, "acknowledge", authenticity_confirmed=True)
    officer.refused(request, "request_information", "question_missing", reason="To be clear.")
    officer.does(
        request, "request_information", question="How many instructors?", reason="To be clear."
    )
    authority.refused(request, "answer", "answer_missing")
    authority.does(request, "answer", answer="Four, two of them women.")
    assert authority.read(f"{request}clarifications/")[0]["answer"] == "Four, two of them women."
    assert len(authority.read(f"{request}versions/")) == 2
    return request


def _assess(cast: Cast, request: str) -> list[Any]:
    chief, assessor = cast[CHIEF], cast["assessor"]
    authority = cast["state.ms_authority"]
    chief.refused(request, "decline", "reason_required", reason_code="duplicate")
    lead = str(cast.world["assessor"].person_id)
    chief.refused(request, "begin_assessment", "lead_assessor_missing", "lead_not_assessor")
    chief.does(request, "begin_assessment", lead_assessor_id=lead)
    report = f"assessments/{_only(chief.read('assessments/'))['id']}/"
    assessor.refused(report, "begin", "declarations_missing")
    assessor.does(report, "declare", conflict=False)
    assessor.does(report, "begin")
    assessor.write(report, {name: f"On {name}." for name in SECTIONS})
    for area in Area.values:
        score = {"score": 2, "evidence": "Seen on site."}
        assessor.write(report, score, part=f"areas/{area}/", method="PUT")
    rated = {**dict.fromkeys(RATED, 3), "justification": "As found."}
    assessor.write(report, rated, part="priority/", method="PUT")
    for title, net in (("Carpentry workshops", "60000.00"), ("Instructors", "40000.00")):
        assessor.add(report, "components", _component(title, net))
    assessor.does(report, "submit_draft")
    assessor.refused(report, "send_to_state", "not_allowed")
    chief.does(report, "send_to_state")
    chief.refused(report, "finalise", "not_validated")
    authority.does(report, "validate_report", text="We agree with every word.")
    chief.does(report, "finalise")
    assert chief.state(request) == "assessed"
    assert cast["donor.donor_rep"].read("components/")["items"] == []
    return sorted(chief.read("components/")["items"], key=lambda one: one["title"])


def _component(title: str, net: str) -> dict[str, Any]:
    return {
        "theme": "T2c",
        "assistance_type": "capacity_building",
        "title": title,
        "unit": "lot",
        "net": {"amount": net, "currency": "USD"},
    }


def _only(page: dict[str, Any]) -> Any:
    (one,) = page["items"]
    return one


def _show_to_donors(cast: Cast, request: str) -> None:
    cast["assessor"].refused(request, "seek_funding", "not_allowed")
    cast[OTHER_CHIEF].does(request, "seek_funding")
    donor = cast["donor.donor_rep"]
    donor.unseen(request)
    deadlines.advance(database_now() + timedelta(days=9))
    shown = donor.read(request)
    assert shown["title"] == CONTENT["title"]
    assert "domestic_law_note" not in shown
    donor.refused(request, "withdraw", "not_allowed")
    cast["administrator"].unseen(request)


def _fund(cast: Cast, request: str, components: list[Any]) -> list[tuple[str, str]]:
    carpentry, instructors = components
    euros = _pledge(cast, "donor", carpentry["id"], "70000.00", "EUR")
    yen = _pledge(cast, "other_donor", instructors["id"], "9000000", "JPY")
    lost = _pledge(cast, "foundation", carpentry["id"], "5000.00", "USD")
    cast["foundation.donor_authority"].refused(lost, "withdraw", "reason_required")
    _examine(cast, lost)
    cast["donor.donor_rep"].unseen(yen)
    cast["state.ms_authority"].unseen(euros)
    shares = []
    for pledge, donor, component in (
        (euros, "donor", carpentry["id"]),
        (yen, "other_donor", instructors["id"]),
    ):
        _agree(cast, pledge, donor)
        assert cast[CHIEF].state(request) == "funding_sought"
        shares.append((pledge, _allot(cast, pledge, component)))
    assert cast[CHIEF].state(request) == "funded", cast[CHIEF].read(request)["position"]
    return shares


def _pledge(cast: Cast, donor: str, component: str, amount: str, currency: str) -> str:
    made = cast[f"{donor}.donor_rep"].make(
        "pledges/",
        {
            "title": "For life after release",
            "amount": {"amount": amount, "currency": currency},
            "components": [component],
        },
    )
    pledge = f"pledges/{made['id']}/"
    cast[f"{donor}.donor_rep"].refused(pledge, "announce", "not_allowed")
    cast[f"{donor}.donor_authority"].does(pledge, "announce")
    return pledge


def _examine(cast: Cast, pledge: str) -> None:
    officer, assessor = cast["cofinancing_officer"], cast["due_diligence_officer"]
    officer.refused(pledge, "negotiate", "due_diligence_needed")
    officer.does(pledge, "begin_due_diligence")
    examined = f"due-diligence/{_only(assessor.read('due-diligence/'))['id']}/"
    officer.refused(examined, "clear", "not_allowed")
    assessor.refused(examined, "refuse", "findings_missing", reason="See the findings.")
    assessor.does(examined, "refuse", findings="Owned by a ministry.", reason="See the findings.")
    assert cast["foundation.donor_rep"].state(pledge) == "refused"


def _agree(cast: Cast, pledge: str, donor: str) -> None:
    officer, certifier = cast["cofinancing_officer"], cast["certifying_officer"]
    approver, authority = cast["approving_officer"], cast[f"{donor}.donor_authority"]
    officer.does(pledge, "negotiate")
    certifier.refused(pledge, "clear", "checklist_incomplete", "dates_missing")
    today = database_now().date()
    dates = {"starts_on": str(today), "ends_on": str(today + timedelta(days=700))}
    terms = {**dates, "clauses_standard": False, "clauses": "Interest stays with the donor."}
    officer.write(pledge, terms, part="terms/")
    points = dict.fromkeys(
        ("purpose_consistent", "no_added_liability", "no_regular_budget_cost"), True
    )
    officer.write(pledge, points, part="checklist/", method="PUT")
    certifier.refused(pledge, "clear", "clauses_not_approved")
    cast["legal_officer"].does(pledge, "approve_clauses")
    certifier.does(pledge, "clear")
    authority.refused(
        pledge, "sign", "agreement_missing", "instalments_do_not_add_up", "report_schedule_missing"
    )
    officer.upload(pledge, "agreement/", method="PUT")
    amount = officer.read(pledge)["amount"]["amount"]
    officer.add(pledge, "instalments", {"amount": amount, "due_on": str(today)})
    due = {"kind": "final", "due_on": str(today + timedelta(days=30))}
    officer.write(pledge, {"reports": [due]}, part="report-schedule/", method="PUT")
    approver.refused(pledge, "accept", "not_signed")
    authority.does(pledge, "sign")
    approver.does(pledge, "accept")


def _allot(cast: Cast, pledge: str, component: str) -> str:
    treasurer, officer = cast["treasury_officer"], cast["cofinancing_officer"]
    amount = officer.read(pledge)["amount"]["amount"]
    number = UUID(pledge.split("/")[1])
    contribution = next(
        one for one in officer.read("contributions/")["items"] if str(one["pledge"]) == str(number)
    )["id"]
    body = {"contribution": contribution, "component": component, "gross": amount}
    refused = officer.api.post("/api/v1/allotments/", body)
    assert refused.status == 409, refused.content
    officer.refusals.add(refused.json["reasons"][0]["code"])
    today = str(database_now().date())
    treasurer.does(
        pledge, "record_receipt", bank_reference=f"B-{number}", value_on=today, amount=amount
    )
    allotment = f"allotments/{officer.make('allotments/', body)['id']}/"
    cast["approving_officer"].refused(allotment, "release", "state_moved")
    cast["certifying_officer"].does(allotment, "certify")
    cast["certifying_officer.2"].refused(allotment, "release", "not_allowed")
    cast["approving_officer"].does(allotment, "release")
    return allotment


def _deliver(cast: Cast, request: str, shares: list[tuple[str, str]]) -> None:
    officer, chief, authority = cast["programme_officer"], cast[CHIEF], cast["state.ms_authority"]
    officer.refused(request, "start_delivery", "work_plan_not_agreed")
    delivery = f"deliveries/{_only(officer.read('deliveries/'))['id']}/"
    today = database_now().date()
    dates = {"starts_on": str(today), "ends_on": str(today + timedelta(days=300))}
    officer.write(delivery, {"plan": "Workshops are built, then used.", **dates})
    output = officer.add(delivery, "outputs", {"title": "Workshops in use"})["id"]
    authority.does(delivery, "agree_plan")
    chief.does(delivery, "approve")
    officer.does(request, "start_delivery")
    for _pledge_path, allotment in shares:
        net = cast["treasury_officer"].read(allotment)["programmable"]["amount"]
        cast["treasury_officer"].does(allotment, "obligate", amount=net)
        cast["treasury_officer"].does(allotment, "spend", amount=net)
    officer.refused(request, "complete", "outputs_not_accepted")
    officer.does(delivery, "notice_output", output_id=output)
    cast["other_state.ms_authority"].unseen(delivery)
    authority.does(delivery, "accept_output", output_id=output, note="Received as agreed.")
    officer.does(request, "complete")


def _close(cast: Cast, request: str, shares: list[tuple[str, str]]) -> None:
    approver, officer = cast["approving_officer"], cast["programme_officer"]
    approver.refused(request, "close", "allotments_open", "reports_open")
    for _pledge_path, allotment in shares:
        cast["treasury_officer"].does(allotment, "close")
    for report in officer.read("report-obligations/")["items"]:
        path = f"report-obligations/{report['id']}/"
        officer.upload(path, "file/", method="PUT")
        officer.does(path, "submit")
    for donor in ("donor", "other_donor"):
        authority = cast[f"{donor}.donor_authority"]
        report = _only(authority.read("report-obligations/"))
        authority.does(f"report-obligations/{report['id']}/", "accept")
    approver.does(request, "close")
    assert cast["state.ms_authority"].state(request) == "closed"
    for pledge, _allotment in shares:
        approver.does(pledge, "close")


def _prove(cast: Cast, request: str) -> None:
    trail = cast["auditor"].read(f"{request}events/?limit=100")["items"]
    names = [event["name"] for event in trail]
    assert names[:2] == ["create", "choose_consent"]
    assert names[-2:] == ["complete", "close"]
    assert {"fund", "show_to_donors", "answer", "start_delivery"} <= set(names)
    call_command("verify_trail", verbosity=0)
    with speaking_as(SYSTEM):
        assert OutboxMessage.objects.filter(event__subject_id=request.split("/")[1]).count() == len(
            names
        )
    assert cast.world.organisations["donor"].kind == OrganisationKind.STATE
    assert len(cast.refusals) >= 28, sorted(cast.refusals)
    roles = {name.rsplit(".", 1)[-1] if "." in name else name for name in cast.people}
    assert set(ROLES) <= roles, set(ROLES) - roles
