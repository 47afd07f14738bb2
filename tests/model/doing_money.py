"""The acts on money, as the services have them."""

from __future__ import annotations

from typing import Any

from donors.choices.adjustments import AdjustmentKind
from donors.services import adjustments, agreeing, allotments, periods, receipts, unidentified
from donors.services.entering import Wanted
from reference.services.rate_files import RateLine
from reference.services.rate_loading import load_rates
from tests.factories.allotments import VERBS
from tests.model.adjustments import TWO
from tests.model.months import date_of
from tests.model.stage import Stage
from tests.model.steps import Step
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

WITH_AMOUNT = {"certify_reversal", "obligate", "deobligate", "spend"}


def receive(stage: Stage, step: Step, actor: Actor) -> None:
    receipts.record_receipt(
        pk=stage.pots[step.on].pledge_id,
        actor=actor,
        now=stage.now,
        bank_reference=f"R-{stage.done}",
        value_on=date_of(step.day),
        amount=step.amount,
        bank_charges=step.charges,
    )


def suspend(stage: Stage, step: Step, actor: Actor) -> None:
    cash = unidentified.enter_unidentified(
        bank_reference=f"S-{stage.done}",
        value_on=date_of(step.day),
        amount=step.amount,
        currency=step.what,
        actor=actor,
        now=stage.now,
    )
    stage.suspended.append(cash.pk)


def identify(stage: Stage, step: Step, actor: Actor) -> None:
    unidentified.identify(
        pk=stage.suspended[step.on],
        actor=actor,
        now=stage.now,
        pledge=stage.pots[step.to or 0].pledge_id,
    )


def propose(stage: Stage, step: Step, actor: Actor) -> None:
    share = allotments.propose(
        contribution_id=stage.pots[step.on].pk,
        component_id=stage.components[step.component].pk,
        gross=step.amount,
        actor=actor,
        now=stage.now,
    )
    stage.shares.append(share.pk)


def on_share(stage: Stage, step: Step, actor: Actor) -> None:
    given: dict[str, Any] = {"amount": step.amount} if step.name in WITH_AMOUNT else {}
    VERBS[step.name](
        pk=stage.shares[step.on], actor=actor, now=stage.now, reason="As it happens.", **given
    )


def enter_adjustment(stage: Stage, step: Step, actor: Actor) -> None:
    everything = step.name == "revaluation" or (step.name, step.what) == ("levy", "all")
    wanted = Wanted(
        kind=AdjustmentKind(step.name),
        explanation="As agreed.",
        value_on=date_of(step.day),
        amount=None if everything else step.amount,
        target_id=None if step.to is None else stage.pots[step.to].pk,
        source=step.what if step.name == "refund" else "",
        donor_word="Letter 7." if step.name in TWO else "",
    )
    contribution = stage.pots[step.on].pk
    adjustments.enter(contribution_id=contribution, wanted=wanted, actor=actor, now=stage.now)


def decide_on_adjustment(stage: Stage, step: Step, actor: Actor) -> None:
    verb = getattr(adjustments, step.name)
    verb(pk=stage.adjustments[step.on], actor=actor, now=stage.now, reason="As it happens.")


def close_contribution(stage: Stage, step: Step, actor: Actor) -> None:
    agreeing.close(pk=stage.pots[step.on].pledge_id, actor=actor, now=stage.now)


def certify_month(stage: Stage, step: Step, actor: Actor) -> None:
    month = periods.certify(month=step.what, actor=actor, now=stage.now)
    stage.months.append(month.pk)


def decide_on_month(stage: Stage, step: Step, actor: Actor) -> None:
    verb = periods.close if step.name == "close_month" else periods.refuse
    verb(pk=stage.months[step.on], actor=actor, now=stage.now, reason="As it happens.")


def load_rate(stage: Stage, step: Step, _actor: Actor) -> None:
    with speaking_as(SYSTEM):
        load_rates([RateLine(step.what, date_of(step.day), step.amount)], now=stage.now)
