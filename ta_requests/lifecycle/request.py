"""The request: its states and its machine, in two halves.

draft -> submitted -> acknowledged -> needs_assessment -> assessed -> funding_sought -> funded ->
in_delivery -> completed -> closed; beside the road returned, info_requested, lapsed, suspended;
and the other ends declined, referred, withdrawn, terminated (DOMAIN 3).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ta_requests.choices.request import RequestState
from ta_requests.lifecycle.request_funding import RequestFunding
from ta_requests.lifecycle.request_intake import RequestIntake
from workflows.state_field import StateField


class RequestLifecycle(RequestIntake, RequestFunding):
    """Every move of a request; bodies only set fields of self."""

    state = StateField(
        _("state"), default=RequestState.DRAFT.value, choices=RequestState, protected=True
    )

    class Meta:
        abstract = True
