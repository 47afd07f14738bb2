"""A real Celery worker with one more handler; its clocks are short, so that a test need not wait.

``celery --app tests.kill.worker worker``. Each call of the handler leaves a line in the file that
TARA_KILL_LOG names, whatever becomes of its transaction.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from config.celery import app  # noqa: E402 - the models must be ready
from tests.toy.models import Postcard  # noqa: E402
from workflows import delivery  # noqa: E402
from workflows.models import Event  # noqa: E402

LOG = Path(os.environ["TARA_KILL_LOG"])
WORK_SECONDS = 0.02

delivery.RESEND_AFTER = timedelta(seconds=4)
app.conf.broker_transport_options |= {"visibility_timeout": 3, "unacked_restore_interval": 1}


def send_postcard(event: Event) -> None:
    """Do something that would show if it were done twice, and take a moment over it."""
    with LOG.open("a") as log:
        log.write(f"{os.getpid()} {event.pk}\n")
    Postcard.objects.create(event_id=event.pk)
    time.sleep(WORK_SECONDS)


delivery.subscribe(send_postcard)

__all__ = ["app"]
