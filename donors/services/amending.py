"""Let an accepted amendment take effect on pledge, contribution, instalments and reports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from common.clock import day_of
from common.money import Money
from donors.choices.promises import AWAITING_CASH, UNPAID, PledgeState, ReportState
from donors.lifecycle.balances import USD
from donors.lifecycle.stages import NONE, Sum
from donors.machines.instalment import INSTALMENT
from donors.machines.pledge import PLEDGE
from donors.machines.promises import REPORT_OBLIGATION
from donors.models import Amendment, Contribution, Instalment, Pledge, ReportObligation
from donors.models.agreed_terms import PURPOSE
from donors.services import instalments, pledging, positions, postings
from donors.services.ledger import Rate
from donors.services.owing import owe_reports
from donors.services.purposes import tie
from reference.services.rates import to_usd
from ta_requests.models import Request
from workflows import engine
from workflows.actors import SYSTEM
from workflows.engine import Act
from workflows.principal import speaking_as

SCHEDULE: Final = {"amount", "instalments"}


def take_effect(act: Act) -> None:
    """Write the new terms down everywhere; called within ``accept``, the contribution locked."""
    amendment: Amendment = act.subject
    with speaking_as(SYSTEM):
        contribution = Contribution.objects.get(pledge_id=amendment.pledge_id)
        concerned = set(positions.requests_of(contribution))
        pledge = _amend(amendment, now=act.now)
        _follow(contribution, pledge, act=act)
        if amendment.changes.keys() & SCHEDULE:
            _reschedule(contribution, amendment, act=act)
        if "report_schedule" in amendment.changes:
            _owe_anew(pledge, act=act)
        _count_receipts(pledge, contribution, now=act.now)
        positions.push(concerned | set(positions.requests_of(contribution)), act.now)


def _amend(amendment: Amendment, *, now: datetime) -> Pledge:
    """Change the pledge's own columns and ties, in an event of its own."""
    changes = amendment.changes
    given: dict[str, Any] = {name: value for name, value in changes.items() if name in COLUMNS}
    if "amount" in changes:
        given["amount"] = Decimal(changes["amount"])
    if "ends_on" in changes:
        given["ends_on"] = date.fromisoformat(changes["ends_on"])
    if "request" in changes:
        given |= tied_to(amendment, changes["request"])
    pledge: Pledge = engine.perform(
        PLEDGE,
        pk=amendment.pledge_id,
        name="amend",
        actor=SYSTEM,
        now=now,
        given={"columns": given},
        data={"amendment": amendment.reference, "terms": sorted(changes)},
    )
    ties = {name: value for name, value in changes.items() if name in PURPOSE}
    if "components" in ties:
        ties["components"] = [UUID(pk) for pk in ties["components"]]
    tie(pledge, ties)
    return pledge


COLUMNS: Final = ("title", "description", "earmark_category", "earmark_modality", "report_schedule")


def tied_to(amendment: Amendment, request: str | None) -> dict[str, Any]:
    """Return the columns of a pledge for a request: a State's own is paid from local resources."""
    if request is None:
        return {"request_id": None, "local_resources": False}
    owner = Request.objects.values_list("organisation_id", flat=True).get(pk=request)
    return {"request_id": UUID(request), "local_resources": owner == amendment.organisation_id}


def _follow(contribution: Contribution, pledge: Pledge, *, act: Act) -> None:
    """Let the contribution and what its donor owes follow, in one journal."""
    grown, rate = growth(contribution, to=pledge.amount, on=day_of(act.now))
    postings.amended(act, contribution, grown, rate=rate)
    contribution.amount = pledge.amount
    contribution.usd += grown.usd
    contribution.ends_on = pledge.ends_on
    if act.subject.changes.keys() & set(PURPOSE):
        contribution.local_resources = pledge.local_resources
        for name in ("countries", "regions", "themes", "assistance_types"):
            setattr(contribution, name, sorted(getattr(pledge, name).values_list("pk", flat=True)))
        contribution.components = sorted(pledge.components.values_list("pk", flat=True))
        contribution.request_id = next(iter(positions.requests_of(pledge)), None)
    contribution.version += 1
    contribution.save()
    act.data.update(
        donor=contribution.organisation_id,
        contribution=contribution.pk,
        grown=Money(grown.amount, contribution.currency),
        grown_usd=Money(grown.usd, USD),
    )


def growth(contribution: Contribution, *, to: Decimal, on: date) -> tuple[Sum, Rate]:
    """Return by how much the promise grows or shrinks, and the rate it is valued at.

    What is added counts at the rate of this day, what is taken away as it was booked: nothing
    that is booked moves (DOMAIN 2.6).
    """
    more = to - contribution.amount
    if more <= 0:
        rate = postings.agreed_rate(contribution)
        return (-postings.promised(contribution, -more) if more else NONE), rate
    worth = to_usd(Money(more, contribution.currency), on=on)
    rate = Rate(units=worth.rate, on=worth.rate_date, source=worth.source)
    return Sum(more, worth.usd.amount), rate


def _reschedule(contribution: Contribution, amendment: Amendment, *, act: Act) -> None:
    """Put the new payments in the place of what is not paid; a payment begun is cut and paid."""
    coming = {**amendment.before, **amendment.changes}["instalments"]
    standing = Instalment.objects.filter(pledge_id=contribution.pledge_id, state__in=UNPAID)
    for one in standing.order_by("number").select_for_update(of=("self",)):
        if one.settled == 0:
            instalments.cancel(pk=one.pk, actor=SYSTEM, now=act.now)
        else:
            _cut(one)
    everything = Instalment.objects.filter(pledge_id=contribution.pledge_id)
    last: int = everything.aggregate(last=Max("number"))["last"] or 0
    for number, line in enumerate(coming, start=last + 1):
        planned = Instalment(
            pledge_id=contribution.pledge_id,
            number=number,
            amount=Decimal(line["amount"]),
            due_on=date.fromisoformat(line["due_on"]),
            milestone=line["milestone"],
        )
        engine.create(INSTALMENT, planned, actor=act.actor, now=act.now, role="approving_officer")
    instalments.open_claims(pledge_id=contribution.pledge_id, now=act.now)
    instalments.spread(contribution=contribution, now=act.now)


def _cut(one: Instalment) -> None:
    """Keep of a payment what was paid; evidence owed for it is still owed."""
    one.amount = one.settled
    one.version += 1
    one.save()


def _owe_anew(pledge: Pledge, *, act: Act) -> None:
    """Replace the reports that are not submitted yet."""
    due = ReportObligation.objects.filter(pledge=pledge, state=ReportState.DUE).order_by("number")
    for report in list(due):
        engine.perform(REPORT_OBLIGATION, pk=report.pk, name="replace", actor=SYSTEM, now=act.now)
    owe_reports(pledge, actor=act.actor, now=act.now)


def _count_receipts(pledge: Pledge, contribution: Contribution, *, now: datetime) -> None:
    """Let "received" follow: more is now to come, or nothing is any more."""
    whole = contribution.settled >= contribution.due
    if pledge.state == PledgeState.RECEIVED and not whole:
        pledging.reopen_receipts(pk=pledge.pk, actor=SYSTEM, now=now)
    elif pledge.state in AWAITING_CASH and whole:
        pledging.complete_receipts(pk=pledge.pk, actor=SYSTEM, now=now)
