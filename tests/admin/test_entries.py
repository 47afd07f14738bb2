"""Everything of the money side can be entered in the admin, by the right person, once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from common.money import Money
from donors.api import offers
from donors.models import Adjustment, Allotment, Amendment, Contribution, Journal, Pledge
from donors.services import agreeing
from ta_requests.models import Milestone
from tests.admin.conftest import House
from tests.admin.entries import COFINANCING, KINDS, Filling, Form, Kind, lettered
from tests.contract import operations
from tests.donors.published.bringing import fts
from tests.donors.published.samples import flow
from tests.factories.adjustments import adjust
from tests.factories.allotments import SHOWN, components_of, contribution_of
from tests.factories.amendments import amendment_at
from tests.factories.pledges import PAPER, promise_at
from tests.factories.requests import request_at
from web.entries import entries_of
from workflows.actors import SYSTEM
from workflows.principal import speaking_as
from workflows.registry import machines

EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=[*KINDS])
BY_THE_DONOR_ALONE = {"in_kind_draft", "standing_criteria_set"}
"""What the API lets only a donor begin: nobody of the staff enters it anywhere."""
BEGUN_BY = {
    "pledge_draft": "from_letter",
    "amendment_draft": "amend",
    "due_diligence_open": "examine",
    "allotment_propose": "propose",
    "adjustment_enter": "adjust",
    "accounting_period_certify": "certify_month",
    "unidentified_receipt_enter": "suspend",
    "external_reference_note": "note_reference",
}
ASK_NOTHING = {
    "remove_instalment",
    "answer_checklist",
    "change_instalment",
    "redraft",
    "schedule_reports",
}
MONEY = re.compile(
    r"/api/v1/(pledges|instalments|amendments|in-kind-pledges|standing-criteria|agreements"
    r"|due-diligence|psc-waivers|report-obligations|contributions|receipts|allotments|adjustments"
    r"|accounting-periods|unidentified-receipts|external-references)/(\{id\}/[a-z-]+/|\{id\}/)?"
)
WRITTEN_BY = {
    "pledge_redraft": "redraft",
    "pledge_set_terms": "set_terms",
    "pledge_schedule_reports": "schedule_reports",
    "pledge_answer_checklist": "answer_checklist",
    "pledge_attach_letter": "attach_letter",
    "pledge_attach_agreement": "attach_agreement",
    "pledge_add_instalment": "add_instalment",
    "pledge_ask_waiver": "ask_waiver",
    "instalment_change": "change_instalment",
    "instalment_remove": "remove_instalment",
    "instalment_attach_evidence": "attach_evidence",
    "amendment_redraft": "rewrite_amendment",
    "amendment_attach": "attach_amendment",
    "report_obligation_attach": "attach_report",
}


@pytest.fixture
def superuser(house: House) -> Iterator[str]:
    """Make the administrator a superuser for one test."""
    person = house.world.user("administrator").pk
    with speaking_as(SYSTEM):
        User.objects.filter(pk=person).update(is_superuser=True)
    yield "administrator"
    with speaking_as(SYSTEM):
        User.objects.filter(pk=person).update(is_superuser=False)


def before_page(house: House, kind: Kind, form: Form, who: str = "", **options: Any) -> Filling:
    """Return a person with the form before them."""
    return Filling(house.enter(who or kind.who, **options), kind.address(form), form.values)


def seen_by_the_right_one(house: House, kind: Kind, form: Form) -> dict[str, str]:
    """Return what the page carries for the one whose form it is, once it was shown what comes."""
    filling = before_page(house, kind, form)
    filling.open()
    filling.look()
    return filling.carried


def test_what_the_api_lets_the_staff_write_is_entered_in_the_admin_or_is_a_step() -> None:
    moves = {f"{known.key}_{name}" for known in machines() for name in known.moves}
    writes = {
        str(one.declared["operationId"])
        for method in ("post", "put", "patch", "delete")
        for one in operations(method)
        if MONEY.fullmatch(one.path)
    }
    known = {kind.entry for kind in KINDS.values()}

    assert writes - moves - BY_THE_DONOR_ALONE == {*BEGUN_BY, *WRITTEN_BY}
    assert {*BEGUN_BY.values(), *WRITTEN_BY.values()} == known


@EVERY
def test_each_kind_is_reached_asked_shown_and_entered_once(house: House, kind: Kind) -> None:
    form = kind.make(house)
    before = kind.remains(form)
    filling = before_page(house, kind, form)
    way = filling.browser.get(kind.from_where(form)).content.decode()
    opened = filling.open()
    shown = filling.look()
    untouched = kind.remains(form)

    first = filling.confirm()
    after = kind.remains(form)
    again = filling.confirm()

    assert f'href="{kind.address(form)}"' in way
    assert 'name="seen"' not in opened
    assert shown.status_code == 200
    assert untouched == before
    assert first.status_code == 302
    assert after[0] == before[0] + kind.adds
    assert after != before
    if kind.ends:
        assert again.status_code == 404
    else:
        assert again.headers["Location"] == first.headers["Location"]
    assert kind.remains(form) == after
    assert filling.browser.get(first.headers["Location"]).status_code == 200


@EVERY
def test_a_form_forged_by_another_officer_enters_nothing(house: House, kind: Kind) -> None:
    form = kind.make(house)
    carried = seen_by_the_right_one(house, kind, form)
    before = kind.remains(form)

    for who in (kind.wrong, "auditor"):
        forger = before_page(house, kind, form, who)
        closed = forger.open()
        forger.carried = {**carried, "key": str(uuid.uuid4())}
        listed = forger.browser.get(kind.from_where(form)).content.decode()

        assert "This step is not open to you now." in closed, who
        assert f'href="{kind.address(form)}"' not in listed, who
        assert forger.confirm().status_code == 403, who

    assert kind.remains(form) == before


@EVERY
def test_a_superuser_without_the_office_enters_nothing(
    house: House, kind: Kind, superuser: str
) -> None:
    form = kind.make(house)
    carried = seen_by_the_right_one(house, kind, form)
    before = kind.remains(form)
    above = before_page(house, kind, form, superuser)
    opened = above.open()
    above.carried = {**carried, "key": str(uuid.uuid4())}

    looked, confirmed = above.look(), above.confirm(seen=carried.get("seen", ""))

    assert 'name="confirm"' not in opened
    assert looked.status_code in {403, 404, 422}
    assert confirmed.status_code in {403, 404, 422}
    assert kind.remains(form) == before


@EVERY
def test_a_form_from_another_site_or_of_outsiders_enters_nothing(house: House, kind: Kind) -> None:
    form = kind.make(house)
    carried = seen_by_the_right_one(house, kind, form)
    before = kind.remains(form)

    foreign = before_page(house, kind, form, enforce_csrf_checks=True)
    foreign.carried = carried
    answers = [foreign.confirm().status_code]
    for who in ("administrator", "state.ms_authority", "donor.donor_authority"):
        outsider = before_page(house, kind, form, who)
        outsider.carried = carried
        answers.append(outsider.confirm().status_code)

    assert set(answers) <= {302, 403, 404}
    assert answers[0] == 403
    assert kind.remains(form) == before


@EVERY
def test_a_form_that_is_empty_says_what_is_missing(house: House, kind: Kind) -> None:
    form = kind.make(house)
    filling = before_page(house, kind, Form({}, form.file))
    filling.open()
    before = kind.remains(form)

    answer = filling.confirm()

    if kind.entry in ASK_NOTHING:
        assert answer.status_code == 200, "it is shown first"
    else:
        assert answer.status_code == 422
    assert kind.remains(form) == before


def test_what_was_changed_after_it_was_shown_is_shown_again_first(house: House) -> None:
    kind = KINDS["allotment"]
    form = kind.make(house)
    before = kind.remains(form)
    filling = before_page(house, kind, form)
    filling.open()
    filling.look()

    answer = filling.confirm(gross="2260.00")

    assert answer.status_code == 200
    assert "USD 2,260.00" in answer.content.decode()
    assert kind.remains(form) == before


def test_something_else_under_a_key_that_is_spent_is_refused_and_kept(house: House) -> None:
    kind = KINDS["allotment"]
    form = kind.make(house)
    before = kind.remains(form)
    filling = before_page(house, kind, form)
    filling.open()
    filling.look()
    spent = filling.carried["key"]
    filling.confirm()
    filling.values = {**form.values, "gross": "2260.00"}
    filling.look()

    refused = filling.keep(filling.confirm())
    once = kind.remains(form)
    filling.look()
    entered = filling.confirm()

    words = refused.content.decode()
    assert refused.status_code == 422
    assert "This Idempotency-Key was used before for something else." in words
    assert 'value="2260.00"' in words
    assert filling.carried["key"] != spent
    assert once[0] == before[0] + 1
    assert entered.status_code == 302
    assert kind.remains(form)[0] == before[0] + 2


def test_a_second_file_under_a_key_that_is_spent_is_not_lost(house: House) -> None:
    kind = KINDS["agreement"]
    form = kind.make(house)
    filling = before_page(house, kind, form)
    filling.open()
    filling.confirm()
    other = ContentFile(PAPER + b"\n% more", "paper.pdf")

    refused = filling.keep(filling.confirm(file=other))
    once = kind.remains(form)
    other.seek(0)
    entered = filling.confirm(file=other)

    assert refused.status_code == 422
    assert entered.status_code == 302
    assert kind.remains(form)[2] == once[2] + 1


def test_before_an_allotment_is_proposed_its_parts_are_shown(house: House) -> None:
    kind = KINDS["allotment"]
    filling = before_page(house, kind, kind.make(house))
    filling.open()

    shown = filling.look().content.decode()

    for words in ("What it comes to", "USD 1,000.00", "Programme support (13 %)", "USD 130.00"):
        assert words in shown, words
    assert "USD 1,130.00" in shown
    assert "Stands at: Proposed" in shown


def test_a_service_that_refuses_is_heard_in_its_own_words(house: House) -> None:
    kind = KINDS["refund"]
    filling = before_page(house, kind, kind.make(house))
    filling.open()

    answer = filling.look(refunded_from="")

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()


def test_a_form_of_another_version_writes_nothing(house: House) -> None:
    kind = KINDS["waiver"]
    form = kind.make(house)
    before = kind.remains(form)
    filling = before_page(house, kind, form)
    filling.open()
    filling.look()

    late = filling.confirm(version=str(before[2] + 1))

    assert late.status_code == 412
    assert "Someone changed this since you opened it." in late.content.decode()
    assert kind.remains(form) == before


def test_whoever_came_too_late_reads_what_stands_there_and_keeps_what_was_typed(
    house: House,
) -> None:
    kind = KINDS["report schedule"]
    form = kind.make(house)
    early, late = (before_page(house, kind, form) for _ in range(2))
    for one in (early, late):
        one.open()
    late.values = {"reports_0": "financial", "reports_1": "2029-06-30"}
    late.look()
    early.look()
    early.confirm()

    refused = late.keep(late.confirm())
    untouched = schedule_of(form)
    late.look()
    taken = late.confirm()

    words = refused.content.decode()
    present, typed = words.split("What stands there now")[1].split("<form", 1)
    assert refused.status_code == 412
    assert 'value="2028-12-31"' in present
    assert 'name="reports_1" value="2029-06-30"' in typed
    assert untouched == [{"kind": "final", "due_on": "2028-12-31"}]
    assert taken.status_code == 302
    assert schedule_of(form) == [{"kind": "financial", "due_on": "2029-06-30"}]


def schedule_of(form: Form) -> list[dict[str, str]]:
    """Return the reports that stand in a pledge."""
    with speaking_as(SYSTEM):
        return list(Pledge.objects.get(pk=form.file.pk).report_schedule)


def test_a_list_is_emptied_by_emptying_its_only_line(house: House) -> None:
    kind = KINDS["report schedule"]
    form = kind.make(house)
    filling = before_page(house, kind, form)
    filling.open()
    filling.look()
    filling.confirm()
    stood = schedule_of(form)
    opened = filling.open()
    filling.values = {"reports_0": "", "reports_1": ""}

    seen = filling.look()
    emptied = filling.confirm()

    assert len(stood) == 1
    assert 'name="reports_1" value="2028-12-31"' in opened
    assert seen.status_code == 200
    assert emptied.status_code == 302
    assert schedule_of(form) == []


def test_what_is_closed_says_so_and_writes_nothing(house: House) -> None:
    kind = KINDS["terms"]
    form = Form(kind.make(house).values, promise_at(house.world, "agreed").pledge)
    before = kind.remains(form)
    filling = before_page(house, kind, form)
    opened = filling.open()

    answer = filling.look(version=str(before[2]), key="forged")

    assert "This step is not open to you now." in opened
    assert answer.status_code == 409
    assert kind.remains(form) == before


def test_a_file_names_what_is_begun_from_it(house: House) -> None:
    cash = contribution_of(promise_at(house.world, "received").pledge)
    file = reverse("admin:donors_contribution_change", args=[cash.pk])
    treasury = house.enter("treasury_officer")
    page = reverse("admin:donors_externalreference_enter", args=["note_reference"])
    way = f"{page}?contribution={cash.pk}"

    shown = treasury.get(file).content.decode()
    opened = treasury.get(way).content.decode()
    amending = f"/enter/amend/?pledge={cash.pledge_id}"
    talked, signed = (
        house.enter(COFINANCING)
        .get(reverse("admin:donors_pledge_change", args=[pk]))
        .content.decode()
        for pk in (house.files["pledge"], cash.pledge_id)
    )

    assert f'href="{way}"' in shown
    assert f'<option value="{cash.pk}" selected>' in opened
    assert amending in signed
    assert "/enter/amend/" not in talked


def test_what_may_not_serve_offers_no_way(house: House, tmp_path: Path) -> None:
    fts(tmp_path, flow("of another house"))
    held = contribution_of(promise_at(house.world, "received").pledge)
    promise = promise_at(house.world, "agreed", money=Money.of(1_000, "USD"))
    ended = contribution_of(promise.pledge)
    adjust(house.world, ended, "write_down", amount=Decimal(1_000))
    promise.now = SHOWN
    promise.step("approving_officer", agreeing.close)
    with speaking_as(SYSTEM):
        read = Contribution.objects.exclude(published_from="")[0]
    files = {
        (pk, who): house.enter(who)
        .get(reverse("admin:donors_contribution_change", args=[pk]))
        .content.decode()
        for pk, who in product((held.pk, ended.pk, read.pk), (COFINANCING, "treasury_officer"))
    }

    ways = {
        name: {pk for (pk, _who), shown in files.items() if f"/enter/{name}/" in shown}
        for name in ("propose", "adjust", "note_reference")
    }

    assert ways["propose"] == ways["adjust"] == {held.pk}
    assert ways["note_reference"] == {held.pk, ended.pk, read.pk}


def test_what_is_named_is_offered_however_old_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "MOST", 0)
    kind = KINDS["allotment"]
    form = kind.make(house)
    named = form.values["contribution"]
    way = f"{kind.address(form)}?contribution={named}"
    filling = before_page(house, KINDS["refund"], KINDS["refund"].make(house))
    filling.open()

    opened = house.enter(COFINANCING).get(way).content.decode()
    nonsense = house.enter(COFINANCING).get(f"{kind.address(form)}?contribution=x")
    shown = filling.look()

    assert f'<option value="{named}" selected>' in opened
    assert nonsense.status_code == 200
    assert "Select a valid choice" not in shown.content.decode()
    assert filling.confirm().status_code == 302


@pytest.mark.parametrize("who", [COFINANCING, "auditor"])
def test_entries_nobody_declared_are_not_there(house: House, who: str) -> None:
    browser = house.enter(who)
    pledge = promise_at(house.world, "negotiation").pk
    paths = [
        reverse("admin:donors_adjustment_enter", args=["nonsense"]),
        reverse("admin:donors_pledge_write", args=[pledge, "nonsense"]),
        reverse("admin:donors_pledge_write", args=[uuid.uuid4(), "set_terms"]),
    ]

    assert {browser.post(path).status_code for path in paths} == {404}
    assert not entries_of(Journal).every


def test_an_administrator_does_not_open_what_the_staff_enter(house: House) -> None:
    page = reverse("admin:donors_adjustment_enter", args=["adjust"])

    assert house.enter("administrator").get(page).status_code == 403


def test_who_entered_an_adjustment_does_not_approve_it_as_a_superuser_either(
    house: House, superuser: str
) -> None:
    kind = KINDS["refund"]
    filling = before_page(house, kind, kind.make(house))
    filling.open()
    filling.look()
    filling.confirm()
    with speaking_as(SYSTEM):
        User.objects.filter(pk=house.world.user(kind.who).pk).update(is_superuser=True)
        made = Adjustment.objects.order_by("-created_at")[0]
    page = reverse("admin:donors_adjustment_move", args=[made.pk, "approve"])
    sent = {"version": "1", "key": "forged", "confirm": "yes"}

    answers = [house.enter(who).post(page, sent).status_code for who in (kind.who, superuser)]
    with speaking_as(SYSTEM):
        User.objects.filter(pk=house.world.user(kind.who).pk).update(is_superuser=False)
        kept = Adjustment.objects.get(pk=made.pk)

    assert set(answers) <= {403, 404}
    assert (kept.state, kept.version) == ("entered", made.version)


def step_page(house: House, subject: Any, name: str, who: str) -> str:
    """Return the page of a step as a person opens it."""
    label = subject._meta.label_lower.replace(".", "_")
    page = reverse(f"admin:{label}_move", args=[subject.pk, name])
    return house.enter(who).get(page).content.decode()


def test_steps_that_commit_money_show_net_support_cost_gross_and_dollars(house: House) -> None:
    pledge = promise_at(house.world, "pledged").pledge
    with speaking_as(SYSTEM):
        allotment = Allotment.objects.get(pk=house.files["allotment"])

    of_pledge = step_page(house, pledge, "negotiate", COFINANCING)
    of_allotment = step_page(house, allotment, "release", "approving_officer")

    assert isinstance(pledge, Pledge)
    for words in ("USD 1,000,000.00", "USD 130,000.00", "USD 1,130,000.00", "(13 %)"):
        assert words in of_pledge, words
    assert "UN operational rate 1 for one US dollar" in of_pledge
    for words in ("USD 50,000.00", "USD 6,500.00", "USD 56,500.00", "At an average of 1"):
        assert words in of_allotment, words


def test_an_amendment_shows_the_agreement_before_and_after(house: House) -> None:
    draft = amendment_at(
        promise_at(house.world, "agreed"),
        "signed",
        amount=Decimal(2_260_000),
        instalments=[{"amount": Decimal(2_260_000), "due_on": date(2027, 1, 31)}],
    )

    shown = step_page(house, draft, "accept", "approving_officer")

    for words in ("The agreement before", "USD 1,000,000.00", "The agreement after"):
        assert words in shown, words
    assert "USD 2,000,000.00" in shown
    assert "USD 260,000.00" in shown


def test_what_is_chosen_by_id_is_offered_by_name(house: House) -> None:
    request = request_at(house.world, "funding_sought")
    donor = promise_at(house.world, "agreed", request=request.pk)
    draft = amendment_at(donor, "draft")
    with speaking_as(SYSTEM):
        allotment = Allotment.objects.get(pk=house.files["allotment"])
        milestone = Milestone.objects.select_related("delivery").get(pk=house.files["milestone"])
    officer, treasury = house.enter(COFINANCING), house.enter("treasury_officer")

    rewriting = officer.get(
        reverse("admin:donors_amendment_write", args=[draft.pk, "rewrite_amendment"])
    ).content.decode()
    noting = treasury.get(
        reverse("admin:donors_externalreference_enter", args=["note_reference"])
    ).content.decode()
    answer = treasury.get(house.step("unidentified_receipt", "identify"))
    assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[:900]
    identifying = answer.content.decode()

    assert components_of(request)[0].title in rewriting
    assert allotment.reference in noting
    assert donor.pledge.reference in identifying
    with house.world.as_("auditor"):
        spent = Allotment(request_id=milestone.delivery.request_id)
        offered = offers.milestones(spent, house.world["auditor"])
    assert [value for value, _name in offered] == [str(milestone.pk)]


def test_an_earmark_a_draft_lifts_stays_lifted_when_its_motive_is_rewritten(house: House) -> None:
    promise = promise_at(house.world, "agreed")
    draft = amendment_at(promise, "draft", countries=[], description="", title="Anew")
    page = reverse("admin:donors_amendment_write", args=[draft.pk, "rewrite_amendment"])
    filling = Filling(house.enter(COFINANCING), page, {"motive": "Told anew."})
    filling.open()
    filling.look()

    answer = filling.confirm()

    assert answer.status_code == 302
    with speaking_as(SYSTEM):
        kept = Amendment.objects.get(pk=draft.pk)
    assert kept.motive == "Told anew."
    assert kept.changes == {"countries": [], "description": ""}


TICKED = re.compile(r'<input type="checkbox" name="(\w+)" value="([^"]+)"[^>]* checked')


def as_it_stands(house: House, subject: Any, name: str, **typed: Any) -> Any:
    """Open a form that writes into a file and enter it with what it shows, and ``typed``."""
    label = subject._meta.label_lower.replace(".", "_")
    page = reverse(f"admin:{label}_write", args=[subject.pk, name])
    shown = house.enter(COFINANCING).get(page).content.decode()
    chosen = re.findall(
        r'<select name="(\w+)"[^>]*>(?:(?!</select>).)*<option value="([^"]+)" selected',
        shown,
        re.DOTALL,
    )
    ticked: dict[str, list[str]] = {}
    for field, value in re.findall(TICKED, shown):
        ticked.setdefault(field, []).append(value)
    filling = Filling(house.enter(COFINANCING), page, {**dict(chosen), **ticked, **typed})
    filling.open()
    filling.look()
    answer = filling.confirm()
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
    with speaking_as(SYSTEM):
        return type(subject)._default_manager.get(pk=subject.pk)


@pytest.mark.parametrize(("state", "donor"), [("suspended", "donor"), ("submitted", "state")])
def test_a_draft_rewritten_stays_tied_to_a_request_that_takes_no_money_now(
    house: House, state: str, donor: str
) -> None:
    aim = request_at(house.world, state)
    draft = lettered(house, donor=donor, request=aim.pk, earmark_category="3")

    kept = as_it_stands(house, draft, "redraft", title="Told anew", amount_0="1000")

    assert kept.title == "Told anew"
    assert (kept.request_id, kept.local_resources) == (aim.pk, donor == "state")
    assert kept.earmark_category == "3"


def test_the_form_of_a_draft_opens_with_its_earmarking_category(house: House) -> None:
    draft = lettered(house, themes=["T2c"], earmark_category="4")
    page = reverse("admin:donors_pledge_write", args=[draft.pk, "redraft"])

    shown = house.enter(COFINANCING).get(page).content.decode()

    assert '<option value="4" selected>' in shown


def test_a_draft_rewritten_stays_tied_to_components_without_a_request(house: House) -> None:
    component = components_of(request_at(house.world, "funding_sought"))[0]
    draft = lettered(house, components=[component.pk])

    kept = as_it_stands(house, draft, "redraft", title="Told anew", amount_0="1000")

    with speaking_as(SYSTEM):
        assert [one.pk for one in kept.components.all()] == [component.pk]


def test_an_amendment_offers_the_components_of_the_request_it_asks_for(house: House) -> None:
    old, new = (request_at(house.world, "funding_sought") for _time in range(2))
    component = components_of(new)[0]
    promise = promise_at(house.world, "agreed", request=old.pk)
    draft = amendment_at(promise, "draft", request=new.pk, components=[component.pk])
    with house.world.as_("auditor"):
        offered = offers.components(draft, house.world["auditor"])

    kept = as_it_stands(house, draft, "rewrite_amendment", motive="Told anew.")

    assert {value for value, _name in offered} == {str(one.pk) for one in components_of(new)}
    assert kept.motive == "Told anew."
    assert kept.changes == {"request": str(new.pk), "components": [str(component.pk)]}


def test_a_step_that_was_rehearsed_is_still_shown_in_the_language_asked_for(house: House) -> None:
    with speaking_as(SYSTEM):
        allotment = Allotment.objects.get(pk=house.files["allotment"])
    page = reverse("admin:donors_allotment_move", args=[allotment.pk, "release"])

    shown = house.enter("approving_officer", language="ar").get(page).content.decode()

    assert "USD 50000,00" in shown or "USD 50,000.00" in shown
    assert 'dir="rtl"' in shown[:400]
    assert "What this will do" not in shown
