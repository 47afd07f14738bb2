"""What donors write: promises, things in kind, and what they look for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.urls import reverse

from donors.services import pledging
from tests.factories.assessments import IN_KIND as BOOKS
from tests.factories.criteria import criteria_of
from tests.factories.in_kind import line_of
from tests.factories.pledges import promise_at
from tests.factories.requests import Story, story_at
from tests.portal.posts.cases import OTHER_DONOR
from tests.portal.posts.form import Form, Make
from tests.portal.posts.requests import withdrawn
from tests.world import World

REP: Final = "donor.donor_rep"
OFFICER: Final = "cofinancing_officer"
"""Reads every need and every pledge, and writes none in a donor's place on its pages."""

PROMISE: Final = {
    "title": "Workshops",
    "amount": "1130000.00",
    "currency": "USD",
    "earmark_category": "4",
    "confirm": "yes",
    "quoted": "1130000.00 USD",
}


def needed(world: World, **given: Any) -> Story:
    """Return the story of a request that one donor alone was named for."""
    named = [world.organisations["donor"].pk]
    return story_at(
        world, "funding_sought", consent_class="named_donors", named_donors=named, **given
    )


def to_need(world: World) -> Form:
    story = needed(world)
    return Form(
        url=reverse("portal:pledge_to", args=[story.pk]),
        who=REP,
        values=PROMISE,
        wrong=OFFICER,
        foreign=OTHER_DONOR,
        names=str(story.pk),
        ends=lambda: withdrawn(story),
        is_open=True,
    )


def things(world: World) -> Form:
    story = needed(world, proposals=(replace(BOOKS, phase=1),))
    return Form(
        url=reverse("portal:need_in_kind", args=[story.pk]),
        who=REP,
        values={
            "kind": "goods",
            "item": str(line_of(story.request).pk),
            "quantity": "10",
            "title": "Schoolbooks",
            "value": "200.00",
            "currency": "USD",
            "confirm": "yes",
            "quoted": "200.00 USD",
        },
        wrong=OFFICER,
        foreign=OTHER_DONOR,
        names=str(story.pk),
        ends=lambda: withdrawn(story),
        is_open=True,
    )


def freely(world: World) -> Form:
    values = {**PROMISE, "earmark_category": "1"}
    return Form(
        url=reverse("portal:pledge_new"), who=REP, values=values, wrong=OFFICER, is_open=True
    )


def anew(world: World) -> Form:
    promise = promise_at(world, "draft")
    authority = f"{promise.donor}.donor_authority"
    return Form(
        url=reverse("portal:pledge_edit", args=[promise.pk]),
        who=REP,
        values={**PROMISE, "earmark_category": "1", "title": "Another title"},
        subject=promise.pledge,
        wrong=OFFICER,
        foreign=OTHER_DONOR,
        names=str(promise.pk),
        ends=lambda: promise.step(authority, pledging.announce),
    )


def criteria(world: World) -> Form:
    own = criteria_of(world, themes=["T2c"])
    return Form(
        url=reverse("portal:need_criteria"),
        who=REP,
        values={"note": "Looked for anew.", "themes": ["T3b"]},
        subject=own,
        wrong=OFFICER,
        is_open=True,
    )


FORMS: dict[str, Make] = {
    "/criteria/": criteria,
    "/needs/{pk}/in-kind/": things,
    "/needs/{pk}/pledge/": to_need,
    "/pledges/new/": freely,
    "/pledges/{pk}/edit/": anew,
}
