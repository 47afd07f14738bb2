"""Two scratch databases, small and large, filled with copies of requests that lived."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from psycopg import sql

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from common.money import Money
from reference.models import Country
from tests.bench.people import session_of, token_of
from tests.factories.allotments import components_of, contribution_of
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at
from tests.laboratory import pointed_at
from tests.races.cloning import Cursor, Family, copied, copy, family_of
from tests.superuser import above_the_rules
from tests.world import World, make_world
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

REQUEST, PLEDGE = "ta_requests_request", "donors_pledge"
LISTED = (
    REQUEST,
    "ta_requests_request_themes",
    "ta_requests_assessment",
    "ta_requests_component",
)
"""What a row of the list is made of; the mass of requests consists of these alone."""

STATES = ("draft", "acknowledged", "assessed", "funding_sought")
ACTS = 4_000
"""How many whole requests there are to act upon."""

SHARES = 200
"""How many pledges there are to allot from, each with a request of its own."""

ASKING = ("programme_officer", "cofinancing_officer", "state.ms_authority", "donor.donor_rep")

PLACES = """
CREATE TEMP TABLE places AS
SELECT row_number() OVER (ORDER BY id) - 1 AS number, id, country_id
FROM accounts_organisation WHERE kind = 'state';
ALTER TABLE places ADD PRIMARY KEY (number);
ANALYZE places;
"""
_HERE = "FROM places WHERE number = copy_number %% (SELECT count(*) FROM places)"
SPREAD = {
    (REQUEST, "updated_at"): sql.SQL("one.updated_at - copy_number * interval '1 minute'"),
    (REQUEST, "organisation_id"): sql.SQL(f"(SELECT id {_HERE})"),
    (REQUEST, "country_id"): sql.SQL(f"(SELECT country_id {_HERE})"),
}
"""So that no State owns the mass of requests, and no moment either."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One filled database: who asks, and what there is to act upon."""

    name: str
    tokens: dict[str, str]
    sessions: dict[str, str]
    """The cookie with which each of them is signed in to the portal."""

    root: UUID
    """The request of which ``submitted`` are copies."""

    submitted: list[UUID]
    shares: list[tuple[UUID, UUID]]
    """(contribution, component), each pair of its own pledge and request."""

    pledge: UUID
    """One of the donor's own, all of it received."""


def prepare(name: str, *, rows: int, acting: bool) -> Ground:
    """Fill one database with ``rows`` requests (and whole ones to act upon)."""
    with pointed_at(name):
        world = make_world()
        listed = [request_at(world, state).pk for state in STATES]
        submitted = request_at(world, "submitted").pk
        pledge, shared, pair = _share(world)
        known = {who: token_of(world, who) for who in ASKING}
        signed_in = {who: session_of(world, who) for who in ASKING}
        _found_missions()
    with above_the_rules(name) as superuser, superuser.cursor() as cursor:
        cursor.execute(PLACES)
        for number, root in enumerate(listed):
            each = rows // len(listed)
            copy(cursor, _thin(cursor, root), first=number * each, count=each, changed=SPREAD)
        if acting:
            copy(cursor, family_of(cursor, (REQUEST, submitted)), first=0, count=ACTS)
            roots = family_of(cursor, (PLEDGE, pledge), (REQUEST, shared))
            copy(cursor, roots, first=0, count=SHARES)
    _settle(name)
    return Ground(
        name=name,
        tokens=known,
        sessions=signed_in,
        root=submitted,
        submitted=[copied(submitted, number) for number in range(ACTS)] if acting else [],
        shares=[(copied(pair[0], n), copied(pair[1], n)) for n in range(SHARES)] if acting else [],
        pledge=pledge,
    )


def _share(world: World) -> tuple[UUID, UUID, tuple[UUID, UUID]]:
    request = request_at(world, "funding_sought")
    promise = promise_at(world, "received", money=Money.of("113000000", "USD"))
    contribution = contribution_of(promise.pledge)
    return promise.pk, request.pk, (contribution.pk, components_of(request)[0].pk)


def _found_missions() -> None:
    """Give every country a mission."""
    with speaking_as(SYSTEM):
        present = Organisation.objects.filter(country__isnull=False).values("country_id")
        Organisation.objects.bulk_create(
            Organisation(kind=OrganisationKind.STATE, name=country.name_en, country=country)
            for country in Country.objects.exclude(pk__in=present)
        )


def _thin(cursor: Cursor, root: UUID) -> Family:
    whole = family_of(cursor, (REQUEST, root))
    return Family({table: keys for table, keys in whole.members.items() if table in LISTED})


def _settle(name: str) -> None:
    """Leave no clearing up for the time of measuring."""
    with above_the_rules(name) as superuser:
        superuser.commit()
        superuser.autocommit = True
        superuser.execute("VACUUM ANALYZE")
        superuser.execute("CHECKPOINT")
