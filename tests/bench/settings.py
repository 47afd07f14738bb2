"""The house's settings with two bare views beside its own, and the nudge switched on."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
OUTBOX_NUDGE = "TARA_BENCH_SERVES" in os.environ  # not while the databases are filled
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
