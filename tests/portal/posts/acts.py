"""What a State answers where it reads: the small forms beside a notice, a report, a delivery."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any, Final

from ta_requests.models import Circulation
from ta_requests.services import material_items
from tests.factories.assessments import assess
from tests.factories.deliveries import delivery_of, goods_at, plan
from tests.factories.requests import story_at
from tests.portal.posts.cases import cancelled, noticed_output, terminated
from tests.portal.posts.form import Form, Make
from tests.portal.posts.requests import AUTHORITY, DRAFTER, of_request
from tests.portal.posts.writings import begun
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

Act = tuple[str, str]
"""A kind of case, and the step a State takes there."""

ALL: Final = 200
"""As many things as an order of the factories has."""

SAID: Final = {
    "return_report": {"reason": "The north is missing."},
    "comment": {"text": "On page two."},
    "validate_report": {"text": "We agree."},
    "give_feedback": {"rating": "4", "text": "Good."},
    "contest_output": {"reason": "Half of it is missing."},
    "refuse_certificate": {"reason": "It names other goods."},
    "object": {"reason": "Not before the elections."},
}


def of_act(page: str, request: Any, subject: Any, name: str, /, **given: Any) -> Form:
    """Return one of the forms of a page of a request; ``about`` is what it names besides."""
    about = given.pop("about", {})
    code = "-".join([name, str(subject.pk), *about.values()])
    return of_request(
        page,
        request,
        who=AUTHORITY,
        wrong=DRAFTER,
        subject=subject,
        values={"act": code, **about, **SAID.get(name, {})},
        **given,
    )


def objection(world: World) -> Form:
    story = story_at(world, "noticed")
    with speaking_as(SYSTEM):
        notice = Circulation.objects.get(request=story.pk)
    return of_act("request", story.request, notice, "object")


def report(name: str, world: World) -> Form:
    story = story_at(world, "needs_assessment")
    found = assess(world, story.request, "state_validation")
    return of_act("request_report", story.request, found, name, ends=lambda: cancelled(story))


def output(name: str, world: World) -> Form:
    story, found, noticed = noticed_output(world)
    return of_act(
        "request_delivery",
        story.request,
        found,
        name,
        about={"output_id": str(noticed.pk)},
        ends=lambda: terminated(story),
    )


def agreement(world: World) -> Form:
    story = story_at(world, "funded")
    found = delivery_of(world, story.request)
    made = plan(world, found.pk)
    return of_act(
        "request_delivery",
        story.request,
        found,
        "agree_plan",
        ends=lambda: begun(world, story.request, made),
    )


def feedback(world: World) -> Form:
    story = story_at(world, "completed")
    found = delivery_of(world, story.request)
    return of_act("request_delivery", story.request, found, "give_feedback", is_open=True)


def goods(name: str, world: World) -> Form:
    story = story_at(world, "in_delivery")
    arrived = goods_at(world, delivery_of(world, story.request), "customs")
    officer = "programme_officer"
    with world.as_(officer):
        material_items.present_certificate(
            pk=arrived.pk,
            actor=world[officer],
            now=story.now,
            quantity=Decimal(ALL // 2 if name == "hand_over_part" else ALL),
            certificate_number="C-1",
        )
    return of_act("request_delivery", story.request, arrived, name)


ACTS: Final[dict[Act, Make]] = {
    ("circulation", "object"): objection,
    ("assessment", "return_report"): functools.partial(report, "return_report"),
    ("assessment", "comment"): functools.partial(report, "comment"),
    ("assessment", "validate_report"): functools.partial(report, "validate_report"),
    ("delivery", "accept_output"): functools.partial(output, "accept_output"),
    ("delivery", "contest_output"): functools.partial(output, "contest_output"),
    ("delivery", "agree_plan"): agreement,
    ("delivery", "give_feedback"): feedback,
    ("material_item", "hand_over"): functools.partial(goods, "hand_over"),
    ("material_item", "hand_over_part"): functools.partial(goods, "hand_over_part"),
    ("material_item", "refuse_certificate"): functools.partial(goods, "refuse_certificate"),
}

FORMS: dict[str, Make] = {
    "/requests/{pk}/": ACTS["circulation", "object"],
    "/requests/{pk}/report/": ACTS["assessment", "return_report"],
    "/requests/{pk}/delivery/": ACTS["delivery", "accept_output"],
}
"""The act that stands for its page in the table of routes."""

FURTHER: dict[str, Make] = {
    f"{key} {name}": make for (key, name), make in ACTS.items() if make not in FORMS.values()
}
