"""The file of an amendment, with its difference in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from donors.admin.promises import DONOR, PLEDGE_OF, STATUS
from donors.machines.amendment import AMENDMENT
from donors.models import Amendment
from donors.models.agreed_terms import differences
from donors.services.amendments import terms_before
from web.admin import CaseAdmin, Panel
from web.caller import actor_in
from web.story import names_of


@admin.register(Amendment)
class AmendmentAdmin(CaseAdmin):
    """Changes of agreed terms."""

    machine = AMENDMENT
    list_display = ("reference", PLEDGE_OF, DONOR, STATUS, "asked_by_donor", "accepted_at")
    list_filter = ("state", "asked_by_donor")
    list_select_related = ("pledge", "organisation__country")
    search_fields = ("reference", "organisation__name")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (
        "pledge", DONOR, "motive", "asked_by_donor", "name", "offered_at", "signed_at",
        "accepted_at",
    )  # fmt: skip

    def panels(self, subject: Amendment, request: HttpRequest) -> Sequence[Panel]:
        """Show each changed term before and after, and whose hands it went through."""
        before = terms_before(subject)
        changed = differences(before, subject.changes, currency=subject.pledge.currency)
        sentence = _("%(before)s, then %(after)s")
        rows = [
            (one.label, sentence % {"before": one.before, "after": one.after}) for one in changed
        ]
        hands = {
            _("Written"): subject.created_by_id,
            _("Offered"): subject.offered_by_id,
            _("Signed"): subject.signed_by_id,
            _("Accepted"): subject.accepted_by_id,
        }
        names = names_of(hands.values(), actor=actor_in(request))
        people = [(act, names.get(person, "-")) for act, person in hands.items() if person]
        return [Panel(_("What changes"), rows), Panel(_("Whose hands"), people)]
