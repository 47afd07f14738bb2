"""People, organisations, roles and invitations in the admin, through the services of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import ApiToken, Invitation, Membership, Organisation, RoleGrant, User
from accounts.services import closing, factors, grants, invitations, organisations
from common.errors import DomainError, Invalid, NotFound
from web.caller import actor_in, caller_of
from web.reading import CaseInline, Plain, Reading, Seen

if TYPE_CHECKING:
    AnyForm = ModelForm[Any]
else:
    AnyForm = ModelForm

for unseen in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(unseen)  # secrets of people, or tables we leave empty
admin.site.unregister(Group)  # roles are granted to memberships; groups mean nothing here

Act = Callable[..., Any]


class WithActs(Seen, Plain):
    """Objects with acts: buttons on the page, each one call of a service."""

    change_form_template = "admin/web/with_acts.html"
    acts: ClassVar[dict[str, tuple[Any, Act]]] = {}

    def get_urls(self) -> list[URLPattern]:
        """Add the address of an act."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        page = self.admin_site.admin_view(self.act_view)
        return [path("<uuid:pk>/act/<str:act>/", page, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the object and its buttons."""
        base = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        is_keeper = actor_in(request).has("administrator")
        buttons = [
            (title, reverse(base, args=[object_id, name])) for name, (title, _) in self.acts.items()
        ]
        context = {**(extra_context or {}), "acts": buttons if is_keeper else []}
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def act_view(self, request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
        """Call the service; it decides."""
        if act not in self.acts:
            raise NotFound
        title, service = self.acts[act]
        try:
            service(pk=pk, actor=actor_in(request), now=caller_of(request).now)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": title})
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[pk]))


class MembershipInline(CaseInline):
    """The places of a person."""

    model = Membership


@admin.register(User)
class UserAdmin(WithActs, Reading):
    """People: they come by invitation and are never typed in."""

    acts: ClassVar[dict[str, tuple[Any, Act]]] = {
        "remove_factors": (gettext_lazy("Remove the second factors they lost"), factors.remove_all),
        "close": (gettext_lazy("Close the account"), closing.close),
        "reopen": (gettext_lazy("Open the account again"), closing.reopen),
    }

    list_display = ("name", "email", "language", "is_active")
    list_filter = ("is_active", "language", "memberships__organisation__kind")
    search_fields = ("name", "email")
    ordering = ("name",)
    exclude = ("password",)
    inlines = (MembershipInline,)


@admin.register(Organisation)
class OrganisationAdmin(Seen, Plain):
    """Organisations, added and renamed by administrators."""

    list_display = ("name", "kind", "country")
    list_filter = ("kind",)
    list_select_related = ("country",)
    search_fields = ("name", "country__name_en")
    ordering = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep kind and country for ever."""
        return ("kind", "country") if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: files name it."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm, change: Any) -> None:
        """Call the service."""
        actor = actor_in(request)
        if change:
            organisations.rename(pk=obj.pk, name=obj.name, actor=actor)
            return
        made = organisations.add(
            kind=obj.kind, name=obj.name, country_id=obj.country_id, actor=actor
        )
        obj.pk = made.pk


@admin.register(Membership)
class MembershipAdmin(Reading):
    """Places in organisations, to be searched when a role is granted."""

    list_display = ("user", "organisation")
    list_select_related = ("user", "organisation__country")
    search_fields = ("user__name", "user__email", "organisation__name")
    ordering = ("user__name",)


class DecidedByTwo(WithActs):
    """Proposed on Django's own page, confirmed by a second administrator's button."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: what was proposed stays as proposed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: rows stay."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for little, show everything."""
        return super().get_fields(request, obj) if obj is not None else self.asked

    asked: ClassVar[tuple[str, ...]] = ()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what a service cannot accept above the form, which keeps what was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Invalid as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason.sentence))
        typed = {name: request.POST.get(name, "") for name in self.asked}
        return HttpResponseRedirect(f"{request.path}?{urlencode(typed)}")


@admin.register(RoleGrant)
class GrantAdmin(DecidedByTwo):
    """Roles: proposed, confirmed, revoked."""

    list_display = ("person", "role", "membership", "valid_from", "valid_to", "confirmed_at")
    list_filter = ("role", ("confirmed_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "membership__user", "membership__organisation__country")
    search_fields = ("person__name", "person__email", "role")
    ordering = ("-granted_at",)
    autocomplete_fields = ("membership",)
    asked = ("membership", "role", "basis", "valid_to")
    acts: ClassVar[dict[str, tuple[Any, Act]]] = {
        "confirm": (gettext_lazy("Confirm"), grants.confirm),
        "revoke": (gettext_lazy("Revoke"), grants.revoke),
    }

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm, change: Any) -> None:
        """Call the service."""
        made = grants.grant(
            membership_id=obj.membership_id,
            role=obj.role,
            basis=obj.basis,
            valid_to=obj.valid_to,
            actor=actor_in(request),
            now=caller_of(request).now,
        )
        obj.pk = made.pk


@admin.register(Invitation)
class InvitationAdmin(DecidedByTwo):
    """Invitations: proposed, let out, accepted."""

    list_display = ("email", "organisation", "roles", "invited_at", "confirmed_by", "accepted_at")
    list_filter = (("accepted_at", admin.EmptyFieldListFilter),)
    list_select_related = ("organisation__country", "confirmed_by")
    search_fields = ("email", "name")
    ordering = ("-invited_at",)
    exclude = ("digest",)
    asked = ("email", "name", "language", "organisation", "roles", "basis")
    acts: ClassVar[dict[str, tuple[Any, Act]]] = {
        "confirm": (gettext_lazy("Confirm and send"), invitations.confirm),
    }

    def save_model(self, request: HttpRequest, obj: Any, form: AnyForm, change: Any) -> None:
        """Call the service."""
        made = invitations.invite(
            email=obj.email,
            name=obj.name,
            language=obj.language,
            organisation_id=obj.organisation_id,
            roles=obj.roles,
            basis=obj.basis,
            actor=actor_in(request),
            now=caller_of(request).now,
        )
        obj.pk = made.pk


@admin.register(ApiToken)
class TokenAdmin(Reading):
    """One's own keys for programs; they are made and revoked over the API."""

    list_display = ("name", "hint", "membership", "scopes", "expires_at", "last_used_on")
    list_select_related = ("membership__user", "membership__organisation__country", "user")
    ordering = ("-created_at",)
    exclude = ("digest",)
