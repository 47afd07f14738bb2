"""What a case is: a story that began so many days ago, told in one transaction, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.training.cast import Cast


@dataclass(frozen=True)
class Case:
    """One story: how many days before the training's today it begins, and how it goes.

    No two cases begin on the same day: the moment of its first act tells a case apart from all
    others, and nobody can edit it afterwards.
    """

    ago: int
    tell: Callable[[Cast, datetime], None]

    def start(self, cast: Cast) -> datetime:
        """Return the moment of its first act."""
        return cast.today - timedelta(days=self.ago)
