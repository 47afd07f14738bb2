"""A history lived again through the real services, each act with a key, against PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from common.errors import DomainError
from common.money import Money
from donors.models import AccountBalance, Allotment, Contribution, Pledge
from donors.services import proving
from donors.services.receipts import record_receipt
from reference.services.rate_files import RateLine
from reference.services.rate_loading import load_rates
from reference.services.rates import rate_on
from ta_requests.models import Component, Request, RequestVersion
from ta_requests.services.fulfilment import start_delivery
from tests.factories.allotments import (
    SHOWN,
    VERBS,
    Share,
    circulated,
    components_of,
    contribution_of,
    position,
)
from tests.factories.assessments import TRAINING
from tests.factories.pledges import Promise, promise_at
from tests.factories.requests import request_at
from tests.model.books import AGREED, CURRENCIES, DONORS, NET, Books, Step
from tests.model.people import COLUMNS, History
from tests.model.rehearsal import ROLES, codes_of
from tests.world import BEGINNING, World
from web.idempotency import once_per_form
from workflows.actors import SYSTEM, Actor
from workflows.models import Event
from workflows.principal import speaking_as

PEOPLE = (
    "cofinancing_officer",
    "cofinancing_officer.2",
    "certifying_officer",
    "approving_officer",
    "treasury_officer",
)
"""The people of the model by their numbers; the first of them looks after the donors."""

OUTSIDERS = ("donor.donor_rep", "other_donor.donor_rep", "state.ms_authority")
CASH = ("received", "received_usd", "unapplied", "unapplied_usd")
ALLOTTED = ("certified", "released", "closed", "reversed")


@dataclass
class Stage:
    """A request with three contributions: where every history begins, and is undone."""

    world: World
    request: Request
    hidden: Request
    components: list[Component]
    pots: list[Contribution]
    rates: dict[str, Decimal]
    shares: list[Share] = field(default_factory=list)
    loads: Counter[int] = field(default_factory=Counter)
    done: int = 0

    def live_again(self, history: History) -> None:
        """Live a history, look after each act whether the books are the model's, and undo all."""
        frozen = self._frozen()
        with transaction.atomic():
            self.shares.clear()
            self.loads.clear()
            books = Books.opened(self.rates)
            for step, told in history:
                assert self._try(step) == told, step
                if not told:
                    books.do(step)
                self._compare(books)
            self._prove(books)
            transaction.set_rollback(True)
        assert self._frozen() == frozen, "a snapshot changed"

    def person(self, number: int) -> Actor:
        """Return somebody who holds every role."""
        return replace(self.world[PEOPLE[number]], roles=ROLES)

    def _try(self, step: Step) -> frozenset[str]:
        """Do it, and again with the same key: the second time nothing more happens."""
        self.done += 1
        if step.name in {"pledge", "load_rate", "start_delivery"}:
            return self._refusal(lambda: self._meanwhile(step))
        actor = self.person(step.who)

        def act() -> str:
            with speaking_as(actor):
                return once_per_form(
                    person_id=actor.person_id,  # type: ignore[arg-type]
                    route=f"/model/{step.name}/",
                    key=f"act-{self.done}",
                    now=SHOWN,
                    act=lambda: self._act(step, actor),
                )

        told = self._refusal(act)
        if not told:
            act()
        return told

    def _refusal(self, act: Callable[[], Any]) -> frozenset[str]:
        try:
            act()
        except DomainError as refused:
            return codes_of(refused)
        return frozenset()

    def _meanwhile(self, step: Step) -> None:
        if step.name == "pledge":
            money, donor = Money(step.amount, "USD"), DONORS[CURRENCIES[step.on]]
            promise_at(self.world, "pledged", donor=donor, money=money, request=self.request.pk)
        elif step.name == "load_rate":
            self.loads[step.on] += 1
            day = (BEGINNING + timedelta(days=self.loads[step.on])).date()
            line = RateLine(CURRENCIES[step.on], day, step.amount)
            with speaking_as(SYSTEM):
                load_rates([line], now=SHOWN)
        else:
            officer = self.world["programme_officer"]
            with speaking_as(officer):
                start_delivery(pk=self.request.pk, actor=officer, now=SHOWN)

    def _act(self, step: Step, actor: Actor) -> str:
        if step.name == "receive":
            record_receipt(
                pk=self.pots[step.on].pledge_id,
                actor=actor,
                now=SHOWN,
                bank_reference=f"R-{self.done}",
                value_on=SHOWN.date(),
                amount=step.amount,
            )
        elif step.name == "propose":
            self.world.actors["proposer"] = actor
            component = self.components[step.component]
            share = Share(self.world, self.pots[step.on], component, step.amount)
            share.propose("proposer")
            self.shares.append(share)
        else:
            given: dict[str, Any] = {"reason": "As it happens."}
            if step.name in {"certify_reversal", "obligate", "deobligate", "spend"}:
                given["amount"] = step.amount
            VERBS[step.name](pk=self.shares[step.on].pk, actor=actor, now=SHOWN, **given)
        return "/done/"

    def _compare(self, books: Books) -> None:
        """Every column, the three totals and the state of the request are the model's."""
        with speaking_as(SYSTEM):
            pots = Contribution.objects.in_bulk([pot.pk for pot in self.pots])
            rows = Allotment.objects.in_bulk([share.pk for share in self.shares])
            state = Request.objects.values_list("state", flat=True).get(pk=self.request.pk)
        assert len(books.shares) == len(rows)
        for number, pot in enumerate(self.pots):
            found, sums = pots[pot.pk], books.allotted(number)
            assert {name: getattr(found, name) for name in ALLOTTED} == {
                name: sums[name] for name in ALLOTTED
            }
            for name in CASH:
                assert getattr(found, name) == getattr(books.pots[number], name), name
        for mine, share in zip(books.shares, self.shares, strict=True):
            for name in COLUMNS:
                assert getattr(rows[share.pk], name) == getattr(mine, name), name
        told = position(self.request)
        for name, amount in books.totals().items():
            assert getattr(told, name) == amount, name
        assert state == books.state

    def _prove(self, books: Books) -> None:
        """The ledger says the same, the trail has one event an act, donors see their own."""
        with speaking_as(SYSTEM):
            assert list(proving.differences()) == []
            rows = AccountBalance.objects.order_by().values_list("contribution_id", "account")
            sums = rows.annotate(together=models.Sum("amount"))
            standing = {(pk, account): amount for pk, account, amount in sums}
            for mine, share in zip(books.shares, self.shares, strict=True):
                assert Event.objects.of(share.pk).count() == mine.version
        for number, pot in enumerate(self.pots):
            for account, amount in books.accounts(number).items():
                assert standing.get((pot.pk, account), 0) == amount, account
        for name in OUTSIDERS:
            self._check_sight(name, books)

    def _check_sight(self, name: str, books: Books) -> None:
        """A donor finds its own promises and money, nobody else's, and no unconsented request."""
        house = name.partition(".")[0]
        with self.world.as_(name):
            pledges = Pledge.objects.visible_to(self.world[name]).count()
            shares = set(Allotment.objects.visible_to(self.world[name]).values_list("pk"))
            unfiltered = set(Allotment.objects.values_list("pk"))
            requests = Request.objects.filter(pk=self.hidden.pk).count()
        signed = sum(DONORS[currency] == house for currency in CURRENCIES)
        own = {
            (share.pk,)
            for mine, share in zip(books.shares, self.shares, strict=True)
            if DONORS[mine.currency] == house
        }
        assert pledges == signed + books.pledged[house]
        assert shares == unfiltered == own
        assert requests == (house == "state")

    def _frozen(self) -> list[Any]:
        with speaking_as(SYSTEM):
            return list(RequestVersion.objects.order_by("pk").values())


def open_stage(world: World) -> Stage:
    """Ask, assess, circulate; agree on three contributions of which no cash has come."""
    parts = (replace(TRAINING, net=Money(NET, "USD")),) * 2
    request = circulated(world, proposals=parts)
    promises: list[Promise] = [
        promise_at(
            world,
            "agreed",
            donor=DONORS[currency],
            money=Money(AGREED[currency], currency),
            request=request.pk,
        )
        for currency in CURRENCIES
    ]
    return Stage(
        world=world,
        request=request,
        hidden=request_at(world, "submitted"),
        components=components_of(request),
        pots=[contribution_of(one.pledge) for one in promises],
        rates={one: rate_on(one, SHOWN.date()).units_per_usd for one in CURRENCIES},
    )
