"""What the donors' room tells requests about money, and what requests ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from workflows.actors import Actor

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class ComponentPosition:
    """The money of one component in US dollars; what is released is programmable, as booked."""

    released_net_usd: Decimal = NOTHING
    in_kind_covered: bool = False
    pledged_usd: Decimal = NOTHING
    committed_usd: Decimal = NOTHING
    received_usd: Decimal = NOTHING


@dataclass(frozen=True, kw_only=True)
class Position:
    """The money of one request in US dollars: three totals, never mixed, and their use."""

    pledged_usd: Decimal = NOTHING
    committed_usd: Decimal = NOTHING
    received_usd: Decimal = NOTHING
    released_usd: Decimal = NOTHING
    open_obligations_usd: Decimal = NOTHING
    expenditure_usd: Decimal = NOTHING
    components: Mapping[UUID, ComponentPosition] = field(default_factory=dict)
    allotments_open: bool = False
    reports_open: bool = False
    local_resources_cover_phase_1: bool = False


class FundingPort(Protocol):
    """The three things a request asks of whoever keeps the money."""

    def hold(self, *, request_id: UUID) -> None:
        """Lock every contribution allotted to the request, by id ascending, before the request."""

    def release_everything(self, *, request_id: UUID, actor: Actor, now: datetime) -> None:
        """Reverse every allotment of the request down to what is obligated."""

    def recount(self, *, request_id: UUID, now: datetime) -> None:
        """Count anew, as the budget just became known, what earlier promises cover of it."""


class NoFunding:
    """The port of a house without donors: nothing is allotted, nothing to release."""

    def hold(self, *, request_id: UUID) -> None:
        """Hold nothing."""

    def release_everything(self, *, request_id: UUID, actor: Actor, now: datetime) -> None:
        """Release nothing."""

    def recount(self, *, request_id: UUID, now: datetime) -> None:
        """Count nothing."""


_port: FundingPort = NoFunding()


def plug(port: FundingPort) -> None:
    """Name who keeps the money; called once by the donors' room when it is ready."""
    global _port
    _port = port


def funding() -> FundingPort:
    """Return who keeps the money."""
    return _port
