"""Every code an answer may carry, with its status and its meaning; api_docs prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common import errors
from common.errors import DomainError, Sentence
from web import refusals
from workflows.moves import Move
from workflows.registry import machines


@dataclass(frozen=True, order=True)
class Entry:
    """One code: what it means, the status it comes with, and where it is from."""

    code: str
    status: int
    title: Sentence
    room: str = "web"


STATUS: dict[type[DomainError], int] = {
    errors.NotFound: 404,
    errors.UnknownTransition: 404,
    errors.NotAllowed: 403,
    errors.Stale: 412,
    errors.Refused: 409,
    errors.StateMoved: 409,
    errors.MissingRate: 409,
    errors.Invalid: 422,
    errors.ReasonRequired: 422,
    errors.MixedCurrencies: 422,
    errors.Busy: 503,
}

_REFUSALS: tuple[type[refusals.HttpRefusal], ...] = (
    refusals.HttpRefusal,
    refusals.MalformedJson,
    refusals.BodyTooLarge,
    refusals.ParameterInvalid,
    refusals.CursorInvalid,
    refusals.AsOfUnsupported,
    refusals.VersionRequired,
    refusals.KeyRequired,
    refusals.KeyInvalid,
    refusals.KeyInUse,
    refusals.KeyReused,
    refusals.NotSignedIn,
    refusals.TokenInvalid,
    refusals.TokenReadsOnly,
    refusals.SecondFactorNeeded,
    refusals.TooMany,
    refusals.CsrfFailed,
)

_OTHERS = (
    Entry("method_not_allowed", 405, _("This address does not take that method.")),
    Entry("not_acceptable", 406, _("No answer can be given in the form you accept.")),
    Entry("unsupported_media_type", 415, _("The body is of a kind this address does not take.")),
    Entry("conflict", 409, _("This contradicts what is already recorded.")),
    Entry("internal_error", 500, _("Something went wrong on our side. Nothing was changed.")),
)

_FIELD_CODES = (
    Entry("required", 422, _("The field is required.")),
    Entry("null", 422, _("The field may not be null.")),
    Entry("blank", 422, _("The field may not be empty.")),
    Entry("unknown_field", 422, _("There is no such field here.")),
    Entry("does_not_exist", 422, _("There is no such object that you can see.")),
    Entry("amount_not_decimal", 422, _("An amount must be an exact decimal number.")),
    Entry("amount_not_finite", 422, _("An amount must be a finite number.")),
    Entry("amount_too_large", 422, _("The amount is too large to be true.")),
    Entry("amount_too_precise", 422, _("The amount has too many decimals.")),
    Entry("money_malformed", 422, _("Give an amount and a currency, both as text.")),
    Entry("rate_out_of_range", 422, _("A rate lies between 0 and 100 per cent.")),
)


def status_of(refusal: DomainError) -> int:
    """Return the HTTP status of a refusal: of its class, or of the nearest class above."""
    if isinstance(refusal, refusals.HttpRefusal):
        return refusal.status
    for kind in type(refusal).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 409


_declared: dict[str, Entry] = {}
_constraints: dict[str, Entry] = {}


def _own() -> Iterable[Entry]:
    for kind, status in STATUS.items():
        yield Entry(kind.code, status, kind.sentence, "common")
    for refusal in _REFUSALS:
        yield Entry(refusal.code, refusal.status, refusal.sentence)
    yield from _OTHERS
    yield from _FIELD_CODES


_known: dict[str, Entry] = {entry.code: entry for entry in _own()}


def declare(room: str, *entries: Entry) -> None:
    """Make known the codes a room's services raise (guards are known from the machines)."""
    for entry in entries:
        _declared[entry.code] = Entry(entry.code, entry.status, entry.title, room)


def explain_constraint(name: str, *, code: str, title: Sentence, room: str) -> None:
    """Say with which code and sentence the refusal of a database constraint is told."""
    _constraints[name] = Entry(code, 409, title, room)


def constraint(name: str) -> Entry:
    """Return the entry for a database constraint; those nobody explained are a "conflict"."""
    return _constraints.get(name) or _known["conflict"]


def title_of(code: str, otherwise: Sentence) -> Sentence:
    """Return the short sentence of a code."""
    entry = _known.get(code) or _declared.get(code)
    return entry.title if entry else otherwise


def entries() -> list[Entry]:
    """Return every code known to the running service, by code."""
    found: dict[str, Entry] = {}
    for machine in machines():
        for by_source in machine.moves.values():
            for move in by_source.values():
                found |= {entry.code: entry for entry in _of_move(move, machine.key)}
    found |= {entry.code: entry for entry in _constraints.values()}
    return sorted((found | _declared | _known).values(), key=lambda entry: entry.code)


def _of_move(move: Move, key: str) -> Iterable[Entry]:
    yield Entry(move.policy.code, 403, move.policy.sentence, key)
    for requirement in move.requires:
        status = 403 if requirement.duty else 409
        yield Entry(requirement.code, status, requirement.sentence, key)
