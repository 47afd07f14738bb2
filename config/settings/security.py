"""Sign-in, cookies, transport and what a page may load."""

from __future__ import annotations

import os

from csp.constants import NONE, SELF

from config.settings.mode import MODE, Mode, listed, secret

_production = MODE is Mode.PRODUCTION

DEBUG = False
SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = listed("TARA_SECRET_KEY_FALLBACKS")
# Keys the permutation behind public references: no count can be read from them.
# Never rotated: a new key would give a number twice.
REFERENCE_KEY = secret("REFERENCE_KEY")
# Salts the digests that stand for personal values in the trail.
TRAIL_KEY = secret("TRAIL_KEY")
# Encrypts the secrets of second factors. Never rotated alone: everybody would have to begin anew.
FACTOR_KEY = secret("FACTOR_KEY")

ALLOWED_HOSTS = listed("TARA_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = listed("TARA_ORIGINS")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
PASSWORD_RESET_TIMEOUT = 60 * 60

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _production
CSRF_FAILURE_VIEW = "web.errors.csrf_failed"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _production

SECURE_SSL_REDIRECT = _production
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _production
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("TARA_BEHIND_PROXY"):
    # Only a proxy that always sets this header makes it true.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Nothing inline, nothing foreign. The two pages of the API viewers relax it for themselves.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# A body larger than this is refused before it is read; uploads have their own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_UPLOAD_PERMISSIONS = 0o600
