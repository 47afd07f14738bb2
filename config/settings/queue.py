"""The task queue: ids only, acknowledged after the work, decided by the database."""

from __future__ import annotations

from typing import Any

from config.services.installation import broker_url
from config.settings.mode import MODE, Mode

CELERY_BROKER_URL = broker_url()
_is_rabbitmq = CELERY_BROKER_URL.startswith(("amqp", "pyamqp"))

CELERY_TASK_DEFAULT_QUEUE = "tara"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120 if MODE is Mode.PRODUCTION else 30
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT - 5
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False  # the outbox is the retry

CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
# Without an end, a publisher would knock at a broker that is down for ever.
_one_more_try = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
if _is_rabbitmq:
    # Without the broker's word that it has the message, a killed broker loses thousands.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"confirm_publish": True, **_one_more_try}
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_WORKER_DETECT_QUORUM_QUEUES = True
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # How long a task of a killed worker waits for the next one; longer than the time limit.
        "visibility_timeout": CELERY_TASK_TIME_LIMIT + 10,
        "unacked_restore_interval": 5,
        "socket_connect_timeout": 3,
        "socket_timeout": 5,
        **_one_more_try,
    }

# What must happen is decided in PostgreSQL; these calls only ask "is there anything to do?".
# A call that waited for a whole interval is dropped: the next one asks the same.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, task, seconds in (
        ("sweep of the outbox", "workflows.tasks.relay_outbox", 5.0),
        ("sweep of the mail", "messaging.tasks.send_due_mail", 5.0),
        ("clocks of the requests", "ta_requests.tasks.advance_clocks", 60.0),
        ("clocks of the money", "donors.tasks.advance_clocks", 60.0),
        ("keys, counters and sessions of yesterday", "web.tasks.tidy_up", 3600.0),
    )
}
# Each commit with a message asks for a relay run; the sweep is the safety net.
OUTBOX_NUDGE = True
