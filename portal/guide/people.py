"""The part of an administrator: roles, given by one and confirmed by another."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.guide.scenes import Choice, Scene, Walk, question

PEOPLE: Final = Walk(
    key="people",
    title=_("Your part as an administrator"),
    roles=frozenset({"administrator"}),
    scenes=(
        Scene(
            "grant",
            _("Give a role"),
            _(
                "You have given a new colleague the role of programme officer, and named the paper "
                "behind it. What must happen before the role is in force?"
            ),
            question(
                Choice(
                    "self",
                    _("I confirm it myself"),
                    _("Nobody confirms what they gave themselves, nor gives a role to themselves."),
                ),
                Choice(
                    "other",
                    _("Another administrator confirms it"),
                    _("Yes. Until then the colleague sees no case."),
                    is_right=True,
                ),
            ),
        ),
        Scene(
            "alone",
            _("Keep duties apart"),
            _(
                "An auditor is to help out in finance and asks for the role of certifying officer "
                "as well. What do you do?"
            ),
            question(
                Choice(
                    "both",
                    _("Give both roles"),
                    _("An auditor reads everything and writes nothing: nobody holds both."),
                ),
                Choice(
                    "one",
                    _("Give one of the two roles only"),
                    _("Yes. An auditor reads everything and writes nothing."),
                    is_right=True,
                ),
            ),
        ),
    ),
    pages=(("home", (), _("Home")),),
)
