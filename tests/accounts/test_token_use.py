"""The day of a token's use is noted by one request; the others do not wait for it."""

from __future__ import annotations

import psycopg

from accounts.models import ApiToken
from tests.http import Api
from tests.laboratory import CommittedDatabase
from tests.world import make_world

ME = "/api/v1/me/"


def test_a_request_does_not_wait_for_another_to_note_the_day(
    committed_db: CommittedDatabase,
) -> None:
    world = make_world()
    body = {"name": "script", "scopes": ["read"]}
    secret = Api.of(world, "section_chief").post("/api/v1/tokens/", body, key=None).json["secret"]
    program = Api(token=secret)

    with psycopg.connect(committed_db.owner_url) as another:
        another.execute("SELECT 1 FROM accounts_apitoken FOR UPDATE")
        while_held = program.get(ME)
        with world.as_("section_chief"):
            unnoted = ApiToken.objects.get().last_used_on

    assert (while_held.status, unnoted) == (200, None)
    assert program.get(ME).status == 200
    with world.as_("section_chief"):
        assert ApiToken.objects.get().last_used_on is not None
