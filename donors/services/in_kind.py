"""Promise goods or services, accept them, and count the goods that came."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, NotFound, Reason, Sentence
from common.money import Money
from donors.choices.ledger import JournalKind
from donors.choices.promises import InKindKind
from donors.machines.in_kind import IN_KIND
from donors.models import InKindPledge
from donors.policies.promises import BY_ITS_BEGINNER
from donors.services import positions
from donors.services.goods import goods_moved
from donors.services.purposes import request_for
from donors.services.steps import step
from reference.services.references import next_reference
from ta_requests.models import ComponentItem
from workflows import engine
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, After
from workflows.principal import speaking_as
from workflows.registry import Verb


def _invalid(code: str, sentence: Sentence, field: str) -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, field)])


def draft(
    *,
    kind: str,
    title: str,
    request: UUID,
    value: Money,
    item: UUID | None = None,
    quantity: Decimal = Decimal(1),
    description: str = "",
    actor: Actor,
    now: datetime,
) -> InKindPledge:
    """Write down goods for one item line of a request, or services for it.

    Raises:
        NotAllowed (not a donor's representative), Invalid (value, request, line or quantity).
    """
    if actor.organisation_id is None:
        raise NotAllowed(BY_ITS_BEGINNER.sentence)
    line = _line(actor.organisation_id, request, item) if kind == InKindKind.GOODS else None
    gift = InKindPledge(
        organisation_id=actor.organisation_id,
        kind=kind,
        title=title,
        description=description,
        request_id=request_for(actor.organisation_id, request).pk,
        item=line,
        quantity=quantity,
        unit=line.unit if line else "",
        value=value.amount,
        currency=value.currency,
    )
    if not BY_ITS_BEGINNER(gift, actor):
        raise NotAllowed(BY_ITS_BEGINNER.sentence)
    _check(value, quantity)
    with transaction.atomic():
        gift.reference = next_reference(prefix="IK", year=now.year)
        role = BY_ITS_BEGINNER.role_of(actor)
        drafted: InKindPledge = engine.create(IN_KIND, gift, actor=actor, now=now, role=role)
    return drafted


def _line(donor_id: UUID, request_id: UUID, item_id: UUID | None) -> ComponentItem:
    request_for(donor_id, request_id)
    with speaking_as(SYSTEM):
        lines = ComponentItem.objects.filter(component__request_id=request_id)
        found = lines.filter(pk=item_id).first() if item_id else None
    if found is None:
        sentence = _("Goods are given for an item line of the request.")
        raise _invalid("item_unknown", sentence, "item")
    return found


def _check(value: Money, quantity: Decimal) -> None:
    if not value.is_positive:
        raise _invalid("amount_missing", _("Give an amount above nothing."), "value")
    if quantity <= 0:
        raise _invalid("quantity_missing", _("Give a quantity above nothing."), "quantity")


def _verb(
    name: str,
    *,
    after: After | None = None,
    books: JournalKind | None = None,
    counted: bool = False,
) -> Verb:
    """Return the verb of a step that concerns an item line: its request is locked first.

    ``books`` names the journal the step posts; a ``counted`` step changes what a request has.
    """

    def verb(*, pk: UUID, actor: Actor, now: datetime, **given: Any) -> InKindPledge:
        with transaction.atomic():
            before = _held(pk, actor)

            def follow(act: Act) -> None:
                if after is not None:
                    after(act)
                if books is not None:
                    goods_moved(act, before=before, kind=books)

            take = step(IN_KIND, name, after=follow)
            gift: InKindPledge = take(pk=pk, actor=actor, now=now, **given)
            if counted:
                positions.push([before.request_id], now, caused_by=actor)
        return gift

    verb.__name__ = verb.__qualname__ = name
    return verb


def _held(pk: UUID, actor: Actor) -> InKindPledge:
    """Lock the request, then read the pledge as no one else can change it now."""
    visible = InKindPledge.objects.visible_to(actor).filter(pk=pk)
    request_id = visible.values_list("request_id", flat=True).first()
    if request_id is None:
        raise NotFound
    positions.lock([request_id])
    return visible.get()


def _tell(act: Act) -> None:
    gift: InKindPledge = act.subject
    act.data.update(
        donor=gift.organisation_id,
        request=gift.request_id,
        value=gift.money,
        quantity=gift.quantity,
        delivered=gift.delivered_quantity,
    )


announce: Final = _verb("announce", after=_tell)
accept: Final = _verb("accept", after=_tell, books=JournalKind.AGREE_IN_KIND)
report_delivery: Final = _verb("report_delivery", after=_tell)
confirm_part: Final = _verb(
    "confirm_part", after=_tell, books=JournalKind.RECEIVE_IN_KIND, counted=True
)
confirm: Final = _verb("confirm", after=_tell, books=JournalKind.RECEIVE_IN_KIND, counted=True)
return_report: Final = _verb("return_report", after=_tell, books=JournalKind.REFUSE)
note_services: Final = _verb("note_services", after=_tell)
end: Final = _verb("end", after=_tell, books=JournalKind.END_IN_KIND, counted=True)
withdraw: Final = _verb("withdraw")
decline: Final = _verb("decline")
