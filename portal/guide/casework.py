"""The part of programme officers and section chiefs: from a submission to a need on show."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from portal.guide import case
from portal.guide.scenes import Choice, Newcomer, Scene, Walk, question, step
from ta_requests.lifecycle.request_guards import RequestFacts
from ta_requests.models import Request


def _read(_person: Newcomer) -> dict[str, Any]:
    return {"facts": case.sections()}


def _at(state: str, **known: Any) -> Any:
    """Return a maker of the request in one state."""

    def made(person: Newcomer) -> tuple[Request, RequestFacts]:
        subject = case.request(state, consent_class="all_donors")
        return subject, RequestFacts(actor=person.actor, now=person.now, **known)

    return made


CASEWORK: Final = Walk(
    key="casework",
    title=_("Your part in case work"),
    roles=frozenset({"programme_officer", "section_chief"}),
    scenes=(
        Scene(
            "read",
            _("Read the file"),
            _(
                "A request came in with its note verbale, and the mission confirms that it is "
                "genuine. Read the four sections, then answer the State: acknowledge, or return "
                "what is not authentic or not complete."
            ),
            step("request", "acknowledge", _at("submitted", has_note_verbale=True), _read),
        ),
        Scene(
            "ask",
            _("Ask for information"),
            _(
                "The text speaks of workshops but not of how many places they offer. Ask the "
                "State: the clock of UNODC pauses until it answers."
            ),
            step("request", "request_information", _at("acknowledged"), _read),
        ),
        Scene(
            "assess",
            _("Begin the needs assessment"),
            _(
                "The State has answered, and the difference between both versions is kept. The "
                "section chief names a lead assessor who has no conflict of interest."
            ),
            step("request", "begin_assessment", _at("acknowledged", lead_is_assessor=True)),
        ),
        Scene(
            "publish",
            _("Seek funding"),
            _(
                "The needs are assessed and costed, and the State has chosen who may see them. A "
                "section chief who assessed none of it puts the need on its way to donors."
            ),
            step(
                "request",
                "seek_funding",
                _at("assessed", score=case.NETS[0], phase_one_net_usd=case.NETS[0]),
                lambda _person: {"components": case.components()},
            ),
        ),
        Scene(
            "circulate",
            _("Who sees it now?"),
            _("Funding is sought since this morning. Who may read the need today?"),
            question(
                Choice(
                    "donors",
                    _("All donors, as the State has consented"),
                    _("Not yet: the State has five working days to object before donors see it."),
                ),
                Choice(
                    "state",
                    _("UNODC and the State alone"),
                    _("Yes. Donors see it after five working days, unless the State objects."),
                    is_right=True,
                ),
            ),
        ),
    ),
    pages=(("queue", (), _("Open the queue")), ("desks", (), _("Board"))),
)
