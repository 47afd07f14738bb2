"""Agreements that change: by amendments given up, in force, still written, offered and signed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from config.training import papers
from config.training.cast import Cast
from config.training.money import OFFICER, Gift, day
from config.training.telling import Case
from donors.machines.amendment import AMENDMENT
from donors.machines.instalment import INSTALMENT
from donors.models import Amendment, Instalment
from donors.services import amendments, instalments
from donors.services.amendments import Changes
from donors.services.drafting import PledgeValues
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

WHO: Final = {"offer": OFFICER, "accept": "approving_officer", "withdraw": OFFICER}


def _agreed(cast: Cast, now: datetime, donor: str, title: str) -> Gift:
    values: PledgeValues = {
        "title": title,
        "amount": Decimal(80_000),
        "currency": "USD",
        "themes": ["T7"],
    }
    gift = Gift(cast, now, donor, values)
    gift.agree()
    return gift


def _amend(gift: Gift, motive: str, changes: Changes, *steps: str) -> None:
    """Write an amendment and take it so far."""
    gift.later(3)
    let = gift.cast.let
    made: Amendment = let(
        OFFICER, amendments.draft, pk=gift.pk, motive=motive, changes=changes, now=gift.now
    )
    let(OFFICER, amendments.attach, pk=made.pk, upload=papers.paper("Amendment"))
    for name in steps:
        gift.later(1)
        reason = {"reason": "The donor prefers to wait."} if name == "withdraw" else {}
        who = WHO.get(name, gift.authority)
        let(who, AMENDMENT.verbs[name], pk=made.pk, now=gift.now, **reason)


def grown(cast: Cast, now: datetime) -> None:
    """Give one amendment up, let the amount grow by the next, and write a third."""
    gift = _agreed(cast, now, "norway", "Employers who hire after release")
    longer: Changes = {"ends_on": day(gift.now, ahead=900)}
    _amend(gift, "The programme lasts longer.", longer, "offer", "withdraw")
    _amend(gift, "Two more towns take part.", _more(gift), "offer", "sign", "accept")
    _show_the_first(gift)
    _amend(gift, "A clearer title.", {"title": "Employers who hire people after release"})


def _more(gift: Gift) -> Changes:
    """Return a larger amount in two payments, each after its milestone, and one report."""
    opened = "Workshops are open in {number} towns."
    return {
        "amount": Decimal(120_000),
        "instalments": [
            {
                "amount": Decimal(60_000),
                "due_on": day(gift.now, ahead=60 * number),
                "milestone": opened.format(number=number),
            }
            for number in (1, 2)
        ],
        "report_schedule": [{"kind": "final", "due_on": day(gift.now, ahead=300)}],
    }


def _show_the_first(gift: Gift) -> None:
    """Give the evidence of the first milestone; a second person has not looked yet."""
    with speaking_as(SYSTEM):
        gated = Instalment.objects.filter(pledge_id=gift.pk, state="planned")
        first = gated.order_by("number").values_list("pk", flat=True)[0]
    gift.later(2)
    officer = "programme_officer"
    shown = papers.paper("Evidence")
    gift.cast.let(officer, instalments.attach_evidence, pk=first, upload=shown)
    give = INSTALMENT.verbs["give_evidence"]
    told = "Photographs and the opening of the first workshop."
    gift.cast.let(officer, give, pk=first, now=gift.now, evidence=told)


def offered(cast: Cast, now: datetime) -> None:
    """Wait for the donor's authority to sign."""
    gift = _agreed(cast, now, "japan", "Volunteers who visit")
    _amend(gift, "A clearer title.", {"title": "Volunteers who visit prisons"}, "offer")


def signed(cast: Cast, now: datetime) -> None:
    """Wait for the United Nations to accept what the donor signed."""
    gift = _agreed(cast, now, "union", "Towns that welcome")
    _amend(gift, "A clearer title.", {"title": "Towns that welcome people back"}, "offer", "sign")


CASES = (Case(58, grown), Case(33, offered), Case(36, signed))
