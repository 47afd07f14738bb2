"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig

from ta_requests import ports
from workflows.registry import register


class DonorsConfig(AppConfig):
    """From a pledge to an allotment."""

    name = "donors"
    verbose_name = "Donors and money"

    def ready(self) -> None:
        """Make the machines known to the engine, and answer what requests ask of money."""
        from donors.api import codes, money_inputs, promise_inputs  # noqa: PLC0415 - models ready
        from donors.notifications import register_rules  # noqa: PLC0415
        from donors.services.funding_port import Funding  # noqa: PLC0415
        from donors.verbs import MACHINES  # noqa: PLC0415

        for machine in MACHINES:
            register(machine)
        ports.plug(Funding())
        register_rules()
        promise_inputs.declare()
        money_inputs.declare()
        codes.declare_codes()
