"""JSON read strictly: nothing that two readers could understand differently, nothing absurd."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from common.errors import Reason
from web.refusals import BodyTooLarge, MalformedJson

DEEPEST: Final = 32
LARGEST_NUMBER: Final = 10**18
LONGEST_NUMBER: Final = 40
SURROGATES: Final = ("\ud800", "\udfff")


def _malformed(code: str, sentence: Promise) -> MalformedJson:
    return MalformedJson(reasons=[Reason(code, sentence)])


def _too_deep() -> MalformedJson:
    return _malformed("nested_too_deep", _("The body is nested too deeply."))


def _absurd() -> MalformedJson:
    return _malformed("number_too_large", _("A number in the body is too large to be true."))


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER or abs(int(text)) > LARGEST_NUMBER:
        raise _absurd()
    return int(text)


def _fraction(text: str) -> float:
    value = float(text)
    if len(text) > LONGEST_NUMBER or not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise _absurd()
    return value


def _constant(_text: str) -> object:
    raise _malformed("not_a_number", _("NaN and Infinity are not JSON."))


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _malformed("duplicate_member", _("A member of an object is given twice."))
    return members


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise _malformed("nul_character", _("The body contains a NUL character."))
    if not text.isascii() and any(SURROGATES[0] <= letter <= SURROGATES[1] for letter in text):
        raise _malformed(
            "lone_surrogate",
            _("The body contains an incomplete Unicode character (a lone surrogate)."),
        )


def _check(value: Any) -> None:
    """Walk the value without recursion and look at every text and every level."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, dict):
            waiting += [(inner, depth + 1) for pair in item.items() for inner in pair]
        elif isinstance(item, list):
            waiting += [(inner, depth + 1) for inner in item]


def read_json(body: bytes) -> Any:
    """Return the value of a body, or raise MalformedJson saying what is wrong with it."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_int=_integer,
            parse_float=_fraction,
            parse_constant=_constant,
            object_pairs_hook=_members,
        )
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise MalformedJson from None
    _check(value)
    return value


def body_of(request: Request) -> bytes:
    """Return the bytes of a body, or raise BodyTooLarge before reading them."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise BodyTooLarge(data={"largest": settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    try:
        body: bytes = request.body
    except RequestDataTooBig:
        raise BodyTooLarge(data={"largest": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}) from None
    return body


class StrictJSONParser(BaseParser):
    """The parser of every JSON body."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value of the request's body."""
        request: Request = (parser_context or {})["request"]
        return read_json(body_of(request))
