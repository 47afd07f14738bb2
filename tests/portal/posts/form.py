"""A form as the right person sends it, with whoever may not."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.portal.browsing import now_at
from tests.world import World

NEVER: Final = 999_999
"""A version no object of a test comes to."""

CONTENT: Final = b"%PDF-1.7 a training paper"
KEYS = itertools.count()

Make = Callable[[World], "Form"]


@dataclass(frozen=True)
class Paper:
    """A file to send: made anew each time, because sending reads it."""

    name: str = "paper.pdf"

    def sent(self) -> SimpleUploadedFile:
        """Return it as a browser sends it."""
        return SimpleUploadedFile(self.name, CONTENT, content_type="application/pdf")


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form: where it goes, who sends it ("" is a stranger), and what stands in it.

    ``subject`` is what carries the version (none where the form carries none). ``wrong`` comes
    from the same side without the role, ``foreign`` from another organisation; "" where there is
    nobody of the kind. ``ends`` takes a real step after which the form is closed; without it the
    form closes itself. ``names`` is the id in the address, for which one that never was is put.
    """

    url: str
    who: str
    values: Mapping[str, Any] = field(default_factory=dict)
    subject: Any = None
    wrong: str = ""
    foreign: str = ""
    names: str = ""
    ends: Callable[[], Any] | None = None
    is_open: bool = False
    """Whether it stays open after it was taken: who sends it again means it again."""
    is_honest: bool = True
    """Whether the values would be taken; a proof of a device cannot be made here."""
    is_fresh: bool = False
    """Whether the person proved themselves this minute."""
    noted: frozenset[str] = frozenset()
    """Tables in which it is noted that somebody tried, whatever came of it."""
    stale: Mapping[str, Any] = field(default_factory=dict)
    """What stands in the form of somebody who looked too early, besides the version."""
    is_kept: bool = True
    """Whether something beside the session is kept of it."""
    status: int = 302
    """Of a form that was taken."""
    kind: frozenset[int] = frozenset()
    """Statuses that are kind here besides those that are kind everywhere."""

    def filled(self, **others: Any) -> dict[str, Any]:
        """Return what is sent: with the version as it is now, under a new key."""
        version = {} if self.subject is None else {"version": str(now_at(self.subject).version)}
        return {"key": f"form-{next(KEYS)}", **self.values, **version, **others}

    def outdated(self) -> dict[str, Any]:
        """Return the same as if it had been opened in another version."""
        return self.filled(**({"version": str(NEVER)} if self.subject else {}), **self.stale)


def sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the test client takes them, files unread."""
    return {
        name: value.sent() if isinstance(value, Paper) else value for name, value in values.items()
    }
