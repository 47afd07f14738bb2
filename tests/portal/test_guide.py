"""Each kind of person walks through their own part on a made-up case, which is kept nowhere."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES
from portal.guide.scenes import SEEN, Newcomer
from portal.guide.walks import WALKS
from tests.portal.browsing import words_of
from tests.portal.posts.remains import Remains
from tests.portal.test_pages import checked, looked
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

OFFICES = {
    "donor": ("donor.donor_rep", "donor.donor_authority"),
    "casework": ("programme_officer", "section_chief"),
    "assessment": ("assessor", "section_chief"),
    "relations": ("cofinancing_officer", "due_diligence_officer", "legal_officer"),
    "finance": ("certifying_officer", "approving_officer", "treasury_officer"),
    "delivery": ("programme_officer", "section_chief"),
    "audit": ("auditor",),
    "people": ("administrator",),
}
WALKED = [(key, who) for key, people in OFFICES.items() for who in people]
TAKEN = {
    ("donor", "donor.donor_authority"): {"announce", "sign", "accept"},
    ("casework", "programme_officer"): {"acknowledge", "request_information"},
    ("casework", "section_chief"): {"begin_assessment", "seek_funding"},
    ("assessment", "assessor"): {"declare", "submit_draft"},
    ("assessment", "section_chief"): {"send_to_state", "finalise"},
    ("relations", "cofinancing_officer"): {"begin_due_diligence"},
    ("relations", "due_diligence_officer"): {"clear"},
    ("relations", "legal_officer"): {"approve_clauses"},
    ("finance", "certifying_officer"): {"reject", "certify"},
    ("finance", "approving_officer"): {"release"},
    ("finance", "treasury_officer"): {"record_receipt", "obligate"},
    ("delivery", "section_chief"): {"approve"},
    ("delivery", "programme_officer"): {"notice_output", "close_operationally"},
}
"""The steps each office takes itself; at the others it reads whose they are."""

QUESTIONS = {"need", "cost", "preview", "follow", "result", "circulate", "propose"}
QUESTIONS |= {"trail", "duties", "grant", "alone"}


def page(key):
    return reverse("portal:learn", args=[key])


def right_choice(world, who, scene):
    with world.as_(who):
        shown = scene.shown(Newcomer(world[who], BEGINNING))
    (right,) = [one for one in shown.choices if one.is_right]
    return right.name


def lessons_of(world, who):
    with speaking_as(SYSTEM):
        return User.objects.get(pk=world.user(who).pk).lessons


def test_every_office_has_a_walk_of_its_own():
    assert set(OFFICES) == set(WALKS)
    found = {who.rpartition(".")[2] for _key, who in WALKED}
    assert found == {code for code, role in ROLES.items() if role.scope != "state"}
    assert found == set().union(*(walk.roles for walk in WALKS.values()))


@pytest.mark.parametrize(("key", "who"), WALKED)
def test_a_newcomer_walks_to_the_end_and_nothing_real_is_written(world, enter, key, who):
    client, walk, taken = enter(who), WALKS[key], set()
    assert page(key) in client.get("/home/").content.decode()
    remains = Remains(noted=frozenset({"accounts_user"}))
    before = remains.now()

    for scene in walk.scenes:
        shown = client.get(page(key))
        assert str(scene.text) in words_of(shown).replace("&#x27;", "'"), scene.name
        name = right_choice(world, who, scene)
        if scene.name not in QUESTIONS and name != SEEN:
            taken.add(name)
        answer = client.post(page(key), {"scene": scene.name, "choice": name})
        assert (answer.status_code, answer.url) == (302, page(key)), words_of(answer)

    assert "You have walked your part to its end" in words_of(client.get(page(key)))
    assert taken == TAKEN.get((key, who), set())
    assert remains.now() == before
    assert lessons_of(world, who) == [walk.lesson(scene) for scene in walk.scenes]


def test_every_link_at_the_end_of_a_walk_opens(world, enter):
    for key, who in WALKED:
        with speaking_as(SYSTEM):
            walked = [WALKS[key].lesson(scene) for scene in WALKS[key].scenes]
            User.objects.filter(pk=world.user(who).pk).update(lessons=walked)
        client = enter(who)
        text = (
            client.get(page(key)).content.decode().partition('id="end"')[2].partition("</sect")[0]
        )
        links = re.findall(r'href="([^"]+)"', text)
        assert links
        assert {client.get(link).status_code for link in links} == {200}, links


def test_a_wrong_choice_is_explained_and_keeps_one_where_one_is(world, enter):
    who = "programme_officer"
    client = enter(who)

    answer = client.post(page("casework"), {"scene": "read", "choice": "send_back"})

    assert answer.status_code == 422
    assert "the case asks for another one" in words_of(answer)
    assert lessons_of(world, who) == []


def test_the_life_cycle_itself_refuses_what_cannot_be(world, enter):
    client = enter("certifying_officer")
    client.post(page("finance"), {"scene": "receipt", "choice": SEEN})

    shown = words_of(client.get(page("finance")))
    answer = client.post(page("finance"), {"scene": "reject", "choice": "certify"})

    assert "The contribution has not enough cash received and not yet allotted." in shown
    assert answer.status_code == 422
    assert "finance.reject" not in lessons_of(world, "certifying_officer")


def test_whoever_holds_two_offices_learns_that_one_step_is_not_theirs(world):
    both = world["certifying_officer"]
    both = type(both)(
        person_id=both.person_id,
        organisation_id=both.organisation_id,
        roles=frozenset({"certifying_officer", "approving_officer"}),
        scopes=both.scopes,
    )
    with speaking_as(SYSTEM):
        (release,) = [one for one in WALKS["finance"].scenes if one.name == "release"]
        shown = release.shown(Newcomer(both, BEGINNING))

    assert shown.steps is not None
    (blocked,) = [one for one in shown.steps.blocked if one.name == "release"]
    assert "(rule 105.6)" in blocked.reasons[0]
    assert [one.name for one in shown.choices] == [SEEN]


def test_a_donor_sees_what_an_amount_comes_to_before_saving_it(world, enter):
    who = "donor.donor_rep"
    client = enter(who)
    for scene in ("need", "cost"):
        choice = right_choice(world, who, WALKS["donor"].scene(scene))
        client.post(page("donor"), {"scene": scene, "choice": choice})

    before = words_of(client.get(page("donor")))
    shown = words_of(client.get(page("donor"), {"amount": "1130000", "currency": "USD"}))
    refused = client.get(page("donor"), {"amount": "much", "currency": "USD"})

    assert "Save this pledge" not in before
    assert "USD 1,000,000.00" in shown
    assert "USD 130,000.00" in shown
    assert "Save this pledge" in shown
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()


def test_a_walk_is_looked_at_again_and_begun_again(world, enter):
    who = "auditor"
    client = enter(who)
    client.post(page("audit"), {"scene": "file", "choice": SEEN})

    behind = words_of(client.get(page("audit"), {"scene": "file"}))
    ahead = words_of(client.get(page("audit"), {"scene": "duties"}))
    once_more = client.post(page("audit"), {"scene": "file", "choice": SEEN})
    too_early = client.post(page("audit"), {"scene": "duties", "choice": "no"})
    unknown = client.post(page("audit"), {"scene": "nowhere", "choice": "no"})
    nothing = client.post(page("audit"), {"scene": "trail", "choice": "fourth"})

    assert "Look at whose each step would be." in behind
    assert "The workshops stand empty" in behind
    assert "One of these three does not follow." in ahead
    assert once_more.status_code == 302
    assert [one.status_code for one in (too_early, unknown, nothing)] == [409, 422, 422]
    assert lessons_of(world, who) == ["audit.file"]
    assert "1 of 3" in words_of(client.get("/home/"))
    client.post(page("audit"), {"again": "yes"})
    assert lessons_of(world, who) == []


def test_beginning_one_walk_again_leaves_the_others(world, enter):
    who = "section_chief"
    client = enter(who)
    client.post(page("casework"), {"scene": "read", "choice": SEEN})
    client.post(page("delivery"), {"scene": "plan", "choice": "approve"})

    client.post(page("casework"), {"again": "yes"})

    assert lessons_of(world, who) == ["delivery.plan"]


@pytest.mark.parametrize(
    ("key", "who"),
    [("donor", "section_chief"), ("finance", "donor.donor_rep"), ("nowhere", "auditor")],
)
def test_the_part_of_others_does_not_exist(enter, key, who):
    client = enter(who)

    assert client.get(page(key)).status_code == 404
    assert client.post(page(key), {"again": "yes"}).status_code == 404
    assert page(key) not in client.get("/home/").content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("key", "who"), WALKED)
def test_every_scene_is_light(world, enter, key, who, language):
    client = enter(who, language=language)
    learnt: list[str] = []
    for scene in WALKS[key].scenes:
        with speaking_as(SYSTEM):
            User.objects.filter(pk=world.user(who).pk).update(lessons=learnt)
        answer, asked = looked(client, page(key))
        checked(answer, language)
        text = answer.content.decode()
        assert all(f'id="{name}"' in text for name in re.findall(r'href="#([^"]+)"', text))
        assert len(asked) <= 10, "\n".join(asked)
        learnt.append(WALKS[key].lesson(scene))
