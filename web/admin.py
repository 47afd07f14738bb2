"""The staff's pages of people and of what was done; and the bases the domain rooms build on."""

from __future__ import annotations

from web import people_admin, trail_admin
from web.case_admin import CaseAdmin
from web.panels import Panel, attach
from web.reading import CaseInline, Reading

__all__ = [
    "CaseAdmin",
    "CaseInline",
    "Panel",
    "Reading",
    "attach",
    "people_admin",
    "trail_admin",
]
