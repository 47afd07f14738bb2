"""The admin shows a file and its moves; whatever is posted, the verb decides."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Membership, RoleGrant
from tests.http import Api
from tests.toy.models import Parcel
from workflows.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]
STAFF = "/staff/toy/parcel/"


def client_of(world, name) -> Client:
    return Api.of(world, name).client


def hidden(page) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    text = page.content.decode()
    return dict(re.findall(r'type="hidden" name="(version|key)" value="([^"]*)"', text))


def state_of(parcel, world):
    with world.as_("auditor"):
        return Parcel.objects.get(pk=parcel.pk).state


def test_a_file_shows_its_moves_and_why_some_are_blocked(world, parcel_of):
    parcel = parcel_of(weight=0)

    page = client_of(world, "section_chief").get(f"{STAFF}{parcel.pk}/change/").content.decode()

    assert f"{STAFF}{parcel.pk}/move/weigh/" in page
    assert f"{STAFF}{parcel.pk}/move/send/" not in page
    assert "Weigh it." in page
    assert "Scales" in page
    assert "Created" in page


def test_a_move_is_shown_asked_rehearsed_and_taken(world, parcel_of):
    parcel = parcel_of(weight=0)
    staff = client_of(world, "section_chief")
    path = f"{STAFF}{parcel.pk}/move/weigh/"

    opened = staff.get(path)
    empty = staff.post(path, {**hidden(opened), "weight": ""})
    seen = staff.post(path, {**hidden(opened), "weight": "7", "look": "1"})
    with world.as_("auditor"):
        untouched = Parcel.objects.get().weight
    done = staff.post(path, {**hidden(seen), "weight": "7", "confirm": "1"}, follow=True)

    assert empty.status_code == 422
    assert b"What this will do" in seen.content
    assert untouched == 0
    assert done.redirect_chain == [(f"{STAFF}{parcel.pk}/change/", 302)]
    with world.as_("auditor"):
        assert Parcel.objects.get().weight == 7


def test_a_move_that_asks_nothing_shows_at_once_what_it_would_do(world, parcel_of):
    parcel = parcel_of(weight=3)

    page = client_of(world, "section_chief").get(f"{STAFF}{parcel.pk}/move/send/")

    assert b"What this will do" in page.content
    assert state_of(parcel, world) == "packed"


def test_a_form_sent_twice_moves_once(world, parcel_of):
    parcel = parcel_of(weight=3)
    staff = client_of(world, "section_chief")
    path = f"{STAFF}{parcel.pk}/move/send/"
    sent = {**hidden(staff.get(path)), "confirm": "1"}

    first, second = staff.post(path, sent), staff.post(path, sent)

    assert [first.status_code, second.status_code] == [302, 302]
    with world.as_("auditor"):
        assert Event.objects.filter(name="send").count() == 1


def test_a_stale_form_is_refused_with_the_reason(world, parcel_of):
    parcel = parcel_of(weight=3)
    staff = client_of(world, "section_chief")
    path = f"{STAFF}{parcel.pk}/move/send/"
    sent = {**hidden(staff.get(path)), "confirm": "1"}
    Api.of(world, "programme_officer").post(
        f"/api/v1/parcels/{parcel.pk}/weigh/", {"weight": 4}, version=1
    )

    late = staff.post(path, sent)

    assert late.status_code == 412
    assert b"Someone changed this" in late.content
    assert state_of(parcel, world) == "packed"


FORGED = [
    ("auditor", "send", "packed"),  # sees all, moves nothing
    ("treasury_officer", "send", "packed"),  # another role's step
    ("section_chief", "stop", "packed"),  # the sender's step
    ("section_chief", "recall", "packed"),  # from another state
    ("section_chief", "lose", "packed"),  # the system's own step
    ("section_chief", "nonsense", "packed"),
]


@pytest.mark.parametrize(("who", "move", "state"), FORGED)
def test_a_forged_post_changes_nothing(world, parcel_of, who, move, state):
    parcel = parcel_of(weight=3)

    answer = client_of(world, who).post(
        f"{STAFF}{parcel.pk}/move/{move}/",
        {"version": "1", "key": "forged", "confirm": "1", "reason": "because"},
    )

    assert answer.status_code in {403, 404, 409}
    assert state_of(parcel, world) == state
    with world.as_("auditor"):
        assert Event.objects.count() == 1
        assert Parcel.objects.get().version == 1


def test_django_s_own_ways_to_change_a_row_are_closed(world, parcel_of):
    parcel = parcel_of(weight=3)
    staff = client_of(world, "section_chief")

    answers = [
        staff.post(f"{STAFF}{parcel.pk}/change/", {"weight": "9", "state": "sent"}),
        staff.post(f"{STAFF}{parcel.pk}/delete/", {"post": "yes"}),
        staff.post(f"{STAFF}add/", {"reference": "forged"}),
        staff.post(f"{STAFF}{parcel.pk}/change/", {"_send": "Send"}),
    ]
    staff.post(STAFF, {"action": "delete_selected", "_selected_action": [str(parcel.pk)]})

    assert [answer.status_code for answer in answers] == [403] * 4
    with world.as_("auditor"):
        kept = Parcel.objects.get()
    assert (kept.weight, kept.state, kept.version) == (3, "packed", 1)


@pytest.mark.parametrize("who", ["state.ms_authority", "donor.donor_rep"])
def test_the_admin_is_closed_to_everybody_else(world, parcel_of, who):
    parcel = parcel_of("state", weight=3)

    for path in (STAFF, f"{STAFF}{parcel.pk}/change/", f"{STAFF}{parcel.pk}/move/send/"):
        answer = client_of(world, who).get(path, follow=True)
        assert answer.status_code == 403


def test_strangers_are_led_to_the_one_door(world):
    answer = Client().get("/admin/", follow=False)
    door = Client().get(answer["Location"])

    assert answer.status_code == 302
    assert door.status_code == 302
    assert "sign-in" in door["Location"]


def test_an_administrator_of_people_sees_no_case(world, parcel_of):
    parcel = parcel_of(weight=3)

    answer = client_of(world, "administrator").get(f"{STAFF}{parcel.pk}/change/")

    assert answer.status_code in {302, 403, 404}


def test_roles_are_granted_through_the_services(world):
    admin, second = client_of(world, "administrator"), client_of(world, "administrator.2")
    with world.as_("system"):
        member = Membership.objects.get(user=world.user("assessor"))
        own = Membership.objects.get(user=world.user("administrator"))
    form = {"role": "legal_officer", "basis": "memo", "valid_to_0": "", "valid_to_1": ""}

    made = admin.post("/admin/accounts/rolegrant/add/", {**form, "membership": str(member.pk)})
    oneself = admin.post(
        "/admin/accounts/rolegrant/add/",
        {**form, "role": "auditor", "membership": str(own.pk)},
    )
    with world.as_("system"):
        grant = RoleGrant.objects.get(role="legal_officer", membership=member)
    path = f"/admin/accounts/rolegrant/{grant.pk}/act/confirm/"
    admin.post(path)
    with world.as_("system"):
        by_oneself = RoleGrant.objects.get(pk=grant.pk).confirmed_at
    second.post(path)

    assert made.status_code == 302
    assert oneself.status_code == 403
    assert by_oneself is None
    with world.as_("system"):
        assert RoleGrant.objects.get(pk=grant.pk).confirmed_by == world.user("administrator.2")


@pytest.mark.parametrize("page", ["user", "organisation", "membership", "rolegrant", "invitation"])
@pytest.mark.parametrize("who", ["administrator", "section_chief"])
def test_every_page_of_people_opens(world, page, who):
    staff = client_of(world, who)

    listed = staff.get(f"/admin/accounts/{page}/?q=a")

    assert listed.status_code == 200
    found = re.search(rf"/admin/accounts/{page}/([0-9a-f-]{{36}})/change/", listed.content.decode())
    if found:
        assert staff.get(found.group(0)).status_code == 200
