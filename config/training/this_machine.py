"""What a training shows of its secrets, it shows to this machine alone."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings


def is_loopback(host: str) -> bool:
    """Tell whether a name or number is this machine talking to itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def answers_itself_alone() -> bool:
    """Tell whether the service's own address leads nowhere but here."""
    return is_loopback(urlsplit(settings.PUBLIC_URL).hostname or "")
