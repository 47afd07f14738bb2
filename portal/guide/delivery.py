"""The part of those who deliver: a plan agreed by both sides, outputs accepted, work ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from common.clock import months_after
from portal.guide import case
from portal.guide.scenes import Newcomer, Scene, Walk, step
from ta_requests.lifecycle.delivery import DeliveryFacts
from ta_requests.models import Delivery

OUTPUTS: Final = 2


def _at(state: str, *, still_open: int = 0) -> Any:
    """Return a maker of the delivery; so many of its outputs are not accepted."""

    def made(person: Newcomer) -> tuple[Delivery, DeliveryFacts]:
        subject = Delivery(
            state=state,
            organisation_id=case.STATE,
            plan=case.title(),
            starts_on=person.today,
            ends_on=person.today + timedelta(days=300),
            agreed_at=person.now - timedelta(days=1),
            planned_by_id=case.whoever_acted(person, "programme_officer"),
        )
        facts = DeliveryFacts(
            actor=person.actor,
            now=person.now,
            outputs=OUTPUTS,
            open_outputs=still_open,
            open_goods=0,
            output=None,
            today=person.today,
            follow_up_on=months_after(person.today, 12),
        )
        return subject, facts

    return made


DELIVERY: Final = Walk(
    key="delivery",
    title=_("Your part in delivery"),
    roles=frozenset({"programme_officer", "section_chief"}),
    scenes=(
        Scene(
            "plan",
            _("Approve the work plan"),
            _(
                "The programme officer has written the work plan and the State has agreed to it. "
                "A section chief who did not write it approves it, and the work can begin."
            ),
            step("delivery", "approve", _at("formulation", still_open=OUTPUTS)),
        ),
        Scene(
            "output",
            _("Ask the State to accept an output"),
            _(
                "The first workshop is equipped. Look at what cannot be done while outputs are "
                "open, and ask the State for its word on this one."
            ),
            step("delivery", "notice_output", _at("implementation", still_open=OUTPUTS)),
        ),
        Scene(
            "close",
            _("Close operationally"),
            _(
                "The State has accepted both outputs and signed for the goods. End the work: the "
                "accounts are closed by finance afterwards."
            ),
            step("delivery", "close_operationally", _at("implementation")),
        ),
    ),
    pages=(("desk_delivery", (), _("Delivery")),),
)
