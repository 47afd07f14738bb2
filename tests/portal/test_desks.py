"""The desks show what waits in few statements; several cases are taken one by one."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.clock import database_now
from common.money import Money
from donors.models import Allotment, DueDiligence, Instalment, Pledge
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.factories.assessments import assess
from tests.factories.deliveries import delivery_of, goods_at, milestone_at
from tests.factories.pledges import pledge_at, promise_at
from tests.factories.requests import request_at
from tests.portal.browsing import words_of
from tests.portal.test_pages import PLUMBING, checked
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

DESKS: dict[str, tuple[str, list[str]]] = {
    "queue": ("queue", []),
    "everything": ("queue", []),
    "board": ("desks", []),
    "assessment": ("desk_assessment", []),
    "relations": ("desk_relations", []),
    "certification": ("desk_finance", ["certification"]),
    "release": ("desk_finance", ["release"]),
    "receipts": ("desk_finance", ["receipts"]),
    "delivery": ("desk_delivery", []),
    "propose": ("propose", []),
    "begin_pledge": ("begin", ["pledge"]),
    "begin_examination": ("begin", ["due_diligence"]),
    "begin_request": ("begin", ["request"]),
}
CLOSED_TO_AUDITORS = {"propose", "begin_pledge", "begin_examination", "begin_request"}
MOST = 10


def address(desk: str) -> str:
    name, args = DESKS[desk]
    return reverse(f"portal:{name}", args=args) + ("?whose=anybody" if desk == "everything" else "")


def asked(client: Any, url: str) -> tuple[Any, list[str]]:
    """Open a page and return its answer and its own statements."""
    client.get(url)
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(url)
    return answer, [one["sql"] for one in statements if not PLUMBING.search(one["sql"])]


def life(world: Any) -> None:
    """Let one more of everything wait."""
    request_at(world, "submitted")
    request_at(world, "acknowledged")
    assess(world, request_at(world, "needs_assessment"), "draft_report")
    shown = circulated(world)
    cash = contribution(world, request=shown.pk)
    (component, *_rest) = components_of(shown)
    for state in ("proposed", "certified"):
        share_at(world, state, contribution=cash, component=component, gross=Decimal(1000))
    under_way = delivery_of(world, request_at(world, "in_delivery"))
    milestone_at(world, under_way, "evidence")
    goods_at(world, under_way, "shipped")
    delivery_of(world, request_at(world, "funded"))
    for state in ("pledged", "negotiation", "agreed"):
        pledge_at(world, state)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_desk_answers_with_nothing_on_it(world, enter, language):
    for who in ("cofinancing_officer", "auditor"):
        client = enter(who, language=language)
        for desk in DESKS:
            if who == "auditor" and desk in CLOSED_TO_AUDITORS:
                continue
            checked(client.get(address(desk)), language)


def test_each_desk_takes_the_same_few_statements_however_much_there_is(world, enter):
    client = enter("cofinancing_officer")
    life(world)
    before = {desk: asked(client, address(desk))[1] for desk in DESKS}
    for _round in range(2):
        life(world)

    for desk in DESKS:
        answer, statements = asked(client, address(desk))

        checked(answer, "en")
        assert len(statements) <= MOST, "\n".join([desk, *statements])
        assert len(statements) == len(before[desk]), desk


def test_a_long_column_says_how_many_more_there_are(world, enter):
    for _one in range(8):
        request_at(world, "submitted")

    text = enter("section_chief").get(address("board")).content.decode()

    assert "2 more" in text
    assert f"{reverse('portal:requests')}?state=submitted" in text


@pytest.mark.parametrize(
    ("query", "who", "there"),
    [
        ("", "programme_officer", True),
        ("whose=mine", "section_chief", False),
        ("whose=anybody", "section_chief", True),
        ("whose=anybody&kind=request", "section_chief", True),
        ("whose=anybody&kind=pledge", "section_chief", False),
        ("whose=anybody&court=staff", "section_chief", True),
        ("whose=anybody&court=state", "section_chief", False),
        ("whose=anybody&due=overdue", "section_chief", False),
        ("whose=nonsense&kind=nonsense&court=%00&due=x", "programme_officer", True),
    ],
)
def test_the_queue_is_narrowed_by_its_address_alone(world, enter, query, who, there):
    request = request_at(world, "submitted")

    text = enter(who).get(f"{reverse('portal:queue')}?{query}").content.decode()

    assert (request.reference in text) is there


def test_an_assessor_finds_the_reports_of_the_own_team_by_name(world, enter):
    report = assess(world, request_at(world, "needs_assessment"), "in_progress")
    page = reverse("portal:queue")

    own = enter("assessor").get(page, {"whose": "me"}).content.decode()
    other = enter("assessor.2").get(page, {"whose": "me"}).content.decode()

    assert report.reference in own
    assert report.reference not in other


def test_what_is_overdue_stands_first(world, enter):
    under_way = delivery_of(world, request_at(world, "in_delivery"))
    milestone_at(world, under_way)
    late = milestone_at(world, under_way)
    with speaking_as(SYSTEM):
        type(late).objects.filter(pk=late.pk).update(due_on=database_now() - timedelta(days=3))

    text = enter("programme_officer").get(reverse("portal:queue")).content.decode()
    overdue = (
        enter("programme_officer").get(reverse("portal:queue"), {"due": "overdue"}).content.decode()
    )

    assert "overdue since" in text
    assert text.index("overdue since") < text.index("days left")
    assert late.reference in overdue


def test_overdue_money_and_ending_clearances_are_on_the_relationship_desk(world, enter):
    agreed, cleared = (
        pledge_at(world, "agreed"),
        pledge_at(world, "negotiation", donor="foundation"),
    )
    with speaking_as(SYSTEM):
        first = Instalment.objects.filter(pledge=agreed).earliest("due_on")
        late = Instalment.objects.overdue(on=first.due_on + timedelta(days=1))
        not_yet = Instalment.objects.overdue(on=first.due_on)
        assert list(late) == [first]
        assert not list(not_yet)
        cleared_until = DueDiligence.objects.get(organisation=cleared.organisation)
        DueDiligence.objects.filter(pk=cleared_until.pk).update(
            valid_until=database_now() + timedelta(days=20)
        )

    text = enter("cofinancing_officer").get(address("relations")).content.decode()

    assert cleared_until.reference in text


def test_the_relationship_desk_leads_to_agreeing_in_part_where_it_may_be_taken(world, enter):
    talked, cleared, signed, waiting, agreed = (
        pledge_at(world, state)
        for state in ("negotiation", "cleared", "signed", "pledged", "agreed")
    )
    steps = {
        one.pk: reverse("portal:step", args=["pledge", one.pk, "agree_in_part"])
        for one in (talked, cleared, signed, waiting, agreed)
    }
    officer = enter("cofinancing_officer")

    answer = officer.get(address("relations"))
    page = answer.content.decode()
    auditor = enter("auditor").get(address("relations")).content.decode()

    assert {pk for pk, url in steps.items() if f'href="{url}"' in page} == {talked.pk, cleared.pk}
    assert words_of(answer).count(f"Agree to a part {cleared.reference}") == 1
    assert "agree_in_part" not in auditor
    assert [officer.get(steps[one.pk]).status_code for one in (talked, cleared)] == [200, 200]
    for section in answer.context["sections"]:
        assert all(len(line.cells) == len(section.heads) for line in section.lines)


# --- one step for several cases -----------------------------------------------------------------


def marks(*subjects: Any, key: str = "request") -> list[str]:
    return [f"{key}:{one.pk}:{one.version}" for one in subjects]


def key_on(client: Any, items: list[str], step: str) -> dict[str, Any]:
    page = client.get(reverse("portal:together"), {"item": items, "step": step}).content.decode()
    return {"key": re.findall(r'name="key" value="([^"]*)"', page)[0]}


def states_of(*subjects: Any) -> list[str]:
    with speaking_as(SYSTEM):
        return [type(one).objects.get(pk=one.pk).state for one in subjects]


def test_several_requests_are_acknowledged_each_by_itself(world, enter):
    requests = [request_at(world, "submitted") for _one in range(3)]
    officer, url, items = enter("programme_officer"), reverse("portal:together"), marks(*requests)

    choice = officer.get(url, {"item": items}).content.decode()
    form = {**key_on(officer, items, "acknowledge"), "item": items, "step": "acknowledge"}
    answer = officer.post(url, {**form, "authenticity_confirmed": "on"})
    told = officer.get(answer.url).content.decode()

    assert "3 cases marked" in choice
    assert states_of(*requests) == ["acknowledged"] * 3
    assert told.count("done: Acknowledged") == 3
    with speaking_as(SYSTEM):
        for one in requests:
            assert Event.objects.filter(subject_id=one.pk, name="acknowledge").count() == 1


def test_what_is_refused_is_named_and_hinders_none_of_the_others(world, enter):
    good, moved, stale = (request_at(world, "submitted") for _one in range(3))
    officer, url = enter("programme_officer"), reverse("portal:together")
    items = [*marks(good, moved), f"request:{stale.pk}:{stale.version + 7}"]
    form = {**key_on(officer, items, "acknowledge"), "item": items, "step": "acknowledge"}
    single = reverse("portal:step", args=["request", moved.pk, "acknowledge"])
    now = officer.get(single).content.decode()
    hidden = {n: re.findall(rf'name="{n}" value="([^"]*)"', now)[0] for n in ("version", "key")}
    officer.post(single, {**hidden, "authenticity_confirmed": "on", "take": "yes"})

    answer = officer.post(url, {**form, "authenticity_confirmed": "on"})
    told = officer.get(answer.url).content.decode()

    assert states_of(good, moved, stale) == ["acknowledged", "acknowledged", "submitted"]
    assert told.count("done: Acknowledged") == 1
    assert told.count(">refused<") == 2


def test_several_allotments_are_certified_and_the_cap_stops_the_last(world, enter):
    shown = circulated(world)
    cash = contribution(world, request=shown.pk)
    component = components_of(shown)[0]
    half = cash.available.amount / 2
    shares = [
        share_at(world, "proposed", contribution=cash, component=component, gross=gross)
        for gross in (half, half, Decimal(100))
    ]
    allotments = [one.allotment for one in shares]
    officer, url = enter("certifying_officer"), reverse("portal:together")
    items = marks(*allotments, key="allotment")
    form = {**key_on(officer, items, "certify"), "item": items, "step": "certify"}

    told = officer.get(officer.post(url, form).url).content.decode()

    assert sorted(states_of(*allotments)) == ["certified", "certified", "proposed"]
    assert "not enough cash" in told


def test_a_second_click_on_several_cases_does_nothing_more(world, enter):
    request = request_at(world, "submitted")
    officer, url, items = enter("programme_officer"), reverse("portal:together"), marks(request)
    form = {**key_on(officer, items, "acknowledge"), "item": items, "step": "acknowledge"}
    form["authenticity_confirmed"] = "on"

    first, second = officer.post(url, form), officer.post(url, form)

    assert first.url == second.url
    with speaking_as(SYSTEM):
        assert Event.objects.filter(subject_id=request.pk, name="acknowledge").count() == 1


@pytest.mark.parametrize(
    "items",
    [
        [],
        ["request:x:1"],
        ["request:11111111-1111-1111-1111-111111111111"],
        ["request:11111111-1111-1111-1111-111111111111:-1"],
        ["nothing:11111111-1111-1111-1111-111111111111:1"],
        [
            "request:11111111-1111-1111-1111-111111111111:1",
            "pledge:11111111-1111-1111-1111-111111111111:1",
        ],
        [f"request:{UUID(int=n)}:1" for n in range(26)],
        ["request:11111111-1111-1111-1111-111111111111:1"],
    ],
)
def test_marks_nobody_made_are_answered_kindly(world, enter, items):
    client, url = enter("programme_officer"), reverse("portal:together")

    for answer in (
        client.get(url, {"item": items}),
        client.post(url, {"item": items, "step": "x"}),
    ):
        assert answer.status_code in {404, 422}
        assert "<h1" in answer.content.decode()


def test_forged_acts_on_several_cases_change_nothing(world, enter):
    request, foreign = request_at(world, "submitted"), pledge_at(world, "pledged")
    url, items = reverse("portal:together"), marks(request)
    form = {"key": "forged", "item": items, "step": "acknowledge", "authenticity_confirmed": "on"}

    wrong_role = enter("treasury_officer").post(url, form)
    wrong_step = enter("programme_officer").post(url, {**form, "step": "make_coffee"})
    outsiders = [enter(who).post(url, form) for who in ("state.ms_authority", "auditor")]
    other_site = enter("programme_officer", enforce_csrf_checks=True).post(url, form)

    assert wrong_role.status_code == wrong_step.status_code == 404
    assert [one.status_code for one in outsiders] == [404, 404]
    assert other_site.status_code == 403
    assert states_of(request, foreign) == ["submitted", "pledged"]


def test_the_result_is_for_whoever_asked_alone(world, enter):
    request = request_at(world, "submitted")
    officer, url, items = enter("programme_officer"), reverse("portal:together"), marks(request)
    form = {**key_on(officer, items, "acknowledge"), "item": items, "step": "acknowledge"}
    page = officer.post(url, {**form, "authenticity_confirmed": "on"}).url

    assert officer.get(page).status_code == 200
    assert enter("programme_officer.2").get(page).status_code == 404
    assert officer.get(reverse("portal:together_done", args=[UUID(int=3)])).status_code == 404


# --- proposing and beginning ----------------------------------------------------------------------


def proposal(component: Any) -> str:
    return f"{reverse('portal:propose')}?component={component.pk}"


def test_an_allotment_is_proposed_after_its_parts_and_the_cap_were_shown(world, enter):
    shown = circulated(world)
    cash = contribution(world, request=shown.pk)
    component = components_of(shown)[0]
    officer, url = enter("cofinancing_officer"), proposal(component)
    page = officer.get(url).content.decode()
    form = {
        "key": re.findall(r'name="key" value="([^"]*)"', page)[0],
        "contribution": str(cash.pk),
        "gross": "113000",
    }

    quoted = officer.post(url, {**form, "review": "yes"}).content.decode()
    with speaking_as(SYSTEM):
        assert not Allotment.objects.exists()
    first = officer.post(url, {**form, "confirm": "yes"})
    second = officer.post(url, {**form, "confirm": "yes"})

    assert component.title in officer.get(reverse("portal:propose")).content.decode()
    assert "USD 100,000.00" in quoted
    assert "USD 13,000.00" in quoted
    assert "Free afterwards" in quoted
    assert first.url == second.url
    with speaking_as(SYSTEM):
        (made,) = Allotment.objects.all()
        assert (made.state, made.gross) == ("proposed", Decimal(113_000))


def test_each_contribution_that_may_not_pay_says_which_constraint_forbids_it(world, enter):
    shown = circulated(world)
    other = circulated(world)
    elsewhere = contribution(world, request=other.pk)
    component = components_of(shown)[0]

    text = enter("cofinancing_officer").get(proposal(component)).content.decode()

    assert "No contribution fits" in text
    assert elsewhere.pledge.reference in text
    assert "The contribution is for another request." in text


@pytest.mark.parametrize("gross", ["0", "-5", "1e9", "9999999999999", "12.345", "x", "\0"])
def test_an_amount_that_cannot_be_is_refused_and_nothing_is_proposed(world, enter, gross):
    shown = circulated(world)
    cash = contribution(world, request=shown.pk)
    officer, url = enter("cofinancing_officer"), proposal(components_of(shown)[0])

    answer = officer.post(
        url, {"key": "a", "contribution": str(cash.pk), "gross": gross, "confirm": "yes"}
    )

    assert answer.status_code in {400, 409, 422}
    with speaking_as(SYSTEM):
        assert not Allotment.objects.exists()


def test_forged_proposals_change_nothing(world, enter):
    shown = circulated(world)
    cash, component = contribution(world, request=shown.pk), components_of(shown)[0]
    form = {"key": "f", "contribution": str(cash.pk), "gross": "1000", "confirm": "yes"}
    unknown = f"{reverse('portal:propose')}?component={UUID(int=5)}"

    assert enter("treasury_officer").post(proposal(component), form).status_code == 403
    for outsider in ("auditor", "state.ms_authority", "donor.donor_authority"):
        assert enter(outsider).post(proposal(component), form).status_code == 404
    for address_ in (unknown, f"{reverse('portal:propose')}?component=x"):
        assert enter("cofinancing_officer").post(address_, form).status_code == 404
    csrf = enter("cofinancing_officer", enforce_csrf_checks=True)
    assert csrf.post(proposal(component), form).status_code == 403
    with speaking_as(SYSTEM):
        assert not Allotment.objects.exists()


def test_a_pledge_is_written_down_from_a_letter(world, enter):
    shown = circulated(world)
    officer = enter("cofinancing_officer")
    url = f"{reverse('portal:begin', args=['pledge'])}?request={shown.pk}"
    page = officer.get(url).content.decode()
    form = {
        "key": re.findall(r'name="key" value="([^"]*)"', page)[0],
        "organisation": str(world.organisations["donor"].pk),
        "title": "By letter",
        "amount_amount": "1000.00",
        "amount_currency": "USD",
        "earmark_category": "4",
        "request": str(shown.pk),
        "components": [str(components_of(shown)[0].pk)],
    }

    first, second = officer.post(url, form), officer.post(url, form)

    assert first.status_code == 302, first.content.decode()
    assert first.url == second.url
    with speaking_as(SYSTEM):
        (pledge,) = Pledge.objects.all()
        assert (pledge.on_letter, pledge.title) == (True, "By letter")
        assert pledge.components.count() == 1


def test_an_examination_is_asked_for_once(world, enter):
    officer, url = enter("cofinancing_officer"), reverse("portal:begin", args=["due_diligence"])
    form = {"organisation": str(world.organisations["foundation"].pk)}

    first = officer.post(url, {**form, "key": "one"})
    again = officer.post(url, {**form, "key": "two"})
    state = officer.post(
        url, {"organisation": str(world.organisations["donor"].pk), "key": "three"}
    )
    wrong_role = enter("treasury_officer").post(url, {**form, "key": "four"})

    assert first.status_code == 302
    assert again.status_code == 409
    assert state.status_code == 422
    assert wrong_role.status_code == 403
    assert enter("donor.donor_rep").post(url, form).status_code == 404
    assert officer.get(reverse("portal:begin", args=["nothing"])).status_code == 404
    with speaking_as(SYSTEM):
        assert DueDiligence.objects.count() == 1


@pytest.mark.parametrize(("state", "unfixed"), [("proposed", True), ("released", False)])
def test_dollars_that_are_not_fixed_yet_are_not_called_nothing(world, enter, state, unfixed):
    shown = circulated(world)
    cash = contribution(world, request=shown.pk)
    share = share_at(
        world,
        state,
        contribution=cash,
        component=components_of(shown)[0],
        gross=Decimal(1000),
    )

    page = enter("certifying_officer").get(reverse("portal:case", args=["allotment", share.pk]))

    assert ("not fixed yet" in page.content.decode()) is unfixed


def test_payments_of_a_yen_pledge_are_in_yen(world, enter):
    promise = promise_at(world, "agreed", money=Money.of(2_000_000, "JPY"))

    text = words_of(enter("auditor").get(reverse("portal:pledge", args=[promise.pk])))

    assert "JPY 1,000,000" in text
    assert "USD 1,000,000" not in text


def test_a_form_chooses_nothing_for_anybody_and_offers_no_empty_list(world, enter):
    promise = promise_at(world, "negotiation")
    step = reverse("portal:step", args=["pledge", promise.pk, "agree_in_part"])

    form = enter("cofinancing_officer").get(step).context["form"]

    assert form["rest"].field.choices[0] == ("", "")
    assert "agreed_components" not in form.fields
