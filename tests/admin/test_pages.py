"""Every list and every file opens for those who read all cases, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.admin.conftest import House
from tests.factories.assessments import living_assessment
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at
from web.reading import Reading
from web.trail_admin import EventAdmin
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.registry import machines

READERS = ("section_chief", "auditor")
OUTSIDERS = ("state.ms_authority", "donor.donor_authority")
CASES = {
    model._meta.label_lower: page
    for model, page in admin.site._registry.items()  # noqa: SLF001
    if isinstance(page, Reading) and model._meta.app_label in {"ta_requests", "donors", "workflows"}
}
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
STRICT = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'")


def address(label: str, page: str, *parts: object) -> str:
    """Return the path of a page of the admin."""
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=parts)


def file_of(house: House, label: str) -> str:
    """Return the path of the file we have of a model."""
    keys = {known.model._meta.label_lower: known.key for known in machines()}
    return address(label, "change", house.files[keys.get(label, label.split(".")[1])])


def test_every_machine_has_a_file_in_the_admin() -> None:
    assert {known.model._meta.label_lower for known in machines()} <= set(CASES)


@pytest.mark.parametrize("who", READERS)
def test_every_list_and_file_opens_clean_for_readers(house: House, who: str) -> None:
    browser = house.enter(who)
    pages = [reverse("admin:index"), *(address(label, "changelist") for label in CASES)]
    pages += [file_of(house, label) for label in CASES]

    for page in pages:
        answer = browser.get(page)

        assert answer.status_code == 200, page
        assert not INLINE.search(answer.content.decode()), page
        policy = answer.headers["Content-Security-Policy"]
        assert all(part in policy for part in STRICT), page
        assert "unsafe" not in policy


def test_every_list_can_be_searched_filtered_and_sorted(house: House) -> None:
    browser = house.enter("section_chief")

    for label, page in CASES.items():
        path = address(label, "changelist")
        asked = ["?q=TA-2026" if page.search_fields else "?", "?o=1", "?o=-2"]
        shown = browser.get(path).content.decode()
        asked += [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"#]+)"', shown)]
        for question in asked[:12]:
            assert browser.get(path + question).status_code == 200, (label, question)


def test_files_of_other_kinds_open_too(house: House) -> None:
    browser = house.enter("administrator")

    for label in ("accounts.user", "accounts.organisation", "accounts.rolegrant"):
        shown = browser.get(address(label, "changelist")).content.decode()
        found = re.search(r"/admin/\w+/\w+/([0-9a-f-]{36})/change/", shown)
        assert found
        opened = browser.get(found[0])
        assert opened.status_code == 200
        assert not INLINE.search(opened.content.decode()), label


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_admin_is_closed_to_states_and_donors(house: House, who: str) -> None:
    browser = house.enter(who)

    for label in CASES:
        for page in (address(label, "changelist"), file_of(house, label)):
            assert browser.get(page, follow=True).status_code == 403, page


def test_strangers_are_led_to_the_one_door(house: House) -> None:
    for label in CASES:
        for page in (address(label, "changelist"), file_of(house, label)):
            answer = house.enter().get(page, follow=True)

            assert answer.redirect_chain[-1][0].startswith(reverse("portal:sign_in")), page


def test_administrators_see_no_case(house: House) -> None:
    browser = house.enter("administrator")
    index = browser.get(reverse("admin:index")).content.decode()

    for label in CASES:
        assert browser.get(address(label, "changelist")).status_code == 403, label
        assert browser.get(file_of(house, label)).status_code in {302, 403}, label
        assert address(label, "changelist") not in index


def test_nothing_is_added_changed_or_deleted_by_django_s_own_pages(house: House) -> None:
    browser = house.enter("section_chief")

    for label in CASES:
        file = file_of(house, label)
        for page in (file, file.replace("/change/", "/delete/"), address(label, "add")):
            assert browser.post(page, {"post": "yes"}).status_code == 403, page
        chosen = {"action": "delete_selected", "_selected_action": [file.split("/")[-3]]}
        assert browser.post(address(label, "changelist"), chosen).status_code in {200, 302, 403}
        assert browser.get(file).status_code == 200


def test_pages_in_arabic_run_from_right_to_left(house: House) -> None:
    browser = house.enter("section_chief", language="ar")
    pages = [reverse("admin:index"), address("ta_requests.request", "changelist")]
    pages += [file_of(house, "ta_requests.request"), house.step("request", "withdraw")]

    for page in pages:
        shown = browser.get(page)

        assert 'dir="rtl"' in shown.content.decode()[:200], page
        assert shown.headers["Content-Language"] == "ar"


def test_the_trail_leads_to_the_file_and_names_whose_hand_it_was(house: House) -> None:
    browser = house.enter("auditor")

    shown = browser.get(file_of(house, "workflows.event")).content.decode()

    assert file_of(house, "ta_requests.request") in shown
    assert "state.ms_drafter" in shown
    assert EventAdmin.actions is None


def test_criteria_tell_who_changed_what_and_their_events_lead_to_them(house: House) -> None:
    browser = house.enter("auditor")
    file = file_of(house, "donors.standingcriteria")
    with speaking_as(SYSTEM):
        event = Event.objects.of(house.files["standingcriteria"]).get()

    told = browser.get(file).content.decode()
    shown = browser.get(address("workflows.event", "change", event.pk)).content.decode()
    narrowed = browser.get(address("workflows.event", "changelist") + "?kind=standing_criteria")

    for words in ("LDC", "T2", "Criteria set", "donor.donor_rep", "groups of countries, themes"):
        assert words in told, words
    assert file in shown
    assert "Criteria set" in shown
    assert narrowed.content.decode().count("Criteria set") == 1


def test_messages_given_up_are_one_click_away(house: House) -> None:
    browser = house.enter("section_chief")
    path = address("workflows.outboxmessage", "changelist")

    failed = browser.get(f"{path}?fate=failed").content.decode()
    waiting = browser.get(f"{path}?fate=waiting").content.decode()

    assert "/change/" not in failed
    assert "/change/" in waiting


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        ("draft", (), ("Agreed, in US dollars", "May still be allotted")),
        ("received", ("Agreed, in US dollars", "May still be allotted"), ()),
    ],
)
def test_a_pledge_shows_the_money_it_has_come_to(
    house: House, state: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    pledge = promise_at(house.world, state).pk

    told = house.enter("section_chief").get(address("donors.pledge", "change", pledge))

    text = told.content.decode()
    assert all(words in text for words in shown)
    assert not any(words in text for words in hidden)


def test_an_assessment_shows_its_score_once_it_has_one(house: House) -> None:
    request = request_at(house.world, "needs_assessment")
    with house.world.as_("auditor"):
        begun = living_assessment(request.pk)

    browser = house.enter("section_chief")
    without = browser.get(address("ta_requests.assessment", "change", begun.pk)).content.decode()
    scored = browser.get(file_of(house, "ta_requests.assessment")).content.decode()

    assert "Priority score" not in without
    assert "Priority score" in scored
