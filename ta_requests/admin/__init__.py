"""The staff's files of requests, needs assessments and deliveries; every move by the engine."""

from __future__ import annotations

from ta_requests.admin import assessments, deliveries, offers, requests

__all__ = ["assessments", "deliveries", "offers", "requests"]
