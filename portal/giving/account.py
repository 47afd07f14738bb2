"""The statement of account of a contribution as of any day: to read, to print, to download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.clock import day_of
from common.errors import NotFound
from donors.choices.ledger import Account
from donors.models import Contribution
from donors.services import statements
from donors.services.statements import AccountStanding
from portal.access import actor_of, now_of, seen_by
from portal.office import office
from reporting.workbooks import statement_workbook

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROMISED: Final = (
    Account.RECEIVABLE,
    Account.INCOME,
    Account.GOODS_IN_KIND,
    Account.IN_KIND,
    Account.BANK_CHARGES,
)
"""The accounts that say what was promised; the others say what came and where it stands."""


class AsOfForm(forms.Form):
    """The day of a statement; today where none is given."""

    as_of = forms.DateField(
        label=_("At the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@dataclass(frozen=True)
class Line:
    """One account in two columns."""

    label: str
    debit: Decimal | None
    credit: Decimal | None
    usd: Decimal


@dataclass(frozen=True)
class Group:
    """Some accounts that balance each other, and what either side comes to."""

    title: str
    lines: list[Line]
    debit: Decimal
    credit: Decimal


@require_safe
@seen_by("donor", "staff", "auditor")
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the account of the contribution of a pledge at the end of a day, or hand it out."""
    contribution = contribution_of(request, pk)
    form = AsOfForm(request.GET)
    today = day_of(now_of(request))
    on: date = (form.cleaned_data.get("as_of") if form.is_valid() else None) or today
    standing = statements.statement(contribution, on=on)
    if request.GET.get("format") == "xlsx":
        return _handed_out(contribution, standing, on=on)
    context = {
        "contribution": contribution,
        "pledge": contribution.pledge,
        "on": on,
        "form": form if form.errors else AsOfForm(initial={"as_of": on}),
        "groups": _groups(standing),
        "components": statements.by_component(contribution, on=on),
        "receipts": list(statements.receipts_until(contribution, on=on)),
        "office": office(),
    }
    return render(request, "portal/giving/account.html", context)


def contribution_of(request: HttpRequest, pledge_id: UUID) -> Contribution:
    """Return the contribution of a pledge.

    Raises:
        NotFound: unknown, not agreed, or not visible to the person.
    """
    visible = Contribution.objects.visible_to(actor_of(request))
    found = visible.select_related("pledge", "organisation__country").filter(pledge=pledge_id)
    contribution = found.first()
    if contribution is None:
        raise NotFound
    return contribution


def _groups(standing: Sequence[AccountStanding]) -> list[Group]:
    promised = [one for one in standing if one.account in PROMISED]
    came = [one for one in standing if one.account not in PROMISED]
    named = ((_("What was promised"), promised), (_("What came, and where it stands"), came))
    return [_group(str(title), accounts) for title, accounts in named if accounts]


def _group(title: str, standing: Iterable[AccountStanding]) -> Group:
    lines = [
        Line(
            label=str(Account(one.account).label),
            debit=one.amount if one.amount > 0 else None,
            credit=-one.amount if one.amount < 0 else None,
            usd=one.usd,
        )
        for one in standing
    ]
    return Group(
        title=title,
        lines=lines,
        debit=sum((line.debit or Decimal(0) for line in lines), Decimal(0)),
        credit=sum((line.credit or Decimal(0) for line in lines), Decimal(0)),
    )


def _handed_out(
    contribution: Contribution, standing: Sequence[AccountStanding], *, on: date
) -> HttpResponse:
    book = statement_workbook(
        contribution,
        on=on,
        accounts=standing,
        components=statements.by_component(contribution, on=on),
        receipts=statements.receipts_until(contribution, on=on),
        movements=statements.movements(contribution, on=on),
    )
    return workbook_answer(book, f"{contribution.reference}-{on.isoformat()}.xlsx")


def workbook_answer(book: bytes, name: str) -> HttpResponse:
    """Return a workbook as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book, content_type=XLSX, headers=headers)
