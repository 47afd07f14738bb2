"""A State chooses who may see its request, looking at the very page they would see."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from ta_requests.models import Component, NamedDonor
from tests.factories.assessments import assess
from tests.factories.requests import draft, request_at
from tests.portal.browsing import carried, now_at, words_of
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

AUTHORITY = "state.ms_authority"
SHOWN = "components|text|about|cost|outputs"
CARD = rf'<section class="card" aria-labelledby="(?:{SHOWN})".*?</section>'


def consent(request):
    return reverse("portal:request_consent", args=[request.pk])


def framed(answer, after):
    text = answer.content.decode()
    body = text[text.index(after) :]
    return re.findall(CARD, body, re.DOTALL)


def test_a_foundation_can_be_named_though_its_pledges_stay_unknown(world, enter):
    request = draft(world)
    authority = enter(AUTHORITY)
    foundation = world.organisations["foundation"]
    page = words_of(authority.get(consent(request)))

    answer = authority.post(
        consent(request),
        {
            **carried(authority, consent(request)),
            "consent_class": "named_donors",
            "named_donors": [str(foundation.pk), str(world.organisations["donor"].pk)],
        },
    )

    assert foundation.name in page
    assert answer.status_code == 302, answer.content.decode()
    assert now_at(request).consent_class == "named_donors"
    with speaking_as(SYSTEM):
        assert NamedDonor.objects.filter(request=request).count() == 2
    assert enter(AUTHORITY).get(reverse("portal:pledges")).status_code == 404


def test_naming_nobody_is_told_beside_the_form(world, enter):
    request = draft(world)
    authority = enter(AUTHORITY)

    answer = authority.post(
        consent(request), {**carried(authority, consent(request)), "consent_class": "named_donors"}
    )

    assert answer.status_code in {409, 422}
    assert "This was not done" in words_of(answer)
    assert now_at(request).consent_class == "secretariat"


def test_the_preview_is_the_page_donors_get(world, enter):
    request = request_at(world, "funding_sought")

    preview = framed(enter(AUTHORITY).get(consent(request)), 'class="seen-by')[1:]  # after the cost
    page = framed(
        enter("donor.donor_rep").get(reverse("portal:need", args=[request.pk])), 'class="split"'
    )

    assert len(page) >= 2
    assert preview == page


def test_the_preview_holds_what_the_public_page_tells(world, enter):
    request = request_at(world, "completed", consent_class="public")

    preview = framed(enter(AUTHORITY).get(consent(request)), 'class="seen-by')
    page = framed(enter().get(reverse("portal:published", args=[request.pk])), 'class="split"')

    assert sum('aria-labelledby="outputs"' in card for card in preview) == 1
    assert sorted(preview) == sorted(page)


def test_what_is_still_being_costed_is_not_in_the_preview(world, enter):
    request = request_at(world, "needs_assessment")
    assess(world, request, "state_validation")
    with speaking_as(SYSTEM):
        proposed = Component.objects.filter(request=request)
        assert {one.status for one in proposed} == {"proposed"}

    preview = framed(enter(AUTHORITY).get(consent(request)), 'class="seen-by')

    assert preview
    assert not any('aria-labelledby="components"' in card for card in preview)


def test_donors_do_not_read_the_notes_to_the_secretariat(world, enter):
    request = request_at(world, "funding_sought")
    with speaking_as(SYSTEM):
        note = now_at(request).domestic_law_note

    donor = words_of(enter("donor.donor_rep").get(reverse("portal:need", args=[request.pk])))
    state = words_of(enter(AUTHORITY).get(reverse("portal:request", args=[request.pk])))

    assert note
    assert note not in donor
    assert note in state


@pytest.mark.parametrize(
    ("who", "status"),
    [("state.ms_drafter", 403), ("other_state.ms_authority", 404), ("section_chief", 404)],
)
def test_a_forged_choice_changes_nothing(world, enter, who, status):
    request = draft(world)

    answer = enter(who).post(
        consent(request), {"version": request.version, "consent_class": "public"}
    )

    assert answer.status_code == status
    assert now_at(request).consent_class == "secretariat"


def test_a_stale_choice_is_refused_and_kept_on_the_page(world, enter):
    request = draft(world)

    answer = enter(AUTHORITY).post(consent(request), {"version": 99, "consent_class": "public"})

    assert answer.status_code == 412
    assert re.search(r'value="public"[^>]*checked', answer.content.decode())
