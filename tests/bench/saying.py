"""How the bench tells what it sees."""

from __future__ import annotations

import sys


def say(text: str = "") -> None:
    """Print one line now."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
