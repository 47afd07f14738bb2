"""Who may see a request: one class, and the names where only named donors may."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from portal.forms.lists import TickBoxes
from ta_requests.choices.request import ConsentClass
from workflows.actors import Actor

EXPLAINED = {
    ConsentClass.SECRETARIAT: _(
        "The Secretariat only. No donor sees the request, so it can be funded only from your own "
        "resources."
    ),
    ConsentClass.NAMED_DONORS: _("Only the donors you tick below, once UNODC circulates it."),
    ConsentClass.ALL_DONORS: _("Every donor registered with UNODC, once UNODC circulates it."),
    ConsentClass.PUBLIC: _("Everybody, also without signing in, once UNODC circulates it."),
}


class RadioChoice(forms.RadioSelect):
    """Radio buttons in a group with a legend."""

    use_fieldset = True


class ConsentForm(forms.Form):
    """The class and the names; the service says what is missing."""

    consent_class = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[(key.value, text) for key, text in EXPLAINED.items()],
        widget=RadioChoice,
    )
    named_donors = forms.MultipleChoiceField(
        label=_("Named donors"),
        help_text=_("Used only with the second choice. The donors named do not see each other."),
        widget=TickBoxes,
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer every registered organisation but UNODC and one's own."""
        super().__init__(*args, **kwargs)
        donors: Any = self.fields["named_donors"]
        donors.choices = donors_known_to(actor)

    @property
    def given(self) -> dict[str, Any]:
        """Return the inputs of the step."""
        return {
            "consent_class": self.cleaned_data["consent_class"],
            "named_donors": [UUID(one) for one in self.cleaned_data["named_donors"]],
        }


def donors_known_to(actor: Actor) -> list[tuple[str, str]]:
    """Return whom a State may name, by name: States and donors of every kind."""
    known = Organisation.objects.visible_to(actor).exclude(kind=OrganisationKind.UNODC)
    found = [one for one in known.select_related("country") if one.pk != actor.organisation_id]
    return sorted(((str(one.pk), one.display_name) for one in found), key=lambda one: one[1])
