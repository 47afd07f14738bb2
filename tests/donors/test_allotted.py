"""The database reckons the dollars of a part as the ledger does: to the cent, half a cent up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Value
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from donors.lifecycle import stages
from donors.services.allotted import DOLLARS, dollars
from reference.models import Theme

amounts = st.decimals(0, 10**12, places=3, allow_nan=False, allow_infinity=False)


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(whole=amounts, part=amounts, of=amounts)
@example(whole=Decimal("0.010"), part=Decimal(1), of=Decimal(2))
@example(whole=Decimal("100.000"), part=Decimal(1), of=Decimal(3))
@example(whole=Decimal("999999999999.990"), part=Decimal("0.001"), of=Decimal("999999999999.999"))
@example(whole=Decimal(1), part=Decimal(1), of=Decimal(0))
def test_the_dollars_of_a_part_are_the_same_in_both_places(
    whole: Decimal, part: Decimal, of: Decimal
) -> None:
    part = min(part, of)
    told = Theme.objects.annotate(found=dollars(_(whole), part=_(part), of=_(of)))

    assert told.values_list("found", flat=True)[0] == stages.dollars(whole, part=part, of=of)


def _(amount: Decimal) -> Value:
    return Value(amount, output_field=DOLLARS)
