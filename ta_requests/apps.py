"""The room as Django sees it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaRequestsConfig(AppConfig):
    """From a State's request to its closure."""

    name = "ta_requests"
    verbose_name = _("Technical assistance requests")

    def ready(self) -> None:
        """Make the machines of the room known to the engine, and their inputs to every form."""
        from ta_requests.api.assessment_inputs import register_assessment_inputs  # noqa: PLC0415
        from ta_requests.api.codes import declare_codes  # noqa: PLC0415
        from ta_requests.api.delivery_inputs import register_delivery_inputs  # noqa: PLC0415
        from ta_requests.api.request_inputs import register_inputs  # noqa: PLC0415
        from ta_requests.notifications import register_rules  # noqa: PLC0415
        from ta_requests.verbs import register_machines  # noqa: PLC0415 - models are ready here

        register_machines()
        register_inputs()
        register_assessment_inputs()
        register_delivery_inputs()
        register_rules()
        declare_codes()
