"""The base of the staff's pages; importing it registers people and organisations."""

from __future__ import annotations

from web import people_admin
from web.case_admin import CaseAdmin, CaseInline

__all__ = ["CaseAdmin", "CaseInline", "people_admin"]
