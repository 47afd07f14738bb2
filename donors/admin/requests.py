"""What the file of a request says of money: who promised what for it, and what it was given."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from donors.models import Allotment, Pledge
from ta_requests.models import Request
from web.admin import Panel, attach
from web.columns import link, money
from workflows.actors import Actor


def panels(request: Request, actor: Actor) -> Sequence[Panel]:
    """Return its pledges and its allotments, where there are any (two queries)."""
    pledges = Pledge.objects.visible_to(actor).for_request(request.pk)
    shares = Allotment.objects.visible_to(actor).filter(request=request)
    found = (_pledges(list(pledges.select_related("organisation__country"))),)
    given = _allotments(list(shares.select_related("organisation__country", "component")))
    return [panel for panel in (*found, given) if panel.rows]


def _pledges(pledges: Sequence[Pledge]) -> Panel:
    heads = (_("Pledge"), _("Donor"), _("Amount"), _("Stands at"))
    rows = [
        (
            link(one),
            one.organisation.display_name,
            money(one.amount, one.currency),
            one.get_state_display(),
        )
        for one in pledges
    ]
    return Panel(_("Pledges"), rows, heads)


def _allotments(shares: Sequence[Allotment]) -> Panel:
    heads = (_("Allotment"), _("Donor"), _("Component"), _("Gross"), _("Programmable"), _("Status"))
    rows = [
        (
            link(one, one.reference),
            one.organisation.display_name,
            one.component,
            money(one.gross, one.currency),
            money(one.programmable, one.currency),
            one.get_state_display(),
        )
        for one in shares
    ]
    return Panel(_("Allotments"), rows, heads)


attach(Request, panels)
