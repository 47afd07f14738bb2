"""Which contributions may pay for a component: the same answer as when an allotment is proposed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from common.errors import NotFound, Refused
from donors.models import Instalment
from donors.services.fitting import component_for, fits
from tests.factories.allotments import SHOWN, Share, circulated, components_of, contribution
from tests.factories.pledges import pledge_at
from tests.http import Api

OFFICER = "cofinancing_officer"


def told(world, component):
    with world.as_(OFFICER):
        wanted = component_for(component_id=component.pk, actor=world[OFFICER])
        return fits(wanted, actor=world[OFFICER], now=SHOWN)


def test_without_free_cash_there_is_nothing_to_choose_from(world):
    assert told(world, components_of(circulated(world))[0]) == []


def test_a_component_nobody_knows_is_nothing(world):
    with world.as_(OFFICER), pytest.raises(NotFound):
        component_for(component_id=UUID(int=1), actor=world[OFFICER])


@pytest.mark.parametrize("donor", ["donor", "other_donor", "foundation"])
@pytest.mark.parametrize("purpose", ["this", "other", "theme", "elsewhere"])
def test_each_answer_is_that_of_a_proposal(world, donor, purpose):
    shown = circulated(
        world,
        consent_class="named_donors",
        named_donors=[world.organisations["donor"].pk, world.organisations["foundation"].pk],
    )
    purposes: dict[str, dict[str, Any]] = {
        "this": {"request": shown.pk},
        "other": {"request": circulated(world).pk},
        "theme": {"themes": ["T2"]},
        "elsewhere": {"themes": ["T1"]},
    }
    if purpose == "this" and donor == "other_donor":
        pytest.skip("a donor does not pledge to a request it may not know")
    cash = contribution(world, donor=donor, **purposes[purpose])
    component = components_of(shown)[0]

    (fit,) = told(world, component)

    share = Share(world, cash, component, Decimal(1))
    if fit.fits:
        assert share.propose().state == "proposed"
    else:
        with pytest.raises(Refused) as refusal:
            share.propose()
        assert [one.code for one in refusal.value.reasons] == [one.code for one in fit.reasons]


def test_what_fits_stands_first(world):
    shown = circulated(world)
    contribution(world, request=circulated(world).pk)
    good = contribution(world, request=shown.pk)

    first, last = told(world, components_of(shown)[0])

    assert (first.contribution, first.fits, last.fits) == (good, True, False)
    assert first.available == good.available


def test_an_instalment_is_overdue_until_enough_has_come_in(world):
    agreed, half = pledge_at(world, "agreed"), pledge_at(world, "partly_received")
    full = pledge_at(world, "received")
    with world.as_("auditor"):
        first = Instalment.objects.filter(pledge=agreed).earliest("due_on")
        both = Instalment.objects.latest("due_on").due_on + timedelta(days=1)
    api = Api.of(world, "auditor")

    def overdue(day):
        page = api.get(f"/api/v1/instalments/?overdue_on={day}&limit=100").json
        return sorted(one["pledge"] for one in page["items"])

    assert overdue(first.due_on) == []
    assert overdue(first.due_on + timedelta(days=1)) == [str(agreed.pk)]
    assert overdue(both) == sorted([str(agreed.pk)] * 2 + [str(half.pk)])
    assert str(full.pk) not in overdue(both)
