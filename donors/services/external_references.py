"""Note by which number another system knows a contribution or an allotment."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, NotFound, Reason
from donors.choices.adjustments import ReferenceKind
from donors.models import Allotment, Contribution, ExternalReference
from donors.policies.money import BY_TREASURY
from donors.services.editing import person_of
from workflows.actors import Actor

PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,59}")


def note_reference(
    *,
    contribution_id: UUID,
    kind: ReferenceKind,
    value: str,
    actor: Actor,
    now: datetime,
    allotment_id: UUID | None = None,
) -> ExternalReference:
    """Note a grant, fund or WBS number (treasury_officer); it is never changed afterwards.

    Raises:
        NotFound, NotAllowed, Invalid (not a plain number, known already, another contribution's
        allotment).
    """
    with transaction.atomic():
        if not Contribution.objects.visible_to(actor).filter(pk=contribution_id).exists():
            raise NotFound
        if not BY_TREASURY(None, actor):
            raise NotAllowed(BY_TREASURY.sentence, data={"roles": list(BY_TREASURY.roles)})
        value = value.strip()
        _check(contribution_id, allotment_id, kind, value)
        return ExternalReference.objects.create(
            contribution_id=contribution_id,
            allotment_id=allotment_id,
            kind=kind,
            value=value,
            entered_by_id=person_of(actor),
            entered_at=now,
        )


def _check(
    contribution_id: UUID, allotment_id: UUID | None, kind: ReferenceKind, value: str
) -> None:
    if not PLAIN.fullmatch(value):
        sentence = _("Give the number in plain letters and digits.")
        raise Invalid(reasons=[Reason("reference_not_plain", sentence, "value")])
    own = Allotment.objects.filter(contribution_id=contribution_id)
    if allotment_id is not None and not own.filter(pk=allotment_id).exists():
        sentence = _("The allotment is not one of this contribution.")
        raise Invalid(reasons=[Reason("allotment_of_another", sentence, "allotment")])
    same = ExternalReference.objects.filter(contribution_id=contribution_id, kind=kind, value=value)
    if same.filter(allotment_id=allotment_id).exists():
        sentence = _("This number is noted already.")
        raise Invalid(reasons=[Reason("reference_known", sentence, "value")])
