"""Every way the service says no, each with a stable code and a sentence a person can act on.

Nothing here knows HTTP: ``web`` maps a class to a status once, and the portal, the admin and the
log use the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way: a code, a sentence and, where there is one, the field."""

    code: str
    sentence: Sentence
    field: str | None = None

    def as_dict(self) -> dict[str, str | None]:
        """Return plain values with the sentence in the language in force."""
        return {"code": self.code, "sentence": str(self.sentence), "field": self.field}


@dataclass
class DomainError(Exception):
    """The base of every refusal; ``code`` never changes once published."""

    code: ClassVar[str] = "refused"
    sentence: ClassVar[Sentence] = _("This cannot be done.")

    detail: Sentence | None = None
    reasons: Sequence[Reason] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.detail or self.sentence)

    @property
    def stable_code(self) -> str:
        """Return the code to publish: that of the single reason if there is just one."""
        return self.reasons[0].code if len(self.reasons) == 1 else self.code


class NotFound(DomainError):
    """There is no such object for this person; foreign and unknown look the same."""

    code = "not_found"
    sentence = _("There is nothing here that you can see.")


class NotAllowed(DomainError):
    """The person's roles do not permit the act."""

    code = "not_allowed"
    sentence = _("Your role does not allow this.")


class Refused(DomainError):
    """A guard does not hold: the reasons say which."""

    code = "guard_failed"
    sentence = _("Something is still missing before this can be done.")


class StateMoved(Refused):
    """The object is not in a state from which this can be done (any more)."""

    code = "state_moved"
    sentence = _("This can no longer be done: the state has changed. Reload and look again.")


class UnknownTransition(DomainError):
    """No transition of that name is declared for this kind of object."""

    code = "unknown_transition"
    sentence = _("There is no such step.")


class Stale(DomainError):
    """Someone else changed the object since it was read."""

    code = "stale_version"
    sentence = _("Someone changed this since you opened it. Reload, then try again.")


class Invalid(DomainError):
    """What was given cannot be accepted; the reasons name the fields."""

    code = "invalid"
    sentence = _("Some of what you gave cannot be accepted.")


class ReasonRequired(Invalid):
    """The step is one that must be explained."""

    code = "reason_required"
    sentence = _("Say why: this step needs a reason.")


class MixedCurrencies(Invalid):
    """Two currencies met in one sum."""

    code = "mixed_currencies"
    sentence = _("Amounts in different currencies cannot be added.")


class MissingRate(Refused):
    """There is no UN operational rate in force for a currency on a day."""

    code = "rate_missing"
    sentence = _("There is no UN operational rate of exchange for this currency on that day.")


class Busy(DomainError):
    """The database could not do it in time; trying again is safe."""

    code = "busy"
    sentence = _("The service is busy. Nothing was changed; try again in a few seconds.")
