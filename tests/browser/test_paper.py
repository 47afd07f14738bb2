"""What is printed: the request file and the statement of account, on sheets, without the screen."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import gallery
from tests.browser.gallery import Exhibit
from tests.browser.stage import House

SHEET: Final[ViewportSize] = {"width": 680, "height": 1002}
"""A4 without the margins of the style sheet, in CSS pixels."""

PRINTED: Final = (
    "portal:request",
    "portal:case",
    "portal:pledge_account",
    "portal:pledge_receipt",
    "portal:published",
    "portal:trail",
)
FEWEST_SHEETS: Final = 3
MOST_SHEETS: Final = 10

STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
COUNT: Final = re.compile(rb"/Count (\d+)")
DISPLAY: Final = "one => getComputedStyle(one).display"
READABLE: Final = "one => one.checkVisibility({contentVisibilityAuto: true})"

ONLY_ON_SCREENS: Final = """() => [...document.querySelectorAll(
    'nav, button, select, textarea, input:not([type=hidden]), .button, .no-print, .masthead, .foot'
  )]
  .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 90))"""
WIDER_THAN_THE_SHEET: Final = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden'))
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
              || one.getBoundingClientRect().left < -1)
  .map(one => one.outerHTML.slice(0, 90))"""
NOT_BLACK_ON_WHITE: Final = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.checkVisibility() && !one.closest('svg, progress, meter'))
  .filter(one => {
    const {color, backgroundColor} = getComputedStyle(one);
    const dark = color.match(/\\d+/g).slice(0, 3).every(part => part <= 0x33);
    return !dark || !['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(backgroundColor);
  }).map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def stage(training: House) -> House:
    """Print from the training."""
    return training


def first(route: str) -> Exhibit:
    """Return the first page of a route that was met."""
    return next(one for one in gallery.exhibits() if one.route == route)


@pytest.fixture
def filed() -> str:
    """Return the address of a request file with everything in it, for the office."""
    return first("portal:published").where.replace("published", "requests") + "?whole=yes"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("route", PRINTED)
def test_paper_shows_the_case_and_nothing_of_the_screen(visit, route, language):
    shown = first(route)
    page = visit(shown.who, language=language, size=SHEET, dark=True)
    page.goto(shown.where)
    page.emulate_media(media="print", color_scheme="dark")

    assert list(faults_on(page)) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_request_file_of_the_office_fits_on_few_sheets(visit, filed, language):
    page = visit("programme_officer", language=language, size=SHEET)
    page.goto(filed)
    page.emulate_media(media="print")

    assert list(faults_on(page)) == []
    assert FEWEST_SHEETS <= sheets_of(page) <= MOST_SHEETS


def test_every_sheet_says_which_case_it_is_of(visit, filed):
    page = visit("programme_officer", size=SHEET)
    page.goto(filed)
    reference = page.locator("main .eyebrow .code").inner_text()
    title = page.locator("h1").inner_text()
    page.emulate_media(media="print")

    assert title in page.locator(".sheet-head").inner_text()
    assert reference in page.locator(".sheet-foot").inner_text()
    assert [page.locator(part).evaluate(DISPLAY) for part in (".sheet-head", ".sheet-foot")] == [
        "table-header-group",
        "table-footer-group",
    ]


def test_what_is_folded_on_a_screen_is_open_on_paper(visit, filed):
    page = visit("programme_officer", size=SHEET)
    page.goto(filed)
    fingerprint = page.locator(".timeline .fingerprint").first

    before = fingerprint.evaluate(READABLE)
    page.emulate_media(media="print")

    assert (before, fingerprint.evaluate(READABLE)) == (False, True)


def test_the_fingerprint_that_was_verified_is_printed(visit, filed):
    page = visit("programme_officer", size=SHEET)
    page.goto(filed)
    there = page.locator(".timeline .fingerprint a").first.get_attribute("href")
    page.goto(there)
    page.emulate_media(media="print")

    assert list(faults_on(page)) == []
    assert page.locator("main .notice .fingerprint").inner_text() == there.rpartition("=")[2]


def test_a_screen_shows_neither_head_nor_foot_of_a_sheet_and_fails_what_paper_passes(visit, filed):
    page = visit("programme_officer", size=SHEET)
    page.goto(filed)

    assert page.locator(".sheet-head, .sheet-foot").locator("visible=true").count() == 0
    assert {told.partition(":")[0] for told in faults_on(page)} >= {"screen", "colour"}


def faults_on(page: Page) -> Iterator[str]:
    """Give what has no business on paper."""
    yield from (f"screen: {one}" for one in page.evaluate(ONLY_ON_SCREENS))
    yield from (f"wider than the sheet: {one}" for one in page.evaluate(WIDER_THAN_THE_SHEET))
    yield from (f"colour: {one}" for one in page.evaluate(NOT_BLACK_ON_WHITE))


def sheets_of(page: Page) -> int:
    """Return how many sheets a page is printed on: a browser packs that into its streams."""
    pdf = page.pdf(prefer_css_page_size=True)
    streams = [_unpacked(part) for part in STREAM.findall(pdf)]
    return max(int(count) for part in (pdf, *streams) for count in COUNT.findall(part))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
