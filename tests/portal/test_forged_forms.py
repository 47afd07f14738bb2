"""A forged form changes nothing and is answered kindly, whichever form of the portal it is.

The list of forms comes from the resolver: a route that takes what is sent to it and that nobody
filled in under ``tests/portal/posts`` fails here.
"""

from __future__ import annotations

import re

import pytest

from portal.answers import PAGES
from portal.requests.sections import SECTIONS
from tests.matrix.routes import routes
from tests.matrix.visits import UNKNOWN
from tests.portal.posts.acts import ACTS
from tests.portal.posts.forger import Forger
from tests.portal.posts.table import FORMS, FURTHER
from workflows.registry import machines

ELSEWHERE = ("/api/", "/admin/", "/healthz", "/readyz")


def test_every_route_that_takes_a_form_is_forged_here(world, enter):
    client = enter("section_chief")
    found = set()
    for route in routes():
        if route.template.startswith(ELSEWHERE):
            continue
        path = route.path(dict.fromkeys(re.findall(r"\{(\w+)\}", str(route)), UNKNOWN))
        if client.post(path.replace(f"/passkeys/{UNKNOWN}/", "/passkeys/1/")).status_code != 405:
            found.add(str(route))

    assert found == set(FORMS), "say in tests/portal/posts how the form is filled in"


def test_every_section_and_every_answer_of_a_state_is_forged_here():
    tails = ("", "save/")
    sections = {f"/requests/{{pk}}/edit/{one.key}/{tail}" for one in SECTIONS for tail in tails}
    answers = {
        (known.key, name)
        for known in machines()
        if known.key in PAGES
        for name, by_source in known.moves.items()
        if any("ms_authority" in move.policy.roles for move in by_source.values())
    }

    assert sections <= {*FORMS, *FURTHER}
    assert answers == set(ACTS)


@pytest.mark.parametrize("name", [*FORMS, *FURTHER])
def test_a_forged_form_changes_nothing_and_is_answered_kindly(world, enter, name):
    forger = Forger(enter, {**FORMS, **FURTHER}[name](world))

    forger.too_early()
    if not forger.form.is_honest:
        forger.unproven()
        return
    forger.too_late()
    forger.once_more(forger.taken())
