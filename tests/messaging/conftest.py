"""Deliver what waits in the outbox, as the relay and a worker would."""

from __future__ import annotations

import pytest

from tests.delivering import deliver_waiting


@pytest.fixture
def deliver_all(world):
    """Return a call that delivers every waiting message and says how many there were."""
    return deliver_waiting
