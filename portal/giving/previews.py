"""What a donor was shown before the click: an amount that changed since is shown again first."""

from __future__ import annotations

from django.http import HttpRequest

from common.money import Money

FIELD = "quoted"


def quoted_as(amount: Money) -> str:
    """Return an amount as the hidden field of a preview carries it."""
    return f"{amount.amount:f} {amount.currency}"


def quoted_before(request: HttpRequest, amount: Money) -> bool:
    """Tell whether the form was sent from a preview of exactly this amount."""
    return request.POST.get(FIELD, "") == quoted_as(amount)
