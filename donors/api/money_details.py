"""One contribution, one receipt, one allotment, in full."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from donors.api.money_rows import money
from donors.models import Allotment, Contribution, Receipt
from ta_requests.models import Request
from web.caller import actor_in
from web.fields import MoneyField


class ContributionDetail(serializers.ModelSerializer[Contribution]):
    """The terms as agreed, the constraint set, and where the cash stands."""

    reference = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True, allow_null=True)
    amount = money("amount")
    received = money("received")
    unapplied = money("unapplied")
    bank_charges = money("bank_charges")
    certified = money("certified")
    released = money("released")
    closed = money("closed")
    reversed = money("reversed")
    refunded = money("refunded")
    refundable = money("refundable")
    levied = money("levied")
    written_down = money("written_down")
    applied_in = money("applied_in")
    unapplied_out = money("unapplied_out")
    reprogrammed_in = money("reprogrammed_in")
    reprogrammed_out = money("reprogrammed_out")
    available = MoneyField(read_only=True)

    class Meta:
        model = Contribution
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "pledge",
            "donor",
            "local_resources",
            "published_from",
            "agreed_at",
            "starts_on",
            "ends_on",
            "amount",
            "usd",
            "rate",
            "rate_on",
            "psc_rate",
            "countries",
            "regions",
            "themes",
            "assistance_types",
            "request",
            "components",
            "received",
            "received_usd",
            "unapplied",
            "bank_charges",
            "certified",
            "released",
            "closed",
            "reversed",
            "refunded",
            "refundable",
            "levied",
            "written_down",
            "applied_in",
            "unapplied_out",
            "reprogrammed_in",
            "reprogrammed_out",
            "available",
        ]
        read_only_fields = fields


class ReceiptDetail(serializers.ModelSerializer[Receipt]):
    """One payment as it was entered; nothing of it ever changes."""

    contribution = serializers.UUIDField(source="contribution_id", read_only=True)
    amount = money("amount")
    applied = money("applied")
    unapplied = money("unapplied")
    bank_charges = money("bank_charges")

    class Meta:
        model = Receipt
        fields = [
            "id",
            "contribution",
            "bank_reference",
            "value_on",
            "amount",
            "applied",
            "unapplied",
            "bank_charges",
            "usd",
            "rate",
            "rate_on",
            "rate_source",
            "entered_at",
        ]
        read_only_fields = fields


class AllotmentDetail(serializers.ModelSerializer[Allotment]):
    """Gross, net and support cost; what was taken back, obligated and spent; who did what."""

    contribution = serializers.UUIDField(source="contribution_id", read_only=True)
    donor = serializers.UUIDField(source="organisation_id", read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True)
    request_reference = serializers.SerializerMethodField(
        help_text="Empty where the caller may not see the request."
    )
    component = serializers.UUIDField(source="component_id", read_only=True)
    gross = money("gross")
    programmable = money("programmable")
    psc = money("psc")
    left = MoneyField(read_only=True)
    unobligated = MoneyField(read_only=True)
    reversed = money("reversed")
    reversal_amount = money("reversal_amount", allow_null=True)
    obligated = money("obligated")
    spent = money("spent")
    psc_spent = money("psc_spent")
    duties = serializers.SerializerMethodField(help_text="Person by duty; for UNODC alone.")

    class Meta:
        model = Allotment
        fields = [
            "id",
            "version",
            "reference",
            "state",
            "contribution",
            "donor",
            "request",
            "request_reference",
            "component",
            "psc_rate",
            "gross",
            "programmable",
            "psc",
            "usd_gross",
            "usd_programmable",
            "usd_reversed",
            "left",
            "unobligated",
            "reversed",
            "reversal_amount",
            "obligated",
            "spent",
            "psc_spent",
            "created_at",
            "certified_at",
            "released_at",
            "ended_at",
            "duties",
        ]
        read_only_fields = fields

    def get_request_reference(self, allotment: Allotment) -> str | None:
        """Return the reference of the request, if the caller sees it."""
        seen = Request.objects.visible_to(self._actor).filter(pk=allotment.request_id)
        return next(iter(seen.order_by().values_list("reference", flat=True)), None)

    def get_duties(self, allotment: Allotment) -> dict[str, str | None]:
        """Return who took which duty, to those who read all cases."""
        if not self._actor.reads_all_cases:
            return {}
        people = {
            "proposed": allotment.proposed_by_id,
            "certified": allotment.certified_by_id,
            "released": allotment.released_by_id,
            "reversal_certified": allotment.reversal_certified_by_id,
            "reversed": allotment.reversed_by_id,
            "closed": allotment.closed_by_id,
        }
        return {duty: None if person is None else str(person) for duty, person in people.items()}

    @property
    def _actor(self) -> Any:
        return actor_in(self.context["request"]._request)  # noqa: SLF001 - DRF wraps the request
