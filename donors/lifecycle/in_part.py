"""How less is agreed than was pledged: the pledge is narrowed, the rest stands apart or lapses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.currencies import exponent_of
from donors.lifecycle import pledge_guards as need
from donors.lifecycle.stages import dollars
from donors.policies import promises as who
from workflows.moves import BY_SYSTEM, SAME, Requirement, move


def _agreed(pledge: Any) -> Decimal | None:
    agreed: Decimal | None = pledge.facts.given.get("amount")
    return agreed


def _is_less(pledge: Any) -> bool:
    agreed = _agreed(pledge)
    return agreed is not None and 0 < agreed < pledge.amount


def _fits_the_currency(pledge: Any) -> bool:
    agreed = _agreed(pledge)
    if agreed is None:
        return True
    return agreed == round(agreed, exponent_of(pledge.currency))


def _are_some_of_them(pledge: Any) -> bool:
    agreed = frozenset(pledge.facts.given.get("agreed_components") or ())
    return not agreed or agreed < pledge.facts.tied_components


LESS_THAN_PLEDGED: Final = Requirement(
    _is_less,
    _("Give an amount above nothing and below what is pledged."),
    "not_less_than_pledged",
    field="amount",
    asks="amount",
)
IN_WHOLE_UNITS: Final = Requirement(
    _fits_the_currency,
    _("The amount has too many decimals."),
    "amount_too_precise",
    field="amount",
)
SOME_COMPONENTS: Final = Requirement(
    _are_some_of_them,
    _("Name some of the components of this pledge, and leave at least one of them to the rest."),
    "components_not_a_part",
    field="agreed_components",
)
IS_A_REST: Final = Requirement(
    lambda pledge: pledge.origin_id is not None and "whole" in pledge.facts.given,
    _("Only the rest of a pledge that was agreed in part stands apart this way."),
    "not_a_rest",
)


class InPartLifecycle(models.Model):
    """A pledge of which only a part is agreed, and the pledge that the rest of it becomes.

    The parts add up to what was pledged, in its currency and in the dollars of that day: a rate
    of another day would move what was announced.
    """

    facts: Any
    amount: Any
    announced_at: Any
    announced_by_id: Any
    pledged_on: Any
    usd: Any
    usd_rate: Any
    usd_rate_on: Any
    cleared_at: Any
    cleared_by_id: Any

    class Meta:
        abstract = True

    @move(
        source="negotiation",
        target=SAME,
        by=who.BY_EITHER_SIDE,
        requires=[LESS_THAN_PLEDGED, IN_WHOLE_UNITS, SOME_COMPONENTS],
        reason=True,
        asks=["amount"],
        title=_("Agree to a part"),
        effect=_("The pledge becomes smaller; the rest stays pledged on its own, or lapses."),
    )
    @move(
        source="cleared",
        target="negotiation",
        by=who.BY_EITHER_SIDE,
        requires=[need.UNSIGNED, LESS_THAN_PLEDGED, IN_WHOLE_UNITS, SOME_COMPONENTS],
        reason=True,
        asks=["amount"],
        title=_("Agree to a part"),
        effect=_(
            "The pledge becomes smaller and is cleared again; the rest stays pledged on its own, "
            "or lapses."
        ),
    )
    def agree_in_part(self) -> None:
        """Agree to less than was pledged; what was certified is certified again."""
        agreed = self.facts.given["amount"]
        self.usd = dollars(self.usd, part=agreed, of=self.amount)
        self.amount = agreed
        self.cleared_at = None
        self.cleared_by_id = None

    @move(
        source="draft",
        target="pledged",
        by=BY_SYSTEM,
        requires=[IS_A_REST],
        title=_("Stand apart"),
        effect=_("What was not agreed stays pledged, at its worth of the day it was announced."),
    )
    def stand_apart(self) -> None:
        """Keep the rest of a pledge pledged, as it was announced by whom and when."""
        whole = self.facts.given["whole"]
        self.announced_at, self.announced_by_id = whole.announced_at, whole.announced_by_id
        self.pledged_on = whole.pledged_on
        self.usd = whole.usd - self.facts.given["agreed_usd"]
        self.usd_rate, self.usd_rate_on = whole.usd_rate, whole.usd_rate_on
