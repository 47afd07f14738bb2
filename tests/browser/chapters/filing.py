"""First chapter: a mission writes in Arabic on a telephone, the line drops, its authority files."""

from __future__ import annotations

import re
from typing import Any, Final

from playwright.sync_api import expect

from ta_requests.models import Request
from tests.browser.cast import Cast
from tests.browser.hands import Hand, paper

LINE_DOWN: Final = "ERR_INTERNET_DISCONNECTED"
SAVED: Final = re.compile(r"\d\d:\d\d$")
TITLE: Final = "ورش في ثلاثة سجون"
WRITTEN: Final[dict[str, dict[str, Any]]] = {
    "needs": {"needs": "يخرج الناس من السجن بلا حرفة."},
    "priorities": {"priorities": "النجارة والبناء أولاً."},
    "challenges": {"challenges": "لا مدربين خارج العاصمة."},
    "restrictions": {"restrictions": "لا عمل أيام الجمعة."},
    "law": {"domestic_law_note": "قانون السجون، المادة 12."},
    "themes": {"themes": ["T2c", "T3b"]},
    "types": {"assistance_types": ["capacity_building", "material_support"]},
    "items": {
        "items-0-description": "طاولة نجارة",
        "items-0-quantity": "12",
        "items-0-unit": "قطعة",
    },
}
"""What the mission writes, section by section."""


def tell(cast: Cast) -> None:
    """Write, lose the line, attach the note, choose who may see it, read once more, submit."""
    _write(cast)
    _file(cast)
    assert cast.only(Request).state == "submitted"


def _write(cast: Cast) -> None:
    drafter = cast("state.ms_drafter")
    drafter.opens("/home/")
    drafter.follows("/requests/new/")
    drafter.writes(title=TITLE)
    drafter.presses()
    expect(drafter.page.locator("html")).to_have_attribute("dir", "rtl")
    drafter.follows("/edit/needs/")
    for section, answers in WRITTEN.items():
        assert drafter.path.endswith(f"/edit/{section}/")
        if section == "restrictions" and cast.has_scripts:
            _lose_the_line(cast, drafter)
        drafter.writes(**answers)
        drafter.presses("next")
    drafter.presses()
    drafter.follows("/documents/")
    drafter.writes("main form.card", kind="note_verbale", file=paper("مذكرة.pdf"))
    drafter.presses(form="main form.card")


def _lose_the_line(cast: Cast, drafter: Hand) -> None:
    """Write while the line is down; the text stays on the device and is saved on its return."""
    cast.watch.forgive(LINE_DOWN)
    text = WRITTEN["restrictions"]["restrictions"]
    page, told = drafter.page, drafter.page.locator(".save-state")
    page.context.set_offline(True)
    drafter.writes(restrictions=text)
    expect(told).to_have_attribute("data-tone", "bad")
    assert cast.only(Request).restrictions == ""
    page.context.set_offline(False)
    expect(told).to_have_text(SAVED)
    assert cast.only(Request).restrictions == text


def _file(cast: Cast) -> None:
    authority = cast("state.ms_authority")
    authority.turns_to("/requests/")
    authority.follows("/edit/$")
    authority.follows("/consent/")
    authority.writes(consent_class="public")
    authority.presses()
    authority.follows("/submit/")
    for section in ("needs", "restrictions", "law"):
        for text in WRITTEN[section].values():
            expect(authority.page.locator("main")).to_contain_text(str(text))
    authority.presses("take")
