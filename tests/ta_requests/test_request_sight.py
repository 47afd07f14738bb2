"""Who sees a request and its parts: the QuerySet and the database say the same."""

from __future__ import annotations

import pytest
from django.db import connection

from common.errors import Invalid, NotAllowed, NotFound
from ta_requests.models import (
    Circulation,
    Clarification,
    Component,
    Document,
    FundingPosition,
    NamedDonor,
    Request,
    RequestedItem,
    RequestVersion,
    Turn,
)
from tests.factories.requests import act, again, cover, request_at, story_at
from tests.ta_requests.refusals import refused
from workflows.actors import NOBODY, PUBLIC, Actor
from workflows.principal import speaking_as

INNER = (Document, RequestVersion, Clarification, Turn, Circulation, FundingPosition)
SHOWN = (RequestedItem, Component)
EVERYBODY = ("state.ms_drafter", "section_chief", "auditor")
DONORS = ("donor.donor_rep", "other_donor.donor_rep", "foundation.donor_authority")


def sees(world, name: str, model=Request) -> set[bool]:
    """Return what scoping and what the database alone show: one answer if they agree."""
    actor = world[name]
    with world.as_(name):
        return {model.objects.visible_to(actor).exists(), model.objects.exists()}


@pytest.mark.parametrize("state", ["draft", "submitted", "assessed", "noticed", "lapsed"])
def test_donors_see_nothing_before_it_is_circulated(world, state):
    request_at(world, state, consent_class="public") if state != "draft" else request_at(
        world, state
    )

    for name in EVERYBODY:
        assert sees(world, name) == {True}
    for name in (*DONORS, "administrator", "other_state.ms_authority", "state.donor_rep"):
        assert sees(world, name) == {False}


@pytest.mark.parametrize(
    ("consent", "seers"),
    [
        ("secretariat", ()),
        ("named_donors", ("donor.donor_rep",)),
        ("all_donors", DONORS),
        ("public", DONORS),
    ],
)
def test_then_they_see_what_the_state_consented_to(world, consent, seers):
    named = [world["donor.donor_rep"].organisation_id] if consent == "named_donors" else ()
    story = story_at(world, "funding_sought", consent_class="all_donors")
    story.act("state.ms_authority", "choose_consent", consent_class=consent, named_donors=named)

    for name in DONORS:
        expected = {name in seers}
        assert sees(world, name) == expected
        for model in SHOWN:
            assert sees(world, name, model) == expected
        for model in INNER:
            assert sees(world, name, model) == {False}
    with speaking_as(PUBLIC):
        public = {Request.objects.visible_to(PUBLIC).exists(), Request.objects.exists()}
    assert public == {consent == "public"}


def test_the_state_and_the_staff_see_every_part(world):
    story = story_at(world, "info_requested")
    cover(world, story.request, now=story.now)
    other = story_at(world, "noticed")
    cover(world, other.request)

    for name in EVERYBODY:
        for model in (*INNER, RequestedItem):
            assert sees(world, name, model) == {True}
    for model in (*INNER, *SHOWN):
        assert sees(world, "other_state.ms_authority", model) == {False}


def test_a_named_donor_does_not_see_who_else_is_named(world):
    names = [world[name].organisation_id for name in ("donor.donor_rep", "foundation.donor_rep")]
    story = story_at(world, "funding_sought", consent_class="named_donors", named_donors=names)

    with world.as_("donor.donor_rep"):
        assert [n.organisation_id for n in NamedDonor.objects.all()] == [names[0]]
    with world.as_("state.ms_drafter"):
        assert NamedDonor.objects.count() == 2
        assert str(NamedDonor.objects.first()).startswith(str(story.pk))
    with world.as_("other_state.ms_drafter"):
        assert NamedDonor.objects.count() == 0


def test_whoever_is_nobody_sees_nothing(world):
    request_at(world, "funding_sought", consent_class="public")

    for actor in (NOBODY, Actor(scopes=frozenset({"state", "donor"}))):
        with speaking_as(actor):
            assert not Request.objects.visible_to(actor).exists()
            assert not Clarification.objects.visible_to(actor).exists()
            assert not Circulation.objects.visible_to(actor).exists()


def test_a_foreign_request_looks_like_an_unknown_one(world):
    request = request_at(world, "submitted")

    with pytest.raises(NotFound):
        act(world, "other_state.ms_authority", "withdraw", request, reason="Ours?")
    with pytest.raises(NotFound):
        act(world, "donor.donor_rep", "submit", request)
    with pytest.raises(NotAllowed):
        act(world, "state.ms_drafter", "withdraw", request, reason="I say so.")


def test_consent_is_checked(world):
    request = request_at(world, "draft")
    choose = {"world": world, "name": "state.ms_authority", "verb": "choose_consent"}

    with refused(Invalid, "unknown_code"):
        act(request=request, consent_class="everybody", **choose)
    with refused(Invalid, "unknown_donor"):
        act(
            request=request,
            consent_class="named_donors",
            named_donors=[world.organisations["unodc"].pk],
            **choose,
        )
    assert again(world, request.pk).consent_class == "secretariat"


def test_narrowing_the_consent_hides_it_at_once(world):
    story = story_at(world, "funding_sought")
    assert sees(world, "donor.donor_rep") == {True}

    story.act("state.ms_authority", "choose_consent", consent_class="secretariat")

    assert sees(world, "donor.donor_rep") == {False}


def test_a_withdrawn_request_is_hidden(world):
    story = story_at(world, "funding_sought")

    story.act("state.ms_authority", "withdraw", reason="Other plans.")

    assert sees(world, "donor.donor_rep") == {False}


def test_search_finds_words_of_what_everybody_reads(world):
    request = request_at(world, "submitted")

    with world.as_("auditor"):
        found = Request.objects.visible_to(world["auditor"])
        assert found.search("carpentry").get() == request
        assert found.search(str(request.reference)).get() == request
        assert not found.search("penitentiary").exists()
        assert str(found.get()) == request.reference


def test_every_table_of_the_room_forces_row_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'ta_requests_%' AND relkind = 'r'"
            " AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        assert cursor.fetchall() == []
