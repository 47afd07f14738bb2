"""On which money the coordination levy is due: tightly earmarked money of others (DOMAIN 2b)."""

from __future__ import annotations

from typing import Any, Final

from accounts.choices import OrganisationKind
from donors.choices.promises import Earmark

EXEMPT: Final = frozenset({OrganisationKind.UN_ENTITY, OrganisationKind.UNODC})
"""Donors of whose money it is never due: what comes through the United Nations bore it there."""


def is_due(*, earmark_category: str, local_resources: bool, donor_kind: str) -> bool:
    """Tell whether the levy is due on money of this kind; a State pays none for its own request."""
    tightly = earmark_category == Earmark.TIGHTLY
    return tightly and not local_resources and donor_kind not in EXEMPT


def is_levied(cash: Any) -> bool:
    """Tell whether the levy is due on a contribution: none on what others have published."""
    return not cash.published_from and is_due(
        earmark_category=cash.pledge.earmark_category,
        local_resources=cash.local_resources,
        donor_kind=cash.donor_kind,
    )
