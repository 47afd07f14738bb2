"""What requests may ask of money without knowing it: registered when the room is ready."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from donors.models import Allotment, Contribution
from donors.services import positions, reversals
from donors.services.contributions import lock_contributions
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as


class Funding:
    """Answers ``ta_requests.ports.FundingPort``."""

    def hold(self, *, request_id: UUID) -> None:
        """Lock the contributions with money on a request, before the request itself is locked."""
        with speaking_as(SYSTEM):
            given = Allotment.objects.open().filter(request_id=request_id)
            lock_contributions(list(given.values_list("contribution_id", flat=True)))

    def release_everything(self, *, request_id: UUID, actor: Actor, now: datetime) -> None:
        """Take back, as the system, what is not obligated on a request that ``actor`` ended."""
        reversals.release_everything(request_id=request_id, actor=actor, now=now)

    def recount(self, *, request_id: UUID, now: datetime) -> None:
        """Count anew where money was signed for before the budget it covers was known."""
        with speaking_as(SYSTEM):
            if Contribution.objects.filter(request_id=request_id).exists():
                positions.push([request_id], now)
