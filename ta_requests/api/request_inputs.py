"""What the steps of requests and circulations ask for, and what may be written of a draft."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
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


def _text(label: Any, longest: int = LONGEST_TEXT) -> Any:
    return serializers.CharField(
        required=False, allow_blank=True, default="", max_length=longest, label=label
    )


def _yes(label: Any) -> Any:
    return serializers.BooleanField(required=False, default=False, label=label)


def _choice(label: Any, choices: Any) -> Any:
    return serializers.ChoiceField(
        choices=choices, required=False, allow_blank=True, default="", label=label
    )


class ChooseConsentInput(Inputs):
    """Who may see the request once it is circulated."""

    consent_class = _choice(_("who may see it"), ConsentClass.choices)
    named_donors = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        default=list,
        max_length=200,
        label=_("named donors"),
    )


class VerifyScanInput(Inputs):
    """That the draft says what the scan says."""

    scan_verified = _yes(_("the draft says what the scan says"))


class AcknowledgeInput(Inputs):
    """That the note verbale is authentic."""

    authenticity_confirmed = _yes(_("the note verbale is authentic"))


class SendBackInput(Inputs):
    """On what ground it goes back."""

    grounds = _choice(_("on what ground"), ReturnGrounds.choices)


class QuestionInput(Inputs):
    """What the State is asked."""

    question = _text(_("question"))


class AnswerInput(Inputs):
    """What the State answers."""

    answer = _text(_("answer"))


class StillNeededInput(Inputs):
    """That the assistance is still needed, at figures that were reviewed."""

    still_needed = _yes(_("the assistance is still needed"))
    figures_reviewed = _yes(_("the figures were reviewed"))


class DeclineInput(Inputs):
    """Why it is declined, by its code."""

    reason_code = _choice(_("why declined"), DeclineCode.choices)


class ProviderInput(Inputs):
    """Who else could help."""

    provider = _text(_("other provider"), 200)


class LeadInput(Inputs):
    """Who leads the assessment."""

    lead_assessor_id = serializers.UUIDField(
        required=False, allow_null=True, default=None, label=_("lead assessor")
    )


class TerminateInput(Inputs):
    """When the State was told, and how what is open will be settled."""

    state_told_on = serializers.DateField(
        required=False, allow_null=True, default=None, label=_("the State was told on")
    )
    settlement_plan = _text(_("settlement plan"))


class RefundPlanInput(Inputs):
    """How the money is refunded."""

    refund_plan = _text(_("refund plan"))


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

    description = serializers.CharField(max_length=300, label=_("description"))
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, label=_("quantity")
    )
    unit = serializers.CharField(max_length=60, label=_("unit"))
    purpose = serializers.CharField(
        max_length=300, allow_blank=True, required=False, label=_("purpose")
    )


def _part(label: Any, longest: int = LONGEST_TEXT) -> Any:
    return serializers.CharField(required=False, allow_blank=True, max_length=longest, label=label)


def _codes(label: Any, longest: int) -> Any:
    return serializers.ListField(
        child=serializers.CharField(max_length=longest),
        required=False,
        max_length=100,
        label=label,
    )


class ContentInput(Inputs):
    """What may be written of a request; lists and items replace the former ones as a whole."""

    title = serializers.CharField(required=False, max_length=300, label=_("title"))
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, required=False, label=_("language")
    )
    needs = _part(_("needs"))
    priorities = _part(_("priorities"))
    challenges = _part(_("challenges"))
    restrictions = _part(_("restrictions"))
    domestic_law_note = _part(_("domestic legislation"))
    gender_note = _part(_("gender perspective"))
    culture_note = _part(_("cultural diversity"))
    safeguards_note = _part(_("safety of society, rights of victims and offenders"))
    other_type_text = _part(_("other assistance"), 300)
    themes = _codes(_("themes"), 5)
    assistance_types = _codes(_("types of assistance"), 40)
    instruments = _codes(_("instruments"), 60)
    items = serializers.ListField(
        child=ItemInput(), required=False, max_length=MOST_ITEMS, label=_("Material support")
    )


class FieldsInput(Inputs):
    """Fields as rewritten, each with the base it was rewritten from (see the answer's bases)."""

    content = ContentInput()
    bases = serializers.DictField(
        child=serializers.RegexField(r"^[0-9a-f]{64}$", max_length=64),
        help_text="For each field of the content, the base that came with the text one began from.",
    )


class DraftInput(ContentInput):
    """A new draft; with ``organisation`` an officer transcribes that State's paper note."""

    title = serializers.CharField(max_length=300, label=_("title"))
    organisation = serializers.UUIDField(required=False, label=_("organisation"))
    practice = serializers.BooleanField(
        required=False,
        default=False,
        label=_("practice"),
        help_text="A request to learn with: seen by its own State alone, and never filed.",
    )


class DocumentInput(Inputs):
    """A file and what it is."""

    kind = serializers.ChoiceField(choices=DocumentKind.choices, label=_("kind"))
    file = serializers.FileField(allow_empty_file=True, label=_("file"))
