"""The clocks of the room, run by the scheduler."""

from __future__ import annotations

from celery import shared_task

from common.clock import database_now
from donors.services import clocks


@shared_task(ignore_result=True)
def advance_clocks() -> dict[str, int]:
    """Take every step a passing day makes due; running it twice changes nothing."""
    return clocks.advance(now=database_now())
