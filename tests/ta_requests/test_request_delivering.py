"""From a referral to the closing of the file: the stories behind the guards."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from common.errors import NotAllowed, ReasonRequired, Refused, StateMoved
from ta_requests.choices.request import WITHDRAWABLE, CompletionBasis
from ta_requests.machines import ASSESSMENT, CIRCULATION, DELIVERY, REQUEST
from ta_requests.models import Circulation, Turn
from ta_requests.services import deadlines
from ta_requests.services.pace import days_of
from tests.factories.assessments import living_assessment
from tests.factories.deliveries import deliver, delivery_of, order, plan
from tests.factories.requests import (
    act,
    circulate,
    cover,
    request_at,
    story_at,
)
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

NOW = BEGINNING
AUTHORITY = "state.ms_authority"


def test_a_referral_needs_the_word_of_the_state(world):
    request = request_at(world, "acknowledged")
    with refused(Refused, "provider_missing", "referral_consent_missing"):
        act(world, "section_chief", "refer", request, reason="Better placed.")
    act(world, "section_chief", "propose_referral", request, provider="UNICEF", reason="Children.")
    with refused(Refused, "referral_consent_missing"):
        act(world, "section_chief", "refer", request, reason="Better placed.")

    act(world, AUTHORITY, "consent_to_referral", request)
    act(world, "section_chief", "propose_referral", request, provider="UNDP", reason="Not them.")
    with refused(Refused, "referral_consent_missing"):
        act(world, "section_chief", "refer", request, reason="Better placed.")
    act(world, AUTHORITY, "consent_to_referral", request)

    assert act(world, "section_chief", "refer", request, reason="Agreed.").state == "referred"


@pytest.mark.parametrize("who", ["section_chief", None])
def test_the_lead_is_an_assessor(world, who):
    request = request_at(world, "acknowledged")
    lead = world[who].person_id if who else None

    with pytest.raises(Refused) as refusal:
        act(world, "section_chief", "begin_assessment", request, lead_assessor_id=lead)
    codes = {reason.code for reason in refusal.value.reasons}
    assert codes <= {"lead_assessor_missing", "lead_not_assessor"}


def test_the_lead_has_no_conflict_of_interest(world):
    story = story_at(world, "needs_assessment")
    with world.as_("assessor"):
        report = living_assessment(story.pk)
    with world.as_("assessor"):
        ASSESSMENT.verbs["declare"](
            pk=report.pk, actor=world["assessor"], now=NOW, conflict=True, statement="My cousin."
        )
    story.act("section_chief", "cancel_assessment", reason="Another lead is needed.")

    with refused(Refused, "conflict_of_interest"):
        story.act("section_chief", "begin_assessment", lead_assessor_id=world["assessor"].person_id)
    begun = story.act(
        "section_chief", "begin_assessment", lead_assessor_id=world["assessor.2"].person_id
    )
    assert begun.state == "needs_assessment"


def test_a_new_assessment_supersedes_the_final_one(world):
    story = story_at(world, "assessed")

    story.act(
        "section_chief",
        "reassess",
        reason="The prison burned down.",
        lead_assessor_id=world["assessor"].person_id,
    )

    assert story.request.state == "needs_assessment"


def test_an_assessor_does_not_open_the_funding(world):
    request = request_at(world, "assessed")
    both = world["assessor"]
    world.actors["both"] = type(both)(
        person_id=both.person_id,
        organisation_id=both.organisation_id,
        roles=frozenset({"assessor", "section_chief"}),
        scopes=both.scopes,
    )

    with refused(NotAllowed, "assessor_may_not_open_funding"):
        act(world, "both", "seek_funding", request)


def test_without_consent_nothing_is_circulated_unless_the_state_pays(world):
    story = story_at(world, "assessed", consent_class="secretariat")
    with refused(Refused, "consent_too_narrow"):
        story.act("section_chief.2", "seek_funding")
    cover(world, story.request, share=Decimal(0), local_resources_cover_phase_1=True)

    assert story.act("section_chief.2", "seek_funding").state == "funding_sought"


def test_named_donors_are_wide_enough(world):
    donor = world["donor.donor_rep"].organisation_id
    story = story_at(world, "assessed", consent_class="named_donors", named_donors=[donor])

    assert story.act("section_chief.2", "seek_funding").state == "funding_sought"


def test_the_state_objects_with_one_click(world):
    story = story_at(world, "noticed")
    with world.as_(AUTHORITY):
        notice = Circulation.objects.visible_to(world[AUTHORITY]).open().get(request_id=story.pk)
        object_to = CIRCULATION.verbs["object"]
        with pytest.raises(ReasonRequired):
            object_to(pk=notice.pk, actor=world[AUTHORITY], now=story.now)
        object_to(pk=notice.pk, actor=world[AUTHORITY], now=story.now, reason="Elections.")

    assert (story.request.state, story.request.circulated_at) == ("assessed", None)
    with world.as_("auditor"):
        assert str(notice) == f"{story.request.reference} (1)"
    assert story.act("section_chief.2", "seek_funding").state == "funding_sought"


def test_a_circulation_waits_for_its_deadline(world):
    story = story_at(world, "noticed")
    with world.as_("system"):
        notice = Circulation.objects.get(request_id=story.pk)
        with refused(Refused, "objection_still_possible"):
            CIRCULATION.verbs["circulate"](pk=notice.pk, actor=SYSTEM, now=story.now)
    assert deadlines.advance(story.now)["circulate"] == 0
    with world.as_("section_chief"), pytest.raises(NotAllowed):
        CIRCULATION.verbs["circulate"](
            pk=notice.pk, actor=world["section_chief"], now=notice.deadline_at
        )

    assert deadlines.advance(notice.deadline_at)["circulate"] == 1
    assert deadlines.advance(notice.deadline_at)["circulate"] == 0


def test_a_circulation_without_a_seeking_request_ends(world):
    story = story_at(world, "noticed")
    story.act(AUTHORITY, "withdraw", reason="Not needed.")
    with world.as_("system"):
        notice = Circulation.objects.get(request_id=story.pk)
        with pytest.raises(StateMoved):
            CIRCULATION.verbs["end"](pk=notice.pk, actor=SYSTEM, now=story.now)

    assert notice.state == "ended"


def test_money_released_before_the_circulation_counts_after_it(world):
    story = story_at(world, "noticed")
    cover(world, story.request, now=story.now)
    assert story.request.state == "funding_sought"

    circulate(world, story.request, now=story.now)

    assert story.request.state == "funded"


def test_a_reversal_before_delivery_takes_the_funding_back(world):
    story = story_at(world, "funded")

    cover(world, story.request, now=story.now, share=Decimal("0.99"))
    assert (story.request.state, story.request.funded_at) == ("funding_sought", None)
    cover(world, story.request, now=story.now)

    assert story.request.state == "funded"


def test_nothing_starts_without_cash_or_cover(world):
    story = story_at(world, "funded")
    deliver(world, story.request, "approved", now=story.now)
    cover(world, story.request, now=story.now, released_usd=Decimal(0))

    with refused(Refused, "no_cash_released"):
        story.act("programme_officer", "start_delivery")
    cover(world, story.request, now=story.now)
    assert story.act("programme_officer", "start_delivery").cash_at_start_usd > 0


def test_goods_must_be_handed_over(world):
    story = story_at(world, "in_delivery")
    found = delivery_of(world, story.request)
    order(world, found, now=story.now)

    with pytest.raises(Refused) as refusal:
        story.act("programme_officer", "complete")
    assert {reason.code for reason in refusal.value.reasons} == {
        "outputs_not_accepted",
        "goods_not_handed_over",
    }


@pytest.mark.parametrize("basis", [CompletionBasis.SILENCE, CompletionBasis.WAIVED])
def test_completion_says_on_what_ground(world, basis):
    story = story_at(world, "in_delivery")
    found = delivery_of(world, story.request)
    with world.as_("auditor"):
        output = found.outputs.get()
    given = {"pk": found.pk, "output_id": output.pk}
    if basis == CompletionBasis.WAIVED:
        with world.as_("section_chief"):
            DELIVERY.verbs["waive_output"](
                actor=world["section_chief"], now=story.now, reason="No one to sign.", **given
            )
    else:
        with world.as_("programme_officer"):
            DELIVERY.verbs["notice_output"](
                actor=world["programme_officer"], now=story.now, **given
            )
        story.now += timedelta(days=60)
        with world.as_("system"):
            DELIVERY.verbs["accept_output_by_silence"](actor=SYSTEM, now=story.now, **given)

    done = story.act("programme_officer", "complete")

    with world.as_("auditor"):
        event = Event.objects.of(done.pk).last()
    assert event.data["basis"] == done.completion_basis == basis
    assert done.follow_up_on.year == story.now.year + 1


def test_a_file_closes_with_its_money_and_reports(world):
    story = story_at(world, "terminated")
    cover(world, story.request, now=story.now, allotments_open=False, reports_open=True)
    with refused(Refused, "reports_open"):
        story.act("approving_officer", "close")
    cover(world, story.request, now=story.now, allotments_open=False)

    assert story.act("approving_officer", "close").state == "closed"


@pytest.mark.parametrize("state", [*WITHDRAWABLE, "noticed"])
def test_the_state_withdraws_from_anywhere_before_delivery(world, state):
    story = story_at(world, str(state))

    gone = story.act(AUTHORITY, "withdraw", reason="Other plans.")

    assert (gone.state, gone.circulated_at, gone.whose_move) == ("withdrawn", None, "nobody")
    with world.as_("auditor"):
        assert not Circulation.objects.filter(request=gone).open()


def test_with_obligations_the_chief_withdraws_with_a_refund_plan(world):
    story = story_at(world, "funded")
    cover(world, story.request, now=story.now, open_obligations_usd=Decimal(100))
    with refused(Refused, "money_obligated"):
        story.act(AUTHORITY, "withdraw", reason="Other plans.")
    with refused(Refused, "refund_plan_missing"):
        story.act("section_chief", "withdraw_with_refund_plan", reason="At its wish.")

    gone = story.act(
        "section_chief", "withdraw_with_refund_plan", reason="At its wish.", refund_plan="In May."
    )

    assert (gone.state, gone.refund_plan) == ("withdrawn", "In May.")


def test_days_are_counted_for_whoever_must_move_and_never_in_a_pause(world):
    story = story_at(world, "submitted")  # Thursday 1 October 2026
    story.now += timedelta(days=4)  # Monday: two working days of UNODC
    story.act("programme_officer", "acknowledge", authenticity_confirmed=True)
    story.now += timedelta(days=1)
    story.act("programme_officer", "request_information", question="Why?", reason="Plan.")
    story.now += timedelta(days=7)  # five working days of the State
    story.act(AUTHORITY, "answer", answer="So.")

    with world.as_("auditor"):
        turns = Turn.objects.filter(request_id=story.pk)
        counted = [(turn.court, turn.working_days) for turn in turns]
        days = days_of(story.request, now=story.now + timedelta(days=1))
    assert counted == [("state", 0), ("unodc", 3), ("state", 5), ("unodc", 0)]
    assert days == {"state": 5, "unodc": 4}
    assert str(turns[0]) == "state: 0"


def test_a_suspension_is_a_pause(world):
    story = story_at(world, "suspended")
    story.now += timedelta(days=30)
    story.act("section_chief", "resume", reason="Calm again.")

    with world.as_("auditor"):
        turns = list(Turn.objects.filter(request_id=story.pk))
    assert [(turn.counts, turn.working_days) for turn in turns][-2:] == [(False, 0), (True, 0)]


def test_an_unknown_person_cannot_lead(world):
    request = request_at(world, "acknowledged")

    with refused(Refused, "lead_not_assessor"):
        act(world, "section_chief", "begin_assessment", request, lead_assessor_id=uuid4())


def test_a_plan_of_another_request_does_not_help(world):
    story = story_at(world, "funded")
    plan(world, delivery_of(world, story.request).pk, now=story.now)
    with speaking_as(SYSTEM), pytest.raises(NotAllowed):
        REQUEST.verbs["start_delivery"](pk=story.pk, actor=SYSTEM, now=story.now)
