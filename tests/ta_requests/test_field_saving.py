"""Two people on one draft lose nothing: different fields merge, the same field is a choice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from common.errors import Invalid, NotAllowed, NotFound, Refused
from ta_requests.services import field_saving
from tests.factories.requests import again, draft, request_at
from tests.http import Api
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING

DRAFTER, AUTHORITY = "state.ms_drafter", "state.ms_authority"
LINE = {"description": "Workbench", "quantity": Decimal(12), "unit": "piece", "purpose": ""}


def read(world, request, name=DRAFTER):
    with world.as_(name):
        return field_saving.read_fields(again(world, request.pk))


def save(world, request, content, bases, *, by=DRAFTER):
    with world.as_(by):
        return field_saving.save_fields(
            pk=request.pk, actor=world[by], now=BEGINNING, content=content, bases=bases
        )


def test_different_fields_of_two_people_both_stay(world):
    request = draft(world)
    opened = read(world, request).bases

    first = save(world, request, {"needs": "Tools."}, opened)
    second = save(world, request, {"priorities": "Tools first."}, opened, by=AUTHORITY)

    now = again(world, request.pk)
    assert (first.saved, second.saved) == (("needs",), ("priorities",))
    assert (first.conflicts, second.conflicts) == ((), ())
    assert (now.needs, now.priorities) == ("Tools.", "Tools first.")
    assert now.version == second.version == request.version + 2


def test_the_same_field_is_never_overwritten_silently(world):
    request = draft(world)
    opened = read(world, request).bases
    save(world, request, {"needs": "Tools."}, opened)

    late = save(world, request, {"needs": "Books."}, opened, by=AUTHORITY)

    assert late.conflicts == ("needs",)
    assert late.saved == ()
    assert late.standing["needs"] == "Tools."
    assert again(world, request.pk).needs == "Tools."
    knowingly = save(world, request, {"needs": "Books."}, late.bases, by=AUTHORITY)
    assert knowingly.saved == ("needs",)
    assert again(world, request.pk).needs == "Books."


def test_what_was_not_touched_stays_as_the_other_wrote_it(world):
    request = draft(world)
    opened = read(world, request)
    save(world, request, {"needs": "Tools."}, opened.bases)

    whole_form = {name: opened.standing[name] for name in ("needs", "themes", "items")}
    saved = save(world, request, {**whole_form, "priorities": "All."}, opened.bases, by=AUTHORITY)

    assert (saved.saved, saved.conflicts) == (("priorities",), ())
    assert again(world, request.pk).needs == "Tools."


def test_what_both_wrote_alike_is_saved(world):
    request = draft(world)
    opened = read(world, request).bases
    save(world, request, {"needs": "Tools.\r\nBooks."}, opened)

    same = save(world, request, {"needs": "  Tools.\nBooks. "}, opened, by=AUTHORITY)

    assert (same.saved, same.conflicts) == (("needs",), ())
    assert again(world, request.pk).version == same.version == request.version + 1


def test_lists_and_lines_are_compared_by_what_they_say(world):
    request = draft(world)
    opened = read(world, request)

    (line,) = opened.standing["items"]
    twelve = {**line, "quantity": Decimal("12.00")}

    same = save(world, request, {"themes": ["T3b", "T2c", "T2c"], "items": [twelve]}, opened.bases)
    other = save(
        world, request, {"themes": ["T4"], "items": [{**line, "unit": "set"}]}, opened.bases
    )
    late = save(world, request, {"themes": ["T1"], "items": []}, opened.bases, by=AUTHORITY)

    assert same.saved == ()
    assert other.saved == ("themes", "items")
    assert late.conflicts == ("themes", "items")
    assert late.standing["themes"] == ["T4"]
    assert late.standing["items"][0]["unit"] == "set"


@pytest.mark.parametrize(
    ("content", "bases", "code"),
    [
        ({"needs": "x"}, {}, "base_missing"),
        ({"state": "funded"}, {"state": "0" * 64}, "unknown_field"),
        ({"title": ""}, {}, "invalid_text"),
        ({"needs": "a\0b"}, {}, "invalid_text"),
        ({"themes": ["T99"]}, {}, "unknown_code"),
        ({"items": [{**LINE, "quantity": "0"}]}, {}, "invalid_item"),
        ({"items": [LINE] * 501}, {}, "too_many_items"),
    ],
)
def test_what_cannot_be_accepted_changes_nothing(world, content, bases, code):
    request = draft(world)
    known = {} if code == "base_missing" else {**read(world, request).bases, **bases}

    with refused(Invalid, code):
        save(world, request, content, known)
    assert again(world, request.pk).version == request.version


def test_only_its_own_authors_write_and_only_while_it_may_be_rewritten(world):
    request = draft(world)
    bases = read(world, request).bases

    with refused(NotAllowed):
        save(world, request, {"needs": "Ours"}, bases, by="programme_officer")
    with pytest.raises(NotFound):
        save(world, request, {"needs": "Ours"}, bases, by="other_state.ms_drafter")
    filed = request_at(world, "submitted")
    with refused(Refused, "not_editable"):
        save(world, filed, {"needs": "Better"}, bases)


def test_a_program_saves_fields_over_http(world):
    request = draft(world)
    path = f"/api/v1/requests/{request.pk}/fields/"
    drafter, authority = (Api.of(world, name) for name in (DRAFTER, AUTHORITY))
    opened = drafter.get(path).json

    first = drafter.patch(path, {"content": {"needs": "Tools."}, "bases": opened["bases"]})
    late = authority.patch(path, {"content": {"needs": "Books."}, "bases": opened["bases"]})
    strange = drafter.patch(path, {"content": {"needs": "x"}, "bases": {"needs": "made up"}})
    bare = drafter.patch(path, {"content": {"needs": "x"}, "bases": {}})

    assert (first.status, first.json["saved"]) == (200, ["needs"])
    assert late.json["conflicts"] == ["needs"]
    assert late.json["standing"] == {"needs": "Tools."}
    assert (strange.status, bare.status) == (422, 422)
    assert bare.code == "base_missing"
    assert Api.of(world, "other_state.ms_drafter").get(path).status == 404
    shown = request_at(world, "funding_sought")
    assert (
        Api.of(world, "donor.donor_rep").get(f"/api/v1/requests/{shown.pk}/fields/").status == 404
    )
