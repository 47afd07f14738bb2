"""What is written into cases, each on a case that is open to it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse

from donors.machines.amendment import AMENDMENT
from donors.services import drafting, pledging, terms
from ta_requests.choices.assessment import Area
from ta_requests.services import components, work_plan
from tests.factories.allotments import components_of
from tests.factories.amendments import amendment_at
from tests.factories.assessments import TRAINING
from tests.factories.deliveries import deliver, delivery_of, plan
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at, story_at
from tests.portal.posts.cases import (
    OTHER_DONOR,
    OTHER_STATE,
    cancelled,
    handed_in,
    owed_report,
    report_in_progress,
    terminated,
)
from tests.portal.posts.form import Form, Make, Paper
from tests.portal.test_writing import COMPONENT, PLAN, RATINGS, SECTIONS
from tests.world import BEGINNING, World

FILE: Final = {"file": Paper()}
CHECKED: Final = dict.fromkeys(
    ("purpose_consistent", "no_added_liability", "no_regular_budget_cost"), "on"
)


def of_writing(key: str, subject: Any, name: str, part: Any = "", /, **given: Any) -> Form:
    """Return the form of one writing."""
    args = [key, subject.pk, name, *([part] if part else [])]
    return Form(
        url=reverse("portal:write_part" if part else "portal:write", args=args),
        names=str(subject.pk),
        **{"subject": subject, "wrong": "treasury_officer", **given},
    )


def report(name: str, world: World) -> Form:
    story, found = report_in_progress(world)
    with world.as_("assessor"):
        made = components.add_component(
            pk=found.pk, actor=world["assessor"], now=BEGINNING, proposal=TRAINING
        )
    part = made.pk if name.endswith("e_component") else ""
    return of_writing(
        "assessment",
        found,
        name,
        Area.values[0] if name == "score_area" else part,
        who="assessor",
        foreign=OTHER_STATE,
        values=VALUES.get(name, {}),
        ends=lambda: cancelled(story),
    )


def planning(name: str, world: World) -> Form:
    request = request_at(world, "funded")
    found = delivery_of(world, request)
    output = plan(world, found.pk)
    return of_writing(
        "delivery",
        found,
        name,
        output.pk if name in {"change_output", "remove_output", "add_indicator"} else "",
        who="programme_officer",
        foreign=OTHER_STATE,
        values=VALUES.get(name, {}),
        ends=lambda: begun(world, request, output),
    )


def begun(world: World, request: Any, output: Any) -> None:
    """Let the delivery begin with the plan as it is, whatever was taken out of it."""
    with world.as_("programme_officer"):
        if not type(output).objects.filter(delivery_id=output.delivery_id).exists():
            work_plan.add_output(
                pk=output.delivery_id,
                actor=world["programme_officer"],
                now=BEGINNING,
                title="Workshops",
            )
    deliver(world, request)


def delivering(name: str, world: World) -> Form:
    story = story_at(world, "funded")
    found = delivery_of(world, story.request)
    output = plan(world, found.pk)
    with world.as_("programme_officer"):
        indicator = work_plan.add_indicator(
            output_id=output.pk,
            actor=world["programme_officer"],
            now=BEGINNING,
            title="People trained",
            unit="person",
            baseline=Decimal(0),
            target=Decimal(90),
        )
    values = VALUES.get(name, {})
    if name == "order_item":
        values = {**values, "component_id": str(components_of(story.request)[0].pk)}
    return of_writing(
        "delivery",
        deliver(world, story.request),
        name,
        indicator.pk if name == "record_value" else "",
        who="programme_officer",
        foreign=OTHER_STATE,
        values=values,
        ends=None if name == "record_value" else lambda: terminated(story),
        is_open=name == "record_value",
    )


def pledge(name: str, world: World) -> Form:
    promise = promise_at(world, "negotiation")
    made = promise.step(
        "cofinancing_officer",
        terms.add_instalment,
        amount=Decimal(1_000),
        due_on=BEGINNING.date(),
    )
    of_part = name.endswith("e_instalment")
    return of_writing(
        "pledge",
        promise.pledge,
        name,
        made.pk if of_part else "",
        subject=made if of_part else promise.pledge,
        who="cofinancing_officer",
        foreign=OTHER_DONOR,
        values=VALUES.get(name, {}),
        ends=lambda: withdrawn(promise),
    )


def withdrawn(promise: Any) -> None:
    """Let the donor take the promise back."""
    authority = f"{promise.donor}.donor_authority"
    promise.step(authority, pledging.withdraw, reason="The budget was cut.")


def by_letter(world: World) -> Any:
    """Return a pledge that the office wrote down from a letter."""
    name = "cofinancing_officer"
    with world.as_(name):
        return drafting.draft(
            values={
                "title": "By letter",
                "amount": Decimal(1_000),
                "currency": "USD",
                "themes": ["T2c"],
            },
            organisation_id=world.organisations["donor"].pk,
            actor=world[name],
            now=BEGINNING,
        )


def letter(world: World) -> Form:
    name, made = "cofinancing_officer", by_letter(world)

    def declined() -> None:
        with world.as_(name):
            pledging.decline(pk=made.pk, actor=world[name], now=BEGINNING, reason="No mandate.")

    return of_writing(
        "pledge",
        made,
        "attach_letter",
        who=name,
        foreign=OTHER_DONOR,
        values={**FILE, "dated_on": "2026-09-01"},
        ends=declined,
    )


def asking(world: World) -> Form:
    promise = promise_at(world, "agreed")
    return of_writing(
        "pledge",
        promise.pledge,
        "ask_amendment",
        subject=None,
        who="cofinancing_officer",
        foreign=OTHER_DONOR,
        values=VALUES["rewrite_amendment"],
    )


def number(world: World) -> Form:
    promise = promise_at(world, "received")
    return of_writing(
        "pledge",
        promise.pledge,
        "note_reference",
        subject=None,
        who="treasury_officer",
        wrong="programme_officer",
        foreign=OTHER_DONOR,
        values={"kind": "grant", "value": "G-100"},
    )


def amendment(name: str, world: World) -> Form:
    promise = promise_at(world, "agreed")
    draft = amendment_at(promise, "draft")

    def ended() -> None:
        withdraw = AMENDMENT.verbs["withdraw"]
        promise.step("cofinancing_officer", withdraw, pk=draft.pk, reason="Not needed.")

    return of_writing(
        "amendment",
        draft,
        name,
        who="cofinancing_officer",
        foreign=OTHER_DONOR,
        values=VALUES[name],
        ends=ended,
    )


def owed(world: World) -> Form:
    promise, found = owed_report(world)
    return of_writing(
        "report_obligation",
        found,
        "attach_report",
        who="programme_officer",
        foreign=OTHER_DONOR,
        values=FILE,
        ends=lambda: handed_in(promise, found),
    )


VALUES: Final[Mapping[str, Mapping[str, Any]]] = {
    "score_area": {"score": "3", "evidence": "Seen."},
    "write_report": SECTIONS,
    "rate_priority": RATINGS,
    "add_component": COMPONENT,
    "change_component": COMPONENT,
    "write_plan": PLAN,
    "add_output": {"title": "Another output"},
    "change_output": {"title": "Another title"},
    "add_indicator": {"title": "People", "unit": "person", "baseline": "0", "target": "9"},
    "record_value": {"on": "2026-10-01", "value": "1", "sex": "all", "age_band": "all"},
    "add_milestone": {"title": "First workshop", "due_on": "2027-01-01"},
    "order_item": {"description": "Beds", "quantity": "20", "unit": "piece"},
    "answer_checklist": CHECKED,
    "set_terms": {"psc_rate": "0.13", "clauses_standard": "on", "starts_on": "2026-10-02"},
    "add_instalment": {"amount": "1000", "due_on": "2027-01-01"},
    "change_instalment": {"amount": "2000", "due_on": "2027-01-01"},
    "schedule_reports": {"reports-0-kind": "final", "reports-0-due_on": "2028-12-31"},
    "attach_agreement": FILE,
    "ask_waiver": {"rate": "0.07", "clause": "3.12", "justification": "A joint programme."},
    "rewrite_amendment": {"motive": "The plan grew.", "title": "Another title"},
    "attach_amendment": FILE,
}


def _each(key: str, make: Any, *names: str) -> dict[str, Make]:
    rows = ("change_", "remove_", "add_indicator", "record_value")

    def route(name: str) -> str:
        part = "{part}/" if name.startswith(rows) else ""
        return f"/cases/{key}/{{pk}}/write/{name}/{part}"

    return {route(name): functools.partial(make, name) for name in names}


FORMS: dict[str, Make] = {
    **_each(
        "assessment",
        report,
        *("write_report", "score_area", "rate_priority"),
        *("add_component", "change_component", "remove_component"),
    ),
    **_each(
        "delivery",
        planning,
        *("write_plan", "add_output", "change_output", "remove_output", "add_indicator"),
    ),
    **_each("delivery", delivering, "record_value", "add_milestone", "order_item"),
    **_each(
        "pledge",
        pledge,
        *("answer_checklist", "set_terms", "add_instalment", "change_instalment"),
        *("remove_instalment", "schedule_reports", "attach_agreement", "ask_waiver"),
    ),
    "/cases/pledge/{pk}/write/attach_letter/": letter,
    "/cases/pledge/{pk}/write/ask_amendment/": asking,
    "/cases/pledge/{pk}/write/note_reference/": number,
    **_each("amendment", amendment, "rewrite_amendment", "attach_amendment"),
    "/cases/report_obligation/{pk}/write/attach_report/": owed,
}
