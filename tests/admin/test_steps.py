"""A step in the admin: shown with its reasons, asked, rehearsed, confirmed, taken once."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from ta_requests.models import Request
from tests.admin.conftest import House
from tests.factories.requests import request_at
from workflows.actors import SYSTEM
from workflows.models import Event, Opening
from workflows.principal import speaking_as


@pytest.fixture
def submitted(house: House) -> UUID:
    """Return a request that waits for the section chief."""
    return request_at(house.world, "acknowledged").pk


def page(pk: UUID, step: str = "") -> str:
    """Return the path of the file of a request, or of one of its steps."""
    if step:
        return reverse("admin:ta_requests_request_move", args=[pk, step])
    return reverse("admin:ta_requests_request_change", args=[pk])


def hidden(shown: str) -> dict[str, str]:
    """Return the hidden fields of the form of a step."""
    return dict(re.findall(r'name="(version|key)" value="([^"]*)"', shown))


def remains(pk: UUID) -> tuple[Any, ...]:
    """Return state, version and number of events."""
    with speaking_as(SYSTEM):
        request = Request.objects.get(pk=pk)
        return request.state, request.version, Event.objects.of(pk).count()


def test_a_file_offers_what_is_open_and_explains_the_rest(house: House, submitted: UUID) -> None:
    shown = house.enter("section_chief").get(page(submitted)).content.decode()
    read = house.enter("auditor").get(page(submitted)).content.decode()

    assert page(submitted, "decline") in shown
    assert page(submitted, "decline") not in read
    assert "Your role does not allow this." in read
    assert "disabled>" in read
    assert "Steps of others" in read


def test_opening_a_file_is_noted(house: House, submitted: UUID) -> None:
    house.enter("auditor").get(page(submitted))

    with speaking_as(SYSTEM):
        looks = Opening.objects.filter(subject_id=submitted)
        assert [look.person_id for look in looks] == [house.world["auditor"].person_id]


def test_a_step_is_asked_rehearsed_and_taken_once(house: House, submitted: UUID) -> None:
    chief = house.enter("section_chief")
    path = page(submitted, "decline")
    before = remains(submitted)
    opened = chief.get(path).content.decode()
    empty = chief.post(path, {**hidden(opened), "confirm": "yes"})
    filled = {"reason": "It belongs elsewhere.", "reason_code": _first_code(opened)}

    seen = chief.post(path, {**hidden(opened), **filled, "look": "yes"})
    untouched = remains(submitted)
    sent = {**hidden(seen.content.decode()), **filled, "confirm": "yes"}
    first, again = chief.post(path, sent, follow=True), chief.post(path, sent)

    assert empty.status_code == 422
    assert "What this will do" in seen.content.decode()
    assert "Mail to" in seen.content.decode()
    assert untouched == before
    assert first.redirect_chain == [(page(submitted), 302)]
    assert "Done:" in first.content.decode()
    assert again.status_code == 302
    assert remains(submitted) == ("declined", before[1] + 1, before[2] + 1)


def _first_code(shown: str) -> str:
    """Return the first real choice of the first list of a form."""
    found = re.search(r'<option value="([^"]+)"', shown)
    return found[1] if found else ""


def test_whoever_comes_too_late_reads_what_happened(house: House, submitted: UUID) -> None:
    chief, officer = house.enter("section_chief"), house.enter("section_chief.2")
    path = page(submitted, "decline")
    opened = chief.get(path).content.decode()
    code = _first_code(opened)
    theirs = hidden(officer.get(path).content.decode())
    done = {"reason": "It belongs elsewhere.", "reason_code": code, "confirm": "yes"}
    officer.post(path, {**theirs, **done})
    after = remains(submitted)

    late = chief.post(path, {**hidden(opened), **done, "reason": "Not ours."})

    assert late.status_code == 412
    shown = late.content.decode()
    assert "Someone changed this since you opened it." in shown
    assert "It belongs elsewhere." in shown
    assert "section_chief.2" in shown
    assert "Nothing was changed." in shown
    assert remains(submitted) == after


def test_what_was_typed_survives_a_change_of_the_version(house: House, submitted: UUID) -> None:
    chief = house.enter("section_chief")
    path = page(submitted, "decline")
    opened = chief.get(path).content.decode()
    version = remains(submitted)[1]
    typed = {"reason": "Typed with care.", "reason_code": _first_code(opened), "confirm": "yes"}

    late = chief.post(path, {**hidden(opened), **typed, "version": str(version - 1)})

    shown = late.content.decode()
    assert late.status_code == 412
    assert "Typed with care." in shown
    assert hidden(shown)["version"] == str(version)
    assert remains(submitted)[0] == "acknowledged"


def test_a_step_that_is_not_open_says_so_before_anybody_tries(house: House) -> None:
    shown = house.enter("section_chief").get(house.step("request", "decline")).content.decode()

    assert "This step is not open to you now." in shown
    assert 'name="confirm"' not in shown
