"""A donor reads, prints and downloads its account as of any day; nobody else's."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.urls import reverse

from common.money import Money
from donors.models import Agreement, Receipt
from donors.services import statements
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.factories.assessments import BEDS, TRAINING
from tests.factories.pledges import pledge_at, promise_at
from tests.portal.browsing import words_of
from tests.portal.test_pages import checked, looked
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def account_of(pledge):
    return reverse("portal:pledge_account", args=[pledge.pk])


def texts_in(answer):
    """Return what a workbook says, all sheets and shared texts together."""
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    return " ".join(parts)


def test_the_account_says_what_was_promised_and_where_the_money_stands(world, enter):
    shown, money = circulated(world), contribution(world)
    component = components_of(shown)[0]
    share_at(world, "released", contribution=money, component=component, gross=Decimal(1130))

    answer, asked = looked(enter("donor.donor_rep"), account_of(money.pledge))

    words = words_of(answer)
    assert "Receivable" in words or "Income agreed" in words or "Cash" in words
    assert "USD 1,000.00" in words
    assert component.title in words
    assert "Co-financing and Partnership Section" in words
    checked(answer, "en")
    assert len(asked) <= 10, "\n".join(asked)


def test_debits_and_credits_are_those_of_the_service_on_any_day(world, enter):
    promise = promise_at(world, "received", money=Money.of("1000001", "JPY"))
    donor, page = enter("donor.donor_rep"), account_of(promise.pledge)
    before = BEGINNING.date() - timedelta(days=1)

    now = words_of(donor.get(page))
    then = words_of(donor.get(page, {"as_of": before.isoformat()}))
    nonsense = donor.get(page, {"as_of": "yesterday"})

    assert "JPY 1,000,001" in now
    assert "1,000,001." not in now
    assert "Nothing was booked up to this day." in then
    assert nonsense.status_code == 200
    assert "Enter a valid date." in words_of(nonsense)


def test_the_workbook_holds_the_same_figures(world, enter):
    shown, money = circulated(world), contribution(world)
    component = components_of(shown)[0]
    share_at(world, "released", contribution=money, component=component, gross=Decimal(1130))

    answer = enter("donor.donor_rep").get(account_of(money.pledge), {"format": "xlsx"})

    assert answer["Content-Disposition"].startswith("attachment; filename=")
    said = texts_in(answer)
    assert money.pledge.reference in said
    assert component.title in said
    assert "<v>1000</v>" in said
    assert "<f>" not in said


def test_an_arabic_workbook_opens_from_the_right(world, enter):
    pledge = pledge_at(world, "received")

    answer = enter("donor.donor_rep", language="ar").get(account_of(pledge), {"format": "xlsx"})

    assert 'rightToLeft="1"' in texts_in(answer)


def test_each_receipt_is_a_page_and_a_file(world, enter):
    pledge = pledge_at(world, "received", money=Money.of("1000.001", "KWD"))
    with speaking_as(SYSTEM):
        receipt = Receipt.objects.filter(contribution__pledge=pledge)[0]
    donor = enter("donor.donor_rep")
    page = reverse("portal:pledge_receipt", args=[pledge.pk, receipt.pk])

    words = words_of(donor.get(page))
    file = donor.get(page, {"format": "xlsx"})

    assert "KWD 500.001" in words or "KWD 500.000" in words
    assert receipt.bank_reference in texts_in(file)


def test_the_papers_of_a_pledge_are_handed_out_to_its_donor_alone(world, enter):
    pledge = pledge_at(world, "agreed")
    with speaking_as(SYSTEM):
        agreement = Agreement.objects.get(pledge=pledge)
    page = reverse("portal:agreement_file", args=[agreement.pk])

    own = enter("donor.donor_rep").get(page)
    foreign = enter("other_donor.donor_rep").get(page)

    assert b"".join(own.streaming_content) == b"%PDF-1.7 a training paper"
    assert re.match(r'attachment; filename="agreement', own["Content-Disposition"])
    assert foreign.status_code == 404


def test_a_paper_nobody_attached_is_not_there(world, enter):
    promise = promise_at(world, "agreed", milestone="The workshop runs.")
    with speaking_as(SYSTEM):
        report = promise.pledge.reports.get(number=1)
    instalment = promise.instalment(2)
    donor = enter("donor.donor_rep")

    for name, pk in (
        ("report_file", report.pk),
        ("evidence_file", instalment.pk),
        ("amendment_file", promise.pk),
    ):
        assert donor.get(reverse(f"portal:{name}", args=[pk])).status_code == 404
    promise.show_milestone()
    shown = donor.get(reverse("portal:evidence_file", args=[instalment.pk]))
    assert b"".join(shown.streaming_content)


def test_a_foreign_account_does_not_exist(world, enter):
    pledge, bare = pledge_at(world, "received"), pledge_at(world, "pledged")

    assert enter("other_donor.donor_rep").get(account_of(pledge)).status_code == 404
    assert enter("donor.donor_rep").get(account_of(bare)).status_code == 404
    assert enter("auditor").get(account_of(pledge)).status_code == 200


def test_what_is_at_work_adds_up_to_the_accounts(world):
    shown, money = circulated(world, proposals=(TRAINING, BEDS)), contribution(world, themes=["T2"])
    for component in components_of(shown):
        share_at(world, "released", contribution=money, component=component, gross=Decimal(1130))
    on = BEGINNING.date() + timedelta(days=60)

    with speaking_as(SYSTEM):
        whole = {one.account: one.amount for one in statements.statement(money, on=on)}
        parts = statements.by_component(money, on=on)

    assert len(parts) == 2
    for name in ("allotted", "psc"):
        assert sum(part.amounts[name] for part in parts) == -whole[name]
