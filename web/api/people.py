"""Organisations, people, their roles and the invitations by which they come."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import OrganisationKind
from accounts.models import Invitation, Membership, Organisation, RoleGrant, User
from accounts.roles import ROLES
from accounts.services import grants, invitations, organisations
from web.idempotency import idempotent
from web.inputs import Inputs
from web.rows import Row
from web.views import ResourceViewSet

ROLE_CODES = sorted(ROLES)


class OrganisationRow(Row):
    """A State, a UN entity, another donor, or UNODC."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    name = serializers.CharField()
    country = serializers.CharField(source="country_id", allow_null=True)


class OrganisationDetails(serializers.ModelSerializer[Organisation]):
    """An organisation by itself."""

    class Meta:
        model = Organisation
        fields: ClassVar[tuple[str, ...]] = ("id", "kind", "name", "country", "display_name")


class OrganisationInput(Inputs):
    """A new organisation; a State needs its country."""

    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    name = serializers.CharField(max_length=200)
    country_id = serializers.CharField(max_length=3, allow_null=True, default=None)


class NameInput(Inputs):
    """The corrected name."""

    name = serializers.CharField(max_length=200)


class OrganisationFilter(django_filters.FilterSet):
    """Organisations by kind."""

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["kind"]


class OrganisationViewSet(ResourceViewSet):
    """Organisations."""

    model = Organisation
    rows = OrganisationRow
    details = OrganisationDetails
    filterset_class = OrganisationFilter
    ordering_fields = ("name",)
    ordering = "name"
    search_fields = ("name",)

    def detailed(self) -> Any:
        """Read the country with it."""
        return self.visible().select_related("country")

    @extend_schema(
        summary="Add an organisation",
        request=OrganisationInput,
        responses={201: OrganisationDetails},
    )
    @idempotent(required=False)
    def create(self, request: Request) -> Response:
        """Add an organisation (administrators)."""
        added = organisations.add(actor=self.actor, **self.checked(OrganisationInput))
        return self.shown(added, status=201, location=f"{request.path}{added.pk}/")

    @extend_schema(
        summary="Rename an organisation", request=NameInput, responses=OrganisationDetails
    )
    @idempotent(required=False)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Correct the name (administrators)."""
        return self.shown(organisations.rename(pk=id, actor=self.actor, **self.checked(NameInput)))


class PersonRow(Row):
    """A person."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.CharField()
    is_active = serializers.BooleanField()


class MembershipShape(serializers.ModelSerializer[Membership]):
    """A person's place in an organisation."""

    class Meta:
        model = Membership
        fields: ClassVar[tuple[str, ...]] = ("id", "organisation")


class PersonDetails(serializers.ModelSerializer[User]):
    """A person with their places."""

    memberships = MembershipShape(many=True, read_only=True)

    class Meta:
        model = User
        fields: ClassVar[tuple[str, ...]] = (*PersonRow().fields, "memberships")


class PersonViewSet(ResourceViewSet):
    """People."""

    model = User
    rows = PersonRow
    details = PersonDetails
    ordering_fields = ("name", "email")
    ordering = "email"
    search_fields = ("name", "email")

    def detailed(self) -> Any:
        """Read the memberships with them."""
        return self.visible().prefetch_related("memberships")


class GrantRow(Row):
    """One role of one member: proposed, then confirmed by a second administrator."""

    id = serializers.UUIDField()
    membership = serializers.UUIDField(source="membership_id")
    person = serializers.UUIDField(source="person_id")
    organisation = serializers.UUIDField(source="membership.organisation_id")
    role = serializers.ChoiceField(choices=ROLE_CODES)
    basis = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField(allow_null=True)
    granted_by = serializers.UUIDField(source="granted_by_id", allow_null=True)
    granted_at = serializers.DateTimeField()
    confirmed_by = serializers.UUIDField(source="confirmed_by_id", allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    revoked_by = serializers.UUIDField(source="revoked_by_id", allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class GrantInput(Inputs):
    """Which role, for which member, on what paper, and for how long."""

    membership_id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=ROLE_CODES)
    basis = serializers.CharField(max_length=200)
    valid_from = serializers.DateTimeField(required=False)
    valid_to = serializers.DateTimeField(required=False)


class GrantFilter(django_filters.FilterSet):
    """Grants by person and role; ``pending`` ones wait for a second administrator."""

    person = django_filters.UUIDFilter(field_name="person_id")
    pending = django_filters.BooleanFilter(field_name="confirmed_at", lookup_expr="isnull")

    class Meta:
        model = RoleGrant
        fields: ClassVar[list[str]] = ["role"]


class GrantViewSet(ResourceViewSet):
    """Grants of roles."""

    model = RoleGrant
    rows = GrantRow
    details = GrantRow
    filterset_class = GrantFilter
    ordering_fields = ("granted_at",)
    ordering = "-granted_at"

    def detailed(self) -> Any:
        """Read the membership with it."""
        return self.visible().select_related("membership")

    @extend_schema(summary="Propose a role", request=GrantInput, responses={201: GrantRow})
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Propose a role for a member (administrators, never for themselves)."""
        granted = grants.grant(actor=self.actor, now=self.now, **self.checked(GrantInput))
        location = f"{request.path}{granted.pk}/"
        return self.shown(self.find(granted.pk), status=201, location=location)

    @extend_schema(summary="Confirm a role", request=None, responses=GrantRow)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def confirm(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Put the role into force, as a second administrator."""
        grants.confirm(pk=self.find(id).pk, actor=self.actor, now=self.now)
        return self.shown(self.find(id))

    @extend_schema(summary="Revoke a role", request=None, responses=GrantRow)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def revoke(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """End the role at once, or take back a proposal."""
        grants.revoke(pk=self.find(id).pk, actor=self.actor, now=self.now)
        return self.shown(self.find(id))


class InvitationRow(Row):
    """Who is asked to join what; the secret goes by mail only."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    organisation = serializers.UUIDField(source="organisation_id")
    roles = serializers.ListField(child=serializers.CharField())
    invited_by = serializers.UUIDField(source="invited_by_id")
    invited_at = serializers.DateTimeField()
    confirmed_by = serializers.UUIDField(source="confirmed_by_id", allow_null=True)
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)


class InvitationInput(Inputs):
    """Who, for what, on what paper."""

    email = serializers.EmailField()
    name = serializers.CharField(max_length=150)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    organisation_id = serializers.UUIDField()
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=ROLE_CODES), allow_empty=False, max_length=20
    )
    basis = serializers.CharField(max_length=200)


class AcceptInput(Inputs):
    """The secret of the link, and the password from now on."""

    secret = serializers.CharField(max_length=200)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class AcceptedShape(serializers.Serializer[Any]):
    """Who may sign in now."""

    email = serializers.EmailField()


class InvitationViewSet(ResourceViewSet):
    """Invitations."""

    model = Invitation
    rows = InvitationRow
    details = InvitationRow
    ordering_fields = ("invited_at",)
    ordering = "-invited_at"

    @extend_schema(
        summary="Invite somebody", request=InvitationInput, responses={201: InvitationRow}
    )
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Propose that somebody join (administrators)."""
        found = invitations.invite(actor=self.actor, now=self.now, **self.checked(InvitationInput))
        return self.shown(found, status=201, location=f"{request.path}{found.pk}/")

    @extend_schema(summary="Let an invitation go out", request=None, responses=InvitationRow)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def confirm(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Let it go out by mail, as a second administrator."""
        invitations.confirm(pk=id, actor=self.actor, now=self.now)
        return self.shown(self.find(id))

    @extend_schema(
        summary="Accept an invitation", request=AcceptInput, responses={201: AcceptedShape}
    )
    @action(
        detail=False, methods=["post"], permission_classes=[AllowAny], authentication_classes=[]
    )
    def accept(self, request: Request) -> Response:
        """Set a password and join; the link works once."""
        person = invitations.accept(now=self.now, **self.checked(AcceptInput))
        return Response({"email": person.email}, status=201)
