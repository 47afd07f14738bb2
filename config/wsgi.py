"""The web process: `gunicorn config.wsgi`."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.role_check import refuse_powerful_role  # noqa: E402 - needs the settings

refuse_powerful_role()

# Every view is loaded now, and what stays for good is never looked through again for garbage:
# with `--preload` the workers share it, and none stops for a tenth of a second in mid-answer.
get_resolver().url_patterns  # noqa: B018 - reading them loads them
gc.collect()
gc.freeze()
