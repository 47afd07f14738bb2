"""The words in which a life cycle is declared: policy (who), requirement (when), move (what)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from common.errors import Reason, Sentence
from workflows.actors import SYSTEM_ROLE, Actor

SAME = None
"""Target of a move that leaves the state as it is."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a guard may know, gathered by the service under the lock; rooms add their own fields."""

    actor: Actor
    now: datetime
    given: Mapping[str, Any] = field(default_factory=dict)


NOT_YOUR_ROLE = _("Your role does not allow this.")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Who may act: roles that grant, and a tie that binds the person to this object.

    ``needs_facts`` says that the tie reads ``subject.facts``; any other is judged before they are
    gathered, so that a step from another state is refused at the price of the lock alone.
    """

    roles: tuple[str, ...]
    binds: Callable[[Any, Actor], bool] = lambda _subject, _actor: True
    sentence: Sentence = NOT_YOUR_ROLE
    code: str = "not_allowed"
    needs_facts: bool = False

    def __call__(self, subject: Any, actor: Actor) -> bool:
        """Tell whether ``actor`` may act on ``subject`` (the form django-fsm asks for)."""
        return actor.has(*self.roles) and self.binds(subject, actor)

    def role_of(self, actor: Actor) -> str:
        """Return the granting role under which the actor acts."""
        return next((role for role in self.roles if role in actor.roles), "")


BY_SYSTEM = Policy(roles=(SYSTEM_ROLE,), sentence=_("Only the system itself takes this step."))


@dataclass(frozen=True)
class Requirement:
    """One condition of a move: FSM condition, API error, tooltip and log line in one object.

    ``asks`` names the input that would satisfy it, so that a listing of what is possible does not
    call a step blocked merely because its form is still empty. ``duty`` marks a separation of
    duties: refused as "not allowed", not as "not yet". ``named`` tells, by their references, what
    stands in the way of this very subject.
    """

    holds: Callable[[Any], bool]
    sentence: Sentence
    code: str
    field: str | None = None
    asks: str | None = None
    duty: bool = False
    named: Callable[[Any], Sequence[str]] | None = None

    def __call__(self, subject: Any) -> bool:
        """Tell whether the requirement holds; never without facts gathered under the lock."""
        return getattr(subject, "facts", None) is not None and bool(self.holds(subject))

    def as_reason(self, subject: Any = None) -> Reason:
        """Return the refusal in the shape every channel shows, with what it names, if anything."""
        sentence = self.sentence
        if self.named is not None and subject is not None:
            sentence = format_lazy("{} {}", sentence, ", ".join(self.named(subject)))
        return Reason(code=self.code, sentence=sentence, field=self.field)


@dataclass(frozen=True)
class Move:
    """One declared move from one source state."""

    name: str
    source: str
    target: str | None
    policy: Policy
    requires: tuple[Requirement, ...]
    needs_reason: bool
    asks: tuple[str, ...]
    title: Sentence
    description: str
    effect: Sentence


def move(
    *,
    source: str | Sequence[str],
    target: str | None,
    by: Policy,
    requires: Sequence[Requirement] = (),
    reason: bool = False,
    asks: Sequence[str] = (),
    title: Sentence = "",
    effect: Sentence = "",
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a move on a life cycle; its body only sets fields of ``self``."""
    decorate: Callable[[Callable[..., None]], Callable[..., None]] = transition(
        field="state",
        source=source if isinstance(source, str) else list(source),
        target=target,
        conditions=list(requires),
        permission=by,  # type: ignore[arg-type]
        custom={"reason": reason, "asks": tuple(asks), "title": title, "effect": effect},
    )
    return decorate


def moves_of(model: type[Any]) -> dict[str, dict[str, Move]]:
    """Return every declared move of a model: name -> source state -> Move."""
    state = model._meta.get_field("state")
    if not isinstance(state, FSMField):
        raise TypeError(model.__name__)
    table: dict[str, dict[str, Move]] = {}
    for declared in state.get_all_transitions(model):
        custom = declared.custom
        table.setdefault(declared.name, {})[str(declared.source)] = Move(
            name=declared.name,
            source=str(declared.source),
            target=declared.target,
            policy=declared.permission,
            requires=tuple(declared.conditions),
            needs_reason=custom["reason"],
            asks=custom["asks"],
            title=custom["title"] or declared.name.replace("_", " ").capitalize(),
            description=(declared.method.__doc__ or "").strip(),
            effect=custom["effect"],
        )
    return table
