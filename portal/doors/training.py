"""In a training on this machine alone, the page of the second factor may show the code."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import User

Teller = Callable[[HttpRequest, User], str]

_tellers: list[Teller] = []


def tell_codes(teller: Teller) -> None:
    """Register who knows the codes of a training; nobody does in production."""
    _tellers.append(teller)


def code_for(request: HttpRequest, person: User) -> str:
    """Return the code a training person may type now; "" for everybody else."""
    return next((code for teller in _tellers if (code := teller(request, person))), "")
