"""A step called over the API by the wrong person, in the wrong state or version changes nothing.

On the house of the admin's tests, so that both doors are tried on the same files. The bodies are
those the contract asks for: a call is refused for who calls and when, not for what it forgot.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.admin.conftest import House
from tests.contract import FILES, Operation, operations
from tests.http import Answer, Api
from web.inputs import personal_moves
from workflows.registry import Machine, machines

STEPS = {one.declared["operationId"]: one for one in operations("post")}
EVERY = pytest.mark.parametrize("known", machines(), ids=lambda known: known.key)
PAST = "2026-10-02"
OUTSIDERS = ("auditor", "administrator", "other_state.ms_authority", "other_donor.donor_rep", "")


class Caller:
    """One person who calls steps of one kind of file."""

    def __init__(self, house: House, known: Machine, who: str) -> None:
        """Come in."""
        self.pk, self.known = str(house.files[known.key]), known
        self.api = Api.of(house.world, who)

    def call(self, name: str, *, version: Any) -> Answer:
        """Call a step with everything it asks for; wherever an id is wanted, one that is there."""
        step = STEPS[f"{self.known.key}_{name}"]
        path = step.path.replace("{id}", self.pk)
        if step.content_type != FILES:
            return self.api.post(path, self._body(step), version=version)
        sent = {**self._body(step), "file": ContentFile(b"%PDF-1.4\n%%EOF", "paper.pdf")}
        raw = encode_multipart(BOUNDARY, sent)
        return self.api.send(
            "POST", path, body=raw, version=version, key="", content_type=MULTIPART_CONTENT
        )

    def _body(self, step: Operation) -> dict[str, Any]:
        """Return what the step asks for, on a day that is past; a milestone may be left out."""
        body: dict[str, Any] = step.body(lambda _member: self.pk) or {}
        body.pop("milestone", None)
        if "value_on" in body:
            body["value_on"] = PAST
        return body


@EVERY
def test_whoever_may_not_take_a_step_cannot_call_it(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    for who in OUTSIDERS:
        caller = Caller(house, known, who)
        for name in personal_moves(known):
            answer = caller.call(name, version=before[1])

            assert answer.status in ({403, 404} if who else {401}), (who, name, answer.content)
            assert answer.code, (who, name)

    assert house.remains(known.key) == before


@EVERY
def test_a_member_of_staff_with_another_role_is_refused(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    people = ("legal_officer", "treasury_officer", "section_chief")
    callers = {who: Caller(house, known, who) for who in people}
    for name in personal_moves(known):
        roles = {role for move in known.declared(name).values() for role in move.policy.roles}
        stranger = next((who for who in people if who not in roles), "legal_officer")
        answer = callers[stranger].call(name, version=before[1])

        assert answer.status == 403, (stranger, name, answer.content)

    assert house.remains(known.key) == before


@EVERY
def test_the_right_role_in_the_wrong_state_is_told_so(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    for name in personal_moves(known):
        if before[0] in known.declared(name):
            continue
        roles = {role for move in known.declared(name).values() for role in move.policy.roles}
        for role in sorted(roles & set(house.world.users)):
            answer = Caller(house, known, role).call(name, version=before[1])

            assert answer.status in {403, 404, 409, 422}, (role, name, answer.content)
            assert answer.code not in {"unknown_transition", "method_not_allowed"}, (role, name)

    assert house.remains(known.key) == before


@EVERY
def test_a_call_with_another_version_takes_no_step(house: House, known: Machine) -> None:
    before = house.remains(known.key)
    state, version, _count = before
    for name in personal_moves(known):
        move = known.declared(name).get(state)
        for role in sorted(set(move.policy.roles if move else ()) & set(house.world.users)):
            caller = Caller(house, known, role)
            for stale in (version + 1, version - 1, None):
                answer = caller.call(name, version=stale)

                assert answer.status in {403, 404, 412, 422, 428}, (role, name, answer.content)

    assert house.remains(known.key) == before
