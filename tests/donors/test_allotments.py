"""The allotment: who takes which step, where money may go, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    ReasonRequired,
    Refused,
    Stale,
    StateMoved,
)
from common.money import Money
from donors.machines.allotment import ALLOTMENT
from donors.models import Allotment, Contribution
from donors.services import agreeing, allotments, contributions
from ta_requests.models import Request
from tests.factories.allotments import (
    SHOWN,
    Share,
    circulated,
    components_of,
    contribution,
    contribution_of,
    events_of,
    position,
    read,
    share_at,
)
from tests.factories.assessments import IN_KIND, TRAINING
from tests.factories.pledges import promise_at
from tests.factories.requests import act, request_at
from tests.ta_requests.refusals import refused
from tests.world import World
from workflows.available import available
from workflows.registry import machine

pytestmark = pytest.mark.django_db
GROSS = Decimal(113_000)


@pytest.fixture
def case(world: World) -> Share:
    """One circulated request, and a contribution to it with all its cash: not yet allotted."""
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    return Share(world, money, components_of(request)[0], GROSS)


def cash(share: Share) -> Contribution:
    return read(Contribution, share.contribution.pk)


def state_of_request(share: Share) -> str:
    state: str = read(Request, share.component.request_id).state
    return state


def test_its_moves_and_verbs_are_the_same() -> None:
    assert machine("allotment") is ALLOTMENT
    assert set(ALLOTMENT.verbs) == set(ALLOTMENT.moves)


def test_a_proposal_reserves_nothing(case: Share) -> None:
    allotment = case.propose()

    assert allotment.state == "proposed"
    assert cash(case).available == Money.of(113_000, "USD")
    assert position(case.component.request).allotments_open
    assert str(allotment).startswith("AL-2026-")


def test_cash_moves_from_column_to_column(case: Share) -> None:
    case.propose()
    certified = (case.take("certify"), cash(case))[1]
    released = (case.take("release"), cash(case))[1]

    assert (certified.certified, certified.released, certified.available.amount) == (GROSS, 0, 0)
    assert (released.certified, released.released, released.available.amount) == (0, GROSS, 0)
    assert state_of_request(case) == "funded"


def test_every_step_is_an_event_that_says_the_money(case: Share) -> None:
    case.walk_to("released")

    trail = events_of(case.pk)
    assert [event.name for event in trail] == ["create", "certify", "release"]
    assert [event.actor_role for event in trail] == [
        "cofinancing_officer",
        "certifying_officer",
        "approving_officer",
    ]
    assert trail[1].data["gross"] == {"amount": "113000.00", "currency": "USD"}
    assert trail[1].data["usd_gross"] == {"amount": "113000.00", "currency": "USD"}


# ------------------------------------------------------------------ three people


RELEASED = ["propose:A", "certify:B", "release:C"]
ONCE_REDUCED = [*RELEASED, "certify_reversal:D", "reduce:E"]
TWICE_REDUCED = [*ONCE_REDUCED, "certify_reversal:F", "reduce:G"]
REFUSED_ONCE = [*RELEASED, "certify_reversal:D", "refuse_reversal:E"]


@pytest.mark.parametrize(
    ("steps", "last", "code"),
    [
        (["propose:A"], "certify:A", "proposer_may_not_certify"),
        (["propose:A", "certify:B"], "release:A", "same_person_may_not_release"),
        (["propose:A", "certify:B"], "release:B", "same_person_may_not_release"),
        (
            ["propose:A", "certify:B", "release:C"],
            "certify_reversal:C",
            "approver_may_not_certify",
        ),
        (
            ["propose:A", "certify:B", "release:C", "certify_reversal:D"],
            "reverse:D",
            "certifier_may_not_approve",
        ),
        (
            ["propose:A", "certify:B", "release:C", "certify_reversal:D"],
            "reverse:B",
            "certifier_may_not_approve",
        ),
        (
            ["propose:A", "certify:B", "release:C", "certify_reversal:D"],
            "refuse_reversal:D",
            "certifier_may_not_approve",
        ),
        ([*ONCE_REDUCED], "certify_reversal:E", "approver_may_not_certify"),
        ([*TWICE_REDUCED], "certify_reversal:E", "approver_may_not_certify"),
        ([*TWICE_REDUCED, "certify_reversal:H"], "reduce:D", "certifier_may_not_approve"),
        ([*REFUSED_ONCE], "certify_reversal:E", "approver_may_not_certify"),
    ],
)
def test_no_one_takes_two_duties_however_many_roles_they_hold(
    case: Share, steps: list[str], last: str, code: str
) -> None:
    share = Decimal(100) if "reduce" in "".join([*steps, last]) else GROSS
    given: dict[str, dict[str, Any]] = {
        "certify_reversal": {"amount": share, "reason": "Not needed."},
        "reduce": {"reason": "Not needed."},
        "reverse": {"reason": "Not needed."},
        "refuse_reversal": {"reason": "Still needed."},
    }
    everything = frozenset({"cofinancing_officer", "certifying_officer", "approving_officer"})
    people = (
        *("cofinancing_officer", "certifying_officer", "approving_officer", "legal_officer"),
        *("section_chief", "cofinancing_officer.2", "certifying_officer.2", "approving_officer.2"),
    )
    for name, person in zip("ABCDEFGH", people, strict=True):
        case.world.actors[name] = replace(case.world[person], roles=everything)
    for step in steps:
        name, by = step.split(":")
        case.propose(by) if name == "propose" else case.take(name, by, **given.get(name, {}))
    before = (case.allotment.version, cash(case).version)

    name, by = last.split(":")
    with refused(NotAllowed, code):
        case.take(name, by, **given.get(name, {}))

    assert (case.allotment.version, cash(case).version) == before


@pytest.mark.parametrize(
    ("state", "step", "by"),
    [
        ("proposed", "certify", "cofinancing_officer"),
        ("proposed", "certify", "approving_officer"),
        ("certified", "release", "certifying_officer.2"),
        ("released", "obligate", "programme_officer"),
        ("released", "certify_reversal", "approving_officer.2"),
        ("released", "close", "section_chief"),
    ],
)
def test_another_role_is_refused(case: Share, state: str, step: str, by: str) -> None:
    case.walk_to(state)

    given = {"amount": GROSS} if step in {"obligate", "certify_reversal"} else {}
    with refused(NotAllowed):
        case.take(step, by, **given)


@pytest.mark.parametrize("by", ["certifying_officer", "programme_officer", "donor.donor_rep"])
def test_only_a_cofinancing_officer_proposes(case: Share, by: str) -> None:
    with refused(NotAllowed):
        case.propose(by)


@pytest.mark.parametrize("by", ["other_donor.donor_rep", "state.ms_authority", "administrator"])
def test_who_does_not_see_the_contribution_finds_nothing(case: Share, by: str) -> None:
    with refused(NotFound):
        case.propose(by)

    case.propose()
    with refused(NotFound):
        case.take("certify", by)


def test_a_component_nobody_sees_is_not_found(case: Share) -> None:
    case.component.pk = case.contribution.pk

    with refused(NotFound):
        case.propose()


# ------------------------------------------------------------------ the cap


def test_no_more_than_the_cash_received_is_proposed(world: World) -> None:
    request = circulated(world)
    money = contribution(
        world, Money.of(113_000, "USD"), state="partly_received", request=request.pk
    )
    share = Share(world, money, components_of(request)[0], Decimal("56500.01"))

    with refused(Refused, "cap_exceeded"):
        share.propose()


def test_of_two_proposals_for_the_same_cash_one_is_certified(case: Share) -> None:
    case.propose()
    other = replace(case)
    other.propose()
    case.take("certify")

    with refused(Refused, "cap_exceeded"):
        other.take("certify")

    assert other.allotment.state == "proposed"


def test_what_is_signed_but_not_received_is_not_allotted(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), state="agreed", request=request.pk)

    with refused(Refused, "cap_exceeded"):
        Share(world, money, components_of(request)[0], Decimal(1)).propose()


def test_a_closed_contribution_pays_for_nothing_more(case: Share) -> None:
    case.propose()
    other = replace(case, gross=GROSS)
    other.walk_to("closed")
    with case.world.as_("approving_officer.2"):
        agreeing.close(
            pk=case.contribution.pledge_id, actor=case.world["approving_officer.2"], now=SHOWN
        )

    assert str(case.contribution) == case.contribution.pledge.reference
    with refused(Refused, "contribution_not_agreed", "cap_exceeded"):
        case.take("certify")


@pytest.mark.parametrize("gross", ["0", "-1"])
def test_an_allotment_is_above_nothing(case: Share, gross: str) -> None:
    case.gross = Decimal(gross)

    with refused(Invalid, "amount_missing"):
        case.propose()


def test_an_amount_has_the_decimals_of_its_currency(case: Share) -> None:
    case.gross = Decimal("1.005")

    with refused(Invalid, "amount_too_precise"):
        case.propose()


# ------------------------------------------------------------------ where money may go


@pytest.mark.parametrize(
    ("ties", "codes"),
    [
        ({"countries": ["MDG"]}, []),
        ({"countries": ["JOR"]}, ["earmark_countries"]),
        ({"regions": ["014"]}, []),
        ({"regions": ["002"]}, []),
        ({"regions": ["142"]}, ["earmark_regions"]),
        ({"themes": ["T2"]}, []),
        ({"themes": ["T2c"]}, []),
        ({"themes": ["T2a"]}, ["earmark_themes"]),
        ({"assistance_types": ["capacity_building"]}, []),
        ({"assistance_types": ["legislative"]}, ["earmark_assistance_types"]),
        ({"countries": ["JOR"], "themes": ["T1"]}, ["earmark_countries", "earmark_themes"]),
    ],
)
def test_a_refusal_says_which_constraint_is_not_met(
    world: World, ties: dict[str, Any], codes: list[str]
) -> None:
    ties = {"themes": [], **ties}
    money = contribution(world, Money.of(113_000, "USD"), **ties)
    share = Share(world, money, components_of(circulated(world))[0], Decimal(1_000))

    if not codes:
        assert share.propose().state == "proposed"
        return
    with refused(Refused, *codes):
        share.propose()


def test_money_for_one_request_or_component_goes_nowhere_else(world: World) -> None:
    request = circulated(world, proposals=(TRAINING, TRAINING))
    named, other = components_of(request)
    elsewhere = components_of(circulated(world))[0]
    money = contribution(world, Money.of(113_000, "USD"), components=[named.pk])

    assert money.request_id == request.pk
    with refused(Refused, "earmark_component"):
        Share(world, money, other, Decimal(1_000)).propose()
    with refused(Refused, "earmark_request", "earmark_component"):
        Share(world, money, elsewhere, Decimal(1_000)).propose()
    assert Share(world, money, named, Decimal(1_000)).propose().state == "proposed"


def test_unearmarked_money_goes_wherever_there_is_a_need(world: World) -> None:
    money = contribution(
        world, Money.of(113_000, "USD"), earmark_category="1", themes=[], countries=[]
    )

    share = Share(world, money, components_of(circulated(world))[0], GROSS)

    assert share.propose().state == "proposed"


def test_earmarks_are_asked_again_when_certified_and_released(case: Share) -> None:
    case.propose()
    case.now = SHOWN + timedelta(days=1_000)

    with refused(Refused, "outside_agreement_dates"):
        case.take("certify")


def test_a_request_under_notice_takes_no_foreign_money(world: World) -> None:
    request = request_at(world, "noticed")
    money = contribution(world, Money.of(113_000, "USD"))

    with refused(Refused, "not_circulated", "no_consent_for_donor"):
        Share(world, money, components_of(request)[0], GROSS).propose()


def test_a_request_without_components_in_force_takes_no_money(world: World) -> None:
    request = circulated(world, proposals=(TRAINING, IN_KIND))
    in_kind = components_of(request)[1]
    money = contribution(world, Money.of(113_000, "USD"), themes=["T2"])

    with refused(Refused, "component_not_in_force"):
        Share(world, money, in_kind, GROSS).propose()


def test_a_donor_the_state_did_not_name_does_not_pay(world: World) -> None:
    request = circulated(
        world,
        consent_class="named_donors",
        named_donors=[world.organisations["other_donor"].pk],
    )
    component = components_of(request)[0]

    with refused(Refused, "no_consent_for_donor"):
        Share(world, contribution(world, Money.of(9_000, "USD")), component, Decimal(1)).propose()
    named = contribution(world, Money.of(9_000, "USD"), donor="other_donor")
    assert Share(world, named, component, Decimal(1)).propose().state == "proposed"


def test_a_state_may_pay_for_its_own_request(world: World) -> None:
    request = request_at(world, "assessed", consent_class="secretariat")
    component = components_of(request)[0]
    promise = promise_at(
        world, "received", donor="state", money=Money.of(113_000, "USD"), request=request.pk
    )
    assert position(request).local_resources_cover_phase_1
    act(world, "section_chief.2", "seek_funding", request)

    share = Share(world, contribution_of(promise.pledge), component, GROSS)

    assert share.propose().state == "proposed"


# ------------------------------------------------------------------ rejection and reversal


@pytest.mark.parametrize(
    ("state", "by"), [("proposed", "certifying_officer"), ("certified", "approving_officer")]
)
def test_a_rejected_allotment_leaves_the_cash_free(case: Share, state: str, by: str) -> None:
    case.walk_to(state)

    with refused(ReasonRequired):
        case.take("reject", by)
    case.take("reject", by, reason="Another donor pays.")

    assert case.allotment.state == "rejected"
    assert cash(case).available == Money.of(113_000, "USD")
    assert not position(case.component.request).allotments_open
    with refused(StateMoved):
        case.take("certify")


def test_a_step_from_another_state_is_refused_before_anything_is_gathered(case: Share) -> None:
    case.walk_to("certified")

    with CaptureQueriesContext(connection) as asked, refused(StateMoved):
        case.take("certify")

    assert any("donors_allotment" in told["sql"] for told in asked)
    assert not any("ta_requests_component" in told["sql"] for told in asked)


def test_released_money_is_taken_back_by_two_people(case: Share) -> None:
    case.walk_to("released")
    assert state_of_request(case) == "funded"

    with refused(Refused, "reversal_not_certified"):
        case.take("reverse", reason="Not needed.")
    case.take("certify_reversal", amount=GROSS, reason="Not needed.")
    with refused(Refused, "nothing_stays"):
        case.take("reduce", reason="Not needed.")
    with refused(Refused, "reversal_pending"):
        case.take("obligate", amount=Decimal(1))
    case.take("reverse", reason="Not needed.")

    money = cash(case)
    assert case.allotment.state == "reversed"
    assert (money.released, money.closed, money.reversed) == (0, GROSS, GROSS)
    assert money.available.amount == GROSS
    assert state_of_request(case) == "funding_sought"
    assert position(case.component.request).released_usd == 0


def test_a_part_is_taken_back_and_the_rest_stays(case: Share) -> None:
    case.walk_to("released")
    case.take("obligate", amount=Decimal(60_000))

    with refused(Refused, "above_unobligated"):
        case.take("certify_reversal", amount=Decimal("45200.01"), reason="Half is enough.")
    case.take("certify_reversal", amount=Decimal(45_200), reason="Half is enough.")
    with refused(Refused, "part_of_it_stays"):
        case.take("reverse", reason="Half is enough.")
    case.take("reduce", reason="Half is enough.")

    allotment = case.allotment
    assert (allotment.state, allotment.left) == ("released", Money.of(67_800, "USD"))
    assert (allotment.reversed_programmable, allotment.usd_net) == (40_000, 60_000)
    assert cash(case).available == Money.of(45_200, "USD")
    assert position(case.component.request).released_usd == Decimal(67_800)
    assert state_of_request(case) == "funding_sought"


def test_a_reversal_can_be_refused(case: Share) -> None:
    case.walk_to("released")
    case.take("certify_reversal", amount=GROSS, reason="Not needed.")

    with refused(Refused, "reversal_pending"):
        case.take("certify_reversal", amount=GROSS, reason="Again.")
    case.take("refuse_reversal", reason="Still needed.")

    assert case.allotment.reversal_amount is None
    assert case.take("obligate", amount=Decimal(1)).obligated == 1


def test_a_reversal_certified_before_an_obligation_was_entered_is_certified_again(
    case: Share,
) -> None:
    case.walk_to("released")
    case.take("certify_reversal", amount=GROSS, reason="Not needed.")
    with case.world.as_("treasury_officer"):
        Allotment.objects.filter(pk=case.pk).update(obligated=Decimal(1))

    with refused(Refused, "above_unobligated"):
        case.take("reverse", reason="Not needed.")


# ------------------------------------------------------------------ spending


def test_obligations_stay_within_what_is_released_and_expenditures_within_obligations(
    case: Share,
) -> None:
    case.walk_to("released")

    with refused(Refused, "above_released"):
        case.take("obligate", amount=Decimal("100000.01"))
    case.take("obligate", amount=Decimal(60_000))
    with refused(Refused, "above_obligated"):
        case.take("spend", amount=Decimal("60000.01"))
    case.take("spend", amount=Decimal(20_000))
    with refused(Refused, "below_spent"):
        case.take("deobligate", amount=Decimal("40000.01"), reason="Cancelled.")
    case.take("deobligate", amount=Decimal(10_000), reason="Cancelled.")

    allotment, told = case.allotment, position(case.component.request)
    assert (allotment.obligated, allotment.spent, allotment.psc_spent) == (50_000, 20_000, 2_600)
    assert (told.open_obligations_usd, told.expenditure_usd) == (30_000, 22_600)


@pytest.mark.parametrize("step", ["obligate", "deobligate", "spend", "certify_reversal"])
def test_a_step_about_money_asks_for_an_amount(case: Share, step: str) -> None:
    case.walk_to("released")

    with pytest.raises(Refused) as refusal:
        case.take(step, amount=Decimal(0), reason="Nothing.")

    assert "amount_missing" in {reason.code for reason in refusal.value.reasons}


def test_the_relationship_owner_enters_no_money(case: Share) -> None:
    case.walk_to("released")
    owner = case.world["cofinancing_officer"]
    case.world.actors["owner"] = replace(owner, roles=frozenset({"treasury_officer"}))

    for step in ("obligate", "spend", "deobligate"):
        with refused(NotAllowed, "relationship_owner_may_not_book"):
            case.take(step, "owner", amount=Decimal(1), reason="Mine.")
    with refused(NotAllowed, "relationship_owner_may_not_book"):
        case.take("close", "owner")


def test_an_allotment_is_closed_when_its_money_is_spent_or_taken_back(case: Share) -> None:
    case.walk_to("released")
    case.take("obligate", amount=Decimal(60_000))
    with refused(Refused, "obligations_open", "balance_not_reversed"):
        case.take("close")
    case.take("spend", amount=Decimal(60_000))
    with refused(Refused, "balance_not_reversed"):
        case.take("close")
    case.take("certify_reversal", amount=Decimal(45_200), reason="Cheaper.")
    case.take("reduce", reason="Cheaper.")
    case.take("close")

    allotment, money = case.allotment, cash(case)
    assert (allotment.state, allotment.left) == ("closed", Money.of(67_800, "USD"))
    assert (money.released, money.closed, money.reversed) == (0, GROSS, 45_200)
    with case.world.as_("auditor"):
        assert money.unspent() == Decimal(45_200)
    assert not position(case.component.request).allotments_open


def test_what_rounding_leaves_of_the_support_cost_goes_back(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(200_000, "USD"), request=request.pk)

    component = components_of(request)[0]
    whole = share_at(world, contribution=money, component=component, gross=GROSS)
    share = share_at(world, contribution=money, component=component, gross=Decimal("100.04"))
    assert whole.allotment.state == "released"
    for step in ("obligate", "spend"):
        share.take(step, amount=share.allotment.programmable)
    share.take("close")

    allotment = share.allotment
    assert (allotment.programmable, allotment.psc) == (Decimal("88.53"), Decimal("11.51"))
    assert allotment.spent + allotment.psc_spent == allotment.left.amount
    assert allotment.reversed == allotment.psc - allotment.psc_spent
    assert read(Contribution, money.pk).allotted == GROSS + allotment.left.amount


def test_new_obligations_need_a_request_that_is_funded(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(1_000, "USD"), request=request.pk)
    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(1_000)
    )

    with refused(Refused, "request_takes_no_obligations"):
        share.take("obligate", amount=Decimal(1))


# ------------------------------------------------------------------ the end of a request


def test_a_withdrawn_request_gives_back_what_is_not_obligated(world: World) -> None:
    request = circulated(world)
    component = components_of(request)[0]
    money = contribution(world, Money.of(1_130_000, "USD"), request=request.pk)
    gross = Decimal(113_000)
    states = ("proposed", "certified", "released", "obligated")
    shares = {
        state: share_at(world, state, contribution=money, component=component, gross=gross)
        for state in ("released", "obligated", "proposed", "certified")
    }
    part = share_at(world, "released", contribution=money, component=component, gross=gross)
    part.take("obligate", amount=Decimal(50_000))

    act(
        world,
        "section_chief",
        "withdraw_with_refund_plan",
        request,
        now=SHOWN,
        reason="The prisons were closed.",
        refund_plan="Donors are asked.",
    )

    ended = {state: shares[state].allotment for state in states}
    assert [ended[state].state for state in states] == [
        "rejected",
        "rejected",
        "reversed",
        "released",
    ]
    assert ended["obligated"].reversed == 0
    assert part.allotment.left == Money.of(56_500, "USD")
    last = events_of(shares["released"].pk)[-1]
    assert (last.name, last.actor_role) == ("reverse", "system")
    assert last.data["caused_by"] == str(world["section_chief"].person_id)
    assert cash(part).allotted == Decimal(113_000 + 56_500)


# ------------------------------------------------------------------ versions, advice, sight


def test_a_stale_version_is_refused(case: Share) -> None:
    case.propose()

    with refused(Stale):
        case.take("certify", version=7)


def test_a_refused_step_changes_nothing(case: Share) -> None:
    case.walk_to("released")
    before = (case.allotment.version, cash(case).version, position(case.component.request).as_of)

    with refused(Refused):
        case.take("obligate", amount=Decimal(10**9))

    after = (case.allotment.version, cash(case).version, position(case.component.request).as_of)
    assert after == before


def test_a_donor_reads_its_own_allotment_and_may_do_nothing(case: Share) -> None:
    case.walk_to("released")
    donor = case.world["donor.donor_rep"]

    with case.world.as_("donor.donor_rep"):
        seen = Allotment.objects.visible_to(donor).get(pk=case.pk)
        possible = available(seen, actor=donor, now=SHOWN)

    assert not any(one.allowed for one in possible)


def test_a_preview_of_the_way_tells_what_is_asked(case: Share) -> None:
    case.walk_to("released")
    officer = case.world["treasury_officer"]

    with case.world.as_("treasury_officer"):
        possible = {one.name: one for one in available(case.allotment, actor=officer, now=SHOWN)}

    assert possible["obligate"].allowed
    assert possible["obligate"].asks == ("amount",)
    assert not possible["close"].from_here or not possible["release"].allowed


def test_only_extrabudgetary_money_is_accepted(world: World) -> None:
    pledge = promise_at(world, "signed").pledge
    pledge.organisation = world.organisations["unodc"]

    with world.as_("approving_officer"), refused(Refused, "not_extrabudgetary"):
        contributions.open_contribution(pledge=pledge, actor=world["approving_officer"], now=SHOWN)


def test_only_a_person_proposes(case: Share) -> None:
    nobody = replace(case.world["cofinancing_officer"], person_id=None)

    with case.world.as_("cofinancing_officer"), refused(NotAllowed):
        allotments.propose(
            contribution_id=case.contribution.pk,
            component_id=case.component.pk,
            gross=GROSS,
            actor=nobody,
            now=SHOWN,
        )
