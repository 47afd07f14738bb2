"""The REST API and its published contract."""

from __future__ import annotations

import os
from typing import Any

from config.settings.mode import MODE, Mode

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "web.schema.Schema",
    "EXCEPTION_HANDLER": "web.errors.handle",
    "DEFAULT_AUTHENTICATION_CLASSES": ["web.authentication.Authentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.parsers.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": [],
    "FORMAT_SUFFIX_KWARG": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# name -> (most, seconds). Counted in the database, before anything is looked up.
THROTTLES: dict[str, tuple[int, int]] = {
    "api_address": (3_000, 60),
    "api_caller": (1_200, 60),
    "sign_in_address": (60, 60),
    "sign_in_account": (10, 300),
    "password_account": (3, 3_600),
}
if MODE is not Mode.PRODUCTION:
    # Tests and load runs knock harder than people; those about limits set their own.
    THROTTLES |= {name: (1_000_000, seconds) for name, (_, seconds) in THROTTLES.items()}
# How many of our own proxies write X-Forwarded-For; none: the header is not believed.
NUM_PROXIES = int(os.environ.get("TARA_PROXIES", "0"))

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "TARA: Technical Assistance Requests and Allocations",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DESCRIPTION": (
        "Requests of Member States for technical assistance, and the contributions that fund them."
        " Every error is a problem document (RFC 9457) with a stable code: see /api/errors/."
        " The codes an answer may carry, pages, versions and safe repetition are explained there."
    ),
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "SCHEMA_COERCE_PATH_PK_SUFFIX": True,
    "SORT_OPERATION_PARAMETERS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "web.schema.let_unions_overlap",
        "web.schema.document_problems",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
