"""Money on its way: a pledge from draft to cash, and the allotments made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from accounts.choices import NEEDS_NO_DUE_DILIGENCE
from accounts.models import Organisation
from common.clock import day_of
from config.training import papers
from config.training.cast import Cast
from config.training.requests import moved
from donors.machines.allotment import ALLOTMENT
from donors.machines.pledge import PLEDGE
from donors.machines.promises import DUE_DILIGENCE
from donors.models import Allotment, DueDiligence, Pledge, ReportObligation
from donors.services import allotments, drafting, terms
from donors.services.drafting import PledgeValues
from ta_requests.models import Component
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

OFFICER: Final = "cofinancing_officer"
NARRATIVE: Final = 180
FINAL: Final = 400
"""Days after which reports are due."""

STEPS_OF_SHARES: Final = {
    "certify": "certifying_officer",
    "release": "approving_officer",
    "reject": "certifying_officer.2",
    "certify_reversal": "certifying_officer.2",
    "reverse": "approving_officer.2",
    "obligate": "treasury_officer",
    "spend": "treasury_officer",
    "close": "treasury_officer",
}


@dataclass
class Gift:
    """One pledge of one donor; ``now`` moves on as its story does."""

    cast: Cast
    now: datetime
    donor: str
    values: PledgeValues
    psc_rate: Decimal | None = None
    conditions: str = ""
    reports: Sequence[tuple[str, int]] = (("narrative", NARRATIVE), ("final", FINAL))
    pk: UUID = field(init=False)

    def later(self, days: int) -> None:
        """Let some days pass."""
        self.now = moved(self.cast, self.now, days)

    def act(self, name: str, verb: str, *, days: int = 0, **given: Any) -> None:
        """Have somebody take a step of the pledge, some days later."""
        self.later(days)
        self.cast.let(name, PLEDGE.verbs[verb], pk=self.pk, now=self.now, **given)

    @property
    def authority(self) -> str:
        """Return who signs for the donor."""
        return f"{self.donor}.donor_authority"

    def pledge(self) -> Pledge:
        """Return the pledge as it stands now."""
        with speaking_as(SYSTEM):
            return Pledge.objects.select_related("contribution").get(pk=self.pk)

    def draft(self) -> None:
        """Write it down."""
        author = f"{self.donor}.donor_rep"
        made = self.cast.let(author, drafting.draft, values=self.values, now=self.now)
        self.pk = made.pk

    def announce(self) -> None:
        """Announce it."""
        self.act(self.authority, "announce", days=1)

    def take_up(self) -> None:
        """Begin negotiation, or the examination that comes before it."""
        verb = "negotiate" if self._trusted() else "begin_due_diligence"
        self.act(OFFICER, verb, days=2)

    def _trusted(self) -> bool:
        with speaking_as(SYSTEM):
            donor = Organisation.objects.get(pk=self.cast.organisations[self.donor])
        return donor.kind in NEEDS_NO_DUE_DILIGENCE

    def examined(self, verb: str = "", **given: Any) -> None:
        """Let the examination clear the donor, or end in ``verb``; or rely on one in date."""
        if self._trusted():
            return
        self.later(4)
        pending = pending_examination(self.cast, self.donor)
        officer = "due_diligence_officer"
        if pending is None:
            self.act(officer, "clear_due_diligence")
            return
        given = {"findings": "Statutes, accounts and board were examined.", **given}
        if self.conditions:
            given["conditions"] = self.conditions
        verb = verb or ("clear_with_conditions" if self.conditions else "clear")
        self.cast.let(officer, DUE_DILIGENCE.verbs[verb], pk=pending, now=self.now, **given)

    def settle_terms(self) -> None:
        """Set rate and dates and answer the checklist of regulation 3.12."""
        self.later(2)
        begins = day_of(self.now)
        settled: terms.Terms = {"starts_on": begins, "ends_on": begins + timedelta(days=730)}
        if self.psc_rate is not None:
            settled["psc_rate"] = self.psc_rate
        self.cast.let(OFFICER, terms.set_terms, pk=self.pk, terms=settled)
        self.cast.let(
            OFFICER,
            terms.answer_checklist,
            pk=self.pk,
            now=self.now,
            purpose_consistent=True,
            no_added_liability=True,
            no_regular_budget_cost=True,
        )

    def clear(self) -> None:
        """Settle the terms and have them certified."""
        self.settle_terms()
        self.act("certifying_officer", "clear", days=1)

    def sign(self) -> None:
        """Lay down file, instalments and reports, and sign as the donor."""
        self.later(1)
        day = day_of(self.now)
        agreement = papers.paper("Agreement")
        self.cast.let(OFFICER, terms.attach_agreement, pk=self.pk, upload=agreement, now=self.now)
        for number, part in enumerate(self.pledge().money.split([1, 1])):
            due = day + timedelta(days=30 + 150 * number)
            given = {"pk": self.pk, "amount": part.amount, "due_on": due, "now": self.now}
            self.cast.let(OFFICER, terms.add_instalment, **given)
        owed: list[terms.PlannedReport] = [
            {"kind": kind, "due_on": day + timedelta(days=days)} for kind, days in self.reports
        ]
        self.cast.let(OFFICER, terms.schedule_reports, pk=self.pk, reports=owed)
        self.act(self.authority, "sign", days=1)

    def accept(self) -> None:
        """Accept for the United Nations."""
        self.act("approving_officer", "accept", days=1)

    def agree(self) -> None:
        """Walk from nothing to an agreement."""
        self.draft()
        self.announce()
        self.take_up()
        self.examined()
        self.clear()
        self.sign()
        self.accept()

    def receive(self, *, parts: int = 1, of: int = 1) -> None:
        """Record that so many equal parts of the amount arrived."""
        self.later(3)
        money = self.pledge().money.split([1] * of)
        for number in range(parts):
            self.cast.let(
                "treasury_officer",
                PLEDGE.verbs["record_receipt"],
                pk=self.pk,
                now=self.now,
                bank_reference=f"{self.pledge().reference}/{number + 1}",
                value_on=day_of(self.now),
                amount=money[number].amount,
            )

    def share(self, component: Component, gross: Decimal | None = None) -> Share:
        """Propose an allotment to a component; all of its gross budget unless told otherwise."""
        made = self.cast.let(
            OFFICER,
            allotments.propose,
            contribution_id=self.pledge().contribution.pk,
            component_id=component.pk,
            gross=component.gross if gross is None else gross,
            now=self.now,
        )
        return Share(self.cast, made.pk)

    def reports_owed(self) -> list[ReportObligation]:
        """Return the reports the donor is owed, in order."""
        with speaking_as(SYSTEM):
            return list(ReportObligation.objects.filter(pledge_id=self.pk).order_by("number"))


@dataclass(frozen=True)
class Share:
    """One allotment."""

    cast: Cast
    pk: UUID

    def act(self, verb: str, *, now: datetime, **given: Any) -> None:
        """Have the right officer take a step."""
        officer = STEPS_OF_SHARES[verb]
        self.cast.let(officer, ALLOTMENT.verbs[verb], pk=self.pk, now=now, **given)

    def release(self, *, now: datetime) -> None:
        """Certify and release."""
        self.act("certify", now=now)
        self.act("release", now=now)

    def spend_all(self, *, now: datetime) -> None:
        """Obligate and spend everything, then close."""
        with speaking_as(SYSTEM):
            net = Allotment.objects.get(pk=self.pk).programmable
        self.act("obligate", now=now, amount=net)
        self.act("spend", now=now, amount=net)
        self.act("close", now=now)


def pending_examination(cast: Cast, donor: str) -> UUID | None:
    """Return the examination of a donor under way."""
    with speaking_as(SYSTEM):
        found = DueDiligence.objects.filter(
            organisation_id=cast.organisations[donor], state="pending"
        )
        return found.values_list("pk", flat=True).first()


def day(now: datetime, *, ahead: int) -> date:
    """Return the day so many days ahead."""
    return day_of(now) + timedelta(days=ahead)
