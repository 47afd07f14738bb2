"""A second factor: required of staff everywhere, a choice for others, good for one use."""

from __future__ import annotations

import re
import time
from itertools import count

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.urls import reverse

from accounts.models import User
from accounts.services.factors import AT_THE_DOOR
from config.training.second_factor import code_at
from ta_requests.models import Request
from tests.entering import KEY, give_app, let_in
from tests.factories.requests import request_at
from tests.http import Api
from tests.world import PASSWORD
from web.caller import caller_of
from workflows.actors import PUBLIC, SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

DOOR = "/sign-in/"
CHIEF = "section_chief"
DRAFTER = "state.ms_drafter"


def words(name):
    return {"email": f"{name}@training.example", "password": PASSWORD}


def code(*, later=0):
    """Return the code of now, or of the next half minute, which is accepted too."""
    return code_at(KEY, time.time() + later)


@pytest.fixture
def at_second_step(enter, world):
    """Return a call that gives somebody an app and takes them past the password."""

    def begin(name):
        if not has_app(world.user(name)):
            give_app(world.user(name))
        client = enter()
        assert client.post(DOOR, words(name)).url == reverse("mfa_authenticate")
        return client

    return begin


def has_app(person):
    with speaking_as(SYSTEM):
        return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


# ------------------------------------------------------------------ staff may not do without
@pytest.mark.parametrize("page", ["/home/", "/queue/", "/requests/", "/account/", "/admin/", "/"])
@pytest.mark.parametrize("who", ["section_chief", "auditor", "administrator"])
def test_staff_without_one_are_led_to_set_it_up(enter, world, who, page):
    client = enter()
    let_in(client, world.user(who), second_factor=False)

    answer = client.get(page)
    led = client.get(answer.url)

    assert answer.url == reverse("mfa_index")
    assert led.status_code == 200
    assert "One thing before you begin" in led.content.decode()
    assert reverse("portal:queue") not in led.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/requests/", "/api/v1/pledges/"])
def test_a_program_with_such_a_session_is_told_a_code(world, path):
    api = Api()
    let_in(api.client, world.user(CHIEF), second_factor=False)

    read = api.get(path)
    written = api.post(path, {})

    assert (read.status, read.code) == (403, "second_factor_needed")
    assert (written.status, written.code) == (403, "second_factor_needed")


def test_a_forgotten_page_would_show_such_a_session_nothing(world):
    """The middleware leads away; should it not, the person holds no role in the database."""
    api = Api()
    request_at(world, "submitted")
    let_in(api.client, world.user(CHIEF), second_factor=False)

    seen = caller_of(api.client.get(reverse("mfa_index")).wsgi_request)

    assert seen.lacks_second_factor
    assert not seen.actor.roles
    with speaking_as(seen.actor):
        assert not Request.objects.exists()


def test_a_superuser_is_no_exception(enter, world):
    client = enter()
    person = world.user("donor.donor_rep")
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(pk=person.pk).update(is_superuser=True)
    let_in(client, person, second_factor=False)

    assert client.get("/admin/").url == reverse("mfa_index")


def test_others_choose(enter, world):
    client = enter()
    entered = client.post(DOOR, words(DRAFTER))

    assert entered.url == "/home/"
    assert client.get("/home/").status_code == 200
    assert "It is your choice" in client.get(reverse("mfa_index")).content.decode()


def test_whoever_still_has_to_set_it_up_can_leave_and_read_their_language(enter, world):
    client = enter()
    let_in(client, world.user(CHIEF), second_factor=False)

    spoken = client.post("/language/", {"language": "fr", "next": "/account/security/"})
    left = client.post("/sign-out/")

    assert spoken.url == "/account/security/"
    assert left.url == "/"


# ------------------------------------------------------------------ setting it up
def test_staff_sign_in_set_up_an_app_and_go_on(enter, world):
    client = enter()
    entered = client.post(DOOR, words(CHIEF))
    led = client.get(entered.url)
    page = client.get(reverse("mfa_activate_totp"))
    (key,) = re.findall(r'class="code key"[^>]*>([A-Z2-7]+)<', page.content.decode())

    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    done = client.post(reverse("mfa_activate_totp"), {"code": code_at(key, time.time())})
    codes = client.get(done.url)

    assert led.url == reverse("mfa_index")
    assert page.status_code == 200
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert wrong.status_code == 422
    assert done.url == reverse("mfa_view_recovery_codes")
    assert codes.content.decode().count('<li class="code">') == 10
    assert client.get("/queue/").status_code == 200
    assert client.get("/admin/").status_code == 200
    with speaking_as(SYSTEM):
        assert Event.objects.filter(subject_type="account", name="add_app").count() == 1
        kept = Authenticator.objects.get(user=world.user(CHIEF), type="totp").data["secret"]
    assert key not in kept


def test_the_codes_can_be_kept_as_a_file_and_renewed(at_second_step):
    client = at_second_step(DRAFTER)
    client.post(reverse("mfa_authenticate"), {"code": code()})

    made = client.post(reverse("mfa_generate_recovery_codes"))
    first = client.get(reverse("mfa_download_recovery_codes"))
    client.post(reverse("mfa_generate_recovery_codes"))
    second = client.get(reverse("mfa_download_recovery_codes"))

    assert made.url == reverse("mfa_view_recovery_codes")
    assert first["Content-Type"].startswith("text/plain")
    assert first.content != second.content


def test_nobody_gets_recovery_codes_for_nothing(enter, world):
    client = enter()
    client.post(DOOR, words(DRAFTER))

    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 422
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_an_old_session_proves_itself_before_it_changes_anything(enter, world):
    client = enter(DRAFTER)

    asked = client.get(reverse("mfa_activate_totp"))
    wrong = client.post(asked.url, {"password": "wrong"})
    proved = client.post(asked.url, {"password": PASSWORD})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert client.get(asked.url).status_code == 200
    assert wrong.status_code == 422
    assert proved.url == reverse("mfa_activate_totp")
    assert client.get(proved.url).status_code == 200


def test_a_code_proves_it_too(enter, world):
    give_app(world.user(CHIEF))
    client = enter(CHIEF)
    again = reverse("mfa_reauthenticate") + "?next=" + reverse("mfa_generate_recovery_codes")

    assert client.get(again).status_code == 200
    assert client.post(again, {"code": "000000"}).status_code == 422
    assert client.post(again, {"code": code()}).url == reverse("mfa_generate_recovery_codes")


def test_staff_keep_their_last_factor(at_second_step, world):
    client = at_second_step(CHIEF)
    client.post(reverse("mfa_authenticate"), {"code": code()})

    page = client.get(reverse("mfa_deactivate_totp"))
    answer = client.post(reverse("mfa_deactivate_totp"))

    assert "Staff of UNODC always have a second factor" in page.content.decode()
    assert answer.status_code == 422
    assert has_app(world.user(CHIEF))


def test_others_may_remove_it(at_second_step, world):
    client = at_second_step(DRAFTER)
    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not has_app(world.user(DRAFTER))


# ------------------------------------------------------------------ losing it
def act_on(person):
    name = "admin:accounts_user_act"
    return reverse(name, args=[person.pk, "remove_factors"])


def test_an_administrator_helps_somebody_who_lost_theirs(enter, world):
    give_app(world.user(CHIEF))
    helper, client = enter("administrator"), enter()

    page = helper.get(reverse("admin:accounts_user_change", args=[world.user(CHIEF).pk]))
    helped = helper.post(act_on(world.user(CHIEF)))
    entered = client.post(DOOR, words(CHIEF))

    assert "Remove the second factors they lost" in page.content.decode()
    assert helped.status_code == 302
    assert client.get(entered.url).url == reverse("mfa_index")
    with speaking_as(SYSTEM):
        told = Event.objects.filter(subject_type="account", name="remove_all_factors").get()
    assert told.actor_id == world["administrator"].person_id


def test_every_open_session_ends_with_the_factors(enter, world):
    give_app(world.user(CHIEF))
    thief, mine = enter(CHIEF), enter("administrator")

    before = thief.get("/home/")
    mine.post(act_on(world.user(CHIEF)))

    assert before.status_code == 200
    assert thief.get("/home/").url.startswith(DOOR)
    assert thief.get("/api/v1/me/").status_code == 401
    assert mine.get("/home/").status_code == 200


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("administrator", "administrator"),
        ("section_chief.2", "section_chief"),
        ("auditor", "section_chief"),
        ("state.ms_authority", "section_chief"),
    ],
)
def test_nobody_else_takes_one_away_nor_an_administrator_their_own(enter, world, who, whose):
    give_app(world.user(whose))

    enter(who).post(act_on(world.user(whose)))

    assert has_app(world.user(whose))


def test_the_admin_has_no_page_of_its_own_for_passwords(enter, world):
    assert enter(CHIEF).get("/admin/password_change/").url == reverse("portal:password")


# ------------------------------------------------------------------ showing it
def test_the_password_alone_opens_nothing(at_second_step, world):
    client = at_second_step(CHIEF)

    assert client.get("/home/").url.startswith(DOOR)
    assert client.get("/admin/").status_code == 302
    assert client.get("/api/v1/requests/").status_code == 401
    assert client.get(reverse("mfa_authenticate")).status_code == 200


def test_a_code_opens_once_and_the_way_wished_is_kept(enter, world):
    give_app(world.user(CHIEF))
    client = enter()
    client.post(DOOR, {**words(CHIEF), "next": "/queue/"})

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    right = client.post(reverse("mfa_authenticate"), {"code": code()})
    client.post("/sign-out/")
    client.post(DOOR, words(CHIEF))
    again = client.post(reverse("mfa_authenticate"), {"code": code()})

    assert wrong.status_code == 422
    assert right.url == "/queue/"
    assert again.status_code == 422


def test_a_code_spent_elsewhere_is_spent_here(at_second_step, world, monkeypatch):
    """The library remembers spent codes in the memory of one process; we count them for all."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.cache.add", lambda *given, **more: True)
    first, second = at_second_step(CHIEF), at_second_step(CHIEF)
    spent = code()

    assert first.post(reverse("mfa_authenticate"), {"code": spent}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": spent}).status_code == 422


def test_a_recovery_code_opens_once(at_second_step, enter, world):
    client = at_second_step(DRAFTER)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    client.post(reverse("mfa_generate_recovery_codes"))
    kept = re.findall(r"\d{8}", client.get(reverse("mfa_view_recovery_codes")).content.decode())

    answers = []
    for _attempt in range(2):
        again = at_second_step(DRAFTER)
        answers.append(again.post(reverse("mfa_authenticate"), {"code": kept[0]}).status_code)

    assert answers == [302, 422]


def test_guessing_codes_is_bounded_by_the_account(at_second_step, world, settings):
    client, numbers = at_second_step(CHIEF), count(100_000)
    settings.THROTTLES = {**settings.THROTTLES, "sign_in_account": (3, 300)}

    answers = [
        client.post(reverse("mfa_authenticate"), {"code": str(next(numbers))}) for _ in range(5)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "The door opens again by itself" in answers[-1].content.decode()


def test_an_address_made_up_beside_the_code_buys_no_more_guesses(at_second_step, world, settings):
    client, numbers = at_second_step(CHIEF), count(100_000)
    settings.THROTTLES = {**settings.THROTTLES, "sign_in_account": (3, 300)}

    answers = [
        client.post(
            reverse("mfa_authenticate"),
            {"code": str(next(numbers)), "email": f"made-up-{turn}@training.example"},
        )
        for turn in range(5)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 429, 429]


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\uff10"], ids=["Arabic", "Persian", "wide"])
def test_a_code_may_be_typed_in_the_digits_of_another_script(at_second_step, zero):
    client, again, plain = at_second_step(CHIEF), at_second_step(CHIEF), code()
    typed = "".join(chr(ord(zero) + int(digit)) for digit in plain)

    passed = client.post(reverse("mfa_authenticate"), {"code": typed})
    spent = again.post(reverse("mfa_authenticate"), {"code": plain})

    assert passed.status_code == 302
    assert spent.status_code == 422


def test_one_may_begin_again_as_somebody_else(at_second_step):
    client = at_second_step(CHIEF)

    client.post("/sign-out/")

    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_whoever_did_not_give_a_password_is_sent_back(enter, world):
    assert enter().get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_the_names_of_the_library_lead_to_our_own_door():
    assert reverse("account_login") == reverse("portal:sign_in")
    assert reverse("account_logout") == reverse("portal:sign_out")


# ------------------------------------------------------------------ passkeys
FORGED = ["{}", "null", "[]", '{"id": "x", "response": {}}', "not json"]


@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_opens_nothing(enter, world, at_second_step, credential):
    given = {"credential": credential}
    client = enter()
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    alone = client.post(reverse("mfa_login_webauthn"), given)
    second = at_second_step(CHIEF).post(reverse("mfa_authenticate"), given)

    assert alone.url == reverse("account_login")
    assert client.get("/home/").status_code == 302
    assert second.status_code == 422


def test_the_pages_of_passkeys_answer(enter, world):
    client = enter()
    client.post(DOOR, words(DRAFTER))

    add = client.get(reverse("mfa_add_webauthn")).content.decode()
    forged = [
        client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
        for credential in FORGED
    ]

    assert "data-passkey" in add
    assert "challenge" in add
    assert {answer.status_code for answer in forged} == {422}
    assert client.get(reverse("mfa_remove_webauthn", args=[1])).status_code == 404
    assert client.get(reverse("mfa_reauthenticate_webauthn")).status_code == 302


def test_an_address_of_numbers_is_told_that_passkeys_need_a_name(enter, world, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = enter(headers={"host": "127.0.0.1:8000"})
    client.post(DOOR, words(DRAFTER))

    assert "names only" in client.get(reverse("mfa_index")).content.decode()


# ------------------------------------------------------------------ walls
@pytest.mark.parametrize(
    ("speaker", "seen"),
    [
        ("section_chief", 1),
        ("section_chief.2", 0),
        ("administrator", 0),
        ("state.ms_authority", 0),
        ("public", 0),
        ("door", 1),
        ("system", 1),
    ],
)
def test_a_factor_is_seen_by_its_owner_and_at_the_door(world, speaker, seen):
    give_app(world.user(CHIEF))
    named = {"public": PUBLIC, "door": AT_THE_DOOR, "system": SYSTEM}

    with speaking_as(named.get(speaker) or world[speaker]):
        assert Authenticator.objects.count() == seen


def test_the_door_sees_people_and_no_case(world):
    request_at(world, "submitted")

    with speaking_as(AT_THE_DOOR):
        assert User.objects.get_queryset().exists()
        assert not Request.objects.exists()
        assert not Event.objects.exists()


def test_every_table_of_the_door_is_secured(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE n.nspname = 'public' AND relkind = 'r' AND NOT relforcerowsecurity"
            " AND relname ~ '^(account|mfa|socialaccount)_'"
        )
        assert cursor.fetchall() == []
