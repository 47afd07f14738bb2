"""Fourth chapter: the cash arrives; three people propose, certify and release it."""

from __future__ import annotations

from typing import Final

from donors.models import Allotment, Pledge
from ta_requests.models import Component, Request
from tests.browser.cast import Cast, today
from tests.browser.chapters.assessing import COMPONENTS
from tests.browser.chapters.giving import YEN
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

SHARES: Final = dict(zip(COMPONENTS, ("12000000", "8000000"), strict=True))


def tell(cast: Cast) -> None:
    """Receive, propose for both components, certify, release: the request is funded."""
    _receive(cast)
    for title, gross in SHARES.items():
        _propose(cast, title, gross)
    for _ in SHARES:
        _decide(cast, "certifying_officer", "certify", "certification")
    for _ in SHARES:
        _decide(cast, "approving_officer", "release", "release")
    assert cast.only(Request).state == "funded"


def _receive(cast: Cast) -> None:
    treasurer = cast("treasury_officer")
    treasurer.turns_to("/pledges/")
    treasurer.takes("record_receipt", bank_reference="B-1", value_on=today(), amount=YEN)
    assert cast.only(Pledge).state == "received"


def _propose(cast: Cast, title: str, gross: str) -> None:
    with speaking_as(SYSTEM):
        component = Component.objects.get(title=title)
    officer = cast("cofinancing_officer")
    officer.opens("/desks/finance/certification/")
    officer.follows("/propose/")
    officer.follows(f"component={component.pk}")
    officer.writes(contribution="all", gross=gross)
    officer.presses("review")
    officer.presses("confirm")


def _decide(cast: Cast, who: str, step: str, queue: str) -> None:
    officer = cast(who)
    officer.opens(f"/desks/finance/{queue}/")
    officer.follows("/cases/allotment/")
    officer.takes(step)
    with speaking_as(SYSTEM):
        assert Allotment.objects.filter(organisation__country="JPN").exists()
