"""What a request consists of and what is kept about it: items, documents, versions, turns."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.request import Court, DocumentKind, Occasion
from ta_requests.models.request import Request
from workflows.actors import Actor


class PartQuerySet(models.QuerySet[Any]):
    """Parts that everybody sees who sees the request."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the parts of requests the actor sees."""
        if actor.reads_all_cases:
            return self
        return self.filter(request__in=Request.objects.visible_to(actor))


class InnerPartQuerySet(models.QuerySet[Any]):
    """Parts between the State and UNODC, which no donor sees."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff and auditors see all, a State those of its own requests, donors none."""
        if actor.reads_all_cases:
            return self
        if actor.organisation_id is None or not actor.sees("state"):
            return self.none()
        return self.filter(
            request__in=Request.objects.filter(organisation_id=actor.organisation_id)
        )


class RequestedItem(models.Model):
    """One line of material the State asks for (OP11: "including material support")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("line"))
    description = models.CharField(_("description"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)

    objects: Any = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("requested item")
        verbose_name_plural = _("requested items")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="item_lines_of_a_request"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & ~Q(description="") & ~Q(unit=""),
                name="a_requested_item_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit} {self.description}"


def place_of(document: Document, _filename: str) -> str:
    """Return where a file lies: under names of ours, never the sender's."""
    return f"requests/{document.request_id}/{document.pk}"


class Document(models.Model):
    """A file of a request; once stored it is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to=place_of, max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    attached_at = models.DateTimeField()
    attached_by_id = models.UUIDField(null=True)

    objects: Any = InnerPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["attached_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", size__gt=0),
                name="a_document_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RequestVersion(models.Model):
    """The text of a request as filed on one day; the database refuses every change.

    ``content`` is what was asked, ``country_status`` the groups (LDC, LLDC, SIDS) of that day,
    ``difference`` what changed since the version before, ``digest`` the sha256 of the content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion)
    content: models.JSONField[Any, Any] = models.JSONField()
    country_status: models.JSONField[Any, Any] = models.JSONField()
    difference: models.JSONField[Any, Any] = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by_id = models.UUIDField(null=True)

    objects: Any = InnerPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="versions_of_a_request"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} v{self.number}"


class Clarification(models.Model):
    """One question of UNODC and the State's answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="clarifications")
    number = models.PositiveSmallIntegerField(_("number"))
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)
    due_at = models.DateTimeField(_("answer due"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects: Any = InnerPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="questions_of_a_request"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(answered_at__isnull=True, dropped_at__isnull=True),
                name="one_open_question_per_request",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="a_question_has_words"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by_id__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by_id__isnull=False) & ~Q(answer=""),
                name="an_answer_has_words_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(dropped_at__isnull=True),
                name="an_answer_is_not_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.question[:60]}"


class Turn(models.Model):
    """One stay of a request with whoever must move next, and its working days.

    A turn with ``counts`` off is a pause (the delivery is suspended): its days stay zero.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField(_("number"))
    court = models.CharField(_("whose move"), max_length=10, choices=Court)
    counts = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    working_days = models.PositiveIntegerField(_("working days"), default=0)

    objects: Any = InnerPartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="turns_of_a_request"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="one_turn_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
                name="a_turn_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(working_days=0) | Q(counts=True, ended_at__isnull=False),
                name="a_pause_does_not_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court}: {self.working_days}"
