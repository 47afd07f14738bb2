"""Tell requests what stands behind them whenever a promise to them changes."""

from __future__ import annotations

from donors.services import positions
from workflows.actors import SYSTEM
from workflows.engine import Act
from workflows.principal import speaking_as


def push(act: Act) -> None:
    """Have the positions of the pledge's requests counted again, in the same transaction.

    As the system: a donor may pledge to a request of its own State without seeing its file.
    """
    with speaking_as(SYSTEM):
        positions.push(positions.requests_of(act.subject), act.now)
