"""Last chapter: a stranger sees what the State agreed to show to everyone, and nothing else."""

from __future__ import annotations

from playwright.sync_api import expect

from ta_requests.models import Request
from tests.browser.cast import Cast
from tests.browser.chapters.assessing import AGREED, COMPONENTS
from tests.browser.chapters.delivering import OUTPUT, THANKS
from tests.browser.chapters.filing import TITLE, WRITTEN

UNSHOWN = (
    WRITTEN["law"]["domestic_law_note"],
    "مذكرة.pdf",
    AGREED,
    THANKS,
    "Visto en el lugar.",
    "Japan",
    "¥",
    "JPY",
)
"""Of the request itself: the note on the law, its papers, its assessment, its letters, who gave."""


def tell(cast: Cast) -> None:
    """Find the result as a stranger; miss all that is not for strangers."""
    shown = cast.only(Request)
    stranger = cast("")
    stranger.opens("/")
    stranger.opens("/results/")
    stranger.follows(f"/published/{shown.pk}/")
    text = stranger.page.locator("body")
    for told in (TITLE, *WRITTEN["needs"].values(), *COMPONENTS, OUTPUT, shown.reference):
        expect(text).to_contain_text(str(told))
    for untold in UNSHOWN:
        expect(text).not_to_contain_text(str(untold))
