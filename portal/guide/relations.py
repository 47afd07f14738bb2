"""The part of those who look after donors: examine, negotiate, propose what may be spent."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from donors.lifecycle.due_diligence import DueDiligenceFacts
from donors.lifecycle.pledge_guards import PledgeFacts
from donors.models import DueDiligence, Pledge
from portal.amounts import money
from portal.guide import case
from portal.guide.scenes import Choice, Newcomer, Scene, Shown, Walk, step


def _of_a_foundation(person: Newcomer) -> tuple[Pledge, PledgeFacts]:
    facts = PledgeFacts(
        actor=person.actor, now=person.now, today=person.today, needs_due_diligence=True
    )
    return case.pledge("pledged"), facts


def _examination(person: Newcomer) -> tuple[DueDiligence, DueDiligenceFacts]:
    owner = case.whoever_acted(person, "cofinancing_officer")
    facts = DueDiligenceFacts(
        actor=person.actor,
        now=person.now,
        today=person.today,
        usually_until=person.today + timedelta(days=730),
        remind_until=person.today,
    )
    return DueDiligence(
        state="pending", organisation_id=case.DONOR, relationship_owner_id=owner
    ), facts


def _own_clauses(person: Newcomer) -> tuple[Pledge, PledgeFacts]:
    owner = case.whoever_acted(person, "cofinancing_officer")
    examiner = case.whoever_acted(person, "due_diligence_officer")
    subject = case.pledge(
        "negotiation",
        clauses_standard=False,
        relationship_owner_id=owner,
        due_diligence_by_id=examiner,
    )
    return subject, PledgeFacts(actor=person.actor, now=person.now, today=person.today)


def _proposal(person: Newcomer) -> Shown:
    whole = case.cost()
    told = case.line(person, is_over=False)
    return Shown(
        choices=[
            Choice(
                "whole",
                format_html("{} {}", _("All that was agreed:"), money(whole.gross)),
                _("Not yet: a promise is not cash. Look where the line says what has come in."),
            ),
            Choice(
                "cash",
                format_html("{} {}", _("What was received:"), money(case.half_of(whole))),
                _("Yes. Others certify and release what you propose."),
                is_right=True,
            ),
        ],
        **told,
    )


RELATIONS: Final = Walk(
    key="relations",
    title=_("Your part in looking after donors"),
    roles=frozenset({"cofinancing_officer", "due_diligence_officer", "legal_officer"}),
    scenes=(
        Scene(
            "examine",
            _("Begin due diligence"),
            _(
                "A foundation has announced a pledge. Look at what is not possible yet: only "
                "States and United Nations entities go on to negotiation at once."
            ),
            step("pledge", "begin_due_diligence", _of_a_foundation),
        ),
        Scene(
            "clear",
            _("Clear the donor"),
            _(
                "The due diligence officer writes down what was found and until when the clearance "
                "is valid; it is never the officer who looks after the donor."
            ),
            step("due_diligence", "clear", _examination),
        ),
        Scene(
            "clauses",
            _("Approve the clauses"),
            _(
                "The foundation wants a clause of its own in the agreement. A legal officer reads "
                "it before a certifying officer may clear the pledge for signature."
            ),
            step("pledge", "approve_clauses", _own_clauses),
        ),
        Scene(
            "propose",
            _("Propose an allotment"),
            _(
                "The agreement is signed and accepted, and the first of two instalments has been "
                "paid. How much may you propose to allot to the workshops?"
            ),
            _proposal,
        ),
    ),
    pages=(("desk_relations", (), _("Relationships")),),
)
