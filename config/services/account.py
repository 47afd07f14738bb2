"""PostgreSQL refuses to run as root: how its programs are started when we are root."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

from config.services.places import NOBODY

MAPPED = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@functools.cache
def _can_hide_root() -> bool:
    """Tell whether a user namespace may hide that we are root (some containers forbid it)."""
    if shutil.which(MAPPED[0]) is None:
        return False
    return subprocess.run([*MAPPED, "true"], check=False, capture_output=True).returncode == 0


def _is_nobody() -> bool:
    """Tell whether the programs run as the fallback user."""
    return os.getuid() == 0 and not _can_hide_root()


def hand_over(*folders: Path) -> None:
    """Give folders to the fallback user, when there is one; root still reads them.

    Their parent, which is ours, must let that user pass; folders above it are not our
    business, and initdb says so in its log when they are closed.
    """
    if _is_nobody():
        for folder in folders:
            os.chown(folder, NOBODY, NOBODY)
            if folder.parent.stat().st_uid == 0 and folder.parent.stat().st_mode & 0o777 == 0o700:
                folder.parent.chmod(0o711)


def run_unprivileged(command: list[str], *, log: Path) -> int:
    """Run a program to its end as somebody who is not root; return its exit code.

    What it prints is appended to `log`, which a server it leaves behind keeps writing to.
    """
    if os.getuid() == 0 and _can_hide_root():
        command = [*MAPPED, *command]
    user = NOBODY if _is_nobody() else None
    with log.open("ab") as sink:
        return subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd="/",
            user=user,
            group=user,
            extra_groups=[] if user else None,
            start_new_session=True,  # Ctrl-C at the terminal must not reach the database
        ).returncode
