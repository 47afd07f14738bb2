"""The notices sent to oneself, and how they fared; nobody reads another's."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from messaging.models import Notice
from web.admin import Reading


@admin.register(Notice)
class NoticeAdmin(Reading):
    """One's own notices."""

    list_display = ("created_at", "subject_reference", "title", "sent_at", "failed_at")
    list_filter = (("failed_at", admin.EmptyFieldListFilter), "language")
    search_fields = ("subject_reference", "title")
    search_help_text = gettext_lazy("Words of the reference and the title, in English.")
    ordering = ("-created_at", "id")
    list_select_related = ("recipient",)
    fields = (
        "subject_reference", "title", "message", "channel", "language", "created_at",
        "available_at", "sent_at", "attempts", "failed_at", "last_error",
    )  # fmt: skip
