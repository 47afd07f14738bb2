"""The acts on promises, goods and terms, as the services have them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from common.money import Money
from donors.models import Amendment, PartialAgreement, Pledge
from donors.services import agreeing, amendments, in_kind, in_part, pledging
from donors.services.amendments import Changes
from donors.services.drafting import PledgeValues
from ta_requests.services import fulfilment
from tests.factories.allotments import contribution_of
from tests.factories.pledges import Promise, paper
from tests.model.amendments import WRITER
from tests.model.months import date_of
from tests.model.stage import Stage
from tests.model.steps import Step
from tests.world import World
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

CLOCKED = {
    "expire": pledging.expire,
    "fulfil_condition": pledging.fulfil_condition,
    "lapse_condition": pledging.lapse_condition,
}


def authority(world: World, house: str) -> Actor:
    """Return who signs for a donor."""
    return world[f"{house}.donor_authority"]


def pledge(stage: Stage, step: Step, _actor: Actor) -> None:
    values: PledgeValues = {"request": stage.request.pk, "amount": step.amount}
    if step.day:
        values["expiry_on"] = date_of(stage.day + step.day)
    promise = Promise(stage.world, donor=step.what, now=stage.now, values=values)
    promise.draft()
    promise.announce()
    stage.words.append(promise.pk)


def negotiate(stage: Stage, step: Step, actor: Actor) -> None:
    pledging.negotiate(pk=stage.words[step.on], actor=actor, now=stage.now)


def narrow(stage: Stage, step: Step, actor: Actor) -> None:
    pk = stage.words[step.on]
    in_part.agree_in_part(
        pk=pk,
        actor=actor,
        now=stage.now,
        reason="The budget was cut.",
        amount=step.amount,
        rest=step.what,
    )
    if step.what == "kept":
        parts = PartialAgreement.objects.filter(pledge_id=pk).exclude(rest=None)
        rests = parts.exclude(rest_id__in=stage.words).values_list("rest_id", flat=True)
        stage.words.append(rests.get())


def accept(stage: Stage, step: Step, actor: Actor) -> None:
    accepted = agreeing.accept(pk=stage.words[step.on], actor=actor, now=stage.now)
    stage.pots.append(contribution_of(accepted))


def end(stage: Stage, step: Step, actor: Actor) -> None:
    """Let the donor withdraw it, or an officer decline it."""
    pk = stage.words[step.on]
    if step.name == "decline":
        pledging.decline(pk=pk, actor=actor, now=stage.now, reason="As it happens.")
        return
    with speaking_as(SYSTEM):
        house = Pledge.objects.values_list("organisation_id", flat=True).get(pk=pk)
    donor = authority(stage.world, stage.house_of(house))
    with speaking_as(donor):
        pledging.withdraw(pk=pk, actor=donor, now=stage.now, reason="As it happens.")


def by_the_clock(stage: Stage, step: Step, _actor: Actor) -> None:
    with speaking_as(SYSTEM):
        CLOCKED[step.name](pk=stage.words[step.on], actor=SYSTEM, now=stage.now)


def amend(stage: Stage, step: Step, _actor: Actor) -> None:
    """Have an amendment written, offered and signed: by an officer and the donor."""
    pot, officer = stage.pots[step.on], stage.person(WRITER)
    signer = authority(stage.world, stage.house_of(pot.organisation_id))
    with speaking_as(officer):
        written = amendments.draft(
            pk=pot.pledge_id,
            motive="The plan changed.",
            changes=_changes(stage, step),
            actor=officer,
            now=stage.now,
        )
        amendments.attach(pk=written.pk, upload=paper("amendment.pdf"), actor=officer)
        amendments.offer(pk=written.pk, actor=officer, now=stage.now)
    with speaking_as(signer):
        signed: Amendment = amendments.sign(pk=written.pk, actor=signer, now=stage.now)
    stage.amendments.append(signed.pk)


def _changes(stage: Stage, step: Step) -> Changes:
    pot = contribution_of(stage.pots[step.on].pledge)
    coming = step.amount - pot.settled
    due_on = date_of(0) + timedelta(days=500)
    payments: Any = [{"amount": coming, "due_on": due_on}] if coming > 0 else []
    return {"amount": step.amount, "instalments": payments}


def decide_on_amendment(stage: Stage, step: Step, actor: Actor) -> None:
    verb = amendments.withdraw if step.name == "give_up" else amendments.accept
    verb(pk=stage.amendments[step.on], actor=actor, now=stage.now, reason="As it happens.")


GIFT_VERBS: dict[str, Any] = {
    "accept_gift": in_kind.accept,
    "withdraw_gift": in_kind.withdraw,
    "report": in_kind.report_delivery,
    "confirm": in_kind.confirm,
    "confirm_part": in_kind.confirm_part,
    "return_report": in_kind.return_report,
    "end_gift": in_kind.end,
}


def gift(stage: Stage, step: Step, _actor: Actor) -> None:
    """Have goods promised: written by the donor's representative, announced by its authority."""
    writer, signer = stage.world["donor.donor_rep"], authority(stage.world, "donor")
    with speaking_as(writer):
        made = in_kind.draft(
            kind="goods",
            title="Schoolbooks",
            request=stage.request.pk,
            item=stage.item,
            quantity=step.amount,
            value=Money(step.charges, step.what),
            actor=writer,
            now=stage.now,
        )
    with speaking_as(signer):
        in_kind.announce(pk=made.pk, actor=signer, now=stage.now)
    stage.gifts.append(made.pk)


def on_gift(stage: Stage, step: Step, actor: Actor) -> None:
    who = authority(stage.world, "donor") if step.name == "withdraw_gift" else actor
    given = {"quantity": step.amount} if step.name == "report" else {}
    with speaking_as(who):
        GIFT_VERBS[step.name](
            pk=stage.gifts[step.on], actor=who, now=stage.now, reason="As it happens.", **given
        )


def start_delivery(stage: Stage, _step: Step, _actor: Actor) -> None:
    officer = stage.world["programme_officer"]
    with speaking_as(officer):
        fulfilment.start_delivery(pk=stage.request.pk, actor=officer, now=stage.now)
