"""Second chapter: the request goes over the desks of the office and back to its State."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from common.clock import database_now
from ta_requests.choices.assessment import Area
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.models import Assessment, Request
from ta_requests.services import deadlines
from ta_requests.services.assessment_areas import RATED
from tests.browser.cast import Cast

COMPONENTS: Final = ("Carpentry workshops", "Instructors")
AGREED: Final = "نوافق على كل كلمة."
PAST_THE_OBJECTION: Final = timedelta(days=9)


def tell(cast: Cast) -> None:
    """Take up, assess, have the State validate, circulate without an objection."""
    _take_up(cast)
    _assess(cast)
    _validate(cast)
    _circulate(cast)


def _take_up(cast: Cast) -> None:
    officer = cast("programme_officer")
    officer.turns_to("/requests/")
    officer.takes("acknowledge", authenticity_confirmed=True)
    chief = cast("section_chief")
    chief.turns_to("/requests/")
    lead = str(cast.stage.world["assessor"].person_id)
    chief.takes("begin_assessment", lead_assessor_id=lead)


def _assess(cast: Cast) -> None:
    assessor = cast("assessor")
    assessor.turns_to("/cases/assessment/")
    assessor.takes("declare", statement="No tengo nada que declarar.")
    assessor.takes("begin")
    assessor.notes("write_report", **{name: f"Acerca de {name}." for name in SECTIONS})
    assessor.follows("/write/score_area/")
    for _ in Area.values:
        assessor.writes(score="2", evidence="Visto en el lugar.")
        assessor.presses()
    assessor.notes("rate_priority", justification="Como se vio.", **dict.fromkeys(RATED, "3"))
    for title, net in zip(COMPONENTS, ("60000", "40000"), strict=True):
        assessor.notes(
            "add_component",
            theme="T2c",
            assistance_type="capacity_building",
            title=title,
            unit="lot",
            net_amount=net,
        )
    assessor.takes("submit_draft")
    chief = cast("section_chief")
    chief.turns_to("/cases/assessment/")
    chief.takes("send_to_state")


def _validate(cast: Cast) -> None:
    authority = cast("state.ms_authority")
    authority.turns_to("/cases/assessment/")
    validation = 'form[id^="validate_report"]'
    authority.writes(validation, text=AGREED)
    authority.presses(form=validation)
    chief = cast("section_chief")
    chief.turns_to("/cases/assessment/")
    chief.takes("finalise")
    assert cast.only(Assessment).state == "final"


def _circulate(cast: Cast) -> None:
    chief = cast("section_chief.2")
    chief.turns_to("/requests/")
    chief.takes("seek_funding")
    stranger = cast("")
    stranger.opens("/open-needs/")
    assert stranger.page.locator('main a[href*="/published/"]').count() == 0
    deadlines.advance(database_now() + PAST_THE_OBJECTION)
    assert cast.only(Request).circulated_at is not None
