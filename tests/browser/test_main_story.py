"""One request from a telephone in Arabic to the public page, over pages alone."""

from __future__ import annotations

from tests.browser.cast import Cast
from tests.browser.chapters import assessing, delivering, filing, giving, paying, showing
from tests.browser.keyboard import Keys

CHAPTERS = (filing, assessing, giving, paying, delivering, showing)


def tell(cast: Cast) -> None:
    for chapter in CHAPTERS:
        chapter.tell(cast)


def test_a_mission_asks_and_receives_what_a_donor_gives(stage, visit, watch):
    tell(Cast(stage, visit, watch))


def test_the_same_without_scripts(stage, visit, watch):
    tell(Cast(stage, visit, watch, options={"java_script_enabled": False}))


def test_the_same_by_keyboard_alone(stage, visit, watch):
    tell(Cast(stage, visit, watch, hand=Keys))
