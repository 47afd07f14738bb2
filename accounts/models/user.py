"""A person who signs in with an email address."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.permissions import admin_permission
from workflows.actors import Actor


class UserQuerySet(models.QuerySet["User"]):
    """People as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and administrators see people; others see those of their own organisation."""
        if actor.reads_all_cases or actor.sees("administrator"):
            return self
        if actor.organisation_id is None:
            return self.filter(pk=actor.person_id)
        return self.filter(memberships__organisation_id=actor.organisation_id)


class UserManager(BaseUserManager["User"]):
    """Create people; everything else is in the QuerySet."""

    def get_queryset(self) -> UserQuerySet:
        """Return the QuerySet that knows who may see whom."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> UserQuerySet:
        """Return the people the actor may see."""
        return self.get_queryset().visible_to(actor)

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the person with this address, whatever its letter case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save a new person; without a password they must be invited or reset it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person; what they may do comes from memberships, never from this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    mail_notices = models.BooleanField(
        _("notices by mail"),
        default=True,
        help_text=_(
            "Every notice is also read in the portal. Letters about your account are always sent."
        ),
    )
    is_active = models.BooleanField(default=True)
    is_superuser = models.BooleanField(
        default=False, help_text=_("Opens the admin to read; exempts from no rule.")
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    """How often all sessions were ended; each is known by the number it was opened under."""
    lessons = ArrayField(models.CharField(max_length=60), default=list, blank=True, editable=False)
    """Scenes of the guided walks that are behind the person, as "walk.scene"."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    actor: Actor | None = None
    """Set by the sign-in plumbing for the length of a request."""

    @property
    def is_staff(self) -> bool:
        """Tell whether the admin site opens to this person."""
        return self.is_active and (
            self.is_superuser
            or (self.actor is not None and self.actor.sees("staff", "auditor", "administrator"))
        )

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what the sessions of this person are known by: the password, and the number."""
        known_by = f"{self.password}{self.sessions_ended or ''}"
        key_salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(key_salt, known_by, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Answer the admin's question from the roles in force."""
        return self.is_active and admin_permission(perm, self.actor, superuser=self.is_superuser)

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        """Tell whether every permission is held."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Tell whether any page of a room opens in the admin."""
        return self.is_staff
