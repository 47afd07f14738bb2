"""A story that is laid down again is the one that was lived; anything else is lived."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from tests import stock
from tests.factories.pledges import promise_at
from tests.factories.requests import Story, story_at
from tests.stock import Shelf, told_once
from tests.world import World, make_world
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.verification import every_fault

pytestmark = [
    pytest.mark.usefixtures("committed_db"),
    pytest.mark.skipif(
        bool(os.environ.get("DATABASE_URL")),
        reason="only our own server lets a test lay rows down",
    ),
]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Begin with an empty shelf, and note every story that is lived."""
    lived: list[str] = []
    make = story_at.__wrapped__  # type: ignore[attr-defined]

    def noted(world: World, state: str) -> Story:
        lived.append(state)
        story: Story = make(world, state)
        return story

    monkeypatch.setattr(stock, "SHELF", Shelf(tmp_path))
    monkeypatch.setattr(f"{__name__}.filed", told_once(noted))
    return lived


filed = story_at


def begun() -> World:
    """Return the world at the beginning of a test: told by the first, laid down by the next."""
    return stock.world_told_once(make_world)


def rows() -> stock.Rows:
    """Return every row there is, with its key."""
    return stock._take()  # noqa: SLF001 - what the shelf sees is what is tested


@contextmanager
def a_test() -> Iterator[None]:
    """Open a transaction like that of a test: at its end nothing of it is left."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def whole() -> bool:
    """Tell whether every record carries the fingerprint of the one before it."""
    with speaking_as(SYSTEM):
        return list(every_fault()) == []


def test_the_same_rows_are_laid_down_and_the_record_is_whole(told: list[str]) -> None:
    found = []
    for _time in range(2):
        with a_test():
            story = filed(begun(), "acknowledged")
            assert whole()
            found.append((rows(), story.request.reference, story.now))

    assert told == ["acknowledged"]
    assert found[0] == found[1]


def test_what_was_laid_down_goes_on_as_it_would_have(told: list[str]) -> None:
    for _time in range(2):
        with a_test():
            story = filed(begun(), "submitted")
            story.act("programme_officer", "acknowledge", authenticity_confirmed=True)
            promise = promise_at(story.world, "agreed")
            assert whole()
            assert (story.request.state, promise.pledge.state) == ("acknowledged", "agreed")

    assert told == ["submitted"]


def test_whatever_is_written_in_between_makes_the_next_story_a_lived_one(told: list[str]) -> None:
    for reason in ("Other plans.", "", ""):
        with a_test():
            first = filed(begun(), "submitted")
            if reason:
                first.act("state.ms_authority", "withdraw", reason=reason)
            filed(first.world, "draft")

    # "draft" twice: after a withdrawal, which no shelf keeps, and straight after the other story.
    assert told == ["submitted", "draft", "draft"]


def test_what_was_undone_is_not_taken_for_what_is_there(told: list[str]) -> None:
    with a_test():
        world = begun()
        with transaction.atomic():
            filed(world, "submitted")
            transaction.set_rollback(True)

        story = filed(world, "submitted")

        assert story.request.state == "submitted"
    assert told == ["submitted", "submitted"]


def test_what_another_process_has_told_is_read_and_told_no_more(
    told: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = []
    for _process in range(2):
        monkeypatch.setattr(stock, "SHELF", Shelf(tmp_path))
        with a_test():
            story = filed(begun(), "submitted")
            found.append(story.request.reference)
            assert whole()

    assert told == ["submitted"]
    assert found[0] == found[1]
