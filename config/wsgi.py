"""The web process: `gunicorn config.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.role_check import refuse_powerful_role  # noqa: E402 - needs the settings

refuse_powerful_role()
