"""The request file on one page: all there is, in few statements, with its changes readable."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.desks.differences import changes_in
from ta_requests.models import Assessment
from ta_requests.services import drafting
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.factories.deliveries import delivery_of, goods_at, milestone_at
from tests.factories.requests import CONTENT, act, request_at
from tests.portal.browsing import words_of
from tests.portal.test_desks import MOST, asked
from tests.portal.test_pages import REQUEST_STATES, checked
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.models import TrailHead
from workflows.principal import speaking_as

STATES = (*REQUEST_STATES, "acknowledged", "funded", "suspended", "terminated", "closed")


def page_of(request):
    return reverse("portal:request", args=[request.pk])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_file_is_one_page_of_few_statements_in_every_state(world, enter, state, language):
    request = request_at(world, state)
    for who in ("programme_officer", "auditor"):
        answer, statements = asked(enter(who, language=language), page_of(request))

        checked(answer, language)
        assert len(statements) <= MOST, "\n".join([state, who, *statements])


def test_the_file_shows_money_assessment_delivery_clocks_and_the_whole_trail(world, enter):
    shown = circulated(world)
    cash = contribution(world, request=shown.pk)
    component = components_of(shown)[0]
    share = share_at(
        world, "released", contribution=cash, component=component, gross=Decimal(113_000)
    )
    request = request_at(world, "in_delivery")
    under_way = delivery_of(world, request)
    milestone = milestone_at(world, under_way)
    goods = goods_at(world, under_way, "shipped")
    client = enter("section_chief")

    money = checked(client.get(page_of(shown)), "en")
    work = checked(client.get(page_of(request)), "en")

    assert share.allotment.reference in money
    assert cash.pledge.reference in money
    assert "Norway" in money
    assert "Priority score" in money
    assert "2 of 4" in money
    assert "The trail is whole" in money
    for told in (milestone.title, goods.description, "Each stay with each side", "days left"):
        assert told in work
    assert "Steps of others" in work


def test_the_office_reads_which_steps_belong_to_other_stages_and_a_state_does_not(world, enter):
    request = request_at(world, "submitted")

    office = words_of(enter("section_chief").get(page_of(request)))
    state = words_of(enter("state.ms_authority").get(page_of(request)))

    assert "Only from: Acknowledged" in office
    assert "Begin the needs assessment Section chief" in office
    assert "Only from" not in state


def test_the_file_takes_as_many_statements_for_many_rows_as_for_few(world, enter):
    request = request_at(world, "in_delivery")
    under_way = delivery_of(world, request)
    client = enter("section_chief")
    milestone_at(world, under_way)
    _answer, before = asked(client, page_of(request))
    for _one in range(4):
        milestone_at(world, under_way, "evidence")
        goods_at(world, under_way)

    answer, after = asked(client, page_of(request))

    checked(answer, "en")
    assert len(after) == len(before)


def test_a_broken_chain_is_said_on_the_file(world, enter):
    request = request_at(world, "assessed")
    with speaking_as(SYSTEM):
        report = Assessment.objects.get(request=request)
        TrailHead.objects.filter(subject_id=report.pk).update(count=99)

    text = enter("section_chief").get(page_of(request)).content.decode()

    assert "The trail is broken" in text
    assert "The trail is whole" not in text


def test_the_office_sees_every_section_uncut_when_it_asks(world, enter):
    content = {**CONTENT, "needs": "word " * 3000 + "the-end"}
    request = request_at(world, "submitted", content=content)
    client = enter("section_chief")

    cut = client.get(page_of(request)).content.decode()
    whole = client.get(page_of(request), {"whole": "yes"}).content.decode()

    assert "the-end" not in cut
    assert "the-end" in whole


def test_an_answer_to_a_question_shows_what_changed_in_the_text(world, enter):
    request = request_at(world, "info_requested")
    drafter, authority = "state.ms_drafter", "state.ms_authority"
    with world.as_(drafter):
        drafting.revise(
            pk=request.pk,
            actor=world[drafter],
            now=BEGINNING,
            content={**CONTENT, "challenges": "No instructors outside two towns."},
        )
    act(world, authority, "answer", request, answer="Twelve.")

    text = enter("programme_officer").get(page_of(request)).content.decode()

    assert re.search(r"<del>the capital\.\s*</del>\s*<ins>two towns\.\s*</ins>", text)
    assert "Version 2" in text
    assert "The text as first filed." in text


def kinds(changes):
    return [(piece.kind, piece.text.strip()) for change in changes for piece in change.pieces]


def test_words_that_stayed_went_and_came_are_told_apart():
    changes = changes_in(
        {"needs": {"before": "Beds for two prisons", "after": "Beds for three prisons"}}
    )

    assert changes[0].label == "Needs"
    assert kinds(changes) == [
        ("same", "Beds for"),
        ("gone", "two"),
        ("new", "three"),
        ("same", "prisons"),
    ]


def test_what_stayed_far_from_a_change_is_left_out():
    long = " ".join(f"w{number}" for number in range(100))

    changes = changes_in({"needs": {"before": f"{long} old", "after": f"{long} new"}})

    assert kinds(changes)[0][1].startswith("…")
    assert "w50" not in kinds(changes)[0][1]
    assert "w99" in kinds(changes)[0][1]


def test_lists_are_compared_line_by_line():
    changes = changes_in(
        {
            "themes": {"before": ["T1", "T2"], "after": ["T2", "T3"]},
            "items": {
                "before": [],
                "after": [{"description": "Bed", "quantity": "2", "unit": "piece", "purpose": ""}],
            },
            "documents": {
                "before": [{"name": "a.pdf", "sha256": "0", "kind": "other", "id": "1"}],
                "after": None,
            },
        }
    )

    assert [change.label for change in changes] == ["Themes", "Material support", "Documents"]
    assert kinds(changes) == [
        ("gone", "T1"),
        ("new", "T3"),
        ("new", "2 piece Bed"),
        ("gone", "a.pdf"),
    ]
