"""What others have published carries its mark on every page, and no desk waits for its money."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from donors.models import Pledge
from donors.services.fitting import fits
from donors.services.importing import import_fts
from tests.donors.published.samples import flow, page, written
from tests.factories.allotments import SHOWN, circulated, components_of
from tests.portal.conftest import Enter
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(world: World, tmp_path: Path) -> Pledge:
    """A published commitment, and one of which more was paid than was committed."""
    flows = (flow("1", status="commitment", description="Read elsewhere"), flow("2"))
    import_fts([written(tmp_path, page(*flows))], now=BEGINNING)
    with speaking_as(SYSTEM):
        return Pledge.objects.get(published_as="1")


def test_the_list_and_the_file_say_who_published_it(enter: Enter, pledge: Pledge) -> None:
    browser = enter("cofinancing_officer")

    listed = browser.get(reverse("portal:pledges")).content.decode()
    file = browser.get(reverse("portal:pledge", args=[pledge.pk])).content.decode()

    assert "published by OCHA Financial Tracking Service" in listed
    assert "Read from what OCHA Financial Tracking Service has published." in file
    assert 'href="https://fts.unocha.org/flows/1"' in file
    assert "World Food Programme" in file
    assert "as published" in file
    assert "UN operational rate" not in file


def test_the_treasury_waits_for_none_of_it(enter: Enter, pledge: Pledge) -> None:
    desk = enter("treasury_officer").get(reverse("portal:desk_finance", args=["receipts"]))

    assert "All agreed money has come in." in desk.content.decode()


def test_it_is_never_offered_to_a_component(world: World, pledge: Pledge) -> None:
    component = components_of(circulated(world))[0]

    with world.as_("cofinancing_officer"):
        offered = fits(component, actor=world["cofinancing_officer"], now=SHOWN)

    assert offered == []
    assert pledge.amount == Decimal(1000)
