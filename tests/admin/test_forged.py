"""A step posted to the admin by the wrong person, state, version or site changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.admin.conftest import House
from web.inputs import personal_moves
from workflows.registry import Machine, machines

EVERY = pytest.mark.parametrize("known", machines(), ids=lambda known: known.key)
REFUSALS = {302, 403, 404, 405, 409, 412, 422}


def forged(version: Any = "1", **given: str) -> dict[str, str]:
    """Return what a page would send, filled in to please any guard."""
    texts = ("findings", "conditions", "clause", "basis", "note", "bank_reference", "evidence")
    filled = dict.fromkeys((*texts, "reason"), "A forged text.")
    amounts = {"amount": "1", "quantity": "1", "gross": "1"}
    carried = {"version": str(version), "key": str(uuid.uuid4()), "confirm": "yes"}
    return {**filled, **amounts, **carried, **given}


def send(browser: Client, house: House, known: Machine, name: str, **given: Any) -> HttpResponse:
    """Post one forged step."""
    return browser.post(house.step(known.key, name), forged(**given))  # type: ignore[return-value]


@EVERY
def test_whoever_may_not_take_a_step_cannot_post_it(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    state, version, _count = before
    for who in ("auditor", "administrator", "state.ms_authority", "donor.donor_authority", ""):
        browser = house.enter(who)
        for name in personal_moves(known):
            answer = send(browser, house, known, name, version=version)

            assert answer.status_code in REFUSALS, (who, name)
            assert "/move/" not in answer.headers.get("Location", "").split("?")[0], (who, name)

    assert house.remains(known.key) == before, state


@EVERY
def test_a_member_of_staff_with_another_role_cannot_post_it(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    for who, name in _strangers(known, before[0]):
        answer = send(house.enter(who), house, known, name, version=before[1])

        assert answer.status_code in {403, 409, 422}, (who, name)

    assert house.remains(known.key) == before


def _strangers(known: Machine, state: str) -> Iterator[tuple[str, str]]:
    """Return for every step of the state somebody of UNODC whose role it is not."""
    people = ("legal_officer", "treasury_officer", "section_chief")
    for name in personal_moves(known):
        move = known.declared(name).get(state)
        if move is not None:
            yield next(who for who in people if who not in move.policy.roles), name


@EVERY
def test_the_right_role_in_the_wrong_state_is_refused(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    for name in personal_moves(known):
        if before[0] in known.declared(name):
            continue
        roles = {role for move in known.declared(name).values() for role in move.policy.roles}
        for role in sorted(roles & set(house.world.users)):
            answer = send(house.enter(role), house, known, name, version=before[1])

            assert answer.status_code in {403, 409, 422}, (role, name)

    assert house.remains(known.key) == before


@EVERY
def test_a_page_of_another_version_takes_no_step(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    state, version, _count = before
    for name in personal_moves(known):
        move = known.declared(name).get(state)
        for role in move.policy.roles if move else ():
            if role not in house.world.users:
                continue
            browser = house.enter(role)
            for stale in (version + 1, version - 1, "", "x"):
                answer = send(browser, house, known, name, version=stale)

                assert answer.status_code in {403, 412, 422}, (role, name, stale)

    assert house.remains(known.key) == before


@EVERY
def test_a_form_from_another_site_takes_no_step(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    for role in ("section_chief", "programme_officer", "cofinancing_officer"):
        browser = house.enter(role, enforce_csrf_checks=True)
        for name in personal_moves(known):
            answer = send(browser, house, known, name, version=before[1])

            assert answer.status_code == 403, (role, name)

    assert house.remains(known.key) == before


@EVERY
def test_unknown_files_and_steps_are_not_there(house: House, known: Machine) -> None:
    browser = house.enter("section_chief")
    before = house.remains(known.key)
    name = personal_moves(known)[0]
    own = house.step(known.key, name)
    unknown = own.replace(str(house.files[known.key]), str(uuid.uuid4()))
    systems = set(known.moves) - set(personal_moves(known))

    answers = [browser.post(unknown, forged()), browser.get(unknown)]
    answers += [
        browser.post(house.step(known.key, step), forged(version=before[1]))
        for step in ("nonsense", "perform", "save", *sorted(systems))
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert house.remains(known.key) == before
