"""A newcomer learns on a practice request: real services, seen by nobody else, never sent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from common.errors import Refused
from ta_requests.models import Request
from ta_requests.services import documents, drafting, submission
from tests.factories.requests import CONTENT, PDF
from tests.http import Api
from tests.portal.browsing import carried, now_at, step, words_of
from tests.portal.test_pages import checked, looked
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DRAFTER, AUTHORITY = "state.ms_drafter", "state.ms_authority"
PAGE = "/requests/practice/"


def complete(world):
    """Return a practice request that lacks nothing."""
    with world.as_(DRAFTER):
        actor = world[DRAFTER]
        made = drafting.draft(actor=actor, now=BEGINNING, content=CONTENT, practice=True)
        documents.attach(pk=made.pk, actor=actor, now=BEGINNING, kind="note_verbale", upload=PDF)
    return made


def test_a_newcomer_practises_from_the_first_line_to_the_end(world, enter):
    drafter, authority = enter(DRAFTER), enter(AUTHORITY)
    assert "Begin the practice" in words_of(drafter.get(reverse("portal:practice")))
    begun = drafter.post(PAGE)
    assert begun.url.endswith("/edit/")
    pk = begun.url.split("/")[2]
    assert drafter.post(PAGE).status_code == 200
    with speaking_as(SYSTEM):
        (practice,) = Request.objects.filter(practice=True)
    assert str(practice.pk) == pk

    needs = reverse("portal:request_section", args=[pk, "needs"])
    drafter.post(needs, {**carried(drafter, needs), "needs": "Anything."})
    page, tasks = words_of(drafter.get(PAGE)), words_of(drafter.get(begun.url))
    assert "Write the sections" in page
    assert "What comes after a real submission" in page
    assert "it is never sent" in tasks

    end = step("request", practice, "withdraw")
    form = {**carried(authority, end), "reason": "We have learnt it.", "take": "yes"}
    assert authority.post(end, form).status_code == 302
    assert now_at(practice).state == "withdrawn"
    assert "Begin the practice" in words_of(drafter.get(PAGE))


def test_a_practice_is_never_filed_by_any_door(world, enter):
    practice = complete(world)
    authority, url = enter(AUTHORITY), step("request", practice, "submit")

    page = authority.get(url)
    posted = authority.post(url, {"version": practice.version + 1, "key": "k", "take": "yes"})
    told = Api.of(world, AUTHORITY).post(
        f"/api/v1/requests/{practice.pk}/submit/", version=now_at(practice).version
    )

    assert "A practice request is never filed." in words_of(page)
    assert posted.status_code == 409
    assert [one["code"] for one in told.json["reasons"]] == ["practice"]
    with world.as_(AUTHORITY), refused(Refused, "practice"):
        submission.submit(pk=practice.pk, actor=world[AUTHORITY], now=BEGINNING)
    with world.as_("system"), refused_by_database("request_filed"):
        Request.objects.filter(pk=practice.pk).update(practice=False)
    assert now_at(practice).state == "draft"


@pytest.mark.parametrize(
    "who", ["programme_officer", "section_chief", "donor.donor_rep", "other_state.ms_authority"]
)
def test_nobody_outside_the_mission_sees_a_practice(world, enter, who):
    practice = complete(world)

    assert enter(who).get(reverse("portal:request", args=[practice.pk])).status_code == 404
    assert Api.of(world, who).get(f"/api/v1/requests/{practice.pk}/").status == 404


def test_a_program_begins_a_practice(world):
    made = Api.of(world, DRAFTER).post("/api/v1/requests/", {"title": "Learn", "practice": True})

    assert (made.status, made.json["practice"]) == (201, True)


def test_the_authority_waits_for_a_drafter_to_begin(world, enter):
    authority = enter(AUTHORITY)

    assert "A drafter of your mission begins" in words_of(authority.get(PAGE))
    assert authority.post(PAGE).status_code == 403
    assert enter("section_chief").get(PAGE).status_code == 404
    with speaking_as(SYSTEM):
        assert not Request.objects.filter(practice=True).exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_the_practice_is_light(world, enter, language):
    complete(world)

    answer, asked = looked(enter(DRAFTER, language=language), PAGE)

    checked(answer, language)
    assert len(asked) <= 10, "\n".join(asked)
