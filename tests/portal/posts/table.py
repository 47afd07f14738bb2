"""Every form of the portal by the route it is sent to."""

from __future__ import annotations

from typing import Final

from tests.portal.posts import acts, cases, desks, door, giving, guide, requests, writings
from tests.portal.posts.form import Make

FORMS: Final[dict[str, Make]] = {
    **cases.STEPS,
    **writings.FORMS,
    **requests.FORMS,
    **acts.FORMS,
    **giving.FORMS,
    **desks.FORMS,
    **guide.FORMS,
    **door.FORMS,
}

FURTHER: Final[dict[str, Make]] = {**requests.FURTHER, **acts.FURTHER}
"""Forms that share the route of another: further sections, further acts of one page."""
