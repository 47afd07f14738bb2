"""Requests that seek funds: noticed, objected to, on show, withdrawn, partly covered."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from config.training import assessments
from config.training.cast import Cast
from config.training.funding import fund
from config.training.in_kind import offer_services
from config.training.money import Gift, Share
from config.training.requests import RequestStory
from config.training.telling import Case
from donors.services import waivers
from ta_requests.machines import CIRCULATION


def assessed(
    cast: Cast,
    now: datetime,
    state: str,
    key: str,
    *,
    consent_class: str = "all_donors",
    named: tuple[str, ...] = (),
) -> RequestStory:
    """Tell a request up to its final assessment."""
    story = RequestStory(cast, now, state, key, consent_class, named)
    story.draft()
    story.submit()
    story.acknowledge()
    story.begin_assessment()
    assessments.assess(story)
    return story


def shown(
    cast: Cast,
    now: datetime,
    state: str,
    key: str,
    *,
    consent_class: str = "all_donors",
    named: tuple[str, ...] = (),
) -> RequestStory:
    """Tell a request until donors see it."""
    story = assessed(cast, now, state, key, consent_class=consent_class, named=named)
    story.seek_funding()
    story.circulate()
    return story


def noticed(cast: Cast, now: datetime) -> None:
    """Leave the State its five working days to object."""
    assessed(cast, now, "kyrgyzstan", "ocenka_riskov").seek_funding()


def objected(cast: Cast, now: datetime) -> None:
    """Have the State object: donors see nothing."""
    story = assessed(cast, now, "madagascar", "ateliers_couture_menuiserie")
    story.seek_funding()
    story.later(2)
    cast.let(
        "madagascar.ms_authority",
        CIRCULATION.verbs["object"],
        pk=story.circulation().pk,
        now=story.now,
        reason="Le budget sera d'abord revu avec le ministère des finances.",
    )


def withdrawn(cast: Cast, now: datetime) -> None:
    """Have the State take back what donors already saw."""
    story = shown(cast, now, "bolivia", "tratamiento_drogas")
    reason = "El proyecto se financia con el presupuesto nacional."
    story.act("bolivia.ms_authority", "withdraw", days=9, reason=reason)


def promised(cast: Cast, now: datetime) -> None:
    """Put a request on show that has promises and no cash yet; one donor lets everyone read."""
    story = shown(cast, now, "malawi", "village_courts", consent_class="public")
    story.later(6)
    yen = _gift(story, "japan", "15000000", "JPY")
    yen.draft()
    yen.announce()
    yen.act(yen.authority, "publish", days=1)
    crowns = _gift(story, "norway", "1200000", "NOK")
    crowns.draft()
    euros = _gift(story, "union", "180000.00", "EUR")
    euros.draft()
    euros.announce()
    euros.take_up()
    euros.examined()
    cast.let(
        "cofinancing_officer",
        waivers.ask_waiver,
        pk=euros.pk,
        now=euros.now,
        rate=Decimal("0.07"),
        clause="Framework agreement, article 12",
        justification="The donor's own rules allow seven per cent.",
    )
    offer_services(cast, story.now, donor="japan", request=story.pk)


def partly_covered(cast: Cast, now: datetime) -> None:
    """Show a request to the public, with half of one public promise received, partly allotted."""
    story = shown(cast, now, "china", "huigui_jiuye", consent_class="public")
    story.later(6)
    terms = "Audits by the donor's own court of auditors."
    euros = _gift(story, "union", "160000.00", "EUR", conditions=terms)
    euros.agree()
    euros.act(euros.authority, "publish")
    euros.receive(parts=1, of=2)
    first, second = story.components()
    euros.share(first, Decimal("30000.00")).release(now=euros.now)
    euros.share(first, Decimal("20000.00")).act("certify", now=euros.now)
    euros.share(second, Decimal("10000.00"))
    turned_down = euros.share(second, Decimal("15000.00"))
    reason = "The second component waits for the volunteers' statute."
    turned_down.act("reject", now=euros.now, reason=reason)


def lost_again(cast: Cast, now: datetime) -> None:
    """Cover a request and take a share back: it seeks funds again."""
    donors = ("norway", "foundation")
    story = shown(cast, now, "fiji", "release_houses", consent_class="named_donors", named=donors)
    story.later(4)
    gifts, shares = fund(story, donors)
    story.later(5)
    _take_back(shares[1], Decimal(gifts[1].pledge().amount), now=story.now)


def _take_back(share: Share, amount: Decimal, *, now: datetime) -> None:
    reason = "The volunteers will be paid by the island councils."
    share.act("certify_reversal", now=now, amount=amount, reason=reason)
    share.act("reverse", now=now, reason=reason)


def _gift(
    story: RequestStory, donor: str, amount: str, currency: str, *, conditions: str = ""
) -> Gift:
    return Gift(
        cast=story.cast,
        now=story.now,
        donor=donor,
        values={
            "title": story.text.content["title"],
            "amount": Decimal(amount),
            "currency": currency,
            "request": story.pk,
        },
        conditions=conditions,
    )


CASES = (
    Case(43, noticed),
    Case(80, objected),
    Case(100, withdrawn),
    Case(98, promised),
    Case(99, partly_covered),
    Case(170, lost_again),
)
