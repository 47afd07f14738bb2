"""Which of three lives this process leads, and where its secrets come from."""

from __future__ import annotations

import json
import os
import secrets
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured

from config.services.places import here


class Mode(StrEnum):
    """The lives a process may lead; `local` answers to this machine alone."""

    LOCAL = "local"
    TEST = "test"
    PRODUCTION = "production"


MODE = Mode(os.environ.get("TARA_MODE", Mode.LOCAL))


def secret(name: str) -> str:
    """Return a secret: from the environment in production, made once under var/ elsewhere."""
    given = os.environ.get(f"TARA_{name}", "")
    if given:
        return given
    if MODE is Mode.PRODUCTION:
        message = f"TARA_{name} must be set in production"
        raise ImproperlyConfigured(message)
    if MODE is Mode.TEST:
        return f"known-to-every-test-{name.lower()}-0123456789abcdef"
    return _made_here(name)


def _made_here(name: str) -> str:
    """Return a secret of this installation, making it at its first use."""
    place = here()
    with place.locked():
        path = place.var / "secrets.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        if name not in known:
            known[name] = secrets.token_urlsafe(48)
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(known, indent=2) + "\n")
            draft.rename(path)
    return known[name]


def listed(name: str) -> list[str]:
    """Return the comma-separated words of an environment variable."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
