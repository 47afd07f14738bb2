"""Cover a request on show: one donor for each component of the first phase."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from config.training.money import Gift, Share
from config.training.requests import RequestStory


def fund(
    story: RequestStory, donors: Sequence[str], *, reports: Sequence[tuple[str, int]] | None = None
) -> tuple[list[Gift], list[Share]]:
    """Have donors, in turn, cover the components of the first phase in US dollars."""
    gifts, shares = [], []
    first = [one for one in story.components() if one.phase == 1]
    for number, component in enumerate(first):
        gift = Gift(
            cast=story.cast,
            now=story.now,
            donor=donors[number % len(donors)],
            values={
                "title": story.text.content["title"],
                "amount": Decimal(component.gross),
                "currency": "USD",
                "request": story.pk,
            },
        )
        if reports is not None:
            gift.reports = reports
        gift.agree()
        gift.receive()
        share = gift.share(component)
        share.release(now=gift.now)
        gifts.append(gift)
        shares.append(share)
    story.now = max(gift.now for gift in gifts)
    return gifts, shares
