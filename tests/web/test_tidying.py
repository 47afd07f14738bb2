"""Yesterday's keys, counters and sessions are forgotten; today's stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from common.clock import database_now
from web.models import Counter, IdempotencyKey
from web.tasks import tidy_up

pytestmark = pytest.mark.django_db


def test_only_what_is_over_is_forgotten(world):
    now = database_now()
    with world.as_("system"):
        for age in (1, 25):
            IdempotencyKey.objects.create(
                person_id=world.user("auditor").pk,
                route="POST /",
                key=str(age),
                fingerprint="",
                status=200,
                created_at=now - timedelta(hours=age),
            )
    for hours in (-1, 1):
        Counter.objects.create(bucket=str(hours), ends_at=now + timedelta(hours=hours), count=1)
        Session.objects.create(session_key=f"s{hours}", expire_date=now + timedelta(hours=hours))

    tidy_up()

    with world.as_("system"):
        assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["1"]
    assert list(Counter.objects.values_list("bucket", flat=True)) == ["1"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["s1"]
