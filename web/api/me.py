"""Who am I, for whom do I act, and what else could I be?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.services import doors
from web.inputs import Inputs
from web.views import ApiViewSet


class PlaceShape(serializers.Serializer[Any]):
    """One organisation in which the person holds roles now."""

    membership = serializers.UUIDField()
    organisation = serializers.UUIDField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class MeShape(serializers.Serializer[Any]):
    """The person, and the capacity in which this call is made."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()
    organisation = serializers.UUIDField(allow_null=True)
    country = serializers.CharField(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    memberships = PlaceShape(many=True)


class MeInput(Inputs):
    """What a person may change about themselves."""

    name = serializers.CharField(max_length=150, required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)


class MeViewSet(ApiViewSet):
    """The person who is calling."""

    @extend_schema(operation_id="me", summary="Who am I?", responses=MeShape)
    def show(self, request: Request) -> Response:
        """Return the person and the capacity."""
        self.check_parameters()
        return Response(self._told())

    @extend_schema(
        operation_id="me_update",
        summary="Change my name or language",
        request=MeInput,
        responses=MeShape,
    )
    def change(self, request: Request) -> Response:
        """Change one's own name or language."""
        given = self.checked(MeInput)
        person = self._person()
        for name, value in given.items():
            setattr(person, name, value)
        person.save(update_fields=list(given))
        return Response(self._told())

    def _person(self) -> User:
        person = self.caller.user
        if person is None:
            raise TypeError
        return person

    def _told(self) -> dict[str, Any]:
        person = self._person()
        return {
            "id": person.pk,
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "organisation": self.actor.organisation_id,
            "country": self.actor.country_code or None,
            "roles": sorted(self.actor.roles),
            "memberships": [
                {
                    "membership": place.membership_id,
                    "organisation": place.organisation.pk,
                    "name": place.organisation.display_name,
                    "roles": list(place.roles),
                }
                for place in doors.places_of(person.pk, at=self.now)
            ],
        }
