"""Retell a published activity: one request, a promise for each giver, the cash, the allotments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final
from uuid import UUID

import pytest

from accounts.choices import OrganisationKind
from common.errors import DomainError, Invalid
from common.money import Money, parts_of_gross
from donors.services import agreeing, drafting, terms
from reference.models import Country
from reference.services.rates import to_usd
from reference.services.sectors import read_sectors
from ta_requests.services import state_validation
from ta_requests.services.components import Proposal
from tests.factories.allotments import components_of, contribution_of, share_at
from tests.factories.assessments import assess, living_assessment
from tests.factories.pledges import Promise, promise_at
from tests.factories.requests import CONTENT, Story, story_at
from tests.journeys.iati_reading import Line, Reading
from tests.journeys.people_of import join, seen_from
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

USD: Final = "USD"
UNKNOWN: Final = "Not published."
RATE: Final = Decimal("0.13")
LONGEST_TITLE: Final = 200
REGULAR_BUDGET: Final = "regular_budget"
TYPES: Final[Mapping[str, set[str | None]]] = {
    "state": {"10"},
    "igo": {"15", "40"},
    "un_entity": {"40"},
    "foundation": {"60"},
    "ngo": {"21", "22", "23", "24"},
    REGULAR_BUDGET: {None},
}
"""IATI types of organisation that say the same as our kinds."""

SECTIONS: Final = ("priorities", "challenges", "restrictions", "domestic_law_note")


@dataclass
class Retelling:
    """One activity on its way through the service; ``notes`` are all assumptions made."""

    world: World
    reading: Reading
    expected: Mapping[str, Any]
    donors: Mapping[str, Mapping[str, str]]
    notes: set[str] = field(default_factory=set)
    refused: str = ""
    pk: UUID | None = None

    def tell(self) -> str:
        """Walk from draft as far as the published facts carry, and return the state reached."""
        gifts = self._gifts()
        asking = self._asking()
        self.world = seen_from(self.world, asking)
        content = self._content()
        if not gifts:
            story = story_at(self.world, "needs_assessment", content=content)
            self._assess_without_amounts(story)
        else:
            proposal = self._proposal(content["themes"][0], gifts)
            story = story_at(self.world, "funding_sought", content=content, proposals=(proposal,))
            for gift in gifts:
                self._give(story, gift)
        self.pk = story.pk
        self.notes |= self.reading.notes
        return str(story.request.state)

    def _content(self) -> dict[str, Any]:
        return {
            "title": self.reading.title[:LONGEST_TITLE],
            "needs": self.reading.text,
            **dict.fromkeys(SECTIONS, UNKNOWN),
            "language": "en",
            "themes": self._themes(),
            "assistance_types": ["capacity_building"],
            "instruments": CONTENT["instruments"],
        }

    def _themes(self) -> list[str]:
        with speaking_as(SYSTEM):
            readings = read_sectors(code for code in self.reading.sectors if code)
        found = list(dict.fromkeys(each.theme for each in readings if each.theme))
        if not found:
            self.notes.add("theme_assumed")
            found = [self.expected["theme"]]
        return found

    def _asking(self) -> str:
        """Return the State that asks: the one published, or the one the outcome assumes."""
        with speaking_as(SYSTEM):
            if self.reading.country:
                code = Country.objects.get(alpha2=self.reading.country).pk
            else:
                self.notes.add("country_assumed")
                code = self.expected["country"]
        return join(self.world, OrganisationKind.STATE, name="", country=code)

    def _gifts(self) -> list[Line]:
        """Return what is promised, by givers who may promise."""
        gifts: list[Line] = []
        own: list[Line] = []
        for line in self.reading.commitments():
            (own if self._kind(line) == OrganisationKind.UNODC else gifts).append(line)
        for line in own:
            self.notes.add("donor_is_unodc")
            self._unodc_may_not_give(line)
        if own and not gifts:
            self.notes.add("accountable_gives")
            stand_in = self.reading.accountable
            gifts = [Line(one.kind, one.day, one.value, one.currency, stand_in) for one in own]
        return gifts

    def _unodc_may_not_give(self, line: Line) -> None:
        """Have UNODC's own money refused at the door."""
        officer = "cofinancing_officer"
        with pytest.raises(Invalid) as refusal, self.world.as_(officer):
            drafting.draft(
                values=_values(line, title=self.reading.title),
                actor=self.world[officer],
                now=BEGINNING,
                organisation_id=self.world.organisations["unodc"].pk,
            )
        assert [reason.code for reason in refusal.value.reasons] == ["not_extrabudgetary"]

    def _kind(self, line: Line) -> str:
        return self.donors[line.provider]["kind"]

    def _proposal(self, theme: str, gifts: list[Line]) -> Proposal:
        """Ask for the programmable part of everything promised, in whole dollars."""
        with speaking_as(SYSTEM):
            net = sum((_programmable_usd(gift) for gift in gifts), Decimal(0)).to_integral(
                ROUND_DOWN
            )
        return Proposal(
            theme=theme,
            assistance_type="capacity_building",
            title=self.reading.title[:LONGEST_TITLE],
            net=Money(net.to_integral(ROUND_DOWN), USD),
            unit="programme",
        )

    def _assess_without_amounts(self, story: Story) -> None:
        """Write a report without a costed component and try to send it to the State."""
        assess(self.world, story.request, "draft_report", proposals=())
        with self.world.as_("auditor"):
            report = living_assessment(story.request.pk)
        with self._may_be_refused(), self.world.as_("section_chief"):
            chief = self.world["section_chief"]
            state_validation.send_to_state(pk=report.pk, actor=chief, now=BEGINNING)

    def _may_be_refused(self) -> Any:
        return _Refusal(self)

    def _give(self, story: Story, gift: Line) -> None:
        """Promise, sign, receive what was paid, and release it to the request."""
        values = _values(gift, title=self.reading.title) | {"request": story.pk}
        promise = promise_at(
            self.world, "negotiation", donor=self._donor(gift), now=story.now, **values
        )
        with self._may_be_refused():
            if self._kind(gift) == REGULAR_BUDGET:
                _admit_regular_budget(promise)
            promise.clear()
            promise.sign()
            promise.accept()
            self._receive(promise, gift)
            self._release(story, promise)

    def _donor(self, gift: Line) -> str:
        known = self.donors[gift.provider]
        if not gift.provider:
            self.notes.add("donor_unnamed")
        kind = known["kind"]
        if self.reading.types.get(gift.provider) not in TYPES[kind]:
            self.notes.add("donor_kind_read")
        return join(
            self.world,
            OrganisationKind.UN_ENTITY if kind == REGULAR_BUDGET else OrganisationKind(kind),
            name=gift.provider or "Unnamed association",
            country=known.get("country", ""),
        )

    def _receive(self, promise: Promise, gift: Line) -> None:
        paid = [line for line in self.reading.payments() if line.provider == gift.provider]
        if not paid:
            self.notes.add("cash_assumed")
            paid = [gift]
        for line in paid:
            if line.value > gift.value:
                self.notes.add("overpaid")
            day = line.day
            if line.currency != USD:
                self.notes.add("value_date_moved")
                day = promise.now.date()
            bank = f"{self.reading.identifier} of {line.day} for {promise.pk}"[-80:]
            promise.receive(line.value, on=day, bank=bank)

    def _release(self, story: Story, promise: Promise) -> None:
        [component] = components_of(story.request)
        contribution = contribution_of(promise.pledge)
        share_at(
            self.world,
            contribution=contribution,
            component=component,
            gross=contribution.received - contribution.unapplied,
            now=story.now,
        )


@dataclass
class _Refusal:
    """Keeps the code with which the service stopped a story."""

    retelling: Retelling

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> bool:
        if not isinstance(problem, DomainError):
            return False
        self.retelling.refused = problem.reasons[0].code
        return True


def _values(line: Line, *, title: str) -> Any:
    return {
        "title": title[:LONGEST_TITLE],
        "amount": line.value,
        "currency": line.currency,
    }


def _programmable_usd(gift: Line) -> Decimal:
    net = parts_of_gross(Money(gift.value, gift.currency), RATE).programmable
    return to_usd(net, on=(BEGINNING + timedelta(days=1)).date()).usd.amount


def _admit_regular_budget(promise: Promise) -> None:
    """Answer the checklist as it is: this would cost the regular budget."""
    officer, begins = "cofinancing_officer", promise.now.date()
    dates: terms.Terms = {"starts_on": begins, "ends_on": begins + timedelta(days=730)}
    promise.act(officer, terms.set_terms, terms=dates)
    promise.step(
        officer,
        terms.answer_checklist,
        purpose_consistent=True,
        no_added_liability=True,
        no_regular_budget_cost=False,
    )
    promise.step("certifying_officer", agreeing.clear)
