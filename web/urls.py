"""Addresses of the plumbing."""

from __future__ import annotations

from django.urls import path

from web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
