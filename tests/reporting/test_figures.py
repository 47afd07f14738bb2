"""Figures count what one may read; the public's count consented requests and tell no small cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.money import Money
from reporting.coverage import continents, coverage
from reporting.flows import published_streams, streams
from reporting.pipeline import days_per_court, funnel
from reporting.results import accepted_outputs
from reporting.sight import FEWEST, published, sight_of
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.factories.pledges import pledge_at
from tests.factories.requests import cover, request_at

AFRICA = "Africa"
USD = Decimal(1000)


def public_figures():
    with published() as sight:
        return (
            funnel(sight, since_circulation=True),
            days_per_court(sight),
            coverage(sight),
            published_streams(sight),
        )


def seen(world, name, read):
    with world.as_(name):
        return read(sight_of(world[name]))


def counted(stages):
    return {str(one.label): one.requests for one in stages}


def released(world, **story):
    """Release money of a donor to a request on show."""
    request = circulated(world, **story)
    return share_at(
        world,
        "released",
        contribution=contribution(world),
        component=components_of(request)[0],
        gross=USD,
    )


def test_what_no_state_agreed_to_show_changes_no_public_figure(world):
    nothing = public_figures()
    for state in ("submitted", "assessed", "funding_sought", "completed"):
        request_at(world, state)
    for _ in range(FEWEST):
        released(world, consent_class="all_donors")

    assert public_figures() == nothing


def test_the_public_is_told_from_three_requests_on(world):
    for told in (None, None, FEWEST):
        request = request_at(world, "funding_sought", consent_class="public")
        cover(world, request)
        reached, waited, covered, _ = public_figures()

        assert reached[0].requests == told
        assert {one.requests for one in waited} == {told}
        assert all((one.days is None) is (told is None) for one in waited)
        assert [one.region for one in covered] == [AFRICA]
        assert [one.requests for one in covered] == [told]
        assert (covered[0].pledged is None) is (told is None)


def test_money_by_kind_of_donor_is_told_from_three_requests_on(world):
    for told in (0, 0, 1):
        released(world, consent_class="public")

        flows = public_figures()[3]

        assert len(flows) == told
    assert flows[0].donor == "Member State or observer"
    assert flows[0].region == AFRICA
    assert flows[0].requests == FEWEST


def test_staff_count_everything_and_a_state_its_own(world):
    request_at(world, "submitted")
    request_at(world, "assessed")

    staff = counted(seen(world, "auditor", funnel))
    own = counted(seen(world, "state.ms_authority", funnel))
    other = counted(seen(world, "other_state.ms_authority", funnel))

    assert (staff["Submitted"], staff["Assessed"], staff["Shown to donors"]) == (2, 1, 0)
    assert own == staff
    assert set(other.values()) == {0}


def test_a_donor_sees_the_way_of_its_own_money_alone(world):
    share = released(world)

    whole = seen(world, "auditor", lambda sight: streams(sight, actor=world["auditor"]))
    name = "donor.donor_rep"
    own = seen(world, name, lambda sight: streams(sight, actor=world[name]))
    name = "other_donor.donor_rep"
    other = seen(world, name, lambda sight: streams(sight, actor=world[name]))

    assert own == whole
    assert other == []
    assert [(one.donor, one.region, one.usd) for one in own] == [("Norway", AFRICA, USD)]
    assert own[0].theme.startswith("T2 ")
    assert share.allotment.usd_gross == USD


def test_the_three_totals_of_a_region_stay_apart(world):
    request = request_at(world, "funding_sought")
    pledge_at(world, "pledged", request=request.pk, money=Money(Decimal(500), "USD"))
    half = Money(Decimal(300), "USD")
    contribution(world, half, state="partly_received", request=request.pk)

    row = seen(world, "auditor", coverage)[0]

    assert (row.pledged, row.committed, row.received) == (500, 300, 150)
    assert row.needed == sum(one.gross for one in components_of(request))


def test_accepted_outputs_are_told_of_requests_in_sight_only(world):
    shown = request_at(world, "completed", consent_class="public")
    hidden = request_at(world, "completed")
    with published() as sight:
        found = accepted_outputs(sight, of=[shown.pk, hidden.pk])

    assert list(found) == [shown.pk]
    assert found[shown.pk]


def test_each_region_lies_in_a_region_below_the_world(world):
    names = continents()

    assert {"Africa", "Asia", "Europe"} <= set(names.values())


@pytest.mark.parametrize("many", [1, 4])
def test_the_public_figures_take_the_same_few_statements_whatever_the_number(world, many):
    for _ in range(many):
        request_at(world, "funding_sought", consent_class="public")
    with CaptureQueriesContext(connection) as asked:
        public_figures()

    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 13
