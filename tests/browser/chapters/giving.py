"""Third chapter: a donor pledges two components in yen; both sides agree."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from donors.models import Pledge
from tests.browser.cast import Cast, today
from tests.browser.hands import paper
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

YEN: Final = "20000000"
POINTS: Final = ("purpose_consistent", "no_added_liability", "no_regular_budget_cost")


def tell(cast: Cast) -> None:
    """Pledge, announce, negotiate, clear, sign and accept."""
    _pledge(cast)
    _negotiate(cast)
    _agree(cast)
    assert cast.only(Pledge).state == "agreed"


def _pledge(cast: Cast) -> None:
    donor = cast("other_donor.donor_rep")
    donor.opens("/needs/")
    donor.follows("/needs/")
    donor.follows("/pledge/")
    donor.writes(title="为出狱后的生活", amount=YEN, currency="JPY", components="all")
    donor.presses("review")
    expect(donor.page.locator("main [aria-labelledby=comes-to]")).to_contain_text("157.48")
    donor.presses("confirm")
    with speaking_as(SYSTEM):
        assert Pledge.objects.get().components.count() == 2
    authority = cast("other_donor.donor_authority")
    authority.turns_to("/pledges/")
    authority.takes("announce")


def _negotiate(cast: Cast) -> None:
    officer = cast("cofinancing_officer")
    officer.turns_to("/pledges/")
    officer.takes("negotiate")
    officer.notes("set_terms", starts_on=today(), ends_on=today(700))
    officer.notes("answer_checklist", **dict.fromkeys(POINTS, True))
    certifier = cast("certifying_officer")
    certifier.turns_to("/pledges/")
    certifier.takes("clear")


def _agree(cast: Cast) -> None:
    officer = cast("cofinancing_officer")
    officer.turns_to("/pledges/")
    officer.notes("add_instalment", amount=YEN, due_on=today())
    report = {"reports-0-kind": "final", "reports-0-due_on": today(730)}
    officer.notes("schedule_reports", **report)
    officer.notes("attach_agreement", file=paper("agreement.pdf"))
    authority = cast("other_donor.donor_authority")
    authority.turns_to("/pledges/")
    authority.takes("sign")
    approver = cast("approving_officer")
    approver.turns_to("/pledges/")
    approver.takes("accept")
