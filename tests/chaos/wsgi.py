"""The service for the storm; with TARA_CHAOS_UNLOCKED nobody waits for money (a control)."""

from __future__ import annotations

import os
from uuid import UUID

from django.db import connections
from django.test import Client

from config.wsgi import application
from donors.models import Contribution
from donors.services import allotments, holding, positions

__all__ = ["application"]

# What a first request imports is imported before the workers are forked, not in each of them.
Client(headers={"Host": "localhost"}).get("/api/v1/allotments/")
connections.close_all()


def _unlocked(ids: list[UUID], **_seen: object) -> dict[UUID, Contribution]:
    return {one.pk: one for one in Contribution.objects.filter(pk__in=ids)}


if "TARA_CHAOS_UNLOCKED" in os.environ:
    vars(holding)["hold_contribution"] = lambda _pk: None
    vars(allotments)["lock_contributions"] = _unlocked
    vars(positions)["lock"] = lambda _ids: None
