"""Another house's word: taken for invited people only, where it is configured, and for no more."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from accounts.models import User
from tests.entering import give_app
from tests.portal.house import other_house
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

DRAFTER = "state.ms_drafter@training.example"
CHIEF = "section_chief@training.example"
BEGIN = reverse("openid_connect_login", args=["house"])
BACK = reverse("openid_connect_callback", args=["house"])
REFUSED = "With this you cannot sign in here."


@pytest.fixture
def house(settings):
    with other_house() as opened:
        app = {
            "provider_id": "house",
            "name": "The other house",
            "client_id": "tara",
            "secret": "kept",
            "settings": {"server_url": opened.url, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield opened


@pytest.fixture
def come_from(enter, house):
    """Return a call: somebody of whom the house says this comes back from it."""

    def come(client=None, *, wished="", **says):
        client = client or enter()
        house.says = {"sub": "person-1", **says}
        begun = client.get(BEGIN, {"next": wished} if wished else {})
        asked = parse_qs(urlsplit(begun.url).query)
        return client, client.get(BACK, {"code": "given", "state": asked["state"][0]})

    return come


def people():
    with speaking_as(SYSTEM):
        return User.objects.get_queryset().count()


def links():
    with speaking_as(SYSTEM):
        return list(SocialAccount.objects.values_list("user__email", "extra_data"))


def test_where_none_is_configured_none_is_offered(enter, world):
    page = enter().get("/sign-in/").content.decode()

    assert "/begin/" not in page
    assert enter().get(BEGIN).status_code == 404
    assert enter().get(BACK).status_code == 404


def test_the_way_to_the_house_is_a_link_that_keeps_where_one_wanted_to_go(enter, world, house):
    page = enter().get("/sign-in/?next=/requests/").content.decode()
    begun = enter().get(BEGIN)
    asked = parse_qs(urlsplit(begun.url).query)

    assert "Sign in with The other house" in page
    assert f'href="{BEGIN}?next=%2Frequests%2F"' in page
    assert begun.url.startswith(f"{house.url}/authorize?")
    assert asked["code_challenge_method"] == ["S256"]


def test_an_invited_person_comes_in_and_is_told(world, come_from):
    client, answer = come_from(email=DRAFTER.upper(), email_verified=True, wished="/requests/")

    assert answer.url == "/requests/"
    assert client.get("/home/").status_code == 200
    assert links() == [(DRAFTER, {})]
    with speaking_as(SYSTEM):
        assert Event.objects.filter(subject_type="account", name="connect_house").count() == 1


def test_afterwards_the_house_is_believed_by_its_own_number(world, come_from):
    come_from(email=DRAFTER, email_verified=True)

    _client, again = come_from(email="another@elsewhere.example", email_verified=False)
    _client, other = come_from(sub="person-2", email="another@elsewhere.example")

    assert again.url == "/home/"
    assert other.url == reverse("portal:sign_in")
    assert links() == [(DRAFTER, {})]


@pytest.mark.parametrize(
    "says",
    [
        {"email": "nobody@training.example", "email_verified": True},
        {"email": DRAFTER, "email_verified": False},
        {"email": DRAFTER},
        {"email": DRAFTER, "email_verified": "yes"},
        {"email": "auditor@training.example", "email_verified": True},
        {},
    ],
)
def test_for_all_others_the_answer_is_one_and_no_account_is_made(world, come_from, says):
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(name="auditor").update(is_active=False)
    before = people()

    client, answer = come_from(**says)

    assert answer.url == reverse("portal:sign_in")
    assert REFUSED in client.get(answer.url).content.decode()
    assert client.get("/home/").status_code == 302
    assert people() == before
    assert links() == []


def test_an_account_closed_since_stays_outside(world, come_from):
    come_from(email=DRAFTER, email_verified=True)
    with speaking_as(SYSTEM):
        User.objects.get_queryset().filter(email=DRAFTER).update(is_active=False)

    client, answer = come_from(email=DRAFTER, email_verified=True)

    assert answer.url == reverse("portal:sign_in")
    assert REFUSED in client.get(answer.url).content.decode()


def test_staff_show_their_second_factor_all_the_same(world, come_from):
    give_app(world.user("section_chief"))

    client, answer = come_from(email=CHIEF, email_verified=True)

    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/home/").status_code == 302


def test_staff_without_one_set_it_up_first(world, come_from):
    client, answer = come_from(email=CHIEF, email_verified=True)

    assert client.get(answer.url).url == reverse("mfa_index")


@pytest.mark.parametrize("given", [{}, {"error": "access_denied"}, {"code": "x", "state": "made"}])
def test_a_way_back_nobody_went_leads_outside(enter, world, house, given):
    assert enter().get(BACK, given).url == reverse("portal:sign_in")


def test_a_house_on_fire_is_no_fault_of_ours(world, come_from, house):
    house.broken = True

    _client, answer = come_from(email=DRAFTER, email_verified=True)

    assert answer.url == reverse("portal:sign_in")


def test_who_is_in_stays_who_they_are(enter, world, house):
    client = enter("donor.donor_rep")

    assert client.get(BEGIN).url == client.get(BACK).url == "/home/"
    assert "Norway" in client.get("/home/").content.decode()
