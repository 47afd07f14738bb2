"""The clocks of the room; what is due is decided in PostgreSQL, with the database's clock."""

from __future__ import annotations

from celery import shared_task

from common.clock import database_now
from ta_requests.services import assessment, deadlines, delivery


@shared_task(ignore_result=True)
def advance_clocks() -> dict[str, int]:
    """Take every step that time brings; running it twice takes no step twice."""
    now = database_now()
    taken = deadlines.advance(now)
    taken["note_silence"] = assessment.advance(now)
    taken["delivery"] = delivery.advance(now)
    return taken
