"""The main ways of each kind of person, and the capacity they act in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.roles import ROLES
from common.errors import Sentence
from portal.access import actor_of
from web.caller import caller_of

PLACES = "places"
"""Session key: in how many organisations the person holds a role."""

WAYS: tuple[tuple[str, Sentence, frozenset[str]], ...] = (
    ("home", gettext_lazy("Home"), frozenset()),
    ("queue", gettext_lazy("Queue"), frozenset({"staff"})),
    ("desks", gettext_lazy("Desks"), frozenset({"staff", "auditor"})),
    ("requests", gettext_lazy("Requests"), frozenset({"state", "staff", "auditor"})),
    ("needs", gettext_lazy("Needs"), frozenset({"donor"})),
    ("pledges", gettext_lazy("Pledges"), frozenset({"donor", "staff", "auditor"})),
    ("overview", gettext_lazy("Figures"), frozenset({"donor", "staff", "auditor"})),
    ("notices", gettext_lazy("Notices"), frozenset()),
)


REMEMBERED_SECONDS = 60


@dataclass(frozen=True)
class Tab:
    """One main way."""

    url: str
    label: str
    here: bool


@dataclass(frozen=True)
class Capacity:
    """For whom a person acts, in words."""

    organisation: str
    roles: str
    may_change: bool


def tabs_for(request: HttpRequest) -> list[Tab]:
    """Return the ways open to whoever asks; none before signing in."""
    if not request.user.is_authenticated or caller_of(request).lacks_second_factor:
        return []
    actor = actor_of(request)
    here = getattr(request.resolver_match, "url_name", "") or ""
    found = [
        Tab(reverse(f"portal:{name}"), str(label), _is_here(here, name))
        for name, label, scopes in WAYS
        if not scopes or actor.sees(*scopes)
    ]
    if actor.sees("staff", "auditor", "administrator"):
        found.append(Tab(reverse("admin:index"), _("Administration"), here=False))
    return found


def _is_here(here: str, name: str) -> bool:
    """Tell whether a page belongs to a way: "request_edit" to "requests"."""
    return here in {name, name[:-1]} or here.startswith(f"{name[:-1]}_")


def capacity_of(request: HttpRequest) -> Capacity:
    """Return the organisation and roles in force for this request."""
    actor = actor_of(request)
    own = _organisation(actor.organisation_id) if actor.organisation_id else None
    roles = [str(ROLES[code].name) for code in ROLES if code in actor.roles]
    return Capacity(
        organisation=own.display_name if own else "",
        roles=_(", ").join(roles),
        may_change=request.session.get(PLACES, 0) > 1,
    )


def _organisation(pk: UUID) -> Organisation | None:
    """Return one's own organisation, remembered for a minute: every page names it."""
    known: Organisation | None = cache.get(f"organisation:{pk}")
    if known is None:
        known = Organisation.objects.select_related("country").filter(pk=pk).first()
        cache.set(f"organisation:{pk}", known, REMEMBERED_SECONDS)
    return known
