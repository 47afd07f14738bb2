"""Examine a donor that is neither a State nor part of the United Nations (DOMAIN 2.8)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import NEEDS_NO_DUE_DILIGENCE
from accounts.models import Organisation
from common.clock import day_of
from common.errors import Invalid, NotAllowed, Reason, Refused
from donors.choices.promises import DueDiligenceState, PledgeState
from donors.machines.pledge import PLEDGE
from donors.machines.promises import DUE_DILIGENCE
from donors.models import DueDiligence, Pledge
from donors.models.pledge_facts import donor_cleared
from donors.policies.promises import BY_COFINANCING
from donors.services.editing import person_of
from donors.services.standing import push
from donors.services.steps import step
from reference.services.references import next_reference
from workflows import engine
from workflows.actors import Actor
from workflows.engine import Act


def open_due_diligence(*, organisation_id: UUID, actor: Actor, now: datetime) -> DueDiligence:
    """Ask for the examination of a donor, the actor being its relationship owner.

    Raises:
        NotAllowed, Invalid (the donor is unknown or never examined), Refused (one is pending).
    """
    if not actor.has(*BY_COFINANCING.roles):
        raise NotAllowed(BY_COFINANCING.sentence)
    donor = Organisation.objects.visible_to(actor).filter(pk=organisation_id).first()
    if donor is None or donor.kind in NEEDS_NO_DUE_DILIGENCE:
        sentence = _("This is not a donor that needs to be examined.")
        raise Invalid(reasons=[Reason("due_diligence_not_needed", sentence, "organisation")])
    with transaction.atomic():
        # Two askers of one donor take turns on its row.
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=donor.pk)
        if _pending(donor.pk):
            sentence = _("An examination of this donor is already under way.")
            raise Refused(reasons=[Reason("examination_pending", sentence)])
        return _open(donor.pk, actor=actor, now=now)


def _pending(organisation_id: UUID) -> bool:
    donors = DueDiligence.objects.filter(organisation_id=organisation_id)
    return donors.filter(state=DueDiligenceState.PENDING).exists()


def _open(organisation_id: UUID, *, actor: Actor, now: datetime) -> DueDiligence:
    examination = DueDiligence(
        organisation_id=organisation_id,
        relationship_owner_id=person_of(actor),
        reference=next_reference(prefix="DD", year=now.year),
    )
    role = BY_COFINANCING.role_of(actor)
    opened: DueDiligence = engine.create(
        DUE_DILIGENCE, examination, actor=actor, now=now, role=role
    )
    return opened


def _ask_for_examination(act: Act) -> None:
    """Open an examination unless one is pending or a clearance is in date for this pledge."""
    pledge: Pledge = act.subject
    owner = pledge.relationship_owner_id
    cleared = donor_cleared(pledge.organisation, day_of(act.now), owner_id=owner)
    if not cleared and not _pending(pledge.organisation_id):
        act.data["due_diligence"] = _open(pledge.organisation_id, actor=act.actor, now=act.now).pk


def _carry_on(act: Act) -> None:
    """Let every pledge that waited for this result go on, in the name of the same officer."""
    refused = act.subject.state == DueDiligenceState.REFUSED
    waiting = Pledge.objects.filter(
        organisation_id=act.subject.organisation_id, state=PledgeState.DUE_DILIGENCE
    ).order_by("pk")
    take = refuse_pledge if refused else clear_due_diligence
    for pledge_id in list(waiting.values_list("pk", flat=True)):
        # The donor reads its pledge's trail; the findings stay with the office.
        reason = f"Due diligence {act.subject.reference}"
        take(pk=pledge_id, actor=act.actor, now=act.now, reason=reason)


begin_due_diligence: Final = step(PLEDGE, "begin_due_diligence", after=_ask_for_examination)
clear_due_diligence: Final = step(PLEDGE, "clear_due_diligence")
refuse_pledge: Final = step(PLEDGE, "refuse", after=push)

clear: Final = step(DUE_DILIGENCE, "clear", after=_carry_on)
clear_with_conditions: Final = step(DUE_DILIGENCE, "clear_with_conditions", after=_carry_on)
refuse: Final = step(DUE_DILIGENCE, "refuse", after=_carry_on)
remind: Final = step(DUE_DILIGENCE, "remind")
expire: Final = step(DUE_DILIGENCE, "expire")
