"""Every step of every kind of case, forged: nothing changes, and the answer is kind.

The list of steps comes from the life cycles: one that no case of the roads allows fails here.
Conditions are switched off, which would only refuse more: role, state, version and key stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction

from portal.desks.together import alike
from tests.portal.conftest import Enter
from tests.portal.posts.forger import Forger
from tests.portal.posts.steps import ROADS, Step, form_of, pages_of, steps_of
from tests.races.gallery import Scene
from tests.world import World
from web.inputs import personal_moves
from workflows.moves import Requirement
from workflows.registry import machine


@pytest.mark.parametrize("road", ROADS)
def test_every_step_of_every_case_is_forged_in_vain(
    road: str, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Requirement, "__call__", lambda _self, _subject: True)
    forgery = Forgery(world, enter, open=steps_of(road), elsewhere=steps_of(road))

    for scene in ROADS[road](world):
        forgery.at(scene)

    assert not forgery.open, {step: forgery.hindered.get(step, "") for step in forgery.open}
    assert not forgery.elsewhere, "no case of the roads stands where these are not declared"


@dataclass
class Forgery:
    """Which steps are still to be forged where they are open, and which where they are not."""

    world: World
    enter: Enter
    open: set[Step]
    elsewhere: set[Step]
    hindered: dict[Step, str] = field(default_factory=dict)

    def at(self, scene: Scene) -> None:
        """Forge on one case what it allows and what it does not; whatever is done is undone."""
        known = machine(scene.key)
        for name in personal_moves(known):
            is_declared = scene.state in known.moves[name]
            for page in pages_of(known, name):
                step = (scene.key, name, page)
                if step in (self.open if is_declared else self.elsewhere):
                    with transaction.atomic():
                        self._forge(step, scene, is_declared=is_declared)
                        transaction.set_rollback(True)

    def _forge(self, step: Step, scene: Scene, *, is_declared: bool) -> None:
        _key, name, page = step
        form = form_of(self.world, scene, name, page)
        if not form.who:
            return
        forger = Forger(self.enter, form)
        if not is_declared:
            # What is chosen from the parts of a case is not offered where the step is not.
            kind = frozenset[int]() if alike(machine(scene.key), name) else frozenset({422})
            self.elsewhere -= {step} if forger.at_another_state(kind) else set()
            return
        if hindrance := forger.hindrance():
            self.hindered[step] = hindrance
            return
        forger.too_early()
        forger.once_more(forger.taken())
        self.open.discard(step)
        if not form.is_open:
            self.elsewhere.discard(step)
