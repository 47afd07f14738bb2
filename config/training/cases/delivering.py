"""Requests that are funded, delivered, suspended, ended."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from common.clock import day_of
from config.training import deliveries
from config.training.cases.seeking import assessed, shown
from config.training.cast import Cast
from config.training.funding import fund
from config.training.money import Gift
from config.training.reports import answer
from config.training.requests import RequestStory
from config.training.telling import Case
from ta_requests.machines import MATERIAL_ITEM

SETTLEMENT = "Orders not yet shipped are cancelled; instructors are paid to the end of the month."


def own_resources(cast: Cast, now: datetime) -> None:
    """Have a State pay for its own request, which no donor sees."""
    story = assessed(cast, now, "jordan", "amal_mujtamai", consent_class="secretariat")
    dinars = Gift(
        cast=cast,
        now=story.now,
        donor="jordan",
        values={
            "title": story.text.content["title"],
            "amount": Decimal("65000.500"),
            "currency": "JOD",
            "request": story.pk,
        },
    )
    dinars.agree()
    dinars.receive()
    story.now = dinars.now
    story.seek_funding()
    story.circulate()
    [component] = story.components()
    dinars.share(component, Decimal("65000.500")).release(now=story.now)


def planned(cast: Cast, now: datetime) -> None:
    """Fund a request and approve its work plan."""
    story = _funded(cast, now, "paraguay", "bolsa_empleo", "foundation")
    deliveries.plan(story, outputs=("Sesenta acuerdos firmados",))
    deliveries.approve(story)


def _funded(
    cast: Cast,
    now: datetime,
    state: str,
    key: str,
    *donors: str,
    consent_class: str = "public",
) -> RequestStory:
    story = shown(cast, now, state, key, consent_class=consent_class)
    story.later(5)
    fund(story, donors)
    return story


def under_way(cast: Cast, now: datetime) -> None:
    """Deliver training and goods: items in every place between order and handover."""
    story = _funded(cast, now, "laos", "furniture_workshops", "norway", "foundation")
    deliveries.start(story, outputs=("Ninety learners certified", "Three workshops in use"))
    story.later(30)
    deliveries.milestone(story, "Instructors hired", state="accepted")
    deliveries.milestone(story, "First course completed", state="evidence")
    deliveries.milestone(story, "Contracts with schools signed")
    _ship_goods(story)


def _ship_goods(story: RequestStory) -> None:
    tools = story.components()[1]
    sets, piece = "Hand tool set for joinery", "piece"
    deliveries.order(story, tools, "Planing machine, single phase", 1, piece)
    shipped = deliveries.order(story, tools, "Planing machine, single phase", 2, piece)
    deliveries.goods(story, shipped, "ship")
    customs = deliveries.order(story, tools, "Workbench with vices", 12, piece)
    deliveries.goods(story, customs, "ship", "arrive")
    partly = deliveries.order(story, tools, "Workbench with vices", 24, piece)
    deliveries.goods(story, partly, "ship", "arrive")
    deliveries.hand_over(story, partly, 10, number="H-1", part=True)
    whole = deliveries.order(story, tools, sets, 60, "set")
    deliveries.goods(story, whole, "ship", "arrive")
    deliveries.hand_over(story, whole, 60, number="H-2", part=False)
    lost = deliveries.order(story, tools, sets, 30, "set")
    deliveries.goods(story, lost, "ship")
    story.cast.let(
        deliveries.OFFICER,
        MATERIAL_ITEM.verbs["report_lost"],
        pk=lost,
        now=story.now,
        reason="The lorry was caught in a flood; the insurer is informed.",
    )


def suspended(cast: Cast, now: datetime) -> None:
    """Stop a delivery for a time."""
    story = _funded(
        cast, now, "comoros", "volontaires_quartier", "norway", consent_class="all_donors"
    )
    deliveries.start(story, outputs=("Réseau en place",))
    reason = "Les liaisons entre les îles sont interrompues par le cyclone."
    story.act("section_chief", "suspend", days=20, reason=reason)


def terminated(cast: Cast, now: datetime) -> None:
    """End a delivery early."""
    story = _funded(cast, now, "fiji", "farm_school", "foundation")
    deliveries.start(story, outputs=("Course for young adults",))
    story.later(45)
    story.act(
        "section_chief",
        "terminate",
        reason="The open prison was closed after the second cyclone.",
        state_told_on=day_of(story.now),
        settlement_plan=SETTLEMENT,
    )


def completed(cast: Cast, now: datetime) -> None:
    """Complete a delivery; one donor returned its report, the other is still to read it."""
    story = shown(cast, now, "madagascar", "mesures_alternatives_femmes", consent_class="public")
    story.later(5)
    gifts, _ = fund(story, ("norway", "foundation"))
    deliveries.start(story, outputs=("Six tribunaux desservis", "Quatre-vingts juges formés"))
    story.later(120)
    deliveries.milestone(story, "Premier rapport social déposé", state="accepted")
    deliveries.settle_outputs(story)
    deliveries.act(story, deliveries.OFFICER, "close_operationally", days=10)
    answer(story, gifts[0], "send_back", upto=1, reason="Please add figures by sex and age.")
    answer(story, gifts[1], None, upto=1)


def closed(cast: Cast, now: datetime) -> None:
    """Tell a whole life: spent to the last cent, reported, accepted, closed."""
    story = shown(cast, now, "kyrgyzstan", "masterskie", consent_class="public")
    story.later(5)
    gifts, shares = fund(story, ("norway",), reports=(("narrative", 90), ("final", 200)))
    deliveries.start(story, outputs=("Три мастерские работают",))
    story.later(150)
    deliveries.settle_outputs(story)
    for share in shares:
        share.spend_all(now=story.now)
    deliveries.act(story, deliveries.OFFICER, "close_operationally", days=10)
    authority = f"{story.state}.ms_authority"
    words = "Мастерские работают, первые выпускники трудоустроены."
    deliveries.act(story, authority, "give_feedback", days=5, rating=5, text=words)
    for gift in gifts:
        answer(story, gift, "accept")
    story.later(20)
    deliveries.act(story, "approving_officer", "close_financially")
    for gift in gifts:
        gift.now = story.now
        gift.act("approving_officer", "close", days=2)


CASES = (
    Case(76, own_resources),
    Case(145, planned),
    Case(330, under_way),
    Case(260, suspended),
    Case(300, terminated),
    Case(420, completed),
    Case(600, closed),
)
