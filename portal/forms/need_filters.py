"""What the needs on show may be narrowed by; the address keeps it, to be kept or sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from donors.choices.money import FUNDABLE_REQUESTS
from portal.forms.filters import EVERYTHING, Filters
from portal.forms.lists import OneOf
from reference.models import AssistanceType, Country, CountryGroup, Region, Theme
from reference.services.countries import named
from ta_requests.choices.request import SHOWABLE
from ta_requests.services import narrowing

Narrowing = Callable[..., QuerySet[Any]]
LATEST_PHASE: Final = 99
OPEN: Final = ("", _("Open to pledges"))
EVERY_STATE: Final = ("all", _("All"))


class NeedFilters(Filters):
    """Words, place, subject, phase, state and price; made for the countries there are needs of."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    region = OneOf(label=_("Region"), required=False)
    country = OneOf(label=_("Country"), required=False)
    group = OneOf(label=_("Group of countries"), required=False)
    theme = OneOf(label=_("Theme"), required=False)
    type = OneOf(label=_("Type of assistance"), required=False)
    phase = forms.IntegerField(
        label=_("Phase"), min_value=1, max_value=LATEST_PHASE, required=False
    )
    least = forms.DecimalField(
        label=_("Gross from (USD)"), min_value=0, max_digits=15, decimal_places=2, required=False
    )
    most = forms.DecimalField(
        label=_("Gross up to (USD)"), min_value=0, max_digits=15, decimal_places=2, required=False
    )
    state = OneOf(
        label=_("Member State"),
        choices=[OPEN, EVERY_STATE, *[(one.value, one.label) for one in SHOWABLE]],
        required=False,
    )

    def __init__(
        self,
        data: Any,
        *,
        regions: list[Region],
        countries: QuerySet[Country],
        themes: list[Theme],
    ) -> None:
        """Offer these regions and themes, which were read for the page, and these countries."""
        super().__init__(data)
        self._offer("region", [(one.code, one.name) for one in regions if one.parent_id])
        self._offer("country", named(countries))
        self._offer("group", [(one.code, one.title) for one in CountryGroup.objects.all()])
        self._offer("theme", [(one.code, str(one)) for one in themes])
        self._offer("type", [(one.code, one.title) for one in AssistanceType.objects.all()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [EVERYTHING, *choices]

    @property
    def narrowed(self) -> bool:
        """Tell whether anything is asked for."""
        return any(self.given(name) is not None for name in self.fields)

    def applied_to(self, needs: QuerySet[Any], *, on: date) -> QuerySet[Any]:
        """Return the needs (read ``with_gross``) that match, groups as they stand on a day."""
        words = self.given("q")
        if words:
            needs = needs.search(words)  # type: ignore[attr-defined]
        if self.given("country"):
            needs = needs.filter(country=self.given("country"))
        needs = self._in_state(needs)
        for name, narrow in NARROWED_BY.items():
            if self.given(name):
                needs = narrow(needs, self.given(name))
        if self.given("group"):
            needs = narrowing.in_group(needs, self.given("group"), on=on)
        return narrowing.costing(needs, least=self.given("least"), most=self.given("most"))

    def _in_state(self, needs: QuerySet[Any]) -> QuerySet[Any]:
        state = self.given("state")
        if state == EVERY_STATE[0]:
            return needs
        return needs.filter(state__in=[state] if state else FUNDABLE_REQUESTS)


NARROWED_BY: Final[dict[str, Narrowing]] = {
    "region": narrowing.in_region,
    "theme": narrowing.about_theme,
    "type": narrowing.of_type,
    "phase": narrowing.in_phase,
}
