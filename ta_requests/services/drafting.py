"""Begin a request and rewrite it while it may be rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from common.errors import Invalid, NotAllowed, Reason
from reference.models import AssistanceType, Instrument, Theme
from ta_requests.choices.request import EDITABLE, Channel, DocumentKind, RequestState
from ta_requests.machines import REQUEST
from ta_requests.models import Request, RequestedItem
from ta_requests.policies.request import AUTHORS, BEGINNERS
from ta_requests.services.documents import Upload, store
from ta_requests.services.following import open_for_edit, wrong
from ta_requests.services.pace import keep_time
from workflows.actors import Actor
from workflows.engine import create
from workflows.moves import Requirement

TEXTS: Final = (
    "title",
    "language",
    "needs",
    "priorities",
    "challenges",
    "restrictions",
    "domestic_law_note",
    "gender_note",
    "culture_note",
    "safeguards_note",
    "other_type_text",
)
LISTS: Final[dict[str, tuple[type[models.Model], str]]] = {
    "themes": (Theme, "code"),
    "assistance_types": (AssistanceType, "code"),
    "instruments": (Instrument, "symbol"),
}
CONTENT: Final = (*TEXTS, *LISTS, "items")
"""What may be written of a request: texts, lists of codes, and item lines."""

ITEM_FIELDS: Final = ("description", "quantity", "unit", "purpose")
MOST_ITEMS: Final = 500

REWRITABLE = Requirement(
    lambda request: request.state in EDITABLE,
    _("What was filed can be rewritten only when it is a draft or information is requested."),
    "not_editable",
)


def draft(
    *, actor: Actor, now: datetime, content: Mapping[str, Any], practice: bool = False
) -> Request:
    """Begin a request for the actor's own State; ``content`` holds any of ``CONTENT``.

    A ``practice`` is written like any other, is seen by its own State alone, and is never filed.

    Raises:
        NotAllowed: not a drafter of a Member State. Invalid: the content cannot be accepted.
    """
    return _begin(
        actor=actor,
        now=now,
        content=content,
        state_id=actor.organisation_id,
        practice=practice,
    )


def transcribe(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    content: Mapping[str, Any],
    scan: Upload | None = None,
) -> Request:
    """Begin a request from a paper note; the mission or a second officer files it with its scan.

    Raises:
        NotAllowed: not a programme officer. Invalid: no such State, content or scan unacceptable.
    """
    with transaction.atomic():
        request = _begin(
            actor=actor, now=now, content=content, state_id=organisation_id, channel=Channel.PAPER
        )
        if scan is not None:
            store(request, kind=DocumentKind.PAPER_NOTE, upload=scan, actor=actor, now=now)
    return request


def _begin(
    *,
    actor: Actor,
    now: datetime,
    content: Mapping[str, Any],
    state_id: UUID | None,
    channel: Channel = Channel.ONLINE,
    practice: bool = False,
) -> Request:
    request = Request(channel=channel, practice=practice)
    request.organisation_id = state_id  # type: ignore[assignment]
    if not BEGINNERS(request, actor):
        raise NotAllowed(BEGINNERS.sentence, data={"roles": sorted(BEGINNERS.roles)})
    state = Organisation.objects.filter(kind=OrganisationKind.STATE, pk__in=[state_id]).first()
    if state is None:
        raise wrong("no_such_state", _("There is no such State."), "organisation")
    request.country_id = str(state.country_id)
    with transaction.atomic():
        _write_texts(request, content)
        create(
            REQUEST,
            request,
            actor=actor,
            now=now,
            role=BEGINNERS.role_of(actor),
            data={"channel": channel, **({"practice": True} if practice else {})},
        )
        _write_lists(request, content)
        keep_time(request, now=now)
    return request


def revise(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    content: Mapping[str, Any],
    version: int | None = None,
) -> Request:
    """Rewrite any of ``CONTENT``; a countersignature on the former text is void.

    Raises:
        NotFound, Stale, NotAllowed, Refused (``not_editable``), Invalid.
    """
    with transaction.atomic():
        request: Request = open_for_edit(
            REQUEST, pk=pk, actor=actor, now=now, version=version, by=AUTHORS, allowed=REWRITABLE
        )
        rewrite(request, content)
    return request


def rewrite(request: Request, content: Mapping[str, Any]) -> None:
    """Write any of ``CONTENT`` of a request the caller has opened for edit; it is saved."""
    _write_texts(request, content)
    void_countersignature(request)
    request.save()
    _write_lists(request, content)


def void_countersignature(request: Request) -> None:
    """Take back the signature under a text that is no longer the text; the caller saves."""
    if request.state == RequestState.DRAFT:
        request.countersigned_at = None
        request.countersigned_by_id = None
        request.note_verbale_text = ""


def _write_texts(request: Request, content: Mapping[str, Any]) -> None:
    unknown = sorted(set(content) - set(CONTENT))
    if unknown:
        raise Invalid(
            reasons=[
                Reason("unknown_field", _("There is no such field."), name) for name in unknown
            ]
        )
    for name in TEXTS:
        if name in content:
            setattr(request, name, plain_text(content[name], name))
    try:
        request.clean_fields(exclude=[f.name for f in Request._meta.fields if f.name not in TEXTS])
    except ValidationError as problem:
        raise Invalid(
            reasons=[
                Reason("invalid_text", sentences[0], name)
                for name, sentences in problem.message_dict.items()
            ]
        ) from None


def plain_text(value: object, name: str) -> str:
    """Return a text as it is kept: without its margins, lines ended the same way by all browsers.

    Raises:
        Invalid: ``invalid_text``, it is no text or holds a NUL.
    """
    if not isinstance(value, str) or "\0" in value:
        raise wrong("invalid_text", _("This must be a plain text."), name)
    return value.replace("\r\n", "\n").strip()


def _write_lists(request: Request, content: Mapping[str, Any]) -> None:
    for name, (model, key) in LISTS.items():
        if name in content:
            getattr(request, name).set(_found(model, key, content[name], name))
    if "items" in content:
        _write_items(request, content["items"])


def _found(
    model: type[models.Model], key: str, codes: Iterable[Any], field: str
) -> list[models.Model]:
    wanted = {str(code) for code in codes}
    found = list(model._default_manager.filter(**{f"{key}__in": wanted}))
    missing = wanted - {str(getattr(row, key)) for row in found}
    if missing:
        raise wrong("unknown_code", _("There is no such code in the list."), field)
    return found


def _write_items(request: Request, lines: Iterable[Mapping[str, Any]]) -> None:
    items = items_of(request, lines)
    request.items.all().delete()
    RequestedItem.objects.bulk_create(items)


def items_of(request: Request, lines: Iterable[Mapping[str, Any]]) -> list[RequestedItem]:
    """Return item lines as they would be kept, without keeping them.

    Raises:
        Invalid: ``invalid_item`` or ``too_many_items``.
    """
    items = [_item(request, position, line) for position, line in enumerate(lines, start=1)]
    if len(items) > MOST_ITEMS:
        raise wrong("too_many_items", _("There are too many item lines."), "items")
    return items


def _item(request: Request, position: int, line: Mapping[str, Any]) -> RequestedItem:
    texts = {
        name: plain_text(line.get(name, ""), "items") for name in ITEM_FIELDS if name != "quantity"
    }
    quantity = _quantity(line.get("quantity", ""))
    item = RequestedItem(request=request, position=position, quantity=quantity, **texts)
    try:
        item.clean_fields(exclude=["request"])
    except ValidationError:
        raise wrong(
            "invalid_item", _("An item line needs a description, a quantity and a unit."), "items"
        ) from None
    return item


def _quantity(value: object) -> Decimal:
    try:
        quantity = Decimal(str(value))
    except InvalidOperation:
        quantity = Decimal(0)
    if not (quantity.is_finite() and quantity > 0):
        raise wrong("invalid_item", _("A quantity must be greater than nothing."), "items")
    return quantity
