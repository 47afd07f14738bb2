"""A mission in Arabic files a request on a telephone, the line drops once, and nothing is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from ta_requests.models import Request
from tests.browser.screens import PHONE
from tests.browser.stage import Stage
from tests.factories.requests import CONTENT, again, draft
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

LINE_DOWN = "ERR_INTERNET_DISCONNECTED"
SAVED = re.compile(r"\d\d:\d\d$")
LAW = "قانون السجون، المادة 12."
LINES = {"needs": "ورش نجارة.", "priorities": "السجن الأكبر أولاً.", "challenges": "لا مدربين."}
RESTRICTIONS = "لا عمل أيام الجمعة."


def in_database(pk: str) -> Request:
    with speaking_as(SYSTEM):
        return Request.objects.get(pk=pk)


def go_on(page: Page) -> None:
    here = page.url
    page.locator("main form button[name=next]").click()
    page.wait_for_url(lambda url: url != here)


def no_sideways_scroll(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return not wide


def test_a_mission_in_arabic_files_a_request_on_a_telephone_with_a_dropped_line(
    stage: Stage, visit, watch
):
    watch.forgive(LINE_DOWN)
    page = visit("state.ms_drafter", language="ar", size=PHONE)
    page.goto("/requests/new/")
    page.locator("#id_title").fill("ورش في ثلاثة سجون")
    page.locator("main form button").click()
    page.wait_for_url("**/edit/")
    pk = page.url.split("/")[-3]
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".tasks > li")).to_have_count(12)
    assert no_sideways_scroll(page)

    page.goto(f"/requests/{pk}/edit/needs/")
    for name, text in LINES.items():
        page.locator(f"#id_{name}").fill(text)
        expect(page.locator(".save-state")).to_have_text(SAVED)
        assert getattr(in_database(pk), name) == text
        go_on(page)
    page.wait_for_url("**/edit/restrictions/")

    page.context.set_offline(True)
    page.locator("#id_restrictions").fill(RESTRICTIONS)
    expect(page.locator(".save-state")).to_have_attribute("data-tone", "bad")
    page.locator("main form button[name=next]").click()
    expect(page.locator("#id_restrictions")).to_have_value(RESTRICTIONS)
    assert in_database(pk).restrictions == ""
    page.context.set_offline(False)
    expect(page.locator(".save-state")).to_have_text(SAVED)
    assert in_database(pk).restrictions == RESTRICTIONS
    go_on(page)
    page.wait_for_url("**/edit/law/")

    page.locator("#id_domestic_law_note").fill(LAW)
    go_on(page)
    page.locator("input[value=T2c]").check()
    expect(page.locator(".save-state")).to_have_text(SAVED)
    go_on(page)
    page.locator("input[value=capacity_building]").check()
    go_on(page)
    page.goto(f"/requests/{pk}/documents/")
    page.locator("#id_kind").select_option("note_verbale")
    note = {"name": "مذكرة.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 note"}
    page.locator("#id_file").set_input_files([note])
    page.locator("form.card button").click()
    expect(page.locator("main")).to_contain_text("مذكرة.pdf")

    authority = visit("state.ms_authority", language="ar", size=PHONE)
    authority.goto(f"/requests/{pk}/edit/")
    authority.locator("section a.button").click()
    for text in (*LINES.values(), RESTRICTIONS, LAW):
        expect(authority.locator("main")).to_contain_text(text)
    assert no_sideways_scroll(authority)
    authority.locator("button[name=take]").click()
    authority.wait_for_url(f"**/requests/{pk}/")

    assert in_database(pk).state == "submitted"


def test_what_was_written_without_a_line_is_merged_on_return(stage: Stage, visit, watch):
    watch.forgive(LINE_DOWN)
    request = draft(stage.world)
    address = f"/requests/{request.pk}/edit/needs/"
    one = visit("state.ms_drafter")
    one.goto(address)
    one.context.set_offline(True)
    one.locator("#id_needs").fill("Written on the train.")
    expect(one.locator(".save-state")).to_have_attribute("data-tone", "bad")
    # A page that is left is told of the line's return a moment before it is gone: not this one.
    one.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no line')); }")
    one.close()
    one.context.set_offline(False)

    back = one.context.new_page()
    back.goto(address)

    expect(back.locator("#id_needs")).to_have_value("Written on the train.")
    expect(back.locator(".save-state")).to_have_text(SAVED)
    assert again(stage.world, request.pk).needs == "Written on the train."


def test_a_newer_text_is_never_overwritten_and_both_are_shown(stage: Stage, visit, watch):
    watch.forgive(LINE_DOWN)
    request = draft(stage.world)
    address = f"/requests/{request.pk}/edit/needs/"
    late, other = visit("state.ms_drafter"), visit("state.ms_authority")
    late.goto(address)
    late.context.set_offline(True)
    late.locator("#id_needs").fill("Mine, from the train.")
    expect(late.locator(".save-state")).to_have_attribute("data-tone", "bad")
    other.goto(address)
    other.locator("#id_needs").fill("Theirs, from the office.")
    expect(other.locator(".save-state")).to_have_text(SAVED)

    late.context.set_offline(False)

    panel = late.locator("[data-conflict=needs]")
    expect(panel).to_contain_text("Theirs, from the office.")
    expect(late.locator("#id_needs")).to_have_value("Mine, from the train.")
    assert again(stage.world, request.pk).needs == "Theirs, from the office."
    panel.locator("input[value=mine]").click()
    expect(late.locator(".save-state")).to_have_text(SAVED)
    assert again(stage.world, request.pk).needs == "Mine, from the train."


def test_the_form_is_whole_without_javascript(stage: Stage, visit):
    request = draft(stage.world, content={**CONTENT, "needs": ""})
    page = visit("state.ms_drafter", java_script_enabled=False)
    page.goto(f"/requests/{request.pk}/edit/needs/")

    page.locator("#id_needs").fill("By hand.")
    go_on(page)

    page.wait_for_url("**/edit/priorities/")
    assert again(stage.world, request.pk).needs == "By hand."
