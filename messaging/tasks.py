"""The job that empties the notices waiting to be mailed; the database says which are due."""

from __future__ import annotations

from celery import shared_task

from messaging import posting


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def send_due_mail() -> int:
    """Send what is due; runs after each delivered event and on a steady sweep."""
    return posting.send_due()
