"""Knocking too often: counted exactly, told how long to wait, not fooled by headers."""

from __future__ import annotations

import contextlib

import pytest
from django.test import RequestFactory

from tests.http import Api
from web.refusals import TooMany
from web.throttle import address_of, count, limit

ME = "/api/v1/me/"


@pytest.mark.django_db
def test_the_caller_is_stopped_and_told_how_long(world, settings):
    settings.THROTTLES = {"api_address": (100, 60), "api_caller": (3, 60)}
    api = Api.of(world, "section_chief")

    answers = [api.get(ME) for _ in range(5)]

    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[3].code == "too_many_requests"
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60
    assert Api.of(world, "auditor").get(ME).status == 200


@pytest.mark.django_db
def test_made_up_credentials_still_count_against_the_address(settings):
    settings.THROTTLES = {"api_address": (3, 60), "api_caller": (100, 60)}

    answers = [Api(token=f"guess-{number}").get(ME).status for number in range(5)]

    assert answers == [401, 401, 401, 429, 429]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "192.0.2.9", "127.0.0.1"),
        (1, "192.0.2.9", "192.0.2.9"),
        (1, "spoofed, 192.0.2.9", "192.0.2.9"),
        (2, "192.0.2.9, 192.0.2.1", "192.0.2.9"),
        (3, "192.0.2.9", "192.0.2.9"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, header, address):
    settings.NUM_PROXIES = proxies

    assert address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=header)) == address


def test_of_300_at_once_never_more_than_the_limit_pass(committed_db, settings):
    settings.THROTTLES = {"api_address": (20, 60)}

    def knock() -> int:
        passed = 0
        for _ in range(20):
            with contextlib.suppress(TooMany):
                count([limit("api_address", "192.0.2.1")])
                passed += 1
        return passed

    assert sum(committed_db.together(*[knock] * 15)) == 20


def test_a_window_that_ended_begins_anew(committed_db, settings):
    settings.THROTTLES = {"short": (1, 0)}

    for _ in range(3):
        count([limit("short", "a")])
