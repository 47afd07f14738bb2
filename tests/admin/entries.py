"""What is entered in the admin, kind by kind: by whom, into which file, with which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from common.money import Money
from donors.models import Adjustment, Contribution, Pledge, ReportObligation
from donors.services import adjustments, drafting, terms
from tests.admin.conftest import House
from tests.factories.allotments import SHOWN, components_of, contribution_of
from tests.factories.amendments import amendment_at
from tests.factories.pledges import PAPER, promise_at
from tests.factories.requests import request_at
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

COFINANCING: Final = "cofinancing_officer"
CARRIED: Final = re.compile(r'<input type="hidden" name="(version|key|seen)" value="([^"]*)"')


@dataclass
class Form:
    """One form as a person fills it in; ``file`` is what it is written into."""

    values: Mapping[str, Any]
    file: Any = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One entry: where it is, whose it is, whose it is not, and a form that would be taken.

    ``model`` is what comes of it, ``page`` the model on whose pages it stands.
    """

    entry: str
    model: str
    make: Callable[[House], Form]
    who: str = COFINANCING
    wrong: str = "treasury_officer"
    page: str = ""
    adds: int = 1
    ends: bool = False
    """The file is gone afterwards."""

    def address(self, form: Form) -> str:
        """Return the path of the page."""
        page = (self.page or self.model).replace(".", "_")
        if form.file is None:
            return reverse(f"admin:{page}_enter", args=[self.entry])
        return reverse(f"admin:{page}_write", args=[form.file.pk, self.entry])

    def from_where(self, form: Form) -> str:
        """Return the path of the list or file from which it is reached."""
        page = (self.page or self.model).replace(".", "_")
        if form.file is None:
            return reverse(f"admin:{page}_changelist")
        return reverse(f"admin:{page}_change", args=[form.file.pk])

    def remains(self, form: Form) -> tuple[Any, ...]:
        """Return what a form could change: how many there are, and how the file reads."""
        kept: type[Model] = apps.get_model(self.model)
        with speaking_as(SYSTEM):
            count = kept._default_manager.count()
            events = Event.objects.count()
            found = form.file and type(form.file)._default_manager.filter(pk=form.file.pk).first()
            return count, events, getattr(found, "version", None)


@dataclass
class Filling:
    """A person before one page: what is sent is what the page carried and what was typed."""

    browser: Client
    address: str
    values: Mapping[str, Any]
    carried: dict[str, str] = field(default_factory=dict)

    def open(self) -> str:
        """Open the page."""
        opened: bytes = self.keep(self.browser.get(self.address)).content
        return opened.decode()

    def look(self, **more: Any) -> Any:
        """Ask what would come of it."""
        return self.keep(self.browser.post(self.address, self.sent(look="yes", **more)))

    def confirm(self, **more: Any) -> Any:
        """Enter it."""
        return self.browser.post(self.address, self.sent(confirm="yes", **more))

    def sent(self, **more: Any) -> dict[str, Any]:
        """Return what is sent; a file is read anew each time."""
        values = {
            name: ContentFile(PAPER, "paper.pdf") if name == "file" else value
            for name, value in self.values.items()
        }
        return {**self.carried, **values, **more}

    def keep(self, answer: Any) -> Any:
        """Hold on to what a page carries; return it."""
        self.carried |= dict(CARRIED.findall(answer.content.decode()))
        return answer


def _cash(house: House) -> Contribution:
    return contribution_of(promise_at(house.world, "received").pledge)


def _letter(house: House) -> Form:
    donor = str(house.world.organisations["donor"].pk)
    amount = {"amount_0": "1000.00", "amount_1": "USD"}
    themes = {"earmark_category": "3", "themes": ["T2c"]}
    return Form({"organisation": donor, "title": "By letter", **amount, **themes})


def _examination(house: House) -> Form:
    with speaking_as(SYSTEM):
        count = Organisation.objects.count()
        unexamined = Organisation.objects.create(
            kind=OrganisationKind.FOUNDATION, name=f"Training foundation {count}"
        )
    return Form({"organisation": str(unexamined.pk)})


def _adjustment(kind: str, **given: str) -> Callable[[House], Form]:
    def make(house: House) -> Form:
        said = {"value_on": "2026-10-12", "explanation": "As agreed."}
        return Form({"contribution": str(_cash(house).pk), "kind": kind, **said, **given})

    return make


def _write_down(house: House) -> Form:
    cash = contribution_of(promise_at(house.world, "agreed").pledge)
    said = {"value_on": "2026-10-12", "explanation": "It will not come."}
    return Form({"contribution": str(cash.pk), "kind": "write_down", "amount": "1000", **said})


def _reprogramming(house: House) -> Form:
    form = _adjustment("reprogramming", amount="1000", donor_word="Letter of 3 October.")(house)
    return Form({**form.values, "target": str(_cash(house).pk)})


def _levy(house: House) -> Form:
    """Return the form of a levy entered anew: the one asked for as the cash came was refused."""
    cash = contribution_of(promise_at(house.world, "received", earmark_category="4").pledge)
    name = "approving_officer"
    with house.world.as_(name):
        for asked in Adjustment.objects.filter(contribution=cash, state="entered"):
            adjustments.refuse(
                pk=asked.pk, actor=house.world[name], now=SHOWN, reason="Not in this month."
            )
    said = {"value_on": "2026-10-12", "explanation": "Of the second payment.", "amount": "1"}
    return Form({"contribution": str(cash.pk), "kind": "levy", **said})


def _unidentified(house: House) -> Form:
    with speaking_as(SYSTEM):
        number = Event.objects.count()
    said = {"value_on": "2026-10-12", "amount": "100.00", "currency": "USD"}
    return Form({"bank_reference": f"B-{number}", **said})


def _month(_house: House) -> Form:
    return Form({"month": "2026-04"})


def _reference(house: House) -> Form:
    return Form({"contribution": str(_cash(house).pk), "kind": "grant", "value": "G-100"})


def _allotment(house: House) -> Form:
    component = components_of(request_at(house.world, "funding_sought"))[0]
    cash = contribution_of(
        promise_at(house.world, "received", money=Money.of("113000", "USD")).pledge
    )
    return Form({"contribution": str(cash.pk), "component": str(component.pk), "gross": "1130.00"})


def _amendment(house: House) -> Form:
    pledge = promise_at(house.world, "agreed").pledge
    return Form({"pledge": str(pledge.pk), "motive": "The plan grew.", "title": "Anew"})


def _into(state: str, **values: Any) -> Callable[[House], Form]:
    return lambda house: Form(values, promise_at(house.world, state).pledge)


def _on_a_letter(**values: Any) -> Callable[[House], Form]:
    def make(house: House) -> Form:
        return Form(values, lettered(house))

    return make


def lettered(house: House, *, donor: str = "donor", **aim: Any) -> Pledge:
    """Return a draft written down from a letter, for ``aim`` or for a theme."""
    said = {"title": "By letter", "amount": Decimal(1_000), "currency": "USD"}
    values: Any = {**said, **(aim or {"themes": ["T2c"]})}
    with house.world.as_(COFINANCING):
        return drafting.draft(
            values=values,
            organisation_id=house.world.organisations[donor].pk,
            actor=house.world[COFINANCING],
            now=BEGINNING,
        )


def _amendment_file(**values: Any) -> Callable[[House], Form]:
    return lambda house: Form(values, amendment_at(promise_at(house.world, "agreed"), "draft"))


def _schedule(**values: Any) -> Callable[[House], Form]:
    def make(house: House) -> Form:
        promise = promise_at(house.world, "negotiation")
        made = promise.step(
            COFINANCING, terms.add_instalment, amount=Decimal(1_000), due_on=date(2027, 1, 1)
        )
        return Form(values, made)

    return make


def _evidence(house: House) -> Form:
    promise = promise_at(house.world, "agreed", milestone="The workshop runs.")
    return Form({"file": ""}, promise.instalment())


def _report(house: House) -> Form:
    promise = promise_at(house.world, "agreed")
    with speaking_as(SYSTEM):
        found = ReportObligation.objects.filter(pledge_id=promise.pk).order_by("due_on")[0]
    return Form({"file": ""}, found)


TREASURY: Final[dict[str, Any]] = {"who": "treasury_officer", "wrong": "programme_officer"}
CERTIFYING: Final[dict[str, Any]] = {"who": "certifying_officer", "wrong": "programme_officer"}
ADJUSTMENT: Final[dict[str, Any]] = {"entry": "adjust", "model": "donors.adjustment"}
PLEDGE: Final[dict[str, Any]] = {"model": "donors.pledge", "adds": 0}
OF_PLEDGE: Final[dict[str, Any]] = {"page": "donors.pledge"}
CHECKED: Final = dict.fromkeys(
    ("purpose_consistent", "no_added_liability", "no_regular_budget_cost"), "on"
)

KINDS: Final[dict[str, Kind]] = {
    "pledge from a letter": Kind(entry="from_letter", model="donors.pledge", make=_letter),
    "examination": Kind(entry="examine", model="donors.duediligence", make=_examination),
    "refund": Kind(
        **ADJUSTMENT,
        make=_adjustment(
            "refund", amount="100", refunded_from="unallotted", donor_word="Letter of 3 October."
        ),
        **TREASURY,
    ),
    "write-down": Kind(**ADJUSTMENT, make=_write_down, **CERTIFYING),
    "reprogramming": Kind(**ADJUSTMENT, make=_reprogramming, **CERTIFYING),
    "levy": Kind(**ADJUSTMENT, make=_levy, **TREASURY),
    "unidentified cash": Kind(
        entry="suspend", model="donors.unidentifiedreceipt", make=_unidentified, **TREASURY
    ),
    "month": Kind(
        entry="certify_month", model="donors.accountingperiod", make=_month, **CERTIFYING
    ),
    "external reference": Kind(
        entry="note_reference", model="donors.externalreference", make=_reference, **TREASURY
    ),
    "allotment": Kind(entry="propose", model="donors.allotment", make=_allotment),
    "amendment": Kind(entry="amend", model="donors.amendment", make=_amendment),
    "draft": Kind(
        entry="redraft",
        **PLEDGE,
        make=_on_a_letter(
            title="By letter, again",
            amount_0="1500.00",
            amount_1="USD",
            themes=["T2c"],
            condition="If the rest is covered.",
        ),
    ),
    "letter": Kind(
        entry="attach_letter",
        model="donors.pledgeletter",
        **OF_PLEDGE,
        make=_on_a_letter(file="", dated_on="2026-09-01"),
    ),
    "checklist": Kind(entry="answer_checklist", **PLEDGE, make=_into("negotiation", **CHECKED)),
    "terms": Kind(
        entry="set_terms",
        **PLEDGE,
        make=_into("negotiation", psc_rate="0.13", clauses_standard="on", starts_on="2026-10-02"),
    ),
    "instalment": Kind(
        entry="add_instalment",
        model="donors.instalment",
        **OF_PLEDGE,
        make=_into("negotiation", amount="1000", due_on="2027-01-01"),
    ),
    "report schedule": Kind(
        entry="schedule_reports",
        **PLEDGE,
        make=_into("negotiation", reports_0="final", reports_1="2028-12-31"),
    ),
    "agreement": Kind(
        entry="attach_agreement",
        model="donors.agreement",
        **OF_PLEDGE,
        make=_into("negotiation", file=""),
    ),
    "waiver": Kind(
        entry="ask_waiver",
        model="donors.pscwaiver",
        **OF_PLEDGE,
        make=_into("negotiation", rate="0.07", clause="3.12", justification="A joint programme."),
    ),
    "instalment changed": Kind(
        entry="change_instalment",
        model="donors.instalment",
        make=_schedule(amount="2000", due_on="2027-02-01"),
        adds=0,
    ),
    "instalment removed": Kind(
        entry="remove_instalment", model="donors.instalment", make=_schedule(), adds=-1, ends=True
    ),
    "evidence": Kind(
        entry="attach_evidence",
        model="donors.instalment",
        make=_evidence,
        who="programme_officer",
        adds=0,
    ),
    "amendment rewritten": Kind(
        entry="rewrite_amendment",
        model="donors.amendment",
        make=_amendment_file(motive="The plan grew.", amount="1200000"),
        adds=0,
    ),
    "amendment's file": Kind(
        entry="attach_amendment",
        model="donors.amendment",
        make=_amendment_file(file=""),
        adds=0,
    ),
    "report": Kind(
        entry="attach_report",
        model="donors.reportobligation",
        make=_report,
        who="programme_officer",
        adds=0,
    ),
}
