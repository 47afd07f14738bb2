"""What a State answers while its request is under way, on pages of its own, line by line."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from common.clock import database_now
from portal.requests.changes import compared
from ta_requests.models import (
    Circulation,
    Clarification,
    Output,
    StateValidation,
)
from ta_requests.services import material_items, outputs
from tests.factories.assessments import assess
from tests.factories.deliveries import deliver, delivery_of, goods_at, plan
from tests.factories.requests import draft, request_at
from tests.portal.browsing import carried, events_of, now_at, step, words_of
from tests.portal.test_pages import checked, looked
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DRAFTER, AUTHORITY = "state.ms_drafter", "state.ms_authority"


def at(name, request):
    return reverse(f"portal:{name}", args=[request.pk])


def form_on(client, url, start):
    """Return the fields that are sent with the form whose step begins with ``start``."""
    text = client.get(url).content.decode()
    forms = re.findall(rf'<form[^>]*id="{start}-.*?</form>', text, re.DOTALL)
    assert forms, text
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', forms[0]))


def reported(world):
    request = request_at(world, "needs_assessment")
    return request, assess(world, request, "state_validation")


def noticed_output(world):
    request = request_at(world, "in_delivery")
    found = delivery_of(world, request)
    with speaking_as(SYSTEM):
        output = Output.objects.filter(delivery=found).all()[0]
    with world.as_("programme_officer"):
        outputs.notice_output(
            pk=found.pk, actor=world["programme_officer"], now=BEGINNING, output_id=output.pk
        )
    return request, output


def test_a_state_validates_the_report_with_a_word(world, enter):
    request, report = reported(world)
    authority, url = enter(AUTHORITY), at("request_report", request)

    page = words_of(authority.get(url))
    done = authority.post(
        url, {**form_on(authority, url, "validate_report"), "text": " As it is. "}
    )

    assert "On needs." in page
    assert "Carpentry workshops in three prisons" in page
    assert "If you say nothing by then" in page
    assert done.status_code == 302, done.content.decode()
    with speaking_as(SYSTEM):
        (remark,) = StateValidation.objects.filter(assessment=report)
    assert remark.text == " As it is. "
    assert "validated this report" in words_of(authority.get(url))


def test_a_report_is_returned_with_comments_and_not_without(world, enter):
    request, report = reported(world)
    authority, url = enter(AUTHORITY), at("request_report", request)
    form = form_on(authority, url, "return_report")

    silent = authority.post(url, form)
    spoken = authority.post(url, {**form, "reason": "The north is missing."})

    assert silent.status_code == 422
    assert "This was not done" in words_of(silent)
    assert spoken.status_code == 302
    assert now_at(report).state == "returned"
    assert "The north is missing." in words_of(authority.get(url))


def test_a_drafter_reads_the_report_but_does_not_answer(world, enter):
    request, report = reported(world)
    drafter, url = enter(DRAFTER), at("request_report", request)
    form = form_on(enter(AUTHORITY), url, "validate_report")

    assert "validate_report-" not in drafter.get(url).content.decode()
    assert drafter.post(url, form).status_code == 404
    assert now_at(report).validated_at is None


def test_the_work_plan_is_agreed_to(world, enter):
    request = request_at(world, "funded")
    found = delivery_of(world, request)
    plan(world, found.pk)
    authority, url = enter(AUTHORITY), at("request_delivery", request)

    done = authority.post(url, form_on(authority, url, "agree_plan"))

    assert done.status_code == 302, done.content.decode()
    assert now_at(found).agreed_at is not None


def test_outputs_are_accepted_and_contested_line_by_line(world, enter):
    request, output = noticed_output(world)
    authority, url = enter(AUTHORITY), at("request_delivery", request)

    page = words_of(authority.get(url))
    accept = form_on(authority, url, "accept_output")
    contested = authority.post(
        url, {**form_on(authority, url, "contest_output"), "reason": "Two rooms are not wired."}
    )
    late = authority.post(url, accept)

    assert "counts as accepted" in page
    assert contested.status_code == 302, contested.content.decode()
    assert now_at(output).status == "contested"
    assert late.status_code == 404
    with world.as_("programme_officer"):
        outputs.notice_output(
            pk=output.delivery_id,
            actor=world["programme_officer"],
            now=BEGINNING,
            output_id=output.pk,
        )
    again = {**form_on(authority, url, "accept_output"), "note": "Now it is."}
    first, second = authority.post(url, again), authority.post(url, again)
    assert first.status_code == 302
    assert second.status_code in {302, 404}
    assert now_at(output).status == "accepted"


@pytest.mark.parametrize(("part", "state"), [(None, "handed_over"), ("1", "partly_handed_over")])
def test_goods_are_signed_for_in_whole_or_in_part(world, enter, part, state):
    request, item = presented(world, part)
    authority, url = enter(AUTHORITY), at("request_delivery", request)

    done = authority.post(url, form_on(authority, url, "hand_over_part" if part else "hand_over"))

    assert done.status_code == 302, done.content.decode()
    assert now_at(item).state == state


def presented(world, part=None):
    request = request_at(world, "in_delivery")
    item = goods_at(world, delivery_of(world, request), "customs")
    with world.as_("programme_officer"):
        material_items.present_certificate(
            pk=item.pk,
            actor=world["programme_officer"],
            now=BEGINNING,
            quantity=item.quantity if part is None else Decimal(part),
            certificate_number="C-1",
        )
    return request, item


def test_a_certificate_is_refused_with_what_is_wrong(world, enter):
    request, item = presented(world)
    authority, url = enter(AUTHORITY), at("request_delivery", request)

    done = authority.post(
        url, {**form_on(authority, url, "refuse_certificate"), "reason": "Half of it is broken."}
    )

    assert done.status_code == 302, done.content.decode()
    assert now_at(item).presented_quantity == 0


def test_one_click_objects_and_the_clock_is_shown(world, enter):
    request = request_at(world, "noticed", now=database_now())
    authority, url = enter(AUTHORITY), at("request", request)
    page = authority.get(url)
    form = form_on(authority, url, "object")
    reason = re.findall(r"<textarea[^>]*reason[^>]*>\s*([^<]+)<", page.content.decode())[0]

    done = authority.post(url, {**form, "reason": reason})
    again = authority.post(url, {**form, "reason": reason})

    assert "5 working days left." in words_of(page)
    assert done.status_code == 302, done.content.decode()
    assert again.status_code == 404
    with speaking_as(SYSTEM):
        assert Circulation.objects.get(request=request).state == "objected"
    assert now_at(request).state == "assessed"


FORGED = ("wrong_role", "foreign", "stale", "csrf", "unknown")


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_answer_changes_nothing(world, enter, how):
    request, report = reported(world)
    url = at("request_report", request)
    form = form_on(enter(AUTHORITY), url, "validate_report")
    who = {"wrong_role": "section_chief", "foreign": "other_state.ms_authority"}.get(how, AUTHORITY)
    form |= {"stale": {"version": "99"}, "unknown": {"act": "close-x"}}.get(how, {})
    before = (now_at(report).version, events_of(report))

    answer = enter(who, enforce_csrf_checks=how == "csrf").post(url, form)

    expected = {"wrong_role": 404, "foreign": 404, "stale": 412, "csrf": 403, "unknown": 404}
    assert answer.status_code == expected[how], answer.content.decode()
    assert (now_at(report).version, events_of(report)) == before


def test_a_question_is_answered_and_the_difference_stays_visible(world, enter):
    request = request_at(world, "info_requested")
    drafter, authority = enter(DRAFTER), enter(AUTHORITY)
    url = reverse("portal:request_section", args=[request.pk, "needs"])
    drafter.post(url, {**carried(drafter, url), "needs": "People leave prison without any trade."})

    unfiled = authority.get(at("request_changes", request))
    answer = step("request", request, "answer")
    done = authority.post(
        answer, {**carried(authority, answer), "answer": "There are twelve.", "take": "yes"}
    )
    filed = authority.get(at("request_changes", request))

    assert "Written, not yet filed" in words_of(unfiled)
    assert "<ins>any </ins>" in unfiled.content.decode()
    assert done.status_code == 302, done.content.decode()
    assert "Version 2" in words_of(filed)
    assert "<del>a </del>" in filed.content.decode()
    with speaking_as(SYSTEM):
        assert Clarification.objects.get(request=request).answer == "There are twelve."


def test_nothing_filed_has_no_versions(world, enter):
    request = draft(world)

    assert "Nothing was filed yet" in words_of(enter(DRAFTER).get(at("request_changes", request)))


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("", "new", [], [("new", "new")]),
        ("same", "same", [("same", "same")], [("same", "same")]),
        ("a b", "a c", [("same", "a "), ("gone", "b")], [("same", "a "), ("new", "c")]),
        ("x " * 4000, "y " * 4000, [("gone", "x " * 4000)], [("new", "y " * 4000)]),
    ],
)
def test_texts_are_compared_word_by_word(old, new, gone, came):
    assert compared(old, new) == (gone, came)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_page_of_answers_is_light(world, enter, language):
    request, _item = presented(world)
    client = enter(AUTHORITY, language=language)
    for name in ("request_report", "request_delivery", "request_changes"):
        answer, asked = looked(client, at(name, request))

        checked(answer, language)
        assert len(asked) <= 10, "\n".join([name, *asked])


def test_cases_of_the_office_lead_a_state_to_its_own_pages(world, enter):
    request, item = presented(world)
    found = delivery_of(world, request)
    authority = enter(AUTHORITY)

    led = [
        authority.get(reverse("portal:case", args=[key, pk])).url
        for key, pk in (("delivery", found.pk), ("material_item", item.pk))
    ]

    assert led == [at("request_delivery", request)] * 2
    stranger = enter("other_state.ms_authority")
    assert stranger.get(reverse("portal:case", args=["delivery", found.pk])).status_code == 404
    assert stranger.get(at("request_delivery", request)).status_code == 404


def test_home_says_what_waits_and_what_silence_does(world, enter):
    noticed = request_at(world, "noticed")
    with_others = request_at(world, "submitted")

    home = words_of(enter(AUTHORITY).get(reverse("portal:home")))

    assert "Without an objection, the need is shown" in home
    assert "overdue since" in home or "left, until" in home
    assert home.index("Your move") < home.index("Everything else")
    assert str(with_others.reference) in home
    assert str(noticed.reference) in home


def test_an_ended_delivery_asks_how_useful_it_was(world, enter):
    request = request_at(world, "in_delivery")
    found = deliver(world, request, "operationally_closed")
    authority, url = enter(AUTHORITY), at("request_delivery", request)

    done = authority.post(
        url, {**form_on(authority, url, "give_feedback"), "rating": "5", "text": "Very."}
    )

    assert done.status_code == 302, done.content.decode()
    assert events_of(found) > 0
