"""Fifth chapter: the office delivers, the State confirms in French line by line."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from ta_requests.models import Component, MaterialItem, Milestone, Output, Request
from tests.browser.cast import Cast, today
from tests.browser.chapters.assessing import COMPONENTS
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

OUTPUT: Final = "Ateliers en service"
GOODS: Final = "Établis de menuisier"
THANKS: Final = "Reçu comme convenu."


def tell(cast: Cast) -> None:
    """Plan, agree, begin, prove a milestone, hand goods over, accept the output, complete."""
    _plan(cast)
    _reach_the_milestone(cast)
    _send_goods(cast)
    _confirm(cast)
    _complete(cast)


def _plan(cast: Cast) -> None:
    officer = cast("programme_officer")
    officer.turns_to("/cases/delivery/")
    officer.notes("write_plan", plan="Workshops are built.", starts_on=today(), ends_on=today(300))
    officer.notes("add_output", title=OUTPUT)
    officer.notes("add_milestone", title="First workshop", due_on=today(60))
    authority = cast("state.ms_authority", "fr")
    authority.turns_to("/cases/delivery/")
    expect(authority.page.locator("html")).to_have_attribute("lang", "fr")
    authority.presses(form='form[id^="agree_plan"]')
    chief = cast("section_chief")
    chief.turns_to("/cases/delivery/")
    chief.takes("approve")
    officer.turns_to("/requests/")
    officer.takes("start_delivery")


def _reach_the_milestone(cast: Cast) -> None:
    officer, other = cast("programme_officer"), cast("programme_officer.2")
    officer.turns_to("/cases/milestone/")
    officer.takes("give_evidence", evidence="Photographs and the visit report.")
    other.turns_to("/cases/milestone/")
    other.takes("accept")
    assert cast.only(Milestone).state == "accepted"


def _send_goods(cast: Cast) -> None:
    with speaking_as(SYSTEM):
        component = Component.objects.get(title=COMPONENTS[0])
    officer = cast("programme_officer")
    officer.turns_to("/cases/delivery/")
    officer.notes(
        "order_item", component_id=str(component.pk), description=GOODS, quantity="12", unit="pièce"
    )
    officer.turns_to("/cases/material_item/")
    officer.takes("ship")
    officer.takes("arrive")
    officer.takes("present_certificate", quantity="12", certificate_number="C-1")


def _confirm(cast: Cast) -> None:
    officer = cast("programme_officer")
    officer.turns_to("/cases/delivery/")
    output = cast.only(Output)
    officer.takes("notice_output", output_id=str(output.pk))
    authority = cast("state.ms_authority", "fr")
    authority.turns_to("/cases/delivery/")
    authority.presses(form='form[id^="hand_over"]')
    assert cast.only(MaterialItem).state == "handed_over"
    accept = 'form[id^="accept_output"]'
    authority.writes(accept, note=THANKS)
    authority.presses(form=accept)
    assert cast.only(Output).status == "accepted"


def _complete(cast: Cast) -> None:
    officer = cast("programme_officer")
    officer.turns_to("/requests/")
    officer.takes("complete")
    assert cast.only(Request).state == "completed"
    authority = cast("state.ms_authority", "fr")
    authority.opens("/requests/")
    authority.follows(f"/requests/{cast.only(Request).pk}/")
    authority.follows("/delivery/")
    feedback = 'form[id^="give_feedback"]'
    authority.writes(feedback, rating="5", text="Très utile.")
    authority.presses(form=feedback)
