"""The made-up case of every walk: workshops for three prisons, kept in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.money import Money, Parts, gross_of
from donors.choices.promises import InstalmentState, PledgeState, ReportState
from donors.models import Pledge
from portal.giving.sightline import sightline
from portal.guide.scenes import Newcomer
from reference.services.parameters import rate_of
from ta_requests.choices.assessment import ComponentStatus, FundingKind
from ta_requests.models import Request

USD: Final = "USD"
ONE: Final = Decimal(1)
"""The rate of the dollar."""

COLLEAGUE, OTHER_COLLEAGUE, DONOR, STATE = (UUID(int=number) for number in range(1, 5))
"""People and organisations that never were."""

NETS: Final = (Decimal(60_000), Decimal(40_000))
"""What the two components cost net, in US dollars."""


def title() -> str:
    """Return what the case is called."""
    return _("Practice: workshops for three prisons")


def whoever_acted(person: Newcomer, *roles: str) -> UUID:
    """Return who acted before: a newcomer with one of the roles, whom the act then binds."""
    return (person.actor.person_id or COLLEAGUE) if person.actor.has(*roles) else COLLEAGUE


def own_organisation(person: Newcomer) -> UUID:
    """Return the donor of a walk: the newcomer's own, as only its people may act for it."""
    return person.actor.organisation_id or DONOR


def parts(net: Decimal, rate: Decimal) -> Parts:
    """Return what a net amount comes to."""
    return gross_of(Money(net, USD), rate)


def cost() -> Parts:
    """Return what the whole case costs at the standard rate of support."""
    return parts(sum(NETS, Decimal(0)), rate_of("psc_rate"))


def half_of(whole: Parts) -> Money:
    """Return one of the two instalments of a cost, gross."""
    return Money.rounded(whole.gross.amount / 2, USD)


def components() -> list[SimpleNamespace]:
    """Return the two components as the table of components reads them."""
    rate = rate_of("psc_rate")
    names = (_("Equipment of the workshops"), _("Training of the instructors"))
    return [
        _component(number, name, parts(net, rate), rate)
        for number, (name, net) in enumerate(zip(names, NETS, strict=True), start=1)
    ]


def _component(number: int, name: str, cost_of: Parts, rate: Decimal) -> SimpleNamespace:
    return SimpleNamespace(
        number=number,
        title=name,
        theme_id="T2c",
        quantity=Decimal(3),
        unit=_("prisons"),
        phase=1,
        psc_rate=rate,
        net=cost_of.programmable,
        psc=cost_of.psc,
        gross=cost_of.gross,
        funding_kind_label=FundingKind.CASH.label,
        status_label=ComponentStatus.FROZEN.label,
    )


def request(state: str, **fields: Any) -> Request:
    """Return the request where it stands."""
    return Request(state=state, organisation_id=STATE, title=title(), **fields)


def sections() -> list[tuple[str, str]]:
    """Return the four sections of the request, each with its label."""
    written = {
        "needs": _("The workshops stand empty: the machines are broken, and nobody teaches."),
        "priorities": _("Carpentry and baking, and the prison for women before the others."),
        "challenges": _("Instructors leave for better wages; power fails in the afternoon."),
        "restrictions": _("By our law, work in prison is voluntary and paid."),
    }
    return [(_label(name), text) for name, text in written.items()]


def _label(name: str) -> str:
    field: Any = Request._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def pledge(state: str, *, of: UUID = DONOR, **fields: Any) -> Pledge:
    """Return the pledge where it stands, of the whole gross cost."""
    return Pledge(
        state=state,
        organisation_id=of,
        title=title(),
        amount=cost().gross.amount,
        currency=USD,
        created_by_id=OTHER_COLLEAGUE,
        report_schedule=[{}],
        **fields,
    )


def line(person: Newcomer, *, is_over: bool) -> Mapping[str, Any]:
    """Return the line of sight of the pledge: half paid, or at its end."""
    rate = rate_of("psc_rate")
    whole, shares = parts(sum(NETS, Decimal(0)), rate), [parts(net, rate) for net in NETS]
    told: Any = SimpleNamespace(
        state=PledgeState.CLOSED if is_over else PledgeState.PARTLY_RECEIVED,
        currency=USD,
        money=whole.gross,
        pledged_on=person.today - timedelta(days=120),
        contribution=_contribution(person, whole, is_over=is_over),
    )
    next_paid = InstalmentState.PAID if is_over else InstalmentState.PLANNED
    rows = {
        "instalments": [
            _dated(person, InstalmentState.PAID, -60),
            _dated(person, next_paid, 60),
        ],
        "receipts": [SimpleNamespace()] * (2 if is_over else 1),
        "allotments": [
            SimpleNamespace(
                component_id=number,
                spent=each.programmable.amount if is_over else Decimal(0),
                psc_spent=each.psc.amount if is_over else Decimal(0),
            )
            for number, each in enumerate(shares)
        ],
        "reports": [_dated(person, ReportState.ACCEPTED if is_over else ReportState.DUE, 90)],
    }
    results = [SimpleNamespace(accepted=is_over)] * 2
    stations = sightline(told, rows, results, today=person.today)
    return {"line": [replace(one, anchor="") for one in stations]}


def _dated(person: Newcomer, state: str, days: int) -> SimpleNamespace:
    return SimpleNamespace(state=state, due_on=person.today + timedelta(days=days))


def _contribution(person: Newcomer, whole: Parts, *, is_over: bool) -> SimpleNamespace:
    gross = whole.gross
    received = gross if is_over else half_of(whole)
    held = gross if is_over else Money(Decimal(0), USD)
    return SimpleNamespace(
        agreed_at=person.now - timedelta(days=90),
        money_due=gross,
        due=gross.amount,
        settled=received.amount,
        applied=received.amount,
        allotted=held.amount,
        currency=USD,
        available=received - held,
    )
