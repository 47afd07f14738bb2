"""From a draft to an answer, and what lapses on the way: the stories behind the guards."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from common.errors import NotAllowed, Refused
from ta_requests.models import Circulation, Clarification
from ta_requests.services import deadlines, drafting
from tests.factories.requests import (
    CONTENT,
    PDF,
    act,
    again,
    circulate,
    cover,
    draft,
    lapse_unanswered,
    story_at,
)
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING

NOW = BEGINNING
AUTHORITY = "state.ms_authority"


def test_a_generated_note_is_countersigned_and_void_when_the_text_changes(world):
    request = draft(world)
    signed = act(world, AUTHORITY, "countersign", request)
    assert "Workshops in three prisons" in signed.note_verbale_text
    assert signed.countersigned_by_id == world[AUTHORITY].person_id

    with world.as_("state.ms_drafter"):
        drafting.revise(
            pk=request.pk, actor=world["state.ms_drafter"], now=NOW, content={"needs": "More."}
        )
    with refused(Refused, "note_verbale_missing"):
        act(world, AUTHORITY, "submit", request)
    act(world, AUTHORITY, "countersign", request, version=again(world, request.pk).version)

    assert act(world, AUTHORITY, "submit", request).state == "submitted"


def test_only_the_authority_of_the_state_submits(world):
    request = draft(world)

    for name in ("state.ms_drafter", "programme_officer", "section_chief", "administrator"):
        with pytest.raises(Exception, match=r"Only|role|nothing here"):
            act(world, name, "submit", request)
    assert again(world, request.pk).state == "draft"


def transcribed(world, scan=PDF):
    with world.as_("programme_officer"):
        return drafting.transcribe(
            actor=world["programme_officer"],
            now=NOW,
            organisation_id=world.organisations["state"].pk,
            content=CONTENT,
            scan=scan,
        )


def test_a_paper_note_is_verified_by_a_second_officer(world):
    request = transcribed(world)
    with refused(NotAllowed, "transcriber_may_not_verify"):
        act(world, "programme_officer", "submit_transcribed", request, scan_verified=True)
    with refused(Refused, "scan_unverified"):
        act(world, "programme_officer.2", "submit_transcribed", request)

    filed = act(world, "programme_officer.2", "submit_transcribed", request, scan_verified=True)

    assert (filed.state, filed.channel) == ("submitted", "paper")


def test_or_it_is_confirmed_by_the_mission(world):
    without = transcribed(world, scan=None)
    with refused(Refused, "note_verbale_missing"):
        act(world, AUTHORITY, "submit", without)

    request = transcribed(world)
    assert act(world, AUTHORITY, "submit", request).submitted_by_id == world[AUTHORITY].person_id


def test_an_online_draft_has_no_scan_to_verify(world):
    request = draft(world)

    with refused(Refused, "paper_note_missing"):
        act(world, "programme_officer", "submit_transcribed", request, scan_verified=True)


def test_a_returned_request_is_taken_up_again_and_keeps_its_reference(world):
    story = story_at(world, "returned")
    reference = story.request.reference
    assert story.request.returned_grounds == "not_complete"

    story.act("state.ms_drafter", "reopen_draft")
    filed = story.act(AUTHORITY, "submit")

    assert filed.reference == reference
    with world.as_("auditor"):
        assert [version.number for version in filed.versions.all()] == [1, 2]


def test_an_answer_makes_a_version_and_keeps_the_difference(world):
    story = story_at(world, "info_requested")
    with world.as_("state.ms_drafter"):
        drafting.revise(
            pk=story.pk,
            actor=world["state.ms_drafter"],
            now=NOW,
            content={"needs": "Two of three leave without a trade."},
        )

    story.act(AUTHORITY, "answer", answer="There are four instructors.")

    with world.as_(AUTHORITY):
        question = Clarification.objects.visible_to(world[AUTHORITY]).get(request_id=story.pk)
        second = story.request.versions.get(number=2)
    assert (question.answer, str(question)) == (
        "There are four instructors.",
        "1. How many instructors are there?",
    )
    assert second.difference == {
        "needs": {
            "before": "People leave prison without a trade.",
            "after": "Two of three leave without a trade.",
        }
    }
    assert str(second).endswith("v2")


def test_an_answer_still_says_everything(world):
    story = story_at(world, "info_requested")
    with world.as_(AUTHORITY):
        drafting.revise(pk=story.pk, actor=world[AUTHORITY], now=NOW, content={"priorities": ""})

    with refused(Refused, "priorities_missing"):
        story.act(AUTHORITY, "answer", answer="Yes.")


def test_a_lapsed_request_is_renewed(world):
    story = story_at(world, "lapsed")
    with world.as_("auditor"):
        assert Clarification.objects.get(request_id=story.pk).dropped_at is not None

    renewed = story.act(AUTHORITY, "renew", still_needed=True, figures_reviewed=True)

    assert (renewed.state, renewed.lapsed_from) == ("acknowledged", "")


def test_an_answer_in_time_keeps_it_alive_and_a_late_warning_gives_a_week(world):
    story = story_at(world, "info_requested")
    story.now += timedelta(days=120)
    assert deadlines.advance(story.now)["warn_of_lapse"] == 1
    assert deadlines.advance(story.now)["lapse"] == 0
    with refused(Refused, "state_not_warned"):
        act(world, "system", "lapse", story.request, now=story.now)
    assert story.act(AUTHORITY, "answer", answer="Four.").state == "acknowledged"

    story.act("programme_officer", "request_information", question="Where?", reason="Plan.")
    lapse_unanswered(story)
    assert story.request.state == "lapsed"


def test_the_register_keeps_what_lapsed_while_seeking_funds(world):
    story = story_at(world, "lapsed_seeking")
    assert story.request.circulated_at is not None

    again_sought = story.act(AUTHORITY, "reaffirm", still_needed=True, figures_reviewed=True)

    assert (again_sought.state, again_sought.whose_move) == ("funding_sought", "state")
    with world.as_("auditor"):
        rounds = Circulation.objects.filter(request_id=story.pk).order_by("number")
        assert [one.state for one in rounds] == ["ended", "noticed"]
    circulate(world, story.request, now=story.now)
    assert story.request.whose_move == "donors"


def test_it_may_also_go_back_to_unodc(world):
    story = story_at(world, "lapsed_seeking")

    story.act(AUTHORITY, "renew", still_needed=True, figures_reviewed=True)

    assert story.request.circulated_at is None
    with world.as_("auditor"):
        assert Circulation.objects.get(request_id=story.pk).state == "ended"


def test_a_word_in_time_moves_the_review_date_on(world):
    story = story_at(world, "funding_sought")
    due = story.request.review_due_at
    story.now = due - timedelta(days=10)
    assert deadlines.advance(story.now)["ask_still_needed"] == 1
    assert deadlines.advance(story.now)["ask_still_needed"] == 0

    story.act(AUTHORITY, "confirm_still_needed", still_needed=True, figures_reviewed=True)

    assert story.request.review_due_at > due
    assert deadlines.advance(due + timedelta(days=1))["lapse"] == 0


def test_allotted_money_keeps_a_request_from_lapsing(world):
    story = story_at(world, "funding_sought")
    cover(world, story.request, now=story.now, share=Decimal("0.5"))
    story.now = story.request.review_due_at - timedelta(days=10)
    deadlines.advance(story.now)

    with refused(Refused, "money_allotted"):
        act(world, "system", "lapse", story.request, now=story.now + timedelta(days=30))
    assert deadlines.advance(story.now + timedelta(days=30))["lapse"] == 0
