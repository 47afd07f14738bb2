"""The part of the finance people: cash in, certified, released, obligated, by different people."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from common.money import Money, Parts
from donors.lifecycle.allotment_guards import AllotmentFacts
from donors.lifecycle.pledge_guards import PledgeFacts
from donors.models import Allotment, Pledge
from portal.amounts import money
from portal.guide import case
from portal.guide.scenes import Newcomer, Scene, Walk, step


def _agreed(person: Newcomer) -> tuple[Pledge, PledgeFacts]:
    facts = PledgeFacts(actor=person.actor, now=person.now, today=person.today)
    return case.pledge("agreed", relationship_owner_id=case.COLLEAGUE), facts


def _at(state: str, *, has_cash: bool = True) -> Any:
    """Return a maker of an allotment of the whole cost; the cash may be half of it only."""

    def made(person: Newcomer) -> tuple[Allotment, AllotmentFacts]:
        whole = case.cost()
        subject = _allotment(state, whole, person)
        free = whole.gross if has_cash else case.half_of(whole)
        facts = AllotmentFacts(
            actor=person.actor,
            now=person.now,
            agreed=True,
            published=False,
            extrabudgetary=True,
            in_dates=True,
            request_takes_money=True,
            request_takes_obligations=True,
            circulated_or_local=True,
            known_to_donor=True,
            component_stands=True,
            available=free.amount,
            outside=frozenset(),
            relationship_owner_id=case.COLLEAGUE,
            usd_gross=whole.gross.amount,
            usd_programmable=whole.programmable.amount,
        )
        return subject, facts

    return made


def _allotment(state: str, whole: Parts, person: Newcomer) -> Allotment:
    """Return the allotment; whoever may certify has certified what is to be released."""
    certifier = case.whoever_acted(person, "certifying_officer")
    approver = case.whoever_acted(person, "approving_officer")
    return Allotment(
        state=state,
        currency=case.USD,
        psc_rate=whole.psc.amount / whole.programmable.amount,
        gross=whole.gross.amount,
        programmable=whole.programmable.amount,
        psc=whole.psc.amount,
        proposed_by_id=case.OTHER_COLLEAGUE,
        certified_by_id=None if state == "proposed" else certifier,
        released_by_id=approver if state == "released" else None,
    )


def _told(*, has_cash: bool = True) -> Callable[[Newcomer], dict[str, Any]]:
    def told(_person: Newcomer) -> dict[str, Any]:
        whole = case.cost()
        free = whole.gross if has_cash else case.half_of(whole)
        return {"facts": [*_sums(whole), (_("Free cash of the contribution"), money(free))]}

    return told


def _sums(whole: Parts) -> list[tuple[Any, Any]]:
    return [
        (_("Net"), money(whole.programmable)),
        (_("Programme support"), money(whole.psc)),
        (_("Gross"), money(whole.gross)),
    ]


def _awaited(_person: Newcomer) -> dict[str, Any]:
    whole = case.cost()
    nothing = Money(Decimal(0), case.USD)
    facts = [
        (_("Agreed"), money(whole.gross)),
        (_("Received"), money(nothing)),
        (_("Next instalment"), money(case.half_of(whole))),
    ]
    return {"facts": facts}


FINANCE: Final = Walk(
    key="finance",
    title=_("Your part in finance"),
    roles=frozenset({"certifying_officer", "approving_officer", "treasury_officer"}),
    scenes=(
        Scene(
            "receipt",
            _("Record a receipt"),
            _(
                "The bank reports the first instalment. A treasury officer records it with its "
                "value date and the reference of the bank; that day's rate fixes the dollars."
            ),
            step("pledge", "record_receipt", _agreed, _awaited),
        ),
        Scene(
            "reject",
            _("Judge a proposal"),
            _(
                "A colleague proposes to allot the whole cost of the workshops. Compare the gross "
                "with the free cash, read what is not possible, and answer the proposal."
            ),
            step("allotment", "reject", _at("proposed", has_cash=False), _told(has_cash=False)),
        ),
        Scene(
            "certify",
            _("Certify the allotment"),
            _(
                "The second instalment came in and the proposal was made anew. A certifying "
                "officer who did not propose it vouches that the cash is there for this purpose."
            ),
            step("allotment", "certify", _at("proposed"), _told()),
        ),
        Scene(
            "release",
            _("Release the allotment"),
            _(
                "Proposed and certified by two people: an approving officer is the third. Whoever "
                "holds two of these offices still takes one of the steps only."
            ),
            step("allotment", "release", _at("certified"), _told()),
        ),
        Scene(
            "obligate",
            _("Enter an obligation"),
            _(
                "The contract for the equipment is signed. A treasury officer enters it net, never "
                "above what is released; support cost is booked on what is spent."
            ),
            step("allotment", "obligate", _at("released"), _told()),
        ),
    ),
    pages=(
        ("desk_finance", ("certification",), _("Certification")),
        ("desk_finance", ("release",), _("Release")),
        ("desk_finance", ("receipts",), _("Receipts")),
    ),
)
