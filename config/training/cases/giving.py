"""Promises that name no request: softly tied, unearmarked, refused, withdrawn, expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from config.training.cast import SYSTEM_NAME, Cast
from config.training.money import OFFICER, Gift, day, pending_examination
from config.training.telling import Case
from donors.choices.promises import Rest
from donors.machines.pledge import PLEDGE
from donors.machines.promises import DUE_DILIGENCE, PSC_WAIVER
from donors.services import examination, waivers
from donors.services.drafting import PledgeValues


def _values(title: str, amount: str, currency: str, *themes: str) -> PledgeValues:
    return {
        "title": title,
        "amount": Decimal(amount),
        "currency": currency,
        "themes": list(themes),
    }


def for_education(cast: Cast, now: datetime) -> None:
    """Have an academic donor examined."""
    gift = Gift(cast, now, "institute", _values("Education in prison", "40000", "USD", "T2d"))
    gift.draft()
    gift.announce()
    gift.take_up()


def softly_tied(cast: Cast, now: datetime) -> None:
    """Agree to money for one theme, of which nothing has arrived yet."""
    values = _values("Women offenders, wherever the need is greatest", "5000000", "NOK", "T3a")
    values["earmark_category"] = "2"
    Gift(cast, now, "norway", values).agree()


def at_a_lower_rate(cast: Cast, now: datetime) -> None:
    """Clear money for signature at a support rate that a waiver allows."""
    values = _values("Community-based sanctions", "750000.00", "EUR", "T6", "T5")
    gift = Gift(cast, now, "union", values, psc_rate=Decimal("0.07"))
    gift.draft()
    gift.announce()
    gift.take_up()
    gift.examined()
    _waiver(gift, "approve", reason="")
    gift.clear()


def _waiver(gift: Gift, verb: str, *, reason: str) -> None:
    """Ask for seven per cent and have an approving officer decide."""
    asked = gift.cast.let(
        OFFICER,
        waivers.ask_waiver,
        pk=gift.pk,
        now=gift.now,
        rate=Decimal("0.07"),
        clause="Framework agreement, article 12",
        justification="The donor's own rules allow seven per cent.",
    )
    gift.later(1)
    decide = PSC_WAIVER.verbs[verb]
    gift.cast.let("approving_officer.2", decide, pk=asked.pk, now=gift.now, reason=reason)


def withdrawn(cast: Cast, now: datetime) -> None:
    """Have a donor withdraw when the lower rate is refused."""
    gift = Gift(cast, now, "japan", _values("Volunteer probation officers", "90000", "USD", "T7"))
    gift.draft()
    gift.announce()
    gift.take_up()
    _waiver(gift, "refuse", reason="No clause of this agreement allows it.")
    reason = "Support cost cannot be paid from this budget line."
    gift.act(gift.authority, "withdraw", days=3, reason=reason)


def in_part(cast: Cast, now: datetime) -> None:
    """Agree to two thirds of what was pledged; the rest stays pledged under its own reference."""
    values = _values("Probation services, step by step", "30000000", "JPY", "T5", "T7")
    gift = Gift(cast, now, "japan", values)
    gift.draft()
    gift.announce()
    gift.take_up()
    gift.act(
        OFFICER,
        "agree_in_part",
        days=5,
        amount=Decimal(20000000),
        rest=Rest.KEPT,
        reason="The budget of this year covers two steps of three; the third is pledged for later.",
    )
    gift.clear()
    gift.sign()
    gift.accept()
    gift.act(gift.authority, "publish", days=1)


def refused(cast: Cast, now: datetime) -> None:
    """Refuse a company after due diligence."""
    gift = Gift(cast, now, "company", _values("Workshops", "250000", "USD", "T2c"))
    gift.draft()
    gift.announce()
    gift.take_up()
    gift.examined(
        "refuse",
        findings="The company sells goods made in the prisons it would support.",
        reason="A conflict of interest that no condition would cure.",
    )


def declined(cast: Cast, now: datetime) -> None:
    """Examine a donor before it promises; decline the promise; let the clearance run out."""
    cast.let(
        OFFICER,
        examination.open_due_diligence,
        organisation_id=cast.organisations["association"],
        now=now,
    )
    pending = pending_examination(cast, "association")
    cast.let(
        "due_diligence_officer",
        DUE_DILIGENCE.verbs["clear"],
        pk=pending,
        now=now,
        findings="Small, known, in good standing.",
        valid_until=day(now, ahead=90),
    )
    values = _values("Blankets for a named prison", "3000", "USD", "T2")
    gift = Gift(cast, now, "association", values)
    gift.later(1)
    gift.draft()
    gift.announce()
    gift.act(OFFICER, "decline", days=2, reason="Too small to be administered; thanked by letter.")
    gift.later(95)
    expire = DUE_DILIGENCE.verbs["expire"]
    cast.let(SYSTEM_NAME, expire, pk=pending, now=gift.now)


def expired(cast: Cast, now: datetime) -> None:
    """Let a promise lapse that nobody took up."""
    values = _values("Matching fund for apprenticeships", "60000", "USD", "T3c")
    values["expiry_on"] = day(now, ahead=40)
    gift = Gift(cast, now, "foundation", values)
    gift.draft()
    gift.announce()
    gift.now += timedelta(days=45)
    cast.let(SYSTEM_NAME, PLEDGE.verbs["expire"], pk=gift.pk, now=gift.now)


CASES = (
    Case(12, for_education),
    Case(30, softly_tied),
    Case(50, at_a_lower_rate),
    Case(65, withdrawn),
    Case(52, in_part),
    Case(70, refused),
    Case(140, declined),
    Case(90, expired),
)
