"""A statement of account as a workbook: the same figures as the page, and every line behind them.

Texts are always written as texts: none of them can become a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from common.currencies import exponent_of
from donors.choices.ledger import Account
from donors.models import Contribution, JournalLine, Receipt
from donors.services.statements import AT_WORK, AccountStanding, ComponentStanding

WIDE: Final = 44
NARROW: Final = 18

Cell = str | int | Decimal | date | None


class _Book:
    """A workbook in the making, with the formats of one currency."""

    def __init__(self, currency: str) -> None:
        self.buffer = BytesIO()
        self.book = Workbook(self.buffer, {"in_memory": True, "strings_to_formulas": False})
        bold = {"bold": True, "text_wrap": True, "valign": "top"}
        self.head = self.book.add_format({**bold, "bottom": 1})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        decimals = exponent_of(currency)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        self.money = self.book.add_format({"num_format": pattern})

    def sheet(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Any:
        """Add a sheet: a line of heads that stays in sight, and rows below it."""
        sheet = self.book.add_worksheet(name[:31])
        if get_language_bidi():
            sheet.right_to_left()
        for column, text in enumerate(heads):
            sheet.write_string(0, column, text, self.head)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, len(heads), NARROW)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self.write(sheet, number, column, value)
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Cell) -> None:
        """Write one cell by what it is."""
        if isinstance(value, Decimal):
            sheet.write_number(row, column, float(value), self.money)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, value)

    def closed(self) -> bytes:
        """Return the file."""
        self.book.close()
        return self.buffer.getvalue()


def statement_workbook(
    contribution: Contribution,
    *,
    on: date,
    accounts: Sequence[AccountStanding],
    components: Sequence[ComponentStanding],
    receipts: Iterable[Receipt],
    movements: Iterable[JournalLine],
) -> bytes:
    """Return the statement of a contribution at the end of a day as an XLSX file."""
    currency = contribution.currency
    book = _Book(currency)
    book.sheet(_("Statement"), (_("Statement of account"), ""), _facts(contribution, on))
    book.sheet(_("Accounts"), (_("Account"), currency, "USD"), _accounts(accounts))
    book.sheet(_("Receipts"), _receipt_heads(), _receipts(receipts))
    at_work = [str(Account(one).label) for one in AT_WORK]
    book.sheet(_("Components"), (_("Component"), _("Request"), *at_work), _components(components))
    book.sheet(_("Movements"), _movement_heads(), _movements(movements))
    return book.closed()


def receipt_workbook(contribution: Contribution, receipt: Receipt) -> bytes:
    """Return one receipt as an XLSX file."""
    book = _Book(receipt.currency)
    rows: list[tuple[Cell, ...]] = [
        (_("Contribution"), contribution.reference),
        (_("Donor"), contribution.organisation.display_name),
        *zip(_receipt_heads(), _receipts([receipt])[0], strict=True),
        (_("Counted towards the contribution"), receipt.applied),
        (_("More than was agreed"), receipt.unapplied),
    ]
    book.sheet(_("Receipt"), (_("Receipt"), ""), rows)
    return book.closed()


def _facts(contribution: Contribution, on: date) -> list[tuple[Cell, ...]]:
    return [
        (_("Contribution"), contribution.reference),
        (_("Donor"), contribution.organisation.display_name),
        (_("At the end of"), on),
        (_("Currency"), contribution.currency),
        (_("Amount of the agreement today"), contribution.amount),
        (_("Agreed on"), contribution.agreed_at.date()),
        (_("Debits are above nothing, credits below; each currency adds up to nothing."),),
    ]


def _accounts(accounts: Iterable[AccountStanding]) -> list[tuple[Cell, ...]]:
    return [(str(Account(one.account).label), one.amount, one.usd) for one in accounts]


def _receipt_heads() -> tuple[str, ...]:
    named = (_("Bank reference"), _("Value date"), _("Amount"), _("Bank charges"), _("Currency"))
    return (*named, "USD", _("Rate for one US dollar"), _("Date of the rate"))


def _receipts(receipts: Iterable[Receipt]) -> list[tuple[Cell, ...]]:
    return [
        (
            one.bank_reference,
            one.value_on,
            one.amount,
            one.bank_charges,
            one.currency,
            one.usd,
            f"{one.rate.normalize():f}",
            one.rate_on,
        )
        for one in receipts
    ]


def _components(components: Iterable[ComponentStanding]) -> list[tuple[Cell, ...]]:
    return [
        (
            f"{one.number}. {one.title}" if one.title else _("not shown to you any more"),
            one.reference,
            *[one.amounts.get(account, Decimal(0)) for account in AT_WORK],
        )
        for one in components
    ]


def _movement_heads() -> tuple[str, ...]:
    named = (_("Account"), _("Value date"), _("What was booked"), _("Amount"), _("Currency"))
    return (*named, "USD", _("Component"))


def _movements(lines: Iterable[JournalLine]) -> Iterable[tuple[Cell, ...]]:
    for one in lines:
        yield (
            str(Account(one.account).label),
            one.journal.value_on,
            str(one.journal.get_kind_display()),
            one.amount,
            one.currency,
            one.usd,
            one.component.title if one.component else "",
        )
