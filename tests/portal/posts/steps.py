"""Every step of every kind of case, from the life cycles, on a case that is open to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from accounts.roles import ROLES, STAFF_ROLES
from portal.desks.together import alike
from tests.factories.allotments import Share, components_of, contribution
from tests.factories.deliveries import delivery_of, goods_at, milestone_at
from tests.factories.requests import act, request_at
from tests.portal.posts.cases import OTHER_DONOR, OTHER_STATE, of_step
from tests.portal.posts.desks import of_several
from tests.portal.posts.form import Form
from tests.portal.posts.writings import by_letter
from tests.races.gallery import Scene, given_for, promises, requests, who_takes
from tests.ta_requests.test_request_filing import transcribed
from tests.world import World
from web.inputs import inputs_of, personal_moves
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.registry import Machine, machine, machines

Road = Callable[[World], Iterator[Scene]]
Step = tuple[str, str, str]
"""A kind of case, the step, and on which page it is taken."""

ALONE, TOGETHER = "alone", "together"


OF_A_REQUEST: Final = frozenset(
    {"request", "circulation", "assessment", "delivery", "milestone", "material_item"}
)
"""Kinds of case that belong to a State; the others belong to a donor, or to the office."""

SIDES: Final = {
    "state": ("state.ms_drafter", "state.ms_authority", "state.donor_authority"),
    "donor": ("donor.donor_rep", "donor.donor_authority", "treasury_officer"),
    "unodc": ("treasury_officer", "programme_officer", "legal_officer"),
}
"""Who might try it without the role, by where the right person is."""


def beside_requests(world: World) -> Iterator[Scene]:
    """Show where steps do not compete besides where they do: plans, losses, notes on paper."""
    yield from requests(world)
    found = delivery_of(world, request_at(world, "in_delivery"))
    planned, lost = milestone_at(world, found), goods_at(world, found, "lost")
    yield Scene(key="milestone", state="planned", subject=planned.pk, roots=())
    yield Scene(key="material_item", state="lost", subject=lost.pk, roots=())
    written = transcribed(world)
    act(world, "programme_officer.2", "submit_transcribed", written, scan_verified=True)
    act(world, "programme_officer", "send_back", written, grounds="not_complete", reason="Blank.")
    yield Scene(key="request", state="returned", subject=written.pk, roots=())


def beside_promises(world: World) -> Iterator[Scene]:
    """Show a letter written down, and an allotment that is spent, besides what competes."""
    yield from promises(world)
    yield Scene(key="pledge", state="draft", subject=by_letter(world).pk, roots=())
    component = components_of(request_at(world, "funding_sought"))[0]
    share = Share(world, contribution(world), component, Decimal(1_000))
    share.walk_to("spent")
    yield Scene(key="allotment", state="released", subject=share.pk, roots=())


ROADS: Final[Mapping[str, Road]] = {"requests": beside_requests, "promises": beside_promises}


def steps_of(road: str) -> set[Step]:
    """Return every step that persons take on the cases of a road, on each page that takes it."""
    return {
        (known.key, name, page)
        for known in machines()
        if (known.key in OF_A_REQUEST) is (road == "requests")
        for name in personal_moves(known)
        for page in pages_of(known, name)
    }


def pages_of(known: Machine, name: str) -> tuple[str, ...]:
    """Return where a step is taken: on the page of its case; by the office for several at once."""
    roles = {role for move in known.moves[name].values() for role in move.policy.roles}
    return (ALONE, TOGETHER) if roles & STAFF_ROLES and alike(known, name) else (ALONE,)


def form_of(world: World, scene: Scene, name: str, page: str) -> Form:
    """Return the form of a step as the right person fills it in on the case of a scene."""
    known = machine(scene.key)
    given = given_for(world, scene, name, scene.kin)
    asked = set(inputs_of(known, name)().fields)
    values = {"reason": "For a reason.", **{one: _typed(value) for one, value in given.items()}}
    with speaking_as(SYSTEM):
        subject = known.model.objects.get(pk=scene.subject)
    who = who_takes(scene, name, among=STAFF_ROLES if page == TOGETHER else ROLES)
    filled: dict[str, Any] = {
        "who": who,
        "wrong": _without_the_role(known, name, who),
        "values": {one: value for one, value in values.items() if one in asked and value != ""},
        "is_open": _stays_open(known.moves[name], scene.state),
    }
    if page == TOGETHER:
        return of_several(scene.key, subject, name, **filled)
    foreign = OTHER_STATE if scene.key in OF_A_REQUEST else OTHER_DONOR
    return of_step(scene.key, subject, name, foreign=foreign, **filled)


def _stays_open(by_source: Mapping[str, Any], state: str) -> bool:
    """Tell whether the step is declared from where it leads to as well."""
    return state in by_source and (by_source[state].target or state) in by_source


def _typed(value: Any) -> Any:
    """Return a value as it stands in a form: a box that is not ticked is not sent."""
    if isinstance(value, bool):
        return "on" if value else ""
    return str(value) if isinstance(value, Decimal | date | UUID | int) else value


def _without_the_role(known: Machine, name: str, who: str) -> str:
    """Return somebody of the same side whose role takes this step from nowhere."""
    roles = {role for move in known.moves[name].values() for role in move.policy.roles}
    place = who.partition(".")[0]
    side = SIDES.get(place, SIDES["unodc"])
    return next(one for one in side if one.rpartition(".")[2] not in roles)
