"""What the staff write into cases through pages: the same services, once, by the right person."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.writing.registry import WRITINGS
from ta_requests.choices.assessment import Area
from ta_requests.models import AssessedArea, Assessment, Component, Delivery, Output, PriorityScore
from tests.factories.amendments import amendment_at
from tests.factories.assessments import assess, living_assessment
from tests.factories.deliveries import delivery_of
from tests.factories.pledges import pledge_at, promise_at
from tests.factories.requests import request_at
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

PAPER = b"%PDF-1.7 a training paper"
SECTIONS = {
    name: f"On {name}."
    for name in (
        "needs",
        "priorities",
        "challenges",
        "restrictions",
        "proposed_activities",
        "risks",
        "gender_note",
        "culture_note",
    )
}
COMPONENT = {
    "theme": "T2",
    "assistance_type": "material_support",
    "title": "Beds",
    "quantity": "1",
    "unit": "lot",
    "phase": "1",
    "funding_kind": "cash",
    "net_amount": "50000",
    "net_currency": "USD",
    "items-0-description": "Bed",
    "items-0-quantity": "200",
    "items-0-unit": "piece",
}
RATINGS = {
    **dict.fromkeys(
        ("severity", "alignment", "ownership", "feasibility", "gender", "regional_balance"), "3"
    ),
    "justification": "As found.",
}
PLAN = {"plan": "Build and train.", "starts_on": "2026-11-01", "ends_on": "2027-10-31"}


def write(key, subject, name, part=""):
    """Return the address of a form."""
    args = [key, subject.pk, name, *([part] if part else [])]
    return reverse("portal:write_part" if part else "portal:write", args=args)


def carried(client, url):
    """Return the hidden fields of a form."""
    text = client.get(url).content.decode()
    return {
        name: re.findall(rf'name="{name}" value="([^"]*)"', text)[0] for name in ("version", "key")
    }


def sent(client, url, **values):
    """Fill a form in and send it."""
    answer = client.post(url, {**carried(client, url), **values})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def now_at(subject):
    with speaking_as(SYSTEM):
        return type(subject).objects.get(pk=subject.pk)


def in_progress(world):
    """Return an assessment the team may write in."""
    request = request_at(world, "needs_assessment")
    with speaking_as(SYSTEM):
        report = living_assessment(request.pk)
    return assess(world, request, "in_progress") if report.state == "planned" else report


def test_the_team_writes_a_whole_report_through_pages(world, enter):
    report = in_progress(world)
    assessor = enter("assessor")

    sent(assessor, write("assessment", report, "write_report"), **SECTIONS)
    for area in Area.values[:-1]:
        url = write("assessment", report, "score_area", area)
        sent(assessor, url, score="2", evidence="Seen.")
    last = write("assessment", report, "score_area", Area.values[-1])
    done = sent(assessor, last, not_applicable_because="There is no such service yet.")
    sent(assessor, write("assessment", report, "rate_priority"), **RATINGS)
    sent(assessor, write("assessment", report, "add_component"), **COMPONENT)

    with speaking_as(SYSTEM):
        found = Assessment.objects.get(pk=report.pk)
        assert found.risks == "On risks."
        assert AssessedArea.objects.filter(assessment=report).count() == len(Area)
        assert PriorityScore.objects.get(assessment=report).total > 0
        made = Component.objects.get(assessment=report)
        assert (made.net, made.psc, made.gross) == (50_000, 6_500, 56_500)
        assert [str(line) for line in made.items.all()] == ["200.00 piece Bed"]
    assert done.url == reverse("portal:case", args=["assessment", report.pk])
    page = assessor.get(done.url).content.decode()
    assert "2 of 4" in page
    assert "does not apply" in page
    assert "not looked at yet" not in page


def test_a_scored_area_leads_to_the_next_one(world, enter):
    report = in_progress(world)
    assessor = enter("assessor")
    first, second = Area.values[:2]

    answer = sent(
        assessor, write("assessment", report, "score_area", first), score="4", evidence="Seen."
    )

    assert answer.url == write("assessment", report, "score_area", second)


def test_a_component_is_changed_and_removed(world, enter):
    report = in_progress(world)
    assessor = enter("assessor")
    sent(assessor, write("assessment", report, "add_component"), **COMPONENT)
    with speaking_as(SYSTEM):
        made = Component.objects.get(assessment=report)

    change = write("assessment", report, "change_component", made.pk)
    assert 'value="Bed"' in assessor.get(change).content.decode()
    sent(assessor, change, **{**COMPONENT, "title": "Better beds", "net_amount": "1000"})
    assert now_at(made).title == "Better beds"

    sent(assessor, write("assessment", report, "remove_component", made.pk))
    with speaking_as(SYSTEM):
        assert not Component.objects.filter(assessment=report).exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"score": "2"}, "needs evidence"),
        ({}, "say why the area does not apply"),
        ({"score": "9", "evidence": "Seen."}, "Select a valid choice"),
    ],
)
def test_an_area_without_evidence_is_refused_beside_the_field(world, enter, values, said):
    report = in_progress(world)
    assessor = enter("assessor")
    url = write("assessment", report, "score_area", "courts")

    answer = assessor.post(url, {**carried(assessor, url), **values})

    assert answer.status_code in {409, 422}
    assert said in answer.content.decode()
    with speaking_as(SYSTEM):
        assert not AssessedArea.objects.filter(assessment=report).exists()


def test_the_weights_stand_beside_the_rating(world, enter):
    report = in_progress(world)

    text = enter("assessor").get(write("assessment", report, "rate_priority")).content.decode()

    assert "Weights of the score, version 1" in text
    assert "Country situation (LDC, LLDC, SIDS)" in text


def test_a_plan_is_written_with_outputs_indicators_and_milestones(world, enter):
    plan = delivery_of(world, request_at(world, "funded"))
    officer = enter("programme_officer")

    sent(officer, write("delivery", plan, "write_plan"), **PLAN)
    sent(officer, write("delivery", plan, "add_output"), title="Workshops")
    with speaking_as(SYSTEM):
        output = Output.objects.get(delivery=plan)
    sent(officer, write("delivery", plan, "change_output", output.pk), title="Workshops in use")
    sent(
        officer,
        write("delivery", plan, "add_indicator", output.pk),
        title="People trained",
        unit="person",
        baseline="0",
        target="300",
    )
    sent(
        officer,
        write("delivery", plan, "add_milestone"),
        title="First workshop",
        due_on="2027-01-31",
        output_id=str(output.pk),
    )

    page = officer.get(reverse("portal:case", args=["delivery", plan.pk])).content.decode()
    for shown in ("Workshops in use", "People trained", "First workshop", "Build and train."):
        assert shown in page


def test_a_schedule_is_emptied_by_emptying_its_only_line(world, enter):
    pledge = pledge_at(world, "negotiation")
    officer, url = enter("cofinancing_officer"), write("pledge", pledge, "schedule_reports")
    line = {"reports-0-kind": "final", "reports-0-due_on": "2028-12-31"}
    sent(officer, url, **line)
    stood = now_at(pledge).report_schedule

    sent(officer, url, **dict.fromkeys(line, ""))

    assert stood == [{"kind": "final", "due_on": "2028-12-31"}]
    assert now_at(pledge).report_schedule == []


def test_the_papers_of_a_pledge_are_prepared_through_pages(world, enter):
    pledge = pledge_at(world, "negotiation")
    officer = enter("cofinancing_officer")
    paper = SimpleUploadedFile("agreement.pdf", PAPER, content_type="application/pdf")

    points = dict.fromkeys(
        ("purpose_consistent", "no_added_liability", "no_regular_budget_cost"), "on"
    )
    sent(officer, write("pledge", pledge, "answer_checklist"), **points)
    terms = {"psc_rate": "0.13", "starts_on": "2026-10-01", "ends_on": "2028-09-30"}
    sent(officer, write("pledge", pledge, "set_terms"), clauses_standard="on", **terms)
    instalment = {"amount": str(pledge.amount), "due_on": "2026-12-01"}
    sent(officer, write("pledge", pledge, "add_instalment"), **instalment)
    reports = {"reports-0-kind": "final", "reports-0-due_on": "2028-12-31"}
    sent(officer, write("pledge", pledge, "schedule_reports"), **reports)
    sent(officer, write("pledge", pledge, "attach_agreement"), file=paper)

    found = now_at(pledge)
    assert found.report_schedule == [{"kind": "final", "due_on": "2028-12-31"}]
    assert found.ends_on.isoformat() == "2028-09-30"
    page = officer.get(reverse("portal:pledge", args=[pledge.pk])).content.decode()
    assert "agreement.pdf" in page
    assert "Change the instalment" in page


def test_an_instalment_is_changed_and_removed_in_its_own_version(world, enter):
    pledge = pledge_at(world, "negotiation")
    officer = enter("cofinancing_officer")
    instalment = {"amount": "1000", "due_on": "2026-12-01"}
    sent(officer, write("pledge", pledge, "add_instalment"), **instalment)
    with speaking_as(SYSTEM):
        made = pledge.instalments.get()
    change = write("pledge", pledge, "change_instalment", made.pk)
    stale = carried(officer, change)

    sent(officer, change, amount="2000", due_on="2027-01-01")
    late = officer.post(change, {**stale, "key": "late", "amount": "3000", "due_on": "2027-01-01"})

    assert now_at(made).amount == 2_000
    assert late.status_code == 412
    sent(officer, write("pledge", pledge, "remove_instalment", made.pk))
    with speaking_as(SYSTEM):
        assert not pledge.instalments.exists()


def every_form(world: Any) -> list[tuple[str, Any, str, str, str]]:
    """Return each form with a subject on which it is open: key, subject, name, part, who."""
    report = in_progress(world)
    plan = delivery_of(world, request_at(world, "funded"))
    under_way = delivery_of(world, request_at(world, "in_delivery"))
    pledge = pledge_at(world, "negotiation")
    signed = pledge_at(world, "agreed")
    with speaking_as(SYSTEM):
        owed = signed.reports.all()[0]
    amendment = amendment_at(promise_at(world, "agreed"), "draft")
    found: list[tuple[str, Any, str, str, str]] = []
    for key, writings in WRITINGS.items():
        for one in writings:
            subject: Any = {
                "assessment": report,
                "delivery": under_way if one.name in {"record_value", "order_item"} else plan,
                "pledge": pledge,
                "report_obligation": owed,
                "amendment": amendment,
            }[key]
            part = "courts" if one.name == "score_area" else str(UUID(int=7))
            found.append((key, subject, one.name, part if one.of_part else "", one.by.roles[0]))
    return found


VALUES = {
    "score_area": {"score": "2", "evidence": "Seen."},
    "write_report": SECTIONS,
    "rate_priority": RATINGS,
    "add_component": COMPONENT,
    "change_component": COMPONENT,
    "write_plan": PLAN,
    "add_output": {"title": "x"},
    "change_output": {"title": "x"},
    "add_indicator": {"title": "x", "unit": "y", "baseline": "0", "target": "1"},
    "record_value": {"on": "2026-10-01", "value": "1", "sex": "all", "age_band": "all"},
    "add_milestone": {"title": "x", "due_on": "2027-01-01"},
    "add_instalment": {"amount": "1", "due_on": "2027-01-01"},
    "set_terms": {"psc_rate": "0.13", "clauses_standard": "on"},
    "ask_amendment": {"motive": "x", "title": "y"},
    "rewrite_amendment": {"motive": "x", "title": "y"},
    "ask_waiver": {"rate": "0.07", "clause": "1", "justification": "x"},
}


OTHER_DONOR = "other_donor.donor_authority"
OF_BOTH_SIDES = {"ask_amendment", "rewrite_amendment", "attach_amendment"}
"""What the donor itself may write, besides the office."""


def filled(name: str) -> dict[str, Any]:
    """Return what would be taken if nothing else stood in the way."""
    paper = SimpleUploadedFile("a.pdf", PAPER, content_type="application/pdf")
    files = {"file": paper} if name.startswith("attach_") else {}
    dated = {"dated_on": "2026-09-01"} if name == "attach_letter" else {}
    return {**VALUES.get(name, {}), **files, **dated}


def version_of(subject):
    return now_at(subject).version


def test_forged_forms_change_nothing(world, enter):
    """Each form: a wrong role, a foreign State, a donor, another site, a stale version."""
    officers = ("programme_officer", "assessor.2", "treasury_officer", "auditor")
    outsiders = ("state.ms_authority", "donor.donor_authority", "administrator", OTHER_DONOR)
    clients = {name: enter(name) for name in (*officers, *outsiders)}
    other_site = enter("section_chief", enforce_csrf_checks=True)
    for key, subject, name, part, role in every_form(world):
        url, before = write(key, subject, name, part), version_of(subject)
        form = {"version": str(before), "key": f"forged-{name}", **filled(name)}
        for who, client in clients.items():
            if who == role or (who == "donor.donor_authority" and name in OF_BOTH_SIDES):
                continue
            answer = client.post(url, {**form, **filled(name)})
            allowed = {404} if who in outsiders else {403, 404, 409, 422}
            assert answer.status_code in allowed, (name, who, answer.status_code)
        assert other_site.post(url, {**form, **filled(name)}).status_code == 403
        for stale in ("", "999999", "x"):
            answer = enter(role).post(url, {**form, **filled(name), "version": stale})
            assert answer.status_code in {404, 409, 412, 422}, (name, stale, answer.status_code)
        assert version_of(subject) == before, name


def test_a_form_sent_twice_is_taken_once(world, enter):
    report = in_progress(world)
    assessor, url = enter("assessor"), write("assessment", report, "add_component")
    form = {**carried(assessor, url), **COMPONENT}

    first, second = assessor.post(url, form), assessor.post(url, form)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    with speaking_as(SYSTEM):
        assert Component.objects.filter(assessment=report).count() == 1


def test_a_form_at_the_wrong_stage_says_so_and_changes_nothing(world, enter):
    plan: Delivery = delivery_of(world, request_at(world, "in_delivery"))
    officer, url = enter("programme_officer"), write("delivery", plan, "write_plan")

    shown = officer.get(url).content.decode()
    answer = officer.post(url, {"version": plan.version, "key": "late", **PLAN})

    assert "This form is not open to you now" in shown
    assert answer.status_code == 409
    assert now_at(plan).plan == plan.plan


@pytest.mark.parametrize("part", ["nothing", str(UUID(int=1)), "courts/x"])
def test_a_part_nobody_knows_is_nothing(world, enter, part):
    report = in_progress(world)
    base = write("assessment", report, "write_report")
    for name in ("score_area", "change_component"):
        address = base.replace("write_report", f"{name}/{part}")

        assert enter("assessor").get(address).status_code == 404
