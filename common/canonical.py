"""One way to write a value down, so that its sha256 means something years later.

Keys sorted, no spaces, UTF-8; decimals as strings, money as its two strings, moments in UTC with
microseconds. What cannot be written in one way only (floats, naive moments, sets, lazy sentences)
is refused. ``plain`` gives what to store in a JSON column: reading it back and digesting it again
gives the same digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason
from common.money import Money

DEEPEST: Final = 32
LONGEST: Final = 40

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def _refused() -> Invalid:
    sentence = _("This value cannot be written in one exact form, so it cannot be hashed.")
    return Invalid(reasons=[Reason("not_canonical", sentence)])


def _text(value: str) -> str:
    """Refuse what a JSON column would refuse or change: NUL and lone surrogates."""
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _refused()
    return str.__str__(value)


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise _refused()
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _number(value: Decimal) -> str:
    """Write equal numbers alike: a database column may have added zeros at the end."""
    if not value.is_finite() or abs(value.adjusted()) > LONGEST:
        raise _refused()
    text = f"{value:f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if value == 0 else short


def _whole(value: int) -> int:
    if abs(value) >= 10**LONGEST:
        raise _refused()
    return int(value)


def _mapping(value: Mapping[object, object], depth: int) -> dict[str, Plain]:
    written: dict[str, Plain] = {}
    for key, inner in value.items():
        if not isinstance(key, str):
            raise _refused()
        written[_text(key)] = plain(inner, depth + 1)
    return written


def _scalar(value: object) -> Plain:
    match value:
        case None | bool():
            return value
        case Enum():
            return _scalar(value.value)
        case str():
            return _text(value)
        case int():
            return _whole(value)
        case _:
            return _spelled(value)


def _spelled(value: object) -> str:
    """Write as a string what JSON has no kind for."""
    match value:
        case Decimal():
            return _number(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            raise _refused()


def plain(value: object, depth: int = 0) -> Plain:
    """Return the value in JSON's own kinds, ready to store; Invalid if it has no one form."""
    if depth > DEEPEST:
        raise _refused()
    if isinstance(value, Money):
        return dict(value.as_json())
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    if isinstance(value, list | tuple):
        return [plain(inner, depth + 1) for inner in value]
    return _scalar(value)


def canonical(value: object) -> bytes:
    """Return the one way to write the value down."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(value: object) -> str:
    """Return the sha256, in hexadecimal, of the value's one written form."""
    return sha256(canonical(value)).hexdigest()
