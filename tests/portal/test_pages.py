"""Every page answers, in English and in Arabic, with few questions to the database."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donors.models import Pledge
from portal.requests.sections import SECTIONS
from ta_requests.models import Assessment, Circulation, Delivery
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.factories.pledges import pledge_at
from tests.factories.requests import request_at
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

PUBLIC = (
    *("front", "process", "trail", "sign_in", "figures"),
    *("open_needs", "results", "guidance", "accessibility"),
)
OWN = {
    "": PUBLIC,
    "state.ms_drafter": (
        *PUBLIC[:3],
        *PUBLIC[4:],
        "home",
        "notices",
        "acting",
        "requests",
        "request_new",
    ),
    "state.ms_authority": ("home", "requests"),
    "donor.donor_rep": ("home", "overview", "notices", "needs", "pledges", "pledge_new"),
    "programme_officer": ("home", "queue", "requests", "needs", "pledges"),
    "section_chief": ("home", "queue", "overview"),
    "treasury_officer": ("home", "queue", "pledges"),
    "auditor": ("home", "requests", "needs", "pledges"),
    "administrator": ("home", "notices"),
}
PLUMBING = re.compile(
    r"SAVEPOINT|set_config|django_session|accounts_rolegrant|FROM .accounts_user."
)


def looked(client, url):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    return answer, [one["sql"] for one in asked if not PLUMBING.search(one["sql"])]


def checked(answer, language):
    text = answer.content.decode()
    assert answer.status_code == 200, text[-2000:]
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in text
    assert all(' src="/static/' in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"<script[^>]*>[^<]", text)
    assert " style=" not in text
    assert "<style" not in text
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert len(text) < 100_000
    return text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", OWN)
def test_each_list_page_answers(enter, world, name, language):
    client = enter(name, language=language)
    for page in OWN[name]:
        answer, asked = looked(client, reverse(f"portal:{page}"))

        checked(answer, language)
        assert len(asked) <= 10, "\n".join([page, *asked])


OF_A_DRAFT = ("request_edit", "request_papers", "request_consent")
REQUEST_STATES = (
    "draft",
    "submitted",
    "returned",
    "info_requested",
    "needs_assessment",
    "assessed",
    "noticed",
    "funding_sought",
    "in_delivery",
    "completed",
    "lapsed",
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_page_of_a_draft_answers(world, enter, language):
    request = request_at(world, "draft")
    client = enter("state.ms_authority", language=language)
    pages = [reverse(f"portal:{name}", args=[request.pk]) for name in OF_A_DRAFT]
    pages += [reverse("portal:request_section", args=[request.pk, one.key]) for one in SECTIONS]
    pages += [reverse("portal:step", args=["request", request.pk, "submit"])]
    for page in pages:
        answer, asked = looked(client, page)

        checked(answer, language)
        assert len(asked) <= 10, "\n".join([page, *asked])


@pytest.mark.parametrize("state", REQUEST_STATES)
def test_the_file_of_a_request_answers_in_every_state(world, enter, state):
    request = request_at(world, state)
    for name in ("state.ms_authority", "section_chief", "auditor"):
        answer, asked = looked(enter(name), reverse("portal:request", args=[request.pk]))

        assert "Workshops in three prisons" in checked(answer, "en")
        assert len(asked) <= 10, "\n".join([name, *asked])


def test_a_donor_reads_a_need_with_its_costs_but_not_the_file(world, enter):
    request = request_at(world, "funding_sought")
    donor = enter("donor.donor_rep")

    led = donor.get(reverse("portal:request", args=[request.pk]))
    text = checked(donor.get(reverse("portal:need", args=[request.pk])), "en")

    assert led.url == reverse("portal:need", args=[request.pk])
    assert "Programme support" in text
    assert "What has happened" not in text


def subjects(world):
    """Return one subject of each kind, with somebody who sees it."""
    request = request_at(world, "in_delivery")
    shown = circulated(world)
    money = contribution(world)
    gross = Decimal(1000)
    share = share_at(
        world, "released", contribution=money, component=components_of(shown)[0], gross=gross
    )
    with speaking_as(SYSTEM):
        found: list[tuple[str, UUID, str]] = [
            ("assessment", Assessment.objects.filter(request=request).get().pk, "section_chief"),
            ("circulation", Circulation.objects.filter(request=request).get().pk, "section_chief"),
            ("delivery", Delivery.objects.filter(request=request).get().pk, "section_chief"),
            ("allotment", share.allotment.pk, "approving_officer"),
            ("report_obligation", money.pledge.reports.get(number=1).pk, "donor.donor_authority"),
        ]
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_kind_of_case_has_a_page(world, enter, language):
    for key, pk, name in subjects(world):
        answer, asked = looked(
            enter(name, language=language), reverse("portal:case", args=[key, pk])
        )

        checked(answer, language)
        assert len(asked) <= 10, "\n".join(asked)


@pytest.mark.parametrize("state", ["draft", "pledged", "cleared", "agreed", "received"])
def test_a_pledge_has_a_page_in_every_state(world, enter, state):
    pledge = pledge_at(world, state)
    for name in ("donor.donor_authority", "cofinancing_officer"):
        answer, asked = looked(enter(name), reverse("portal:pledge", args=[pledge.pk]))

        assert pledge.reference in checked(answer, "en")
        assert len(asked) <= 10, "\n".join([name, *asked])


def test_the_queue_shows_what_waits_for_a_role(world, enter):
    request = request_at(world, "submitted")
    page = reverse("portal:queue")

    officer = checked(enter("programme_officer").get(page), "en")
    chief = checked(enter("section_chief").get(page), "en")
    anybody = checked(enter("section_chief").get(page, {"whose": "anybody"}), "en")

    assert request.reference in officer
    assert request.reference not in chief
    assert request.reference in anybody


def test_strangers_are_led_to_the_door_and_back(world, enter):
    request = request_at(world, "draft")
    page = reverse("portal:request", args=[request.pk])

    answer = enter().get(page)

    assert answer.status_code == 302
    assert answer.url == f"/sign-in/?next={page}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_foreign_case_looks_like_an_unknown_one(world, enter, language):
    request = request_at(world, "submitted")
    stranger = enter("other_state.ms_authority", language=language)

    foreign = stranger.get(reverse("portal:request", args=[request.pk]))
    unknown = stranger.get(reverse("portal:request", args=[UUID(int=1)]))

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content.count(b"not_found") == unknown.content.count(b"not_found") == 1


def test_pledges_of_another_donor_do_not_exist(world, enter):
    pledge = pledge_at(world, "pledged")

    answer = enter("other_donor.donor_authority").get(reverse("portal:pledge", args=[pledge.pk]))

    assert answer.status_code == 404
    with speaking_as(SYSTEM):
        assert Pledge.objects.filter(pk=pledge.pk).exists()
