"""Every journal adds up, and every running balance is the sum of its lines."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Sum

from donors.lifecycle.stages import NOTHING
from donors.models import AccountBalance, Journal, JournalLine
from donors.services.replaying.difference import Difference, compared


def journals() -> Iterator[Difference]:
    """Compare each journal with nothing, which it adds up to, and with the lines it says."""
    sums = JournalLine.objects.values("journal_id", "currency")
    wrong = sums.annotate(total=Sum("amount")).exclude(total=0).order_by("journal_id")
    for row in wrong:
        yield from compared(
            "journal", row["journal_id"], {row["currency"]: (row["total"], NOTHING)}
        )
    dollars = JournalLine.objects.values("journal_id").annotate(total=Sum("usd"))
    for one in dollars.exclude(total=0).order_by("journal_id"):
        yield from compared("journal", one["journal_id"], {"usd": (one["total"], NOTHING)})
    for journal in Journal.objects.annotate(found=Count("lines")).order_by("pk").iterator():
        told = {"lines": (journal.lines_count, journal.found)}
        yield from compared("journal", journal.pk, told)


def balances() -> Iterator[Difference]:
    """Compare running balances with their lines; no account is without one."""
    key = ("account", "contribution_id", "component_id", "currency")
    lines = JournalLine.objects.order_by().values(*key)
    summed = lines.annotate(amount_sum=Sum("amount"), usd_sum=Sum("usd"), count=Count("pk"))
    replayed = {
        tuple(row[name] for name in key): (row["amount_sum"], row["usd_sum"], row["count"])
        for row in summed
    }
    kept = {
        tuple(getattr(row, name) for name in key): (row.amount, row.usd, row.lines_count)
        for row in AccountBalance.objects.all()
    }
    nothing = (NOTHING, NOTHING, 0)
    for one in sorted(replayed.keys() | kept.keys(), key=str):
        pairs = zip(kept.get(one, nothing), replayed.get(one, nothing), strict=True)
        told = dict(zip(("amount", "usd", "lines"), pairs, strict=True))
        yield from compared("balance", " ".join(map(str, one)), told)
