"""Which page shows which kind of subject."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

OWN_PAGES = {"request": "portal:request", "pledge": "portal:pledge"}


def page_of(key: str, pk: UUID | str) -> str:
    """Return the path of a subject's page."""
    if key in OWN_PAGES:
        return reverse(OWN_PAGES[key], args=[pk])
    return reverse("portal:case", args=[key, pk])


def step_of(key: str, pk: UUID | str, name: str) -> str:
    """Return the path of the page on which one step is taken."""
    return reverse("portal:step", args=[key, pk, name])
