"""What pledges in kind say: goods stand in the books as promised, received or not expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from donors.lifecycle.goods import came, goods
from donors.lifecycle.stages import NONE
from donors.models import InKindPledge
from donors.services.replaying.books import A, Books, K
from donors.services.replaying.difference import Difference, Pair, compared, gone

ACCOUNTS = (A.GOODS_IN_KIND, A.GOODS_RECEIVED, A.IN_KIND)


def gifts() -> Iterator[Difference]:
    """Compare what every pledge in kind says; services, and what is not agreed, stand nowhere."""
    books = Books.by("journal__subject_id", ACCOUNTS)
    kept = InKindPledge.objects.order_by("pk")
    for one in kept.iterator():
        yield from compared("in_kind", one.pk, _gift(one, books))
    yield from gone("in_kind", books.owners, kept.values_list("pk", flat=True))


def _gift(one: InKindPledge, books: Books) -> Mapping[str, Pair]:
    said = goods(one)
    told: dict[str, Pair] = {}
    if said:
        whole = books.credited(one.pk, A.IN_KIND, K.AGREE_IN_KIND)
        told["value"] = one.value, whole.amount
        told["usd"] = one.usd, whole.usd
        told["delivered_quantity"] = (
            came(one).amount,
            books.debited(one.pk, A.GOODS_RECEIVED, K.RECEIVE_IN_KIND).amount,
        )
    for account in ACCOUNTS:
        left = said.get(account, NONE)
        told[f"on {account}"] = left.amount, -books.of(one.pk, (account,))
        told[f"on {account}_usd"] = left.usd, -books.usd(one.pk, (account,))
    return told
