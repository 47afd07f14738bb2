"""Every move of every machine has a decision about who is told, if only to tell nobody."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from messaging import rules
from workflows.registry import machines

MOVES = [(known.key, name) for known in machines() for name in ("create", *known.moves)]


@pytest.mark.parametrize(("key", "name"), MOVES, ids=lambda value: str(value))
def test_somebody_decided_who_is_told_of_each_move(key, name):
    assert rules.decision(key, name) is not None


@pytest.mark.parametrize("known", machines(), ids=lambda known: known.key)
def test_no_decision_is_about_a_move_that_does_not_exist(known):
    assert rules.decided(known.key) - {"create"} <= set(known.moves)


@pytest.mark.parametrize(("key", "name"), MOVES, ids=lambda value: str(value))
def test_every_sentence_stands_alone_and_fits(key, name):
    with override(None, deactivate=True):
        sentences = [str(tell.sentence) for tell in rules.decision(key, name) or ()]

    assert all(sentence.endswith(".") and len(sentence) <= 500 for sentence in sentences)
    assert not any("%" in sentence for sentence in sentences)
