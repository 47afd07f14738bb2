"""What a person must have before their eyes when writing: the weights of the priority score."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from common.clock import day_of
from portal.writing.kinds import Writing
from ta_requests.choices.assessment import Criterion
from ta_requests.models import PriorityWeights


def aside_of(writing: Writing, *, now: datetime) -> dict[str, Any]:
    """Return what stands beside the form; nothing for most."""
    if not writing.aside:
        return {}
    weights = PriorityWeights.objects.in_force(day_of(now))
    return {
        "template": writing.aside,
        "version": weights.version,
        "lines": [(one.label, getattr(weights, one.value)) for one in Criterion],
    }
