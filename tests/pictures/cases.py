"""Finds in the training the cases that the catalogue speaks of."""

from __future__ import annotations

from donors.models import Pledge
from ta_requests.models import Request
from tests.browser import gallery
from tests.delivering import deliver_waiting
from tests.pictures.catalogue import Cases
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as


def told() -> None:
    """Seed the training, and let everybody hear of what happened in it."""
    gallery.seed()
    deliver_waiting()


def cases() -> Cases:
    """Return them; the training tells the same story every time."""
    with speaking_as(SYSTEM):
        ours = Request.objects.order_by("created_at")
        under_way = ours.filter(state="in_delivery", country="LAO").latest("created_at")
        pledge = Pledge.objects.filter(request=under_way, organisation__country="NOR").get()
        return Cases(
            draft=ours.filter(state="draft", country="MDG").latest("created_at").pk,
            under_way=under_way.pk,
            need=ours.filter(state="funding_sought", consent_class="public")
            .latest("created_at")
            .pk,
            pledge=pledge.pk,
            fingerprint=Event.objects.filter(subject_id=under_way.pk).latest("seq").hash,
        )
