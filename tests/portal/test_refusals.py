"""Every refusal is a page of ours: the code and sentence of the API, what to do, a way back."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse

from common.errors import Stale
from tests.factories.requests import request_at
from tests.http import Api
from tests.portal.browsing import events_of, now_at, step, words_of
from web import catalogue, errors
from web.kept import kept_of

OURS = {"origin": "http://testserver", "referer": "http://testserver/queue/"}
WORDS = "The annex names another prison."


def judged(answer, status, code, *, of_api=None):
    text = answer.content.decode()
    assert answer.status_code == status, text
    assert answer["Content-Type"].startswith("text/html")
    assert text.count("<h1>") == 1
    assert f'<bdi class="code">{code}</bdi>' in text
    assert str(catalogue.title_of(code, "?")) in words_of(answer)
    assert re.search(r'<a class="button[^"]*" href="/', text)
    assert '<html lang="en" dir="ltr">' in text
    if of_api is not None:
        assert (of_api.status, of_api.code) == (status, code)
    return text


def test_an_unreadable_question_is_a_page(enter):
    answer = enter().get("/", headers={"host": "elsewhere.example"})

    judged(answer, 400, "bad_request")


def test_a_stranger_who_sends_a_form_is_told_and_keeps_what_was_written(world, enter):
    request = request_at(world, "submitted")
    url = step("request", request, "send_back")
    form = {"version": request.version, "key": "k-1", "reason": WORDS, "take": "yes"}

    answer = enter().post(url, form, headers=OURS)

    text = judged(answer, 401, "not_signed_in", of_api=Api().get("/api/v1/me/"))
    assert WORDS in text
    assert f'action="{url}"' in text
    assert f'<input type="hidden" name="reason" value="{WORDS}">' in text
    assert 'target="_blank"' in text


def test_what_was_kept_arrives_once_the_person_is_back(world, enter):
    request = request_at(world, "submitted")
    url = step("request", request, "send_back")
    form = {"version": request.version, "key": "k-1", "reason": WORDS, "take": "yes"}
    form["grounds"] = "not_complete"
    shown = enter().post(url, form, headers=OURS).content.decode()
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))

    answer = enter("programme_officer").post(url, again)

    assert answer.status_code == 302
    assert now_at(request).state == "returned"


def test_another_sites_form_is_refused_and_not_repeated(world, enter):
    request = request_at(world, "submitted")
    officer = enter("programme_officer", enforce_csrf_checks=True)
    form = {"version": request.version, "reason": WORDS, "take": "yes"}
    url = step("request", request, "send_back")

    foreign = officer.post(url, form, headers={"origin": "https://elsewhere.example"})
    own = officer.post(url, form, headers=OURS)

    assert WORDS not in judged(foreign, 403, "csrf_failed")
    assert WORDS in judged(own, 403, "csrf_failed")
    assert now_at(request).state == "submitted"


def test_a_page_of_others_is_the_nothing_of_the_api(world, enter):
    request = request_at(world, "submitted")
    name = "other_state.ms_authority"

    answer = enter(name).get(reverse("portal:request", args=[request.pk]), headers=OURS)

    api = Api.of(world, name).get(f"/api/v1/requests/{request.pk}/")
    text = judged(answer, 404, "not_found", of_api=api)
    assert 'href="/queue/"' in text


def test_the_administration_refuses_in_the_same_words(enter):
    missing = enter("administrator").get("/admin/nothing/here/")
    closed = enter("state.ms_authority").get("/admin/login/")

    assert 'href="/admin/"' in judged(missing, 404, "not_found")
    judged(closed, 403, "not_allowed")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "get"])
def test_a_wrong_method_is_a_page_that_names_the_right_ones(world, enter, method):
    url = reverse("portal:sign_out" if method == "get" else "portal:home")

    answer = getattr(enter("section_chief"), method)(url)

    api = Api.of(world, "auditor").send("DELETE", "/api/v1/me/")
    judged(answer, 405, "method_not_allowed", of_api=api)
    assert answer["Allow"] == ("POST" if method == "get" else "GET, HEAD")


def test_a_body_too_large_is_told_and_the_browser_keeps_it(world, enter, settings):
    request = request_at(world, "submitted")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200
    form = {"version": request.version, "reason": WORDS * 50, "take": "yes"}
    before = events_of(request)

    answer = enter("programme_officer").post(
        step("request", request, "send_back"), form, headers=OURS
    )

    judged(answer, 413, "body_too_large")
    assert events_of(request) == before


def test_a_stale_form_comes_back_with_what_was_written(world, enter):
    request = request_at(world, "submitted")
    form = {"version": request.version - 1, "reason": WORDS, "grounds": "not_complete", "take": "1"}

    answer = enter("programme_officer").post(step("request", request, "send_back"), form)

    assert answer.status_code == 412
    assert WORDS in answer.content.decode()
    assert str(Stale.sentence) in words_of(answer)


def test_whoever_knocks_too_often_is_told_when_the_door_opens(enter, settings):
    settings.THROTTLES = {"sign_in_address": (1, 60), "sign_in_account": (9, 60)}
    client, form = enter(), {"email": "a@b.example", "password": "never shown again"}
    client.post("/sign-in/", form, headers=OURS)

    answer = client.post("/sign-in/", form, headers=OURS)

    text = judged(answer, 429, "too_many_requests")
    assert int(answer["Retry-After"]) > 0
    assert form["password"] not in text


def test_a_busy_database_asks_for_patience_and_keeps_what_was_written(rf: RequestFactory):
    asked = rf.post("/requests/new/", {"title": WORDS}, headers=OURS)

    found = errors.problem_of(OperationalError("busy"))
    assert found is not None
    answer = errors.answer(asked, found)

    assert WORDS in judged(answer, 503, "busy")
    assert answer["Retry-After"] == "2"


def test_what_nobody_foresaw_is_a_page_without_a_question_to_the_database(rf: RequestFactory):
    judged(errors.server_error(rf.get("/")), 500, "internal_error")


def test_a_secret_is_never_kept(rf: RequestFactory):
    sent = {"email": "a@b.example", "password1": "correct horse battery", "name": "A person here"}

    kept = kept_of(rf.post("/", sent, headers={"origin": "http://testserver"}), 503)

    assert kept is not None
    assert kept.texts == ["A person here"]
    assert kept.fields == []
