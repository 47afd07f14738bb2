"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ta_requests import ports
from workflows.registry import register


class DonorsConfig(AppConfig):
    """From a pledge to an allotment."""

    name = "donors"
    verbose_name = _("Donors and money")

    def ready(self) -> None:
        """Make the machines known to the engine, and answer what requests ask of money."""
        from donors.api import (  # noqa: PLC0415 - models are ready here
            codes,
            entries,
            in_kind_inputs,
            ledger_inputs,
            money_codes,
            money_inputs,
            offers,
            pledge_entries,
            promise_inputs,
        )
        from donors.notifications import register_rules  # noqa: PLC0415
        from donors.services.effects import describe_money  # noqa: PLC0415
        from donors.services.funding_port import Funding  # noqa: PLC0415
        from donors.verbs import MACHINES  # noqa: PLC0415
        from workflows.preview import describe_with  # noqa: PLC0415

        for machine in MACHINES:
            register(machine)
        ports.plug(Funding())
        describe_with(describe_money)
        register_rules()
        promise_inputs.declare()
        in_kind_inputs.declare()
        money_inputs.declare()
        ledger_inputs.declare()
        codes.declare_codes()
        money_codes.declare_codes()
        entries.declare()
        pledge_entries.declare()
        offers.declare()
