"""Every guard of the request: refused once, with its code; the road's tests pass each of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from common.errors import Invalid, NotAllowed, ReasonRequired, Refused, StateMoved
from ta_requests.choices.request import WITHDRAWABLE, CompletionBasis
from ta_requests.machines import ASSESSMENT, CIRCULATION, DELIVERY, REQUEST
from ta_requests.models import Circulation, Clarification, Turn
from ta_requests.services import deadlines, documents, drafting
from ta_requests.services.pace import days_of
from tests.factories.assessments import living_assessment
from tests.factories.deliveries import deliver, delivery_of, order, plan
from tests.factories.requests import (
    CONTENT,
    PDF,
    act,
    again,
    circulate,
    cover,
    draft,
    lapse_unanswered,
    request_at,
    story_at,
)
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING
from workflows.actors import NOBODY, SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

NOW = BEGINNING
AUTHORITY = "state.ms_authority"

LACKS = {
    "needs": ("", "needs_missing"),
    "priorities": ("", "priorities_missing"),
    "challenges": ("", "challenges_missing"),
    "restrictions": ("", "restrictions_missing"),
    "domestic_law_note": ("", "domestic_law_note_missing"),
    "themes": ([], "theme_missing"),
    "assistance_types": ([], "type_missing"),
    "items": ([], "items_missing"),
}
INPUTS = (
    # state, who, verb, given, code
    ("draft", AUTHORITY, "choose_consent", {}, "consent_missing"),
    (
        "draft",
        AUTHORITY,
        "choose_consent",
        {"consent_class": "named_donors"},
        "named_donors_missing",
    ),
    ("submitted", "programme_officer", "acknowledge", {}, "authenticity_unconfirmed"),
    ("submitted", "programme_officer", "send_back", {}, "grounds_missing"),
    ("acknowledged", "programme_officer", "request_information", {}, "question_missing"),
    (
        "acknowledged",
        "programme_officer",
        "request_information",
        {"question": " "},
        "question_missing",
    ),
    ("info_requested", AUTHORITY, "answer", {}, "answer_missing"),
    ("lapsed", AUTHORITY, "renew", {"figures_reviewed": True}, "still_needed_missing"),
    ("lapsed", AUTHORITY, "renew", {"still_needed": True}, "figures_unreviewed"),
    (
        "lapsed",
        AUTHORITY,
        "reaffirm",
        {"still_needed": True, "figures_reviewed": True},
        "never_sought_funding",
    ),
    ("acknowledged", "section_chief", "decline", {}, "reason_code_missing"),
    ("acknowledged", "section_chief", "propose_referral", {}, "provider_missing"),
    ("acknowledged", AUTHORITY, "consent_to_referral", {}, "provider_missing"),
    ("in_delivery", "section_chief", "terminate", {"settlement_plan": "Refund."}, "state_not_told"),
    (
        "in_delivery",
        "section_chief",
        "terminate",
        {"state_told_on": date(2026, 10, 1)},
        "settlement_plan_missing",
    ),
    ("in_delivery", "programme_officer", "complete", {}, "outputs_not_accepted"),
    ("funded", "programme_officer", "start_delivery", {}, "work_plan_not_agreed"),
    ("completed", "approving_officer", "close", {}, "allotments_open"),
    (
        "funding_sought",
        "section_chief",
        "withdraw_with_refund_plan",
        {"refund_plan": "x"},
        "nothing_obligated",
    ),
    (
        "funding_sought",
        AUTHORITY,
        "confirm_still_needed",
        {"still_needed": True, "figures_reviewed": True},
        "state_not_asked",
    ),
    ("info_requested", "system", "lapse", {}, None),
    ("info_requested", "system", "warn_of_lapse", {}, "warning_not_due"),
    ("funding_sought", "system", "ask_still_needed", {}, "warning_not_due"),
    ("funding_sought", "system", "lapse", {}, None),
    ("needs_assessment", "system", "record_assessed", {}, "assessment_not_final"),
    ("noticed", "system", "return_objected", {}, "no_objection"),
    ("noticed", "system", "show_to_donors", {}, "not_circulated"),
    ("funding_sought", "system", "fund", {}, "not_covered"),
    ("noticed", "system", "fund", {}, None),
    ("funded", "system", "unfund", {}, "still_covered"),
)
REASONED = (
    ("submitted", "programme_officer", "send_back", {"grounds": "not_authentic"}),
    ("acknowledged", "programme_officer", "request_information", {"question": "Why?"}),
    ("acknowledged", "section_chief", "decline", {"reason_code": "other"}),
    ("acknowledged", "section_chief", "propose_referral", {"provider": "UNDP"}),
    ("needs_assessment", "section_chief", "cancel_assessment", {}),
    ("in_delivery", "section_chief", "suspend", {}),
    ("suspended", "section_chief", "resume", {}),
    ("draft", AUTHORITY, "withdraw", {}),
)


@pytest.mark.parametrize(("field", "value", "code"), [(f, *lack) for f, lack in LACKS.items()])
def test_nothing_is_submitted_with_a_gap(world, field, value, code):
    request = draft(world, content={**CONTENT, field: value})
    with world.as_(AUTHORITY):
        documents.attach(
            pk=request.pk, actor=world[AUTHORITY], now=NOW, kind="note_verbale", upload=PDF
        )

    with refused(Refused, code):
        act(world, AUTHORITY, "submit", request)
    assert again(world, request.pk).state == "draft"


def test_other_assistance_is_named_and_a_note_verbale_attached(world):
    request = draft(world, content={**CONTENT, "assistance_types": ["other"]})

    with refused(Refused, "other_type_text_missing", "note_verbale_missing"):
        act(world, AUTHORITY, "submit", request)


@pytest.mark.parametrize(("state", "who", "verb", "given", "code"), INPUTS)
def test_a_guard_refuses_and_changes_nothing(world, state, who, verb, given, code):
    request = request_at(world, state)

    with refused(Refused, *([code] if code else [])):
        act(world, who, verb, request, reason="Because.", **given)
    assert again(world, request.pk).version == request.version


@pytest.mark.parametrize(("state", "who", "verb", "given"), REASONED)
def test_a_reason_is_asked_for(world, state, who, verb, given):
    request = request_at(world, state)

    with pytest.raises(ReasonRequired):
        act(world, who, verb, request, reason="  ", **given)
    assert again(world, request.pk).state == request.state


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


@pytest.mark.parametrize(
    ("state", "who", "verb", "given", "code"),
    [
        ("submitted", "programme_officer", "send_back", {"grounds": "mood"}, "unknown_code"),
        ("acknowledged", "section_chief", "decline", {"reason_code": "mood"}, "unknown_code"),
        (
            "acknowledged",
            "section_chief",
            "propose_referral",
            {"provider": "x" * 201},
            "text_too_long",
        ),
    ],
)
def test_an_input_outside_its_list_is_refused(world, state, who, verb, given, code):
    request = request_at(world, state)

    with refused(Invalid, code):
        act(world, who, verb, request, reason="Because.", **given)


def test_facts_know_nothing_that_the_speaker_may_not_see(world):
    request = request_at(world, "in_delivery")

    with speaking_as(NOBODY):
        facts = REQUEST.facts(request, actor=NOBODY, now=NOW, given={})

    assert (facts.outputs, facts.completion_basis) == (0, "")
