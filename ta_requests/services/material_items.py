"""Goods: ordered, shipped, in customs, handed over against the State's signature, or lost."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.delivery import DeliveryState, ItemState
from ta_requests.machines import DELIVERY, MATERIAL_ITEM
from ta_requests.models import ComponentItem, Delivery, MaterialItem
from ta_requests.policies.assessment import OFFICER
from ta_requests.services.components import sensible
from ta_requests.services.following import open_for_edit, plain, required, wrong
from ta_requests.services.milestones import file_of_the_request
from ta_requests.services.work_plan import next_number, standing_component
from workflows.actors import Actor
from workflows.engine import Act, create, perform
from workflows.moves import Requirement

ship = plain(MATERIAL_ITEM, "ship")
arrive = plain(MATERIAL_ITEM, "arrive")
refuse_certificate = plain(MATERIAL_ITEM, "refuse_certificate")
report_lost = plain(MATERIAL_ITEM, "report_lost")
write_off = plain(MATERIAL_ITEM, "write_off")

UNDER_WAY = Requirement(
    lambda delivery: delivery.state == DeliveryState.IMPLEMENTATION,
    _("Goods are ordered while the delivery is under way; nothing new while it is suspended."),
    "delivery_not_under_way",
)


def order_item(
    *,
    delivery_id: UUID,
    actor: Actor,
    now: datetime,
    component_id: UUID,
    description: str,
    quantity: Decimal,
    unit: str,
    component_item_id: UUID | None = None,
    replaces_id: UUID | None = None,
    version: int | None = None,
) -> MaterialItem:
    """Order goods of a component, or a replacement of goods that were lost."""
    description = required(description, field="description", sentence=_("Say what is ordered."))
    with transaction.atomic():
        delivery = _under_way(delivery_id, actor=actor, now=now, version=version)
        component = standing_component(delivery, component_id)
        _check_line(component_item_id, component_id=component.pk)
        _check_replaced(replaces_id, delivery_id=delivery.pk)
        delivery.save()
        number = next_number(MaterialItem.objects.filter(delivery=delivery))
        item = MaterialItem(
            delivery=delivery,
            organisation_id=delivery.organisation_id,
            component=component,
            component_item_id=component_item_id,
            replaces_id=replaces_id,
            number=number,
            reference=f"{delivery.reference}-G{number}",
            description=description,
            quantity=sensible(quantity),
            unit=unit.strip(),
        )
        create(MATERIAL_ITEM, item, actor=actor, now=now, role=OFFICER.role_of(actor))
    return item


def _under_way(pk: UUID, *, actor: Actor, now: datetime, version: int | None) -> Delivery:
    delivery: Delivery = open_for_edit(
        DELIVERY, pk=pk, actor=actor, now=now, version=version, by=OFFICER, allowed=UNDER_WAY
    )
    return delivery


def _check_line(line_id: UUID | None, *, component_id: UUID) -> None:
    if line_id is None:
        return
    if not ComponentItem.objects.filter(pk=line_id, component_id=component_id).exists():
        raise wrong("item_line_unknown", _("There is no such item line."), "component_item_id")


def _check_replaced(replaced_id: UUID | None, *, delivery_id: UUID) -> None:
    if replaced_id is None:
        return
    lost = MaterialItem.objects.filter(
        pk=replaced_id,
        delivery_id=delivery_id,
        state=ItemState.LOST,
        written_off_at__isnull=True,
        replacement__isnull=True,
    )
    if not lost.exists():
        raise wrong(
            "nothing_to_replace",
            _("Only lost goods that are neither written off nor replaced can be replaced."),
            "replaces_id",
        )


def present_certificate(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    quantity: Decimal,
    certificate_number: str,
    document_id: UUID | None = None,
    version: int | None = None,
    reason: str = "",
) -> MaterialItem:
    """Present the certificate of handover of some or all of the goods."""
    number = required(
        certificate_number,
        field="certificate_number",
        sentence=_("The certificate needs a number."),
    )
    item: MaterialItem = perform(
        MATERIAL_ITEM,
        pk=pk,
        name="present_certificate",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={
            "quantity": sensible(quantity),
            "certificate_number": number,
            "document_id": document_id,
        },
        data={"quantity": quantity, "certificate_number": number},
        after=file_of_the_request(document_id),
    )
    return item


def _tell_quantities(act: Act) -> None:
    act.data.update(
        certificate_number=act.subject.certificate_number,
        handed_quantity=act.subject.handed_quantity,
        quantity=act.subject.quantity,
    )


def hand_over(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> MaterialItem:
    """Sign for the State the certificate that covers all that was still to come."""
    item: MaterialItem = perform(
        MATERIAL_ITEM,
        pk=pk,
        name="hand_over",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=_tell_quantities,
    )
    return item


def hand_over_part(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> MaterialItem:
    """Sign for the State a certificate that covers a part."""
    item: MaterialItem = perform(
        MATERIAL_ITEM,
        pk=pk,
        name="hand_over_part",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=_tell_quantities,
    )
    return item
