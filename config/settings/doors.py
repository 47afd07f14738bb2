"""The one door: email and password, second factors, and another house's word where configured."""

from __future__ import annotations

import os
from typing import Any

from config.settings.mode import MODE, Mode

ACCOUNT_ADAPTER = "portal.doors.adapters.DoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An account begins with an invitation, whose link proves the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
# Attempts are counted in PostgreSQL (web.throttle), exactly, whatever the number of processes.
ACCOUNT_RATE_LIMITS = False

MFA_ADAPTER = "portal.doors.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "TARA"
# One step of 30 seconds to either side: clocks differ, people type slowly.
MFA_TOTP_TOLERANCE = 1
# A first run is served without TLS, from this machine to itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE is not Mode.PRODUCTION

SOCIALACCOUNT_ADAPTER = "portal.doors.adapters.HouseAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
# A link, not a form: a form's way on to another house would need a hole in form-action.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def _houses() -> list[dict[str, Any]]:
    """Return the one provider of OpenID Connect, where the environment names it."""
    client = os.environ.get("TARA_OIDC_CLIENT", "")
    if not client:
        return []
    return [
        {
            "provider_id": "house",
            "name": os.environ.get("TARA_OIDC_NAME", "OpenID Connect"),
            "client_id": client,
            "secret": os.environ.get("TARA_OIDC_SECRET", ""),
            "settings": {
                "server_url": os.environ.get("TARA_OIDC_URL", ""),
                "oauth_pkce_enabled": True,
            },
        }
    ]


SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {"openid_connect": {"APPS": _houses()}}
