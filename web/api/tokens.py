"""Tokens for programs: one's own, their secret shown once."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken
from accounts.roles import ROLES
from accounts.services import tokens
from common.errors import NotAllowed
from web.inputs import Inputs
from web.rows import Row
from web.views import ResourceViewSet


class TokenRow(Row):
    """A token without its secret; ``hint`` is how the secret ends."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    hint = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    scopes = serializers.ListField(child=serializers.CharField())
    networks = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_on = serializers.DateField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class TokenDetails(serializers.ModelSerializer[ApiToken]):
    """A token without its secret."""

    class Meta:
        model = ApiToken
        fields: ClassVar[tuple[str, ...]] = tuple(TokenRow().fields)


class IssuedShape(serializers.Serializer[Any]):
    """A new token with its secret, which is never shown again."""

    token = TokenDetails()
    secret = serializers.CharField()


class TokenInput(Inputs):
    """What a token may do, from where and for how long; no roles means all of yours."""

    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=tokens.SCOPES), allow_empty=False, max_length=2
    )
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(ROLES)), default=list, max_length=20
    )
    networks = serializers.ListField(
        child=serializers.CharField(max_length=50), default=list, max_length=20
    )
    days = serializers.IntegerField(min_value=1, max_value=tokens.LONGEST.days, default=90)


class TokenViewSet(ResourceViewSet):
    """Tokens of the person who is calling."""

    model = ApiToken
    rows = TokenRow
    details = TokenDetails
    ordering_fields = ("created_at",)
    ordering = "-created_at"

    @extend_schema(summary="Issue a token", request=TokenInput, responses={201: IssuedShape})
    def create(self, request: Request) -> Response:
        """Issue a token for the membership in use. Not repeatable: no secret is ever kept.

        A token cannot issue another one: a person must be signed in.
        """
        if self.caller.token is not None:
            raise NotAllowed(_("A token cannot issue another one. Sign in yourself."))
        issued = tokens.issue(actor=self.actor, now=self.now, **self.checked(TokenInput))
        told = {"token": self.details(issued.token).data, "secret": issued.secret}
        location = f"{request.path}{issued.token.pk}/"
        return Response(told, status=201, headers={"Location": location})

    @extend_schema(summary="Revoke a token", responses={204: None})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """End a token at once; ending it again changes nothing."""
        tokens.revoke(pk=id, actor=self.actor, now=self.now)
        return Response(status=204)
