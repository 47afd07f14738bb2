"""Everybody in the main story: their languages, their screens, and how they use a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from playwright.sync_api import Page

from common.clock import database_now
from tests.browser.conftest import Visit
from tests.browser.hands import Hand
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.stage import Stage
from tests.browser.watch import Watch
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

LANGUAGES: Final = {
    "state.ms_drafter": "ar",
    "state.ms_authority": "ar",
    "other_donor.donor_rep": "zh-hans",
    "assessor": "es",
    "treasury_officer": "ru",
}
"""Who does not work in English."""

ON_A_PHONE: Final = ("state.ms_drafter", "state.ms_authority")


@dataclass
class Cast:
    """The people of one telling; each sits down at a browser of their own when first called."""

    stage: Stage
    visit: Visit
    watch: Watch
    hand: Callable[[Page], Hand] = Hand
    options: dict[str, Any] = field(default_factory=dict)
    people: dict[tuple[str, str], Hand] = field(default_factory=dict)

    @property
    def has_scripts(self) -> bool:
        """Tell whether the browsers of this telling run scripts."""
        return bool(self.options.get("java_script_enabled", True))

    def __call__(self, name: str, language: str = "") -> Hand:
        """Return a person at their own browser, in their language unless told otherwise."""
        spoken = language or LANGUAGES.get(name, "en")
        known = (name, spoken)
        if known not in self.people:
            size = PHONE if name in ON_A_PHONE else DESKTOP
            page = self.visit(name, language=spoken, size=size, **self.options)
            self.people[known] = self.hand(page)
        return self.people[known]

    def only(self, model: Any) -> Any:
        """Return the one row of a model that the story has made."""
        with speaking_as(SYSTEM):
            return model.objects.get()


def today(days: int = 0) -> str:
    """Return a day as forms take it, so many days from now."""
    day: date = database_now().date() + timedelta(days=days)
    return day.isoformat()
