"""How PostgreSQL is reached; who is speaking (owner or application) is decided at start."""

from __future__ import annotations

import os

from config.services.addresses import connection_settings
from config.services.installation import database_url
from config.services.roles import APPLICATION, OWNER

SPEAKS_AS_OWNER = os.environ.get("TARA_DATABASE_ROLE") == "owner"

DATABASES = {
    "default": connection_settings(database_url(OWNER if SPEAKS_AS_OWNER else APPLICATION))
}
# Named by migrations that take rights away from the application.
DATABASE_APP_ROLE = connection_settings(database_url(APPLICATION))["USER"] or APPLICATION
