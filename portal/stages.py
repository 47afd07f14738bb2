"""The way of a request in six stages, with the office's own figures as its service standard."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reference.services.parameters import count_of


@dataclass(frozen=True)
class Stage:
    """One stage as the public reads it."""

    title: str
    text: str
    standard: str


def stages() -> list[Stage]:
    """Return the stages in order, in the language in force."""
    return [*_before_funding(), *_after_funding()]


def _before_funding() -> list[Stage]:
    lapse = count_of("information_lapse_days")
    silence = count_of("silence_working_days")
    return [
        Stage(
            _("Request"),
            _(
                "The authorised mission of a Member State states its needs, priorities, challenges "
                "and restrictions, and submits them with a note verbale."
            ),
            ngettext(
                "questions of UNODC wait %(days)s day for an answer before the request lapses.",
                "questions of UNODC wait %(days)s days for an answer before the request lapses.",
                lapse,
            )
            % {"days": lapse},
        ),
        Stage(
            _("Needs assessment"),
            _(
                "Assessors without a conflict of interest look at each area of criminal justice. "
                "The State validates the report before it becomes final."
            ),
            ngettext(
                "the State has %(days)s working day to comment on the report.",
                "the State has %(days)s working days to comment on the report.",
                silence,
            )
            % {"days": silence},
        ),
        _circulation(),
    ]


def _circulation() -> Stage:
    notice = count_of("circulation_working_days")
    return Stage(
        _("Circulation"),
        _(
            "With the State's consent, and unless it objects, the assessed needs are shown to "
            "the donors the State has chosen."
        ),
        ngettext(
            "the State has %(days)s working day to object.",
            "the State has %(days)s working days to object.",
            notice,
        )
        % {"days": notice},
    )


def _after_funding() -> list[Stage]:
    silence = count_of("silence_working_days")
    follow_up = count_of("follow_up_months")
    return [
        Stage(
            _("Funding"),
            _(
                "Donors pledge, agree and pay. Three officers propose, certify and release what "
                "was received. A request is funded when released money covers its first phase."
            ),
            _("regular-budget money is never used; programme support costs are shown apart."),
        ),
        Stage(
            _("Delivery"),
            _(
                "The State agrees to the work plan. Each output is accepted by the State, and "
                "goods are handed over against a signed certificate."
            ),
            ngettext(
                "the State has %(days)s working day to accept or contest an output.",
                "the State has %(days)s working days to accept or contest an output.",
                silence,
            )
            % {"days": silence},
        ),
        Stage(
            _("Closure and follow-up"),
            _(
                "Accounts are settled, balances returned or reprogrammed with the donor's word, "
                "and reports accepted."
            ),
            ngettext(
                "a follow-up after %(months)s month.",
                "a follow-up after %(months)s months.",
                follow_up,
            )
            % {"months": follow_up},
        ),
    ]
