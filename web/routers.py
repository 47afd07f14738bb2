"""Addresses of the API: ``/things/`` and ``/things/{id}/``, the id a UUID."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """Register viewsets under plain path converters, with a trailing slash."""

    def __init__(self) -> None:
        """Use path converters, so that an id of another shape is simply an unknown address."""
        super().__init__(trailing_slash=True, use_regex_path=False)
