"""One act, one savepoint: what is undone, and how loudly, when a service inside it refuses."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from accounts.models import Organisation
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.together import all_or_nothing

pytestmark = pytest.mark.django_db


class Refusal(Exception):
    """What a service inside an act says."""


@pytest.fixture(autouse=True)
def _speaking(world):
    with speaking_as(SYSTEM):
        yield


def rename(world, name):
    Organisation.objects.filter(pk=world.organisations["donor"].pk).update(name=name)


def name_of(world):
    return Organisation.objects.get(pk=world.organisations["donor"].pk).name


def inner(world):
    with all_or_nothing():
        rename(world, "inner")
        raise Refusal


def refused(world):
    with all_or_nothing():
        rename(world, "outer")
        inner(world)


def gone_on(world):
    """Catch the refusal in the middle of an act, without a savepoint, and ask for more."""
    with all_or_nothing():
        rename(world, "outer")
        try:
            inner(world)
        except Refusal:
            name_of(world)


def test_what_an_inner_service_refuses_undoes_the_whole_act(world):
    before = name_of(world)

    with pytest.raises(Refusal):
        refused(world)

    assert name_of(world) == before


def test_who_catches_it_in_the_middle_fails_at_the_next_statement(world):
    before = name_of(world)

    with pytest.raises(TransactionManagementError):
        gone_on(world)

    assert name_of(world) == before


def test_who_opens_a_savepoint_for_the_try_goes_on_without_it(world):
    with all_or_nothing():
        rename(world, "outer")
        try:
            with transaction.atomic():
                inner(world)
        except Refusal:
            assert name_of(world) == "outer"

    assert name_of(world) == "outer"


def test_an_act_within_an_act_opens_one_savepoint(world, django_assert_num_queries):
    with django_assert_num_queries(3) as asked, all_or_nothing(), all_or_nothing():
        rename(world, "once")

    assert [one["sql"].split()[0] for one in asked.captured_queries] == [
        "SAVEPOINT",
        "UPDATE",
        "RELEASE",
    ]
    assert connection.in_atomic_block
