"""Steps taken where one reads: small forms beside a report, an output or a line of goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.errors import DomainError
from portal.access import actor_of, now_of
from portal.forms.offers import Choices, Offers
from portal.forms.once import done_before, key_in, new_key, remember
from portal.forms.refusals import show_refusal
from portal.forms.steps import StepForm
from portal.forms.versions import version_in
from web.catalogue import status_of
from workflows.registry import Machine

ACT = "act"


@dataclass(frozen=True)
class Given(Offers):
    """Offers in which some answers are already on the page."""

    known: Mapping[str, str] = field(default_factory=dict)

    def choices(self, name: str) -> Choices | None:
        """Return the answer the page has given; for everything else, what is always offered."""
        if name in self.known:
            return [(self.known[name], self.known[name])]
        return super().choices(name)


@dataclass(kw_only=True)
class InlineStep:
    """One step of one subject as a form of its own; ``hidden`` are the inputs the page gives.

    ``code`` names the form on its page; the subject may be a plain row with ``pk`` and ``version``.
    """

    known: Machine
    subject: Any
    name: str
    request: HttpRequest
    hidden: Mapping[str, str] = field(default_factory=dict)
    wary: bool = False
    prefill: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mine = self.request.method == "POST" and self.request.POST.get(ACT) == self.code
        by_source = self.known.moves[self.name]
        self.move = by_source.get(self.subject.state) or next(iter(by_source.values()))
        offers = Given(
            self.subject, actor_of(self.request), now_of(self.request), known=self.hidden
        )
        data = (self.request.POST, self.request.FILES) if mine else (None, None)
        self.form = StepForm(
            self.known, self.name, offers, *data, needs_reason=self.move.needs_reason
        )
        self.form.auto_id = f"{self.code}-%s"
        self.form.initial.update(self.prefill)
        if not self.move.needs_reason:
            # What the State has to say has a field of its own.
            self.form.fields.pop("reason")
        self.key = key_in(self.request) if mine else new_key()
        self.version = version_in(self.request) if mine else self.subject.version
        self.refusal: DomainError | None = None

    @property
    def code(self) -> str:
        """Return the name of this form: the step, the subject, and what it is about."""
        return "-".join([self.name, str(self.subject.pk), *self.hidden.values()])

    @property
    def fields(self) -> list[Any]:
        """Return the fields a person fills in."""
        return [one for one in self.form.visible_fields() if one.name not in self.hidden]

    def taken(self, back: str) -> HttpResponseBase | None:
        """Take the step once and lead ``back``; None where it was refused (see the form)."""
        if not self.form.is_valid():
            return None
        before = done_before(self.request)
        if before is not None:
            return before
        try:
            self.known.verbs[self.name](
                pk=cast("UUID", self.subject.pk),
                actor=actor_of(self.request),
                now=now_of(self.request),
                version=self.version,
                reason=self.form.reason,
                **self.form.given,
            )
        except DomainError as refusal:
            self.refusal = refusal
            show_refusal(self.form, refusal)
            return None
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.move.title})
        return remember(self.request, redirect(back))

    @property
    def status(self) -> int:
        """Return the HTTP status of a refused step."""
        return status_of(self.refusal) if self.refusal is not None else 422


def sent_in(request: HttpRequest, steps: Iterable[InlineStep]) -> InlineStep | None:
    """Return the step whose form was sent; None where the page has no such form."""
    code = request.POST.get(ACT, "")
    return next((one for one in steps if one.code == code), None)
