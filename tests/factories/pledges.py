"""Pledges that reach their state by the steps people take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from accounts.choices import NEEDS_NO_DUE_DILIGENCE
from common.money import Money
from donors.models import DueDiligence, Instalment, Pledge
from donors.services import (
    agreeing,
    drafting,
    examination,
    instalments,
    pledging,
    receipts,
    terms,
)
from donors.services.drafting import PledgeValues
from tests.stock import told_once
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

PAPER = b"%PDF-1.7 a training paper"


def paper(name: str = "paper.pdf", content: bytes = PAPER) -> ContentFile[bytes]:
    """Return a file as it comes from a form."""
    return ContentFile(content, name=name)


@dataclass
class Promise:
    """One pledge in the making; each method is the step of that name by the right person."""

    world: World
    donor: str = "donor"
    now: datetime = BEGINNING
    values: PledgeValues = field(default_factory=dict)  # type: ignore[assignment]
    psc_rate: Decimal | None = None
    milestone: str = ""
    """What must be shown before the second instalment."""
    pk: UUID = field(init=False)

    def act(self, name: str, verb: Any, **given: Any) -> Any:
        """Call a verb as a person of the world, on this pledge unless told otherwise."""
        given.setdefault("pk", self.pk)
        with self.world.as_(name):
            return verb(actor=self.world[name], **given)

    def step(self, name: str, verb: Any, **given: Any) -> Any:
        """Take a step of a life cycle at this promise's moment."""
        return self.act(name, verb, now=self.now, **given)

    @property
    def pledge(self) -> Pledge:
        """Read the pledge again."""
        with speaking_as(SYSTEM):
            return Pledge.objects.select_related("organisation", "agreement").get(pk=self.pk)

    @property
    def examined(self) -> bool:
        """Tell whether this donor must pass due diligence."""
        return self.world.organisations[self.donor].kind not in NEEDS_NO_DUE_DILIGENCE

    def draft(self) -> None:
        """Write the pledge down as the donor's representative."""
        values: PledgeValues = {
            "title": "Workshops for life after release",
            "amount": Decimal(1_130_000),
            "currency": "USD",
        }
        if not {"request", "components"} & self.values.keys():
            values["themes"] = ["T2c"]
        values.update(self.values)
        name = f"{self.donor}.donor_rep"
        with self.world.as_(name):
            pledge = drafting.draft(values=values, actor=self.world[name], now=self.now)
        self.pk = pledge.pk

    def announce(self) -> None:
        """Announce it as the donor's authority."""
        self.step(f"{self.donor}.donor_authority", pledging.announce)

    def begin_due_diligence(self) -> None:
        """Have a donor of another kind examined."""
        if self.examined:
            self.step("cofinancing_officer", examination.begin_due_diligence)

    def negotiate(self) -> None:
        """Begin negotiation, after a clearance where one is needed."""
        if not self.examined:
            self.step("cofinancing_officer", pledging.negotiate)
        elif self.pledge.state == "due_diligence":
            with speaking_as(SYSTEM):
                pending = DueDiligence.objects.get(
                    organisation=self.world.organisations[self.donor], state="pending"
                )
            officer = "due_diligence_officer"
            self.step(officer, examination.clear, pk=pending.pk, findings="Nothing against it.")

    def settle_terms(self) -> None:
        """Answer the checklist and set rate and dates."""
        officer = "cofinancing_officer"
        settled: terms.Terms = {
            "starts_on": self.now.date(),
            "ends_on": self.now.date() + timedelta(days=730),
        }
        if self.psc_rate is not None:
            settled["psc_rate"] = self.psc_rate
        self.act(officer, terms.set_terms, terms=settled)
        self.step(
            officer,
            terms.answer_checklist,
            purpose_consistent=True,
            no_added_liability=True,
            no_regular_budget_cost=True,
        )

    def clear(self) -> None:
        """Certify that it may be accepted."""
        self.settle_terms()
        self.step("certifying_officer", agreeing.clear)

    def lay_down_papers(self, *, instalments: int = 2) -> None:
        """Attach the agreement, split the amount into instalments, schedule the reports."""
        officer = "cofinancing_officer"
        self.step(officer, terms.attach_agreement, upload=paper("agreement.pdf"))
        today = self.now.date()
        for number, share in enumerate(self.pledge.money.split([1] * instalments)):
            self.step(
                officer,
                terms.add_instalment,
                amount=share.amount,
                due_on=today + timedelta(days=30 + 180 * number),
                milestone=self.milestone if number == 1 else "",
            )
        reports: list[terms.PlannedReport] = [
            {"kind": "narrative", "due_on": today + timedelta(days=365)},
            {"kind": "final", "due_on": today + timedelta(days=760)},
        ]
        self.act(officer, terms.schedule_reports, reports=reports)

    def sign(self) -> None:
        """Sign as the donor's authority."""
        self.lay_down_papers()
        self.step(f"{self.donor}.donor_authority", agreeing.sign)

    def accept(self) -> None:
        """Accept as the approving officer."""
        self.step("approving_officer", agreeing.accept)

    def receive(self, amount: Decimal, *, on: date | None = None, bank: str = "") -> None:
        """Record cash as the treasury officer."""
        self.step(
            "treasury_officer",
            receipts.record_receipt,
            bank_reference=bank or f"BANK-{self.pk}-{amount}",
            value_on=on or self.now.date(),
            amount=amount,
        )

    def receive_half(self) -> None:
        """Record the first half of the amount."""
        half = self.pledge.money.split([1, 1])[0]
        self.receive(half.amount)

    def receive_rest(self) -> None:
        """Record the second half of the amount."""
        rest = self.pledge.money.split([1, 1])[1]
        self.receive(rest.amount, bank=f"BANK-{self.pk}-rest")

    def instalment(self, number: int = 2) -> Instalment:
        """Read one payment of the schedule again."""
        with speaking_as(SYSTEM):
            rows = Instalment.objects.select_related("pledge")
            return rows.get(pledge_id=self.pk, number=number)

    def show_milestone(self, number: int = 2, *, by: str = "programme_officer") -> None:
        """Attach evidence for a payment and hand it in."""
        pk = self.instalment(number).pk
        self.act(by, instalments.attach_evidence, pk=pk, upload=paper("evidence.pdf"))
        self.step(by, instalments.give_evidence, pk=pk, evidence="The workshop runs.")


def _withdraw(promise: Promise) -> None:
    authority = f"{promise.donor}.donor_authority"
    promise.step(authority, pledging.withdraw, reason="The budget was cut.")


def _decline(promise: Promise) -> None:
    promise.step("cofinancing_officer", pledging.decline, reason="Outside of the mandate.")


def _expire(promise: Promise) -> None:
    with speaking_as(SYSTEM):
        pledging.expire(pk=promise.pk, actor=SYSTEM, now=promise.now + timedelta(days=11))


def _refuse(promise: Promise) -> None:
    with speaking_as(SYSTEM):
        pending = DueDiligence.objects.get(
            organisation=promise.world.organisations[promise.donor], state="pending"
        )
    promise.step(
        "due_diligence_officer",
        examination.refuse,
        pk=pending.pk,
        findings="Under sanctions.",
        reason="Under sanctions.",
    )


WAYS: dict[str, tuple[str, Callable[[Promise], None]]] = {
    "draft": ("", Promise.draft),
    "pledged": ("draft", Promise.announce),
    "due_diligence": ("pledged", Promise.begin_due_diligence),
    "negotiation": ("due_diligence", Promise.negotiate),
    "cleared": ("negotiation", Promise.clear),
    "signed": ("cleared", Promise.sign),
    "agreed": ("signed", Promise.accept),
    "partly_received": ("agreed", Promise.receive_half),
    "received": ("partly_received", Promise.receive_rest),
    "withdrawn": ("pledged", _withdraw),
    "declined": ("pledged", _decline),
    "expired": ("pledged", _expire),
    "refused": ("due_diligence", _refuse),
}
"""The state before each, and the step that leads on from there."""


def pledge_at(
    world: World,
    state: str = "pledged",
    *,
    donor: str = "donor",
    now: datetime = BEGINNING,
    money: Money | None = None,
    psc_rate: Decimal | None = None,
    **values: Any,
) -> Pledge:
    """Return a pledge that lived its way to ``state`` ("signed" is cleared and signed).

    ``values`` are those of a draft (``request``, ``components``, ``themes``, ``expiry_on``, ...);
    a donor that is examined passes due diligence on the way.
    """
    return promise_at(
        world, state, donor=donor, now=now, money=money, psc_rate=psc_rate, **values
    ).pledge


@told_once
def promise_at(
    world: World,
    state: str = "pledged",
    *,
    donor: str = "donor",
    now: datetime = BEGINNING,
    money: Money | None = None,
    psc_rate: Decimal | None = None,
    milestone: str = "",
    **values: Any,
) -> Promise:
    """Return the same with its steps at hand, to walk on.

    The way there is a story of its own, which others that lead further share.
    """
    if money is not None:
        values |= {"amount": money.amount, "currency": money.currency}
    if state == "expired":
        values["expiry_on"] = now.date() + timedelta(days=10)
    about: dict[str, Any] = {
        "donor": donor,
        "now": now,
        "psc_rate": psc_rate,
        "milestone": milestone,
    }
    before, step = WAYS[state]
    if before:
        promise: Promise = promise_at(world, before, **about, **values)
    else:
        promise = Promise(world=world, values=values, **about)  # type: ignore[arg-type]
    step(promise)
    return promise
