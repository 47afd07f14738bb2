"""Notices: once per person, in their language, and without a word of the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils.translation import get_language, override

from accounts.models import User
from common.clock import database_now
from donors.services import clocks
from messaging import posting
from messaging.models import Notice
from messaging.notices import write_notices
from ta_requests.machines import REQUEST
from tests.factories.pledges import promise_at
from tests.factories.requests import CONTENT, request_at, story_at
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.preview import preview
from workflows.principal import speaking_as


def told(name, **filters):
    with speaking_as(SYSTEM):
        notices = Notice.objects.select_related("recipient").filter(name=name, **filters)
        return sorted(notice.recipient.name for notice in notices)


def test_a_submission_tells_the_officers_and_the_mission_but_not_who_submitted(world, deliver_all):
    request_at(world, "submitted")

    deliver_all()

    assert told("submit") == ["programme_officer", "programme_officer.2", "state.ms_drafter"]


def test_the_reader_keeps_the_language_while_others_are_told(world):
    request = request_at(world, "submitted")

    with override("ar"), world.as_("programme_officer"):
        seen = preview(
            REQUEST,
            name="acknowledge",
            pk=request.pk,
            actor=world["programme_officer"],
            now=BEGINNING,
            given={"authenticity_confirmed": True},
        )

        assert seen.messages
        assert get_language() == "ar"


def test_a_redelivered_event_tells_nobody_twice(world, deliver_all):
    request = request_at(world, "submitted")
    deliver_all()
    before = told("submit")

    with speaking_as(SYSTEM):
        write_notices(Event.objects.get(subject_id=request.pk, name="submit"))

    assert told("submit") == before


def test_only_donors_the_state_consented_to_learn_of_a_need(world, deliver_all):
    named = [world.organisations["other_donor"].pk]
    request_at(world, "funding_sought", consent_class="named_donors", named_donors=named)

    deliver_all()

    donors = [name for name in told("show_to_donors") if "donor" in name or "foundation" in name]
    assert donors == ["other_donor.donor_authority", "other_donor.donor_rep"]


def test_with_the_secretariat_alone_no_donor_learns_anything(world, deliver_all):
    story_at(world, "assessed", consent_class="secretariat")

    deliver_all()

    with speaking_as(SYSTEM):
        recipients = Notice.objects.values_list("recipient__name", flat=True).distinct()
        assert not [name for name in recipients if ".donor_" in name]


def test_with_all_donors_every_donor_learns_of_a_need_and_no_one_else_as_a_donor(
    world, deliver_all
):
    request_at(world, "funding_sought", consent_class="all_donors")

    deliver_all()

    donors = {name for name in told("show_to_donors") if ".donor_" in name}
    assert donors == {name for name in world.actors if ".donor_" in name}


def test_a_consent_taken_back_before_the_letters_go_silences_them(world, deliver_all):
    story = story_at(world, "funding_sought", consent_class="all_donors")
    story.act("state.ms_authority", "choose_consent", consent_class="secretariat")

    deliver_all()

    assert [name for name in told("show_to_donors") if ".donor_" in name] == []


def test_a_choice_of_consent_is_told_to_the_officers_once_the_request_is_filed(world, deliver_all):
    story = story_at(world, "draft")
    story.act("state.ms_authority", "choose_consent", consent_class="public")
    deliver_all()
    assert told("choose_consent") == []

    filed = story_at(world, "submitted")
    deliver_all()
    filed.act("state.ms_authority", "choose_consent", consent_class="public")
    deliver_all()
    assert "programme_officer" in told("choose_consent")


def test_an_overdue_payment_is_told_to_whoever_looks_after_the_donor(world, deliver_all):
    agreed = promise_at(world, "agreed")
    late = BEGINNING + (agreed.instalment(1).due_on - BEGINNING.date()) + timedelta(days=1)
    clocks.advance(now=late)

    deliver_all()

    assert "cofinancing_officer" in told("flag_overdue")
    assert "cofinancing_officer.2" not in told("flag_overdue")


def test_each_person_reads_their_own_notices_only(world, deliver_all):
    request_at(world, "submitted")
    deliver_all()

    with world.as_("programme_officer"):
        mine = Notice.objects.all()
        assert {notice.recipient_id for notice in mine} == {world["programme_officer"].person_id}
    with world.as_("auditor"):
        assert not Notice.objects.exists()


def test_letters_are_written_in_the_language_of_who_reads_them(world, deliver_all):
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(name="programme_officer").update(language="fr")
    request_at(world, "submitted")
    deliver_all()

    sent = posting.send_due()

    assert sent == len(mail.outbox)
    languages = {letter.to[0]: letter.extra_headers["Content-Language"] for letter in mail.outbox}
    assert languages["programme_officer@training.example"] == "fr"
    assert languages["state.ms_drafter@training.example"] == "en"


def test_a_letter_goes_to_one_person_and_carries_no_word_of_the_case(world, deliver_all):
    request = request_at(world, "submitted")
    deliver_all()

    posting.send_due()

    assert [str(request.reference) in str(letter.subject) for letter in mail.outbox].count(
        True
    ) == 3
    for letter in mail.outbox:
        text = f"{letter.subject}\n{letter.body}"
        assert len(letter.recipients()) == 1
        assert not letter.cc
        assert not letter.bcc
        assert str(request.pk) in text
        case = [CONTENT[name] for name in ("title", "needs", "priorities", "restrictions")]
        assert not [words for words in [*case, "Madagascar", "ms_authority"] if words in text]


def test_sending_again_sends_nothing_more(world, deliver_all):
    request_at(world, "submitted")
    deliver_all()
    posting.send_due()

    assert posting.send_due() == 0


class Refusing(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages):
        raise OSError("no line")


def test_a_letter_that_cannot_be_sent_waits_longer_each_time_and_is_then_set_aside(
    world, deliver_all, settings
):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    request_at(world, "submitted")
    deliver_all()
    now = database_now() + timedelta(seconds=1)

    assert posting.send_due(now=now) == 0
    with speaking_as(SYSTEM):
        waits = set(Notice.objects.filter(name="submit").values_list("available_at", "last_error"))
    assert waits == {(now + timedelta(seconds=2), "OSError")}
    for _attempt in range(9):
        now += timedelta(hours=2)
        posting.send_due(now=now)

    with speaking_as(SYSTEM):
        notices = list(Notice.objects.filter(name="submit"))
    assert all(notice.failed_at and notice.attempts == 10 for notice in notices)


@pytest.mark.django_db
def test_a_preview_shows_the_letters_a_step_would_send_and_keeps_none(world):
    request = request_at(world, "submitted")

    with world.as_("programme_officer"):
        shown = preview(
            REQUEST,
            name="acknowledge",
            pk=request.pk,
            actor=world["programme_officer"],
            now=database_now(),
            given={"authenticity_confirmed": True},
        )

    assert {"state.ms_drafter", "section_chief"} <= {one.recipient for one in shown.messages}
    with speaking_as(SYSTEM):
        assert not Notice.objects.exists()
