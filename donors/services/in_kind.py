"""Promise goods or services, accept them, and count the goods that came."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from common.errors import Invalid, NotAllowed, NotFound, Reason, Sentence
from common.money import Money
from donors.choices.ledger import Account, JournalKind
from donors.choices.promises import InKindKind
from donors.machines.in_kind import IN_KIND
from donors.models import InKindPledge
from donors.policies.promises import BY_ITS_BEGINNER
from donors.services import ledger, positions
from donors.services.ledger import Entry, Rate
from donors.services.purposes import request_for
from donors.services.steps import step
from reference.services.references import next_reference
from ta_requests.models import ComponentItem
from workflows import engine
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act, After
from workflows.principal import speaking_as
from workflows.registry import Verb

OPERATIONAL: Final = "un-operational"


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


def _verb(name: str, *, after: After | None = None, booked: bool = False) -> Verb:
    """Return the verb of a step that concerns an item line: its request is locked first."""
    take = step(IN_KIND, name, after=after)

    def verb(*, pk: UUID, actor: Actor, now: datetime, **given: Any) -> InKindPledge:
        with transaction.atomic():
            seen = InKindPledge.objects.visible_to(actor).filter(pk=pk)
            request_id = seen.values_list("request_id", flat=True).first()
            if request_id is None:
                raise NotFound
            positions.lock([request_id])
            gift: InKindPledge = take(pk=pk, actor=actor, now=now, **given)
            if booked:
                positions.push([request_id], now, caused_by=actor)
        return gift

    verb.__name__ = verb.__qualname__ = name
    return verb


def _tell(act: Act) -> None:
    gift: InKindPledge = act.subject
    act.data.update(
        donor=gift.organisation_id,
        request=gift.request_id,
        value=gift.money,
        quantity=gift.quantity,
        delivered=gift.delivered_quantity,
    )


def _book_agreed(act: Act) -> None:
    """Book what was promised in kind; services are disclosed and booked nowhere."""
    _tell(act)
    gift: InKindPledge = act.subject
    entries = []
    if gift.kind == InKindKind.GOODS:
        sides = ((Account.GOODS_IN_KIND, 1), (Account.IN_KIND, -1))
        entries = [_entry(gift, account, sign) for account, sign in sides]
    _post(act, JournalKind.AGREE_IN_KIND, entries)


def _book_received(act: Act) -> None:
    """Book that goods came: the promise was booked whole, so no balance moves."""
    _tell(act)
    _post(act, JournalKind.RECEIVE_IN_KIND, [])


def _entry(gift: Any, account: Account, sign: int) -> Entry:
    with speaking_as(SYSTEM):
        component = ComponentItem.objects.values_list("component_id", flat=True).get(
            pk=gift.item_id
        )
    return Entry(
        account=account,
        amount=sign * gift.value,
        usd=sign * gift.usd,
        currency=gift.currency,
        component_id=component,
        request_id=gift.request_id,
        rate=Rate(units=gift.usd_rate, on=gift.usd_rate_on, source=OPERATIONAL),
    )


def _post(act: Act, kind: JournalKind, entries: list[Entry]) -> None:
    text = act.subject.reference
    ledger.post_act(act, kind=kind, value_on=day_of(act.now), entries=entries, text=text)


announce: Final = _verb("announce", after=_tell)
accept: Final = _verb("accept", after=_book_agreed)
report_delivery: Final = _verb("report_delivery", after=_tell)
confirm_part: Final = _verb("confirm_part", after=_book_received, booked=True)
confirm: Final = _verb("confirm", after=_book_received, booked=True)
return_report: Final = _verb("return_report", after=_tell)
note_services: Final = _verb("note_services", after=_tell)
end: Final = _verb("end", after=_tell, booked=True)
withdraw: Final = _verb("withdraw")
decline: Final = _verb("decline")
