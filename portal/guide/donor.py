"""A donor's part: find a need, see its cost, pledge, sign, follow the money, read the result."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from donors.lifecycle.pledge_guards import PledgeFacts, Valued
from donors.models import Pledge, ReportObligation
from portal.amounts import money
from portal.guide import case
from portal.guide.scenes import ON, Choice, Newcomer, Scene, Shown, Walk, question, step
from workflows.moves import Facts

NOT_ALL: Final = _("Not this one: a donor pays net and programme support together.")


def _cost(person: Newcomer) -> Shown:
    whole = case.cost()
    asked = (
        ("net", _("Net"), whole.programmable, NOT_ALL),
        ("psc", _("Programme support"), whole.psc, NOT_ALL),
        ("gross", _("Gross"), whole.gross, _("Yes. The pledge form shows all three as well.")),
    )
    return Shown(
        components=case.components(),
        choices=[
            Choice(name, format_html("{} {}", label, money(amount)), answer, name == "gross")
            for name, label, amount, answer in asked
        ],
    )


def _preview(_person: Newcomer) -> Shown:
    saved = _("It would now stand as a draft, which your organisation alone sees.")
    return Shown(choices=[Choice("save", _("Save this pledge"), saved, True)], asks_amount=True)


def _draft(person: Newcomer) -> tuple[Pledge, PledgeFacts]:
    return case.pledge("draft", of=case.own_organisation(person)), _facts(person)


def _cleared(person: Newcomer) -> tuple[Pledge, PledgeFacts]:
    subject = case.pledge("cleared", of=case.own_organisation(person), cleared_by_id=case.COLLEAGUE)
    return subject, _facts(person, has_agreement=True, instalments=subject.amount)


def _terms(_person: Newcomer) -> dict[str, Any]:
    whole = case.cost()
    half = money(case.half_of(whole))
    return {
        "facts": [
            (_("Amount"), money(whole.gross)),
            (_("Instalments"), format_html("{} + {}", half, half)),
        ]
    }


def _facts(person: Newcomer, **known: Any) -> PledgeFacts:
    whole = case.cost().gross.amount
    valued = Valued(value_on=person.today, usd=whole, rate=case.ONE, rate_on=person.today)
    return PledgeFacts(
        actor=person.actor,
        now=person.now,
        today=person.today,
        valued=valued,
        has_constraints=True,
        **known,
    )


def _report(person: Newcomer) -> tuple[ReportObligation, Facts]:
    subject = ReportObligation(
        state="submitted",
        organisation_id=case.own_organisation(person),
        due_on=person.today,
        submitted_by_id=case.COLLEAGUE,
    )
    return subject, Facts(actor=person.actor, now=person.now)


PROMISED: Final = _("Not yet: a promise is not cash. Look where the line says what has come in.")

DONOR: Final = Walk(
    key="donor",
    title=_("Your part as a donor"),
    roles=frozenset({"donor_rep", "donor_authority"}),
    scenes=(
        Scene(
            "need",
            _("Find a need that fits"),
            _(
                "You look for vocational training in Africa, and two needs are on show. Which one "
                "do you open? You may keep such criteria: every need then says why it fits or not."
            ),
            question(
                Choice(
                    "elsewhere",
                    _("A law on probation, in South America"),
                    _("This one is for another theme and another region."),
                ),
                Choice(
                    "fits",
                    _("Workshops for three prisons, in Eastern Africa"),
                    _("It fits both. Next, see what it costs."),
                    is_right=True,
                ),
            ),
        ),
        Scene(
            "cost",
            _("Read what it costs"),
            _(
                "Each component tells its net cost, the programme support cost on it, and the "
                "gross. Which of the three sums would you pay for the whole need?"
            ),
            _cost,
        ),
        Scene(
            "preview",
            _("Preview a pledge"),
            _(
                "Write any amount and see what it comes to: nothing is saved by looking. Then save "
                "it, as you would save a real one."
            ),
            _preview,
        ),
        Scene(
            "announce",
            _("Announce the pledge"),
            _(
                "Your representative writes the draft, your authority announces it. It then counts "
                "as pledged and binds nobody; you may still withdraw it."
            ),
            step("pledge", "announce", _draft),
        ),
        Scene(
            "sign",
            _("Sign the agreement"),
            _(
                "UNODC has written the agreement, with its instalments and reports. Your authority "
                "signs it; an approving officer of UNODC then accepts it, and it binds both sides."
            ),
            step("pledge", "sign", _cleared, _terms),
        ),
        Scene(
            "follow",
            _("Follow the money"),
            _(
                "Your pledge on one line, from promise to result. The first instalment has been "
                "paid. Which figure says what UNODC may allot now?"
            ),
            question(
                Choice("promised", _("Promised"), PROMISED),
                Choice("agreed", _("Agreed"), PROMISED),
                Choice(
                    "received",
                    _("Received"),
                    _("Yes. Only cash that was received is allotted, to the components you chose."),
                    is_right=True,
                ),
                told=lambda person: case.line(person, is_over=False),
            ),
        ),
        Scene(
            "report",
            _("Accept the report"),
            _(
                "A report on your money was due and has been submitted. Your authority reads and "
                "accepts it, or returns it and says what is missing."
            ),
            step("report_obligation", "accept", _report),
        ),
        Scene(
            "result",
            _("Read the result"),
            _(
                "The State has accepted both outputs and the line is whole. Each figure leads to "
                "its rows: receipts, allotments, spending and results, also as a spreadsheet."
            ),
            question(ON, told=lambda person: case.line(person, is_over=True)),
        ),
    ),
    pages=(
        ("needs", (), _("See open needs")),
        ("pledges", (), _("Our pledges")),
    ),
)
