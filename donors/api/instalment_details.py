"""One payment of a schedule, in full."""

from __future__ import annotations

from rest_framework import serializers

from common.clock import day_of
from donors.models import Instalment
from web.caller import caller_of
from web.fields import MoneyField


class InstalmentDetail(serializers.ModelSerializer[Instalment]):
    """One payment of the schedule; ``overdue`` is derived from its day."""

    pledge = serializers.UUIDField(source="pledge_id", read_only=True)
    amount = MoneyField(source="money", read_only=True)
    pledge_version = serializers.IntegerField(source="pledge.version", read_only=True)
    settled = MoneyField(amount="settled", currency="pledge.currency", read_only=True)
    owed = MoneyField(amount="owed", currency="pledge.currency", read_only=True)
    overdue = serializers.SerializerMethodField()

    class Meta:
        model = Instalment
        fields = [
            "id",
            "version",
            "state",
            "pledge",
            "pledge_version",
            "number",
            "amount",
            "settled",
            "owed",
            "due_on",
            "overdue",
            "milestone",
            "evidence",
            "name",
            "sha256",
            "evidence_at",
            "accepted_at",
            "waived_at",
            "claimable_at",
            "overdue_at",
            "paid_at",
        ]
        read_only_fields = fields

    def get_overdue(self, instalment: Instalment) -> bool:
        """Tell whether it is claimable and late today."""
        now = caller_of(self.context["request"]._request).now  # noqa: SLF001 - DRF wraps it
        return instalment.overdue(on=day_of(now))
