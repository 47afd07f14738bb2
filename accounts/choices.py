"""Kinds of organisation (OP12: "Member States and other donors")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """Who may stand behind a request or a pledge."""

    STATE = "state", _("Member State or observer")
    IGO = "igo", _("Intergovernmental organisation")
    UN_ENTITY = "un_entity", _("United Nations entity")
    FOUNDATION = "foundation", _("Foundation")
    PRIVATE = "private", _("Private sector entity")
    NGO = "ngo", _("Non-governmental organisation")
    ACADEMIC = "academic", _("Academic institution")
    UNODC = "unodc", _("UNODC")


NEEDS_NO_DUE_DILIGENCE = frozenset(
    {OrganisationKind.STATE, OrganisationKind.UN_ENTITY, OrganisationKind.UNODC}
)
"""Donors of other kinds are checked before negotiation (DOMAIN 2.8)."""
