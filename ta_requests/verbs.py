"""Every verb of the room by the name of its move, put into the machines once."""

from __future__ import annotations

from typing import Any

from ta_requests.machines import (
    ASSESSMENT,
    CIRCULATION,
    DELIVERY,
    MACHINES,
    MATERIAL_ITEM,
    MILESTONE,
    REQUEST,
)
from ta_requests.services import (
    circulation,
    clarification,
    decision,
    fulfilment,
    funding,
    intake,
    submission,
    withdrawal,
)
from ta_requests.services.assessment_verbs import (
    ASSESSMENT_VERBS,
    DELIVERY_VERBS,
    ITEM_VERBS,
    MILESTONE_VERBS,
)
from workflows.registry import register

STAGES = (
    submission,
    intake,
    clarification,
    decision,
    circulation,
    funding,
    fulfilment,
    withdrawal,
)
"""The stages of a request; each verb bears the name of its move."""

CIRCULATION_VERBS: dict[str, Any] = {
    "circulate": circulation.circulate,
    "object": circulation.object,
    "end": circulation.end,
}


def register_machines() -> None:
    """Give each machine its verbs and make it known."""
    for name in REQUEST.moves:
        stage = next(stage for stage in STAGES if name in vars(stage))
        REQUEST.verbs[name] = getattr(stage, name)
    CIRCULATION.verbs.update(CIRCULATION_VERBS)
    ASSESSMENT.verbs.update(ASSESSMENT_VERBS)
    DELIVERY.verbs.update(DELIVERY_VERBS)
    MILESTONE.verbs.update(MILESTONE_VERBS)
    MATERIAL_ITEM.verbs.update(ITEM_VERBS)
    for machine in MACHINES:
        register(machine)
