#!/usr/bin/env python
"""Run a management command; the embedded PostgreSQL is started if nothing else was named."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from config.catalogues.compiling import compile_stale
from config.services.installation import ensure_database_server

# These change or describe the schema, so they speak as its owner. All others, shells
# included, speak as the application role and obey row-level security.
OWNER_COMMANDS = frozenset(
    {"makemigrations", "migrate", "optimizemigration", "showmigrations", "sqlmigrate"}
    | {"sqlsequencereset", "squashmigrations"}
)


def main() -> None:
    """Choose the database role by the command, then let Django run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ["TARA_DATABASE_ROLE"] = "owner"
    compile_stale()
    ensure_database_server()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
