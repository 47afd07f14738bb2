"""The staff's files of promises and money; every move by the engine."""

from __future__ import annotations

from donors.admin import amendments, money, promises, requests

__all__ = ["amendments", "money", "promises", "requests"]
