"""Where people reach the service: letters carry this address."""

from __future__ import annotations

import os

from config.settings.mode import MODE, Mode, listed

USUAL_PORT = "8000"


def public_url() -> str:
    """Return the address the environment names, or the one that follows from hosts or port."""
    given = os.environ.get("TARA_URL", "")
    if given:
        return given.rstrip("/") + "/"
    if MODE is Mode.PRODUCTION:
        hosts = [host.lstrip(".") for host in listed("TARA_HOSTS") if host != "*"]
        return f"https://{hosts[0] if hosts else 'localhost'}/"
    return f"http://127.0.0.1:{os.environ.get('TARA_PORT', USUAL_PORT)}/"


PUBLIC_URL = public_url()

IATI_ORGANISATION = os.environ.get("TARA_IATI_ORGANISATION", "XM-DAC-41128")
"""Under which identifier activities are published; those published before keep theirs."""
