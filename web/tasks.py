"""What the plumbing tidies up now and then."""

from __future__ import annotations

from celery import shared_task
from django.contrib.sessions.models import Session

from web.idempotency import forget_old_keys
from web.models import Counter
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


@shared_task
def tidy_up() -> None:
    """Forget keys older than a day, counters that ended and sessions that expired."""
    with speaking_as(SYSTEM) as now:
        forget_old_keys(now=now)
        Counter.objects.filter(ends_at__lt=now).delete()
        Session.objects.filter(expire_date__lt=now).delete()
