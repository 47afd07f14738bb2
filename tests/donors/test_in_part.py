"""Less is agreed than was pledged: one act, parts that add up, and no total that counts twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from common.money import Money, parts_of_gross
from donors.choices.promises import Rest
from donors.lifecycle.stages import dollars
from donors.models import PartialAgreement, Pledge
from donors.services import agreeing, clocks, pledging
from donors.services.in_part import agree_in_part
from donors.services.positions import position_of
from donors.services.quotes import shares_of
from ta_requests.models import FundingPosition
from tests.donors.test_pledge_guards import codes_of
from tests.factories.allotments import SHOWN, circulated, components_of
from tests.factories.assessments import BEDS, TRAINING
from tests.factories.pledges import Promise, promise_at
from tests.http import Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.verification import every_fault

OFFICER = "cofinancing_officer"
AUTHORITY = "donor.donor_authority"
WHY = "The budget of this year covers a part."


def in_part(promise: Promise, amount: str, *, by: str = OFFICER, **more: Any) -> Pledge | None:
    """Agree to a part, and return the pledge the rest became."""
    more.setdefault("rest", Rest.KEPT)
    promise.step(by, agree_in_part, amount=Decimal(amount), reason=WHY, **more)
    with speaking_as(SYSTEM):
        last = PartialAgreement.objects.filter(pledge_id=promise.pk).latest("decided_at", "rest")
        return last.rest


def rest_of(promise: Promise, pledge: Pledge) -> Promise:
    """Return the rest as a promise of its own, to walk on with."""
    rest = Promise(world=promise.world, donor=promise.donor, now=promise.now)
    rest.pk = pledge.pk
    return rest


def keep_promises() -> None:
    """Let the database look at once at what it would look at on commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# ---------------------------------------------------------------- what is refused
@dataclass(frozen=True)
class Case:
    """A state, a person, what they ask, and the codes of the refusal."""

    name: str
    codes: set[str]
    state: str = "negotiation"
    by: str = OFFICER
    amount: str | None = "100"
    reason: str = WHY
    components: Callable[[list[Any]], list[Any]] = lambda _tied: []
    money: Money | None = None


REFUSED = [
    Case("nothing", {"not_less_than_pledged"}, amount="0"),
    Case("below nothing", {"not_less_than_pledged"}, amount="-1"),
    Case("no amount", {"not_less_than_pledged"}, amount=None),
    Case("all of it", {"not_less_than_pledged"}, amount="1130000"),
    Case("more than all of it", {"not_less_than_pledged"}, amount="1130000.01"),
    Case("half a cent", {"amount_too_precise"}, amount="0.005"),
    Case("half a yen", {"amount_too_precise"}, amount="0.5", money=Money.of("9", "JPY")),
    Case("a tenth of a fils", {"amount_too_precise"}, amount="0.0005",
         money=Money.of("9.000", "KWD")),
    Case("all components", {"components_not_a_part"}, components=lambda tied: tied),
    Case("components of others", {"components_not_a_part"}, components=lambda _tied: [SYSTEM]),
    Case("without a reason", {"reason_required"}, reason=" "),
    Case("before it is announced", {"state_moved"}, state="draft"),
    Case("before it is negotiated", {"state_moved"}, state="pledged"),
    Case("once it is signed", {"already_signed"}, state="signed"),
    Case("once it is agreed", {"state_moved"}, state="agreed"),
    Case("once it is withdrawn", {"state_moved"}, state="withdrawn"),
    Case("by the representative", {"not_allowed"}, by="donor.donor_rep"),
    Case("by the certifying officer", {"not_allowed"}, by="certifying_officer"),
    Case("by another donor", {"not_found"}, by="other_donor.donor_authority"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_part_is_refused(world: World, case: Case) -> None:
    request = circulated(world)
    tied = [one.pk for one in components_of(request)[:2]]
    promise = promise_at(
        world, case.state, now=SHOWN, money=case.money, request=request.pk, components=tied
    )
    asked: dict[str, Any] = {
        "amount": None if case.amount is None else Decimal(case.amount),
        "rest": Rest.KEPT,
        "reason": case.reason,
        "agreed_components": case.components(tied),
    }

    assert codes_of(promise, case.by, agree_in_part, **asked) == case.codes
    with speaking_as(SYSTEM):
        assert not PartialAgreement.objects.exists()
        assert Pledge.objects.count() == 1


# ---------------------------------------------------------------- what happens
@pytest.mark.parametrize(
    ("whole", "agreed", "left"),
    [
        (Money.of("1130000.00", "USD"), "1000000.01", "129999.99"),
        (Money.of("10000001", "JPY"), "3333333", "6666668"),
        (Money.of("1000.001", "KWD"), "333.333", "666.668"),
    ],
)
def test_the_parts_add_up_in_their_currency_and_in_dollars(
    world: World, whole: Money, agreed: str, left: str
) -> None:
    promise = promise_at(world, "negotiation", money=whole)
    before = promise.pledge

    rest = in_part(promise, agreed)

    narrowed = promise.pledge
    assert rest is not None
    assert (narrowed.amount, rest.amount) == (Decimal(agreed), Decimal(left))
    assert narrowed.money + rest.money == whole
    assert before.usd is not None
    assert (narrowed.usd or 0) + (rest.usd or 0) == before.usd
    assert [rest.currency, rest.usd_rate, rest.usd_rate_on, rest.pledged_on] == [
        before.currency,
        before.usd_rate,
        before.usd_rate_on,
        before.pledged_on,
    ]
    agreed_parts, rest_parts = shares_of(narrowed).parts, shares_of(rest).parts
    assert (agreed_parts.programmable + agreed_parts.psc) + (
        rest_parts.programmable + rest_parts.psc
    ) == whole
    keep_promises()


@given(
    currency=st.sampled_from(["JPY", "USD", "KWD"]),
    whole=st.integers(2, 10**12),
    cut=st.floats(0.001, 0.999),
    rate=st.sampled_from(["0", "0.07", "0.13", "1"]),
    usd=st.integers(0, 10**12),
)
def test_nothing_is_lost_where_a_pledge_is_cut(
    currency: str, whole: int, cut: float, rate: str, usd: int
) -> None:
    money = Money.of_minor(whole, currency)
    agreed = Money.of_minor(max(1, min(whole - 1, int(whole * cut))), currency)
    left = money - agreed
    parts = [parts_of_gross(one, Decimal(rate)) for one in (money, agreed, left)]
    worth = Money.of_minor(usd, "USD").amount
    of_agreed = dollars(worth, part=agreed.amount, of=money.amount)

    assert parts[1].gross + parts[2].gross == money
    net = parts[1].programmable + parts[2].programmable
    psc = parts[1].psc + parts[2].psc
    assert net + psc == parts[0].programmable + parts[0].psc
    assert abs((net - parts[0].programmable).minor) <= 1
    assert 0 <= of_agreed <= worth


def test_one_act_is_remembered_on_the_pledge_and_begins_the_rest(world: World) -> None:
    promise = promise_at(world, "negotiation")

    rest = in_part(promise, "1000000.00")

    assert rest is not None
    with speaking_as(SYSTEM):
        told = Event.objects.filter(subject_id=promise.pk).latest("seq")
        begun = list(Event.objects.filter(subject_id=rest.pk).order_by("seq"))
        assert list(every_fault()) == []
    assert (told.name, told.source, told.target) == ("agree_in_part", "negotiation", "negotiation")
    assert told.reason == WHY
    assert told.data["rest_pledge"] == rest.reference
    assert [told.data[name] for name in ("whole", "agreed", "rest")] == [
        "1130000",
        "1000000",
        "130000",
    ]
    assert [(one.name, one.target) for one in begun] == [
        ("create", "draft"),
        ("stand_apart", "pledged"),
    ]
    assert begun[0].data["origin"] == promise.pledge.reference
    assert rest.reference != promise.pledge.reference
    assert rest.origin_id == promise.pk
    assert rest.announced_by_id == promise.pledge.announced_by_id


def test_both_parts_live_on_to_agreements_of_their_own(world: World) -> None:
    promise = promise_at(world, "negotiation")
    pledge = in_part(promise, "1000000.00", by=AUTHORITY)
    assert pledge is not None
    rest = rest_of(promise, pledge)

    for one in (promise, rest):
        if one is rest:
            one.negotiate()
        one.clear()
        one.sign()
        one.accept()

    assert [promise.pledge.state, rest.pledge.state] == ["agreed", "agreed"]
    with speaking_as(SYSTEM):
        signed = Pledge.objects.committed().values_list("contribution__amount", flat=True)
        assert sum(signed) == Decimal(1_130_000)
    keep_promises()


def test_what_was_certified_is_certified_again(world: World) -> None:
    promise = promise_at(world, "cleared")

    in_part(promise, "1000000.00")

    assert (promise.pledge.state, promise.pledge.cleared_by_id) == ("negotiation", None)
    promise.clear()
    promise.sign()
    promise.accept()
    assert promise.pledge.agreed_usd == Decimal("1000000.00")


def test_a_rest_that_lapses_leaves_no_pledge(world: World) -> None:
    promise = promise_at(world, "negotiation")

    rest = in_part(promise, "1000000.00", rest=Rest.LAPSED)

    assert rest is None
    with speaking_as(SYSTEM):
        kept = PartialAgreement.objects.get()
        assert Pledge.objects.count() == 1
    assert (kept.rest_amount, kept.rest_usd) == (Decimal(130_000), Decimal(130_000))
    keep_promises()


def test_the_examined_donor_is_examined_for_the_rest_as_well(world: World) -> None:
    promise = promise_at(world, "negotiation", donor="foundation")
    pledge = in_part(promise, "1000000.00")
    assert pledge is not None

    assert codes_of(rest_of(promise, pledge), OFFICER, pledging.negotiate) == {
        "due_diligence_needed"
    }


def test_a_rest_is_narrowed_again_and_keeps_the_first_word(world: World) -> None:
    promise = promise_at(world, "negotiation")
    first = in_part(promise, "1000000.00")
    assert first is not None
    second = rest_of(promise, first)
    second.negotiate()

    third = in_part(second, "100000.00")

    assert third is not None
    assert (second.pledge.origin_id, third.origin_id) == (promise.pk, promise.pk)
    again = in_part(promise, "900000.00")
    assert again is not None
    with speaking_as(SYSTEM):
        assert sum(Pledge.objects.values_list("amount", flat=True)) == Decimal(1_130_000)
        assert sum(one.usd or 0 for one in Pledge.objects.all()) == Decimal(1_130_000)
    keep_promises()


# ---------------------------------------------------------------- components and totals
def test_components_go_with_their_part(world: World) -> None:
    request = circulated(world, proposals=(TRAINING, BEDS))
    first, second = components_of(request)
    promise = promise_at(
        world, "negotiation", now=SHOWN, request=request.pk, components=[first.pk, second.pk]
    )

    rest = in_part(promise, "1000.00", agreed_components=[first.pk])

    assert rest is not None
    with speaking_as(SYSTEM):
        assert promise.pledge.component_ids == [first.pk]
        assert rest.component_ids == [second.pk]
        assert (rest.request_id, rest.local_resources) == (request.pk, False)


def test_a_smaller_amount_alone_leaves_both_for_everything(world: World) -> None:
    request = circulated(world, proposals=(TRAINING, BEDS))
    tied = [one.pk for one in components_of(request)]
    promise = promise_at(
        world, "negotiation", now=SHOWN, request=request.pk, components=tied, regions=["002"]
    )

    rest = in_part(promise, "1000.00")

    assert rest is not None
    with speaking_as(SYSTEM):
        assert promise.pledge.component_ids == rest.component_ids == sorted(tied)
        assert [one.pk for one in rest.regions.all()] == ["002"]


@pytest.mark.parametrize(("rest", "pledged"), [(Rest.KEPT, 600), (Rest.LAPSED, 0)])
def test_no_total_counts_a_pledge_twice(world: World, rest: Rest, pledged: int) -> None:
    request = circulated(world)
    promise = promise_at(
        world, "negotiation", now=SHOWN, money=Money.of("1000.00", "USD"), request=request.pk
    )

    in_part(promise, "400.00", rest=rest)

    with speaking_as(SYSTEM):
        told = FundingPosition.objects.get(request_id=request.pk)
    assert (told.pledged_usd, told.committed_usd) == (400 + pledged, 0)
    promise.clear()
    promise.sign()
    promise.accept()
    with speaking_as(SYSTEM):
        told = FundingPosition.objects.get(request_id=request.pk)
        assert (told.pledged_usd, told.committed_usd) == (pledged, 400)
        counted = position_of(request.pk)
    assert (counted.pledged_usd, counted.committed_usd) == (pledged, 400)


# ---------------------------------------------------------------- conditions
def conditional(world: World, basis: str, figure: int) -> tuple[Any, Promise]:
    """Return a request and a pledge of 1,000 to it that waits for others."""
    request = circulated(world)
    promise = promise_at(
        world,
        "negotiation",
        now=SHOWN,
        money=Money.of("1000.00", "USD"),
        request=request.pk,
        condition="If others sign for as much.",
        condition_basis=basis,
        condition_figure=Decimal(figure),
        condition_on=SHOWN.date() + timedelta(days=60),
    )
    return request, promise


def test_a_donors_own_parts_never_meet_its_condition(world: World) -> None:
    request, promise = conditional(world, "amount", 500)
    pledge = in_part(promise, "600.00")
    assert pledge is not None
    rest = rest_of(promise, pledge)
    rest.negotiate()
    for one in (promise, rest):
        one.clear()
        one.sign()

    assert clocks.advance(now=SHOWN)["conditions_met"] == 0
    other = {"donor": "other_donor", "now": SHOWN, "request": request.pk}
    promise_at(world, "agreed", money=Money.of("500.00", "USD"), **other)
    assert clocks.advance(now=SHOWN)["conditions_met"] == 2
    promise.accept()
    rest.accept()
    assert [promise.pledge.state, rest.pledge.state] == ["agreed", "agreed"]


def test_a_condition_in_words_is_answered_for_anew(world: World) -> None:
    promise = promise_at(world, "negotiation", condition="If our parliament agrees.")
    promise.step(OFFICER, agreeing.meet_condition, reason="It agreed on 1 October.")

    rest = in_part(promise, "1000000.00")

    assert rest is not None
    assert promise.pledge.condition_met_at == BEGINNING
    assert (rest.condition, rest.condition_met_at) == ("If our parliament agrees.", None)


# ---------------------------------------------------------------- what the database keeps
def test_no_announced_amount_shrinks_in_silence(world: World) -> None:
    promise = promise_at(world, "negotiation")

    with speaking_as(SYSTEM), transaction.atomic():
        Pledge.objects.filter(pk=promise.pk).update(amount=Decimal(1))
        with pytest.raises(IntegrityError, match="where the rest of pledge"):
            keep_promises()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"rest_amount": Decimal(1)}, "parts_add_up_to_what_was_pledged"),
        ({"agreed_amount": Decimal(1), "whole_amount": Decimal(130_001)}, "not the part"),
        ({"agreed_usd": Decimal(0), "whole_usd": Decimal(130_000)}, "not the part"),
        ({"currency": "EUR"}, "not the part"),
        ({"rest": None}, "a_pledge_is_narrowed_once_from_an_amount"),
    ],
)
def test_no_row_says_what_does_not_add_up(
    world: World, change: dict[str, Any], constraint: str
) -> None:
    promise = promise_at(world, "negotiation")
    in_part(promise, "1000000.00", rest=Rest.LAPSED)
    with speaking_as(SYSTEM):
        told = PartialAgreement.objects.get()
    told.pk = None
    for name, value in change.items():
        setattr(told, name, value)

    with speaking_as(SYSTEM), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        told.save(force_insert=True)


def test_what_was_told_is_never_changed(world: World) -> None:
    promise = promise_at(world, "negotiation")
    in_part(promise, "1000000.00")

    for change in (lambda rows: rows.update(rest=None), lambda rows: rows.delete()):
        with speaking_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
            change(PartialAgreement.objects.all())


def test_no_pledge_calls_itself_a_rest_of_another(world: World) -> None:
    first, second = promise_at(world, "negotiation"), promise_at(world, "negotiation")

    with speaking_as(SYSTEM), transaction.atomic():
        Pledge.objects.filter(pk=first.pk).update(origin_id=second.pk)
        with pytest.raises(IntegrityError, match="rest of nothing"):
            keep_promises()
        transaction.set_rollback(True)


def test_nobody_else_reads_of_it(world: World) -> None:
    promise = promise_at(world, "negotiation")
    in_part(promise, "1000000.00")

    seen = {}
    for name in (
        AUTHORITY,
        OFFICER,
        "auditor",
        "other_donor.donor_authority",
        "state.ms_authority",
    ):
        with world.as_(name):
            raw = PartialAgreement.objects.count()
            seen[name] = (PartialAgreement.objects.visible_to(world[name]).count(), raw)
    assert seen == {
        AUTHORITY: (1, 1),
        OFFICER: (1, 1),
        "auditor": (1, 1),
        "other_donor.donor_authority": (0, 0),
        "state.ms_authority": (0, 0),
    }


# ---------------------------------------------------------------- over HTTP
def test_the_api_tells_both_parts(world: World) -> None:
    promise = promise_at(world, "negotiation")
    officer = Api.of(world, OFFICER)
    at = f"/api/v1/pledges/{promise.pk}/"
    asked = {"amount": "1000000.00", "rest": "kept", "reason": WHY}

    answer = officer.post(f"{at}agree_in_part/", asked, version=officer.get(at).etag)

    assert answer.status == 200, answer.content
    told = Api.of(world, AUTHORITY).get(at).json
    (part,) = told["partial_agreements"]
    assert told["amount"] == part["agreed"] == {"amount": "1000000.00", "currency": "USD"}
    assert part["left"] == {"amount": "130000.00", "currency": "USD"}
    rest = officer.get(f"/api/v1/pledges/{part['rest']}/").json
    assert (rest["origin"], rest["state"]) == (str(promise.pk), "pledged")
    assert officer.get(f"{at}transitions/").status == 200


def test_the_page_asks_for_the_part_and_shows_it(world: World) -> None:
    request = circulated(world, proposals=(TRAINING, BEDS))
    tied = components_of(request)
    promise = promise_at(
        world, "negotiation", now=SHOWN, request=request.pk, components=[one.pk for one in tied]
    )
    client = Api.of(world, OFFICER).client
    step = f"/cases/pledge/{promise.pk}/agree_in_part/"

    page = client.get(step).content.decode()
    assert all(str(one.title) in page for one in tied)
    in_part(promise, "1000.00", agreed_components=[tied[0].pk])

    shown = client.get(f"/pledges/{promise.pk}/").content.decode()
    with speaking_as(SYSTEM):
        rest = PartialAgreement.objects.get().rest
    assert rest is not None
    assert rest.reference in shown
