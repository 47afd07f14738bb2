"""Send waiting notices one by one, each in its own transaction; what fails waits longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import get_connection

from common.clock import database_now
from messaging.mail import letter
from messaging.models import Channel, Notice
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

BATCH = 100
MAX_ATTEMPTS = 10
LONGEST_WAIT_SECONDS = 3600


def send_due(*, now: datetime | None = None) -> int:
    """Send at most a batch of due notices and return how many left; each attempt is kept."""
    sent = 0
    with get_connection() as connection:
        for _attempt in range(BATCH):
            outcome = _send_next(connection, now=now)
            if outcome is None:
                break
            sent += outcome
    return sent


def _send_next(connection: object, *, now: datetime | None) -> bool | None:
    """Send one notice no other worker holds; None when nothing is due."""
    with speaking_as(SYSTEM):
        at = now or database_now()
        waiting = Notice.objects.due(at=at).filter(channel=Channel.MAIL)
        notice = (
            waiting.select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient")
            .order_by("available_at", "id")
            .first()
        )
        if notice is None:
            return None
        notice.attempts += 1
        try:
            letter(notice, connection=connection).send()
        except Exception as problem:  # noqa: BLE001 - whatever a mail server says, the notice waits
            _postpone(notice, at=at, problem=type(problem).__name__)
        else:
            notice.sent_at = at
        notice.save(
            update_fields=["attempts", "sent_at", "failed_at", "available_at", "last_error"]
        )
    return notice.sent_at is not None


def _postpone(notice: Notice, *, at: datetime, problem: str) -> None:
    """Wait 2, 4, 8 ... seconds, at most an hour; after ten attempts a person must look."""
    wait = min(2**notice.attempts, LONGEST_WAIT_SECONDS)
    notice.available_at = at + timedelta(seconds=wait)
    notice.last_error = problem[:120]
    if notice.attempts >= MAX_ATTEMPTS:
        notice.failed_at = at
