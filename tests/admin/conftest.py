"""One house for all tests of this folder: every kind of file, reached by the steps people take.

It is committed in a database of its own. Most tests only look or are refused; one that really
takes a step makes its own file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from common.money import Money
from donors.models import (
    AccountBalance,
    Journal,
    Receipt,
    RevenueByDonor,
    RevenueByInstrument,
    SpendingEntry,
)
from ta_requests.models import Assessment, Circulation, Delivery
from tests.entering import let_in
from tests.factories.adjustments import referenced
from tests.factories.allotments import Share, components_of, contribution_of
from tests.factories.criteria import criteria_of
from tests.factories.deliveries import goods_at, milestone_at
from tests.factories.pledges import promise_at
from tests.factories.requests import request_at
from tests.laboratory import Laboratory, pointed_at
from tests.matrix.scenes import (
    LATER,
    adjustments,
    amendments,
    companions,
    in_kind,
    instalments,
)
from tests.world import World, make_world
from workflows.actors import SYSTEM
from workflows.models import Event, OutboxMessage
from workflows.principal import speaking_as
from workflows.registry import machine


@dataclass
class House:
    """The world and one file of each kind: key of the machine, or name of the model -> id."""

    world: World
    files: dict[str, Any]

    def enter(self, name: str = "", *, language: str = "en", **options: Any) -> Client:
        """Return the browser of a person, signed in."""
        client = Client(raise_request_exception=False, **options)
        if name:
            let_in(client, self.world.user(name))
        client.cookies["django_language"] = language
        return client

    def remains(self, key: str) -> tuple[Any, ...]:
        """Return state, version and number of events of a file."""
        with speaking_as(SYSTEM):
            subject = machine(key).model.objects.get(pk=self.files[key])
            count = Event.objects.of(subject.pk).count()
            return subject.state, subject.version, count

    def step(self, key: str, name: str) -> str:
        """Return the path of the page of a step."""
        options = machine(key).model._meta
        page = f"admin:{options.app_label}_{options.model_name}_move"
        return reverse(page, args=[self.files[key], name])


@pytest.fixture(scope="package")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[House]:
    """Give the folder its house."""
    with django_db_blocker.unblock():
        name = laboratory.clone()
        with pointed_at(name):
            world = make_world()
            yield House(world, furnish(world))
        laboratory.drop(name)


def furnish(world: World) -> dict[str, Any]:
    """Return one file of each kind."""
    request = request_at(world, "funding_sought")
    cash = contribution_of(promise_at(world, "received", money=Money.of("113000", "USD")).pledge)
    share = Share(world, cash, components_of(request)[0], cash.amount / 2, LATER)
    share.walk_to("certified")
    moving = request_at(world, "in_delivery")
    with speaking_as(SYSTEM):
        delivery = Delivery.objects.get(request=moving)
    files: dict[str, Any] = {"request": request.pk, "allotment": share.pk, "delivery": delivery.pk}
    files["milestone"] = milestone_at(world, delivery, "planned").pk
    files["material_item"] = goods_at(world, delivery, "ordered").pk
    files["pledge"] = promise_at(world, "negotiation").pk
    for scenes in (companions, instalments, amendments, in_kind, adjustments):
        files |= {key: pk for key, _state, pk in scenes(world)}
    books = contribution_of(promise_at(world, "received", money=Money.of("113000", "USD")).pledge)
    spent = Share(
        world, books, components_of(request_at(world, "funding_sought"))[0], books.amount, LATER
    )
    spent.walk_to("spent")
    files["standingcriteria"] = criteria_of(world, themes=["T2"], groups=["LDC"]).pk
    files["externalreference"] = referenced(world, books).pk
    with speaking_as(SYSTEM):
        files["spendingentry"] = SpendingEntry.objects.filter(contribution=books)[0].pk
        files["journal"] = Journal.objects.filter(contribution=books)[0].pk
        files["accountbalance"] = AccountBalance.objects.filter(contribution=books)[0].pk
        files |= history()
        files["circulation"] = Circulation.objects.filter(request=request).get().pk
        files["assessment"] = Assessment.objects.filter(request=request).get().pk
        files["contribution"] = cash.pk
        files["receipt"] = Receipt.objects.filter(contribution=cash).first().pk  # type: ignore[union-attr]
        files["event"] = Event.objects.of(request.pk).first().pk  # type: ignore[union-attr]
        files["outboxmessage"] = OutboxMessage.objects.first().pk  # type: ignore[union-attr]
    return files


def history() -> dict[str, Any]:
    """Return a row of each table of published revenue."""
    row = {
        "year": 2020,
        "number": 1,
        "category": "Voluntary earmarked",
        "amount_usd": Decimal("-96107.00"),
        "file_name": "revenue.csv",
        "line": 2,
        "loaded_at": LATER,
    }
    by_donor = RevenueByDonor.objects.create(donor="Qatar", **row)
    by_instrument = RevenueByInstrument.objects.create(
        instrument="R03E", instrument_name="Project specific", **row
    )
    return {"revenuebydonor": by_donor.pk, "revenuebyinstrument": by_instrument.pk}


@pytest.fixture
def queries() -> Callable[[Callable[[], Any]], int]:
    """Return a call that counts the queries of another."""

    def count(call: Callable[[], Any]) -> int:
        sent = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            sent.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            call()
        return len(sent)

    return count
