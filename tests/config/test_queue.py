"""The schedule asks for tasks that exist, and loses nothing by design."""

from __future__ import annotations

import pytest
from django.conf import settings

from config.celery import app

SCHEDULE = settings.CELERY_BEAT_SCHEDULE


@pytest.mark.parametrize("name", sorted(SCHEDULE))
def test_what_is_scheduled_is_a_task(name):
    app.loader.import_default_modules()

    assert SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize("name", sorted(SCHEDULE))
def test_calls_do_not_pile_up_while_no_worker_runs(name):
    assert SCHEDULE[name]["options"]["expires"] <= SCHEDULE[name]["schedule"]


def test_a_task_is_acknowledged_after_its_work_and_given_back_when_its_worker_dies():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_a_task_is_not_given_to_a_second_worker_while_the_first_may_still_run():
    told = app.conf.broker_transport_options

    assert told.get("confirm_publish") or told["visibility_timeout"] > app.conf.task_time_limit
