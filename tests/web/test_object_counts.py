"""Queries per object of the API and each of its parts: committed, and the same beside many more."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.urls import get_resolver

from tests.admin.conftest import furnish
from tests.bench.pairs import KINDS
from tests.http import Api
from tests.web.test_query_counts import READER, counted, live, paths
from tests.world import World

COMMITTED = Path(__file__).with_name("object_counts.json")
MOST = 22
"""An object tells more than a row: what may be done asks for the facts of every guard."""

PERSONAL = {"/api/v1/invitations/", "/api/v1/tokens/"}
"""Kinds of which the reader has none."""


def objects() -> list[tuple[str, str]]:
    """Return every address that names one object: the list it is from, and what follows its key."""
    found = sorted(set(paths(get_resolver().url_patterns, "/")))
    named = [path for path in found if path.startswith("/api/v1/") and path.count("<") == 1]
    return [(path[: path.index("<")], path[path.index(">") + 2 :]) for path in named]


def first_of(api: Api, lists: set[str]) -> dict[str, str]:
    """Return the key of one object of each kind there is any of."""
    found = {}
    for kind in lists:
        answer = api.get(kind)
        if answer.status == 200 and answer.json["items"]:
            one = answer.json["items"][0]
            found[kind] = str(one["id"] if "id" in one else one["code"])
    return found


def test_every_object_takes_the_committed_number_of_queries_beside_many_others(
    world: World,
) -> None:
    files = furnish(world)
    live(world)
    api = Api.of(world, READER)
    known = first_of(api, {kind for kind, _part in objects()})
    known |= {f"/api/v1/{kind}/": str(files[key]) for key, kind in KINDS.items()}
    asked = {
        f"{kind}<id>/{part}": f"{kind}{known[kind]}/{part}"
        for kind, part in objects()
        if kind in known and not part.startswith(("file", "evidence"))
    }

    first = {name: counted(api, path) for name, path in asked.items()}
    live(world)

    assert {name: counted(api, path) for name, path in asked.items()} == first
    assert {kind for kind, _part in objects()} - known.keys() <= PERSONAL
    assert max(first.values()) <= MOST
    if os.environ.get("WRITE_QUERY_COUNTS"):
        COMMITTED.write_text(json.dumps(first, indent=2, sort_keys=True) + "\n")
    assert first == json.loads(COMMITTED.read_text()), "run with WRITE_QUERY_COUNTS=1 and look"
