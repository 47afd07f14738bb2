"""A list costs the same number of queries whether it shows one row or twenty."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse

from tests.admin.conftest import House
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at

Count = Callable[[Callable[[], Any]], int]
GROWING = ("ta_requests_request", "donors_pledge", "workflows_event", "workflows_outboxmessage")


def test_a_list_costs_the_same_whatever_its_rows(house: House, queries: Count) -> None:
    browser = house.enter("section_chief")
    paths = [reverse(f"admin:{name}_changelist") for name in GROWING]
    few = [queries(partial(browser.get, f"{path}?q=nothing-of-this")) for path in paths]
    one = [queries(partial(browser.get, path)) for path in paths]
    for _number in range(20):
        request_at(house.world, "submitted")
        promise_at(house.world, "pledged")

    many = [queries(partial(browser.get, path)) for path in paths]

    assert many == one
    assert max(few + many) <= 24
