"""Take in one promise that others have published: donor, pledge, contribution and receipts.

One record, with all its promises, is one transaction: all of it, under the identities by which it
is recognised again, or nothing. Its acts are the system's; nothing here claims that a person of
ours decided anything, and no journal is posted: the money of others was never in our books.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django.db import connection

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from accounts.services.published import Countries, organisation_called
from common.errors import MissingRate
from common.money import Money
from donors.choices.promises import Earmark
from donors.lifecycle.pledge_guards import Valued
from donors.machines.pledge import PLEDGE
from donors.models import Contribution, Pledge, PublishedRecord, Receipt
from donors.services import completing
from donors.services.contributions import lock_contributions
from donors.services.published import shapes
from donors.services.published.problems import Problem, RecordSkipped
from donors.services.published.shapes import Cash, Giver, Part, Promise, Stage, Worth
from donors.services.receipts import Payment, book
from donors.services.steps import step
from reference.services.rates import USD, UsdValue, implied_rate_warning, to_usd
from reference.services.references import next_reference
from workflows import engine
from workflows.actors import SYSTEM, SYSTEM_ROLE
from workflows.engine import Act
from workflows.registry import Verb

PUBLISHER: Final = "publisher"
RATE_STEP: Final = Decimal("1E-8")
LONGEST_REFERENCE: Final = 80


class Outcome(StrEnum):
    """What became of a promise."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a promise, and what was remarked on the way."""

    outcome: Outcome
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What is kept beside every record of one import."""

    licence: str
    now: datetime


def take_in(promise: Promise, *, origin: Origin, countries: Countries) -> Taken:
    """Record what is new of a promise; a known record is never touched again.

    Called as the system, within the one transaction of its record.

    Raises:
        RecordSkipped: the donor, the currency or the rate cannot be made out, or nothing positive
            is left of it.
    """
    _take_turns(promise)
    known = _known(promise)
    problems = [
        _remark(promise, "record_changed", record.line)
        for record in promise.records
        if known.get(record.identifier, record.digest) != record.digest
    ]
    parts = [part for part in promise.parts if part.identifier not in known]
    cash = [paid for paid in promise.cash if paid.identifier not in known]
    if not parts and not cash:
        return Taken(outcome=Outcome.UNCHANGED, problems=problems)
    problems += _rates_far_off(promise, [*parts, *cash])
    pledge = None if parts else _standing(promise)
    if pledge is None:
        donor = _donor(promise, countries)
        pledge = _recorded(promise, donor, parts=parts, cash=cash, origin=origin)
    for paid in cash:
        _receive(promise, pledge, paid, origin=origin)
    return Taken(outcome=Outcome.IMPORTED, problems=problems)


def _remark(promise: Promise, code: str, line: int = 0, **values: object) -> Problem:
    return Problem(
        code=code,
        line=line or promise.line,
        file=promise.file,
        record=promise.identifier,
        values=values,
    )


def _skip(promise: Promise, code: str, line: int = 0, **values: object) -> RecordSkipped:
    return RecordSkipped(_remark(promise, code, line, **values))


def _take_turns(promise: Promise) -> None:
    """Let two imports of one activity or flow wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        key = f"published:{promise.source}:{promise.identifier}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _known(promise: Promise) -> dict[str, str]:
    wanted = [record.identifier for record in promise.records]
    rows = PublishedRecord.objects.filter(source=promise.source, identifier__in=wanted)
    return dict(rows.values_list("identifier", "digest"))


def _standing(promise: Promise) -> Pledge | None:
    """Return the promise that later cash belongs to."""
    records = PublishedRecord.objects.filter(source=promise.source, group=promise.group)
    newest = records.order_by("-recorded_at", "-pk").select_related("pledge").first()
    return newest.pledge if newest else None


def _rates_far_off(promise: Promise, records: Sequence[Part | Cash]) -> list[Problem]:
    """Remark where the publisher's dollars are far from the table's, if the table has the day."""
    found = []
    for record in records:
        usd = record.worth.usd
        if usd is None or record.worth.money.currency == USD:
            continue
        on = record.on if isinstance(record, Cash) else promise.on
        try:
            off = implied_rate_warning(record.worth.money, usd=Money(usd, USD), on=on)
        except MissingRate:
            continue
        if off is not None:
            found.append(_remark(promise, "rate_far_off", record.line))
    return found


def _donor(promise: Promise, countries: Countries) -> Organisation:
    giver = promise.giver
    kind = OrganisationKind(giver.kind or OrganisationKind.NGO)
    country = _country(promise, giver, countries) if kind == OrganisationKind.STATE else None
    if kind == OrganisationKind.UNODC:
        raise _skip(promise, "donor_is_unodc")
    donor = organisation_called(name=giver.name[:200], kind=kind, country_id=country)
    if donor.kind == OrganisationKind.UNODC:
        raise _skip(promise, "donor_is_unodc")
    return donor


def _country(promise: Promise, giver: Giver, countries: Countries) -> str:
    code = countries.code_of(giver.country) or countries.code_of(giver.name)
    if code is None:
        raise _skip(promise, "donor_country_unknown", name=giver.name)
    return code


def valued(promise: Promise, worth: Worth, on: date, line: int) -> UsdValue:
    """Return an amount's dollars: the publisher's own, else those of the table.

    Raises:
        RecordSkipped: neither has any, or they are nothing.
    """
    try:
        value = to_usd(worth.money, on=on) if worth.usd is None else _own(worth, worth.usd, on)
    except MissingRate:
        day, currency = on.isoformat(), worth.money.currency
        raise _skip(promise, "rate_missing", line, currency=currency, day=day) from None
    if value.usd.is_zero or not value.rate:
        raise _skip(promise, "amount_nothing", line)
    return value


def _own(worth: Worth, dollars: Decimal, on: date) -> UsdValue:
    usd = Money.rounded(dollars, USD)
    rate = (worth.money.amount / usd.amount).quantize(RATE_STEP) if usd.amount else Decimal(0)
    return UsdValue(original=worth.money, usd=usd, rate=rate, rate_date=on, source=PUBLISHER)


def _sum(records: Sequence[Part | Cash]) -> Worth:
    """Add up amounts; the dollars too, where every one has them."""
    first = records[0].worth.money
    total = sum((each.worth.money.amount for each in records), Decimal(0))
    dollars = [each.worth.usd for each in records]
    usd = None if None in dollars else sum((each for each in dollars if each), Decimal(0))
    return Worth(money=Money(total, first.currency), usd=usd)


def _show(act: Act) -> None:
    """Put into the trail who published it, and the worth it was published with."""
    act.data.update(_told(act.given["promise"], act.given["value"]))


def _open_beside(act: Act) -> None:
    """Open the contribution beside a published commitment, for show."""
    _show(act)
    contribution = _contribution(act.subject, act.given["value"], act.given["valued"].value_on)
    act.data["contribution"] = contribution.pk


def _enter(act: Act) -> None:
    """Enter a published payment as any receipt, but by nobody."""
    _show(act)
    contribution, payment = act.given["contribution"], act.given["payment"]
    receipt = book(contribution, payment, act.given["value"], entered_by=None, now=act.now)
    act.data.update({"receipt": receipt.pk, "received": receipt.money})


record_published_pledge: Final = step(PLEDGE, "record_published_pledge", after=_show)
record_published_commitment: Final = step(PLEDGE, "record_published_commitment", after=_open_beside)
record_published_receipt: Final = step(PLEDGE, "record_published_receipt", after=_enter)
OF_STAGE: Final[Mapping[Stage, Verb]] = {
    Stage.PLEDGE: record_published_pledge,
    Stage.COMMITMENT: record_published_commitment,
}


def _recorded(
    promise: Promise,
    donor: Organisation,
    *,
    parts: Sequence[Part],
    cash: Sequence[Cash],
    origin: Origin,
) -> Pledge:
    """Write the promise down and let the system move it to where its publisher says it stands."""
    worth = _sum(parts or cash)
    if not worth.money.is_positive:
        raise _skip(promise, "amount_negative")
    value = valued(promise, worth, promise.on, promise.line)
    pledge = _draft(promise, donor, worth.money, origin)
    engine.create(PLEDGE, pledge, actor=SYSTEM, now=origin.now, role=SYSTEM_ROLE)

    verb = OF_STAGE[promise.stage]
    given: dict[str, Any] = {
        "promise": promise,
        "valued": _as_guarded(value, promise.on),
        "value": value,
    }
    moved: Pledge = verb(pk=pledge.pk, actor=SYSTEM, now=origin.now, **given)
    for part in parts:
        _remember(promise, moved, part, origin=origin)
    return moved


def _draft(promise: Promise, donor: Organisation, money: Money, origin: Origin) -> Pledge:
    day = promise.on if promise.stage == Stage.COMMITMENT else None
    return Pledge(
        organisation=donor,
        reference=next_reference(prefix="PP", year=origin.now.year),
        published_from=promise.source,
        published_as=promise.identifier[:300],
        title=promise.title[:200],
        description=promise.description,
        amount=money.amount,
        currency=money.currency,
        earmark_category=promise.earmark or Earmark.EARMARKED,
        psc_rate=Decimal(0),
        starts_on=day,
        ends_on=day,
    )


def _as_guarded(value: UsdValue, on: date) -> Valued:
    return Valued(usd=value.usd.amount, rate=value.rate, rate_on=value.rate_date, value_on=on)


def _told(promise: Promise, value: UsdValue) -> dict[str, object]:
    return {
        "published_from": promise.source,
        "published_as": promise.identifier,
        "receiver": promise.receiver,
        "usd": value.usd,
        "rate": value.rate,
        "rate_on": value.rate_date,
        "source": value.source,
    }


def _contribution(pledge: Pledge, value: UsdValue, on: date) -> Contribution:
    return Contribution.objects.create(
        pledge=pledge,
        organisation_id=pledge.organisation_id,
        donor_kind=pledge.organisation.kind,
        published_from=pledge.published_from,
        agreed_at=datetime.combine(on, time.min, UTC),
        starts_on=on,
        currency=pledge.currency,
        amount=pledge.amount,
        usd=value.usd.amount,
        rate=value.rate,
        rate_on=value.rate_date,
        rate_source=value.source,
        psc_rate=Decimal(0),
    )


def _remember(
    promise: Promise,
    pledge: Pledge,
    record: Part | Cash,
    *,
    origin: Origin,
    receipt: Receipt | None = None,
) -> None:
    PublishedRecord.objects.create(
        source=promise.source,
        identifier=record.identifier,
        digest=record.digest,
        group=promise.group[:500],
        pledge=pledge,
        receipt=receipt,
        receiver=promise.receiver,
        url=promise.url[:500],
        licence=origin.licence[:100],
        file_name=promise.file[:255],
        line=record.line,
        recorded_at=origin.now,
    )


def _receive(promise: Promise, pledge: Pledge, paid: Cash, *, origin: Origin) -> None:
    """Record a published payment, and let the system note when everything arrived."""
    contribution = lock_contributions([pledge.contribution.pk])[pledge.contribution.pk]
    value = valued(promise, paid.worth, paid.on, paid.line)
    payment = Payment(
        bank_reference=reference_of(promise.source, paid.identifier),
        value_on=paid.on,
        money=paid.worth.money,
        charges=Money.zero(paid.worth.money.currency),
    )

    record_published_receipt(
        pk=pledge.pk,
        actor=SYSTEM,
        now=origin.now,
        promise=promise,
        valued=_as_guarded(value, paid.on),
        value=value,
        contribution=contribution,
        payment=payment,
    )
    receipt = contribution.receipts.get(bank_reference=payment.bank_reference)
    _remember(promise, pledge, paid, origin=origin, receipt=receipt)
    completing.note(contribution, caused_by="record_published_receipt", now=origin.now)


def reference_of(source: str, identifier: str) -> str:
    """Return what stands where a bank reference would: the published identity, cut to fit."""
    whole = f"published:{source}:{identifier}"
    if len(whole) <= LONGEST_REFERENCE:
        return whole
    return f"{whole[: LONGEST_REFERENCE - 17]}~{shapes.digest(whole)[:16]}"
