"""Every guard of the request: refused once, with its code; the road's tests pass each of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.errors import Invalid, ReasonRequired, Refused
from ta_requests.machines import REQUEST
from ta_requests.services import documents
from tests.factories.requests import (
    CONTENT,
    PDF,
    act,
    again,
    draft,
    request_at,
)
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING
from workflows.actors import NOBODY
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
INPUTS: tuple[tuple[str, str, str, dict[str, Any], str | None], ...] = (
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
REASONED: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
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
