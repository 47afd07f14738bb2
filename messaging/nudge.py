"""Ask for a mail run soon; the steady sweep comes anyway."""

from __future__ import annotations

from django.conf import settings

from messaging.tasks import send_due_mail


def nudge() -> None:
    """Ask the broker once; nobody waits for the answer."""
    if settings.OUTBOX_NUDGE:
        send_due_mail.apply_async(retry=False)
