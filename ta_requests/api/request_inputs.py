"""What the steps of requests and circulations ask for, and what may be written of a draft."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from ta_requests.choices.request import (
    ConsentClass,
    DeclineCode,
    DocumentKind,
    ReturnGrounds,
)
from ta_requests.services.drafting import MOST_ITEMS
from web.inputs import Inputs, register

LONGEST_TEXT = 20_000


def _text(longest: int = LONGEST_TEXT) -> Any:
    return serializers.CharField(required=False, allow_blank=True, default="", max_length=longest)


def _yes() -> Any:
    return serializers.BooleanField(required=False, default=False)


def _choice(choices: Any) -> Any:
    return serializers.ChoiceField(choices=choices, required=False, allow_blank=True, default="")


class ChooseConsentInput(Inputs):
    """Who may see the request once it is circulated."""

    consent_class = _choice(ConsentClass.choices)
    named_donors = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=200
    )


class VerifyScanInput(Inputs):
    """That the draft says what the scan says."""

    scan_verified = _yes()


class AcknowledgeInput(Inputs):
    """That the note verbale is authentic."""

    authenticity_confirmed = _yes()


class SendBackInput(Inputs):
    """On what ground it goes back."""

    grounds = _choice(ReturnGrounds.choices)


class QuestionInput(Inputs):
    """What the State is asked."""

    question = _text()


class AnswerInput(Inputs):
    """What the State answers."""

    answer = _text()


class StillNeededInput(Inputs):
    """That the assistance is still needed, at figures that were reviewed."""

    still_needed = _yes()
    figures_reviewed = _yes()


class DeclineInput(Inputs):
    """Why it is declined, by its code."""

    reason_code = _choice(DeclineCode.choices)


class ProviderInput(Inputs):
    """Who else could help."""

    provider = _text(200)


class LeadInput(Inputs):
    """Who leads the assessment."""

    lead_assessor_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class TerminateInput(Inputs):
    """When the State was told, and how what is open will be settled."""

    state_told_on = serializers.DateField(required=False, allow_null=True, default=None)
    settlement_plan = _text()


class RefundPlanInput(Inputs):
    """How the money is refunded."""

    refund_plan = _text()


def register_inputs() -> None:
    """Declare the inputs of the machines of requests and circulations."""
    register(
        "request",
        {
            "choose_consent": ChooseConsentInput,
            "submit_transcribed": VerifyScanInput,
            "acknowledge": AcknowledgeInput,
            "send_back": SendBackInput,
            "request_information": QuestionInput,
            "answer": AnswerInput,
            "renew": StillNeededInput,
            "reaffirm": StillNeededInput,
            "confirm_still_needed": StillNeededInput,
            "decline": DeclineInput,
            "propose_referral": ProviderInput,
            "begin_assessment": LeadInput,
            "reassess": LeadInput,
            "terminate": TerminateInput,
            "withdraw_with_refund_plan": RefundPlanInput,
        },
    )


class ItemInput(Inputs):
    """One line of material."""

    description = serializers.CharField(max_length=300)
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0)
    unit = serializers.CharField(max_length=60)
    purpose = serializers.CharField(max_length=300, allow_blank=True, required=False)


def _part(longest: int = LONGEST_TEXT) -> Any:
    return serializers.CharField(required=False, allow_blank=True, max_length=longest)


def _codes(longest: int) -> Any:
    return serializers.ListField(
        child=serializers.CharField(max_length=longest), required=False, max_length=100
    )


class ContentInput(Inputs):
    """What may be written of a request; lists and items replace the former ones as a whole."""

    title = serializers.CharField(required=False, max_length=300)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    needs = _part()
    priorities = _part()
    challenges = _part()
    restrictions = _part()
    domestic_law_note = _part()
    gender_note = _part()
    culture_note = _part()
    safeguards_note = _part()
    other_type_text = _part(300)
    themes = _codes(5)
    assistance_types = _codes(40)
    instruments = _codes(60)
    items = serializers.ListField(child=ItemInput(), required=False, max_length=MOST_ITEMS)


class FieldsInput(Inputs):
    """Fields as rewritten, each with the base it was rewritten from (see the answer's bases)."""

    content = ContentInput()
    bases = serializers.DictField(
        child=serializers.RegexField(r"^[0-9a-f]{64}$", max_length=64),
        help_text="For each field of the content, the base that came with the text one began from.",
    )


class DraftInput(ContentInput):
    """A new draft; with ``organisation`` an officer transcribes that State's paper note."""

    title = serializers.CharField(max_length=300)
    organisation = serializers.UUIDField(required=False)
    practice = serializers.BooleanField(
        required=False,
        default=False,
        help_text="A request to learn with: seen by its own State alone, and never filed.",
    )


class DocumentInput(Inputs):
    """A file and what it is."""

    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    file = serializers.FileField(allow_empty_file=True)
