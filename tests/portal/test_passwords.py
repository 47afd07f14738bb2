"""Passwords at the door: a new one by letter, a change, and nothing to learn from the answers."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import PasswordReset, User
from tests.entering import give_app
from tests.world import PASSWORD
from workflows.actors import SYSTEM
from workflows.delivery import deliver
from workflows.models import Event, OutboxMessage
from workflows.principal import speaking_as

DOOR = "/sign-in/"
ASK = "/password/"
NEW = "a sentence nobody else knows"
DRAFTER = "state.ms_drafter"


def address(name):
    return f"{name}@training.example"


def post_letters():
    """Deliver what waits, as the worker does; return the letters that left."""
    mail.outbox.clear()
    with speaking_as(SYSTEM):
        waiting = list(OutboxMessage.objects.filter(delivered_at=None).values_list("pk", flat=True))
    for pk in waiting:
        deliver(pk)
    return [letter for letter in mail.outbox if "/password/" in str(letter.body)]


def close(name):
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(name=name).update(is_active=False)


def link_for(enter):
    """Return the way to a new password for the drafter, from their letter."""
    enter().post(ASK, {"email": address(DRAFTER)})
    (letter,) = post_letters()
    (found,) = re.findall(r"https?://[^/]+(/password/\S+)", str(letter.body))
    return found


def unlike(answer):
    """Return what a reader of the answer could compare, without the token each form carries."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    changing = {"x-request-id", "expires"}  # the second may turn between two answers
    headers = {name: answer[name] for name in answer.headers if name.lower() not in changing}
    return answer.status_code, headers, text


# ------------------------------------------------------------------ nothing to learn
def test_a_reset_answers_the_same_for_everybody(enter, world):
    close("auditor")
    names = ("state.ms_drafter", "auditor", "nobody")

    answers = [enter().post(ASK, {"email": address(name)}) for name in names]
    pages = [enter().get(answer.url) for answer in answers]

    assert len({str(unlike(answer)) for answer in answers}) == 1
    assert len({str(unlike(page)) for page in pages}) == 1
    with speaking_as(SYSTEM):
        assert PasswordReset.objects.count() == 3
        assert Event.objects.filter(subject_type="password_reset").count() == 3


def test_only_an_active_person_gets_the_letter_and_no_question_is_kept(enter, world):
    close("auditor")
    for name in ("state.ms_drafter", "auditor", "nobody"):
        enter().post(ASK, {"email": address(name)})

    letters = post_letters()

    assert [letter.to for letter in letters] == [[address(DRAFTER)]]
    with speaking_as(SYSTEM):
        assert not PasswordReset.objects.exists()


def test_a_sign_in_answers_the_same_for_everybody(enter, world):
    close("auditor")
    given = [("auditor", PASSWORD), ("nobody", PASSWORD), ("section_chief", "wrong")]

    answers = [
        enter().post(DOOR, {"email": address(name), "password": word}) for name, word in given
    ]

    texts = {
        unlike(answer)[2].replace(address(name), "")
        for answer, (name, _word) in zip(answers, given, strict=True)
    }
    assert {answer.status_code for answer in answers} == {422}
    assert len(texts) == 1


def test_the_letter_is_in_the_language_of_its_reader(enter, world):
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(name=DRAFTER).update(language="ar")
    asked = enter(language="fr").post(ASK, {"email": address(DRAFTER).upper()})

    (letter,) = post_letters()

    assert asked.url == reverse("portal:password_asked")
    assert letter.to == [address(DRAFTER)]


def test_nobody_is_buried_in_letters(enter, world, settings):
    settings.THROTTLES = {**settings.THROTTLES, "password_account": (3, 3600)}

    answers = [enter().post(ASK, {"email": address(DRAFTER)}).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize("given", [{}, {"email": "not an address"}])
def test_what_is_no_address_is_said_so(enter, world, given):
    assert enter().post(ASK, given).status_code == 422


# ------------------------------------------------------------------ a new one
def test_a_new_password_is_chosen_once_and_ends_every_session(enter, world):
    elsewhere, client = enter(DRAFTER), enter()
    link = link_for(enter)

    page = client.get(link)
    weak = client.post(link, {"password": "short", "again": "short"})
    apart = client.post(link, {"password": NEW, "again": "another"})
    chosen = client.post(link, {"password": NEW, "again": NEW})
    again = client.post(link, {"password": NEW + "!", "again": NEW + "!"})
    entered = client.post(DOOR, {"email": address(DRAFTER), "password": NEW})

    assert page.status_code == 200
    assert weak.status_code == apart.status_code == 422
    assert chosen.url == reverse("portal:sign_in")
    assert again.status_code == 404
    assert entered.url == "/home/"
    assert elsewhere.get("/home/").status_code == 302


def test_a_new_password_is_no_second_factor(enter, world):
    give_app(world.user("section_chief"))
    enter().post(ASK, {"email": address("section_chief")})
    (letter,) = post_letters()
    (found,) = re.findall(r"https?://[^/]+(/password/\S+)", str(letter.body))
    client = enter()

    client.post(found, {"password": NEW, "again": NEW})
    entered = client.post(DOOR, {"email": address("section_chief"), "password": NEW})

    assert entered.url == reverse("mfa_authenticate")


def test_a_letter_to_an_account_closed_since_opens_nothing(enter, world):
    link = link_for(enter)
    close(DRAFTER)

    assert enter().get(link).status_code == 404


def test_a_link_made_up_is_nothing(enter, world):
    made_up = reverse("portal:password_anew", args=[world.user(DRAFTER).pk, "made-up"])

    assert enter().get(made_up).status_code == 404
    assert enter().get(reverse("portal:password_ask")).status_code == 200


# ------------------------------------------------------------------ a change
def test_a_change_keeps_this_session_ends_the_others_and_tells_the_owner(enter, world):
    client, elsewhere = enter(DRAFTER), enter(DRAFTER)
    page = reverse("portal:password")

    wrong = client.post(page, {"former": "wrong", "password": NEW, "again": NEW})
    weak = client.post(page, {"former": PASSWORD, "password": "short", "again": "short"})
    changed = client.post(page, {"former": PASSWORD, "password": NEW, "again": NEW})
    (letter,) = post_letters()

    assert client.get(page).status_code == 200
    assert wrong.status_code == weak.status_code == 422
    assert changed.url == reverse("portal:profile")
    assert client.get("/home/").status_code == 200
    assert elsewhere.get("/home/").status_code == 302
    assert "Your password was changed." in str(letter.body)
    assert letter.to == [address(DRAFTER)]


# ------------------------------------------------------------------ oneself
def test_a_person_says_how_they_are_called_and_what_time_it_is(enter, world):
    client = enter(DRAFTER)
    given = {"name": "R. Rakoto", "language": "fr", "time_zone": "Indian/Antananarivo"}

    page = client.get(reverse("portal:profile"))
    saved = client.post(reverse("portal:profile"), given)

    assert page.status_code == 200
    assert saved.url == reverse("portal:profile")
    with speaking_as(SYSTEM):
        person = User.objects.get_queryset().get(pk=world.user(DRAFTER).pk)
    assert (person.name, person.language) == ("R. Rakoto", "fr")
    assert (person.time_zone, person.mail_notices) == ("Indian/Antananarivo", False)
    assert '<html lang="fr"' in client.get("/home/").content.decode()


@pytest.mark.parametrize(
    "changed", [{"name": " "}, {"time_zone": "Mars/Olympus"}, {"language": "tlh"}]
)
def test_what_cannot_be_is_not_saved(enter, world, changed):
    given = {"name": "R. Rakoto", "language": "fr", "time_zone": "UTC", **changed}

    assert enter(DRAFTER).post(reverse("portal:profile"), given).status_code == 422
