"""Public references such as TA-2026-00042: readable, unique, and silent about how many there are.

A counter is turned into a number by a keyed permutation (a Feistel network walked until it lands
inside the block), so numbers never repeat within a year and nobody without the key can tell the
first from the last.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason

SHORTEST: Final = 5
LONGEST: Final = 9
ROUNDS: Final = 10
KEY_BYTES: Final = 16
SHAPE: Final = re.compile(r"[A-Z]{2,4}-[0-9]{4}-(?:[0-9]{5}|[1-9][0-9]{5,8})")


def block_of(sequence: int) -> tuple[int, int, int]:
    """Return the digits, the first number and the size of the block a counter falls into.

    Five digits serve 00001 to 99999; a fuller year goes on with 100000 to 999999, and so on.
    """
    before = 0
    for digits in range(SHORTEST, LONGEST + 1):
        first = 1 if digits == SHORTEST else 10 ** (digits - 1)
        size = 10**digits - first
        if before < sequence <= before + size:
            return digits, first, size
        before += size
    raise Invalid(
        reasons=[Reason("reference_exhausted", _("No reference can be given for this number."))],
    )


def _round(*, key: bytes, tweak: bytes, number: int, half: int, mask: int) -> int:
    mixed = blake2b(b"%d.%d" % (number, half), digest_size=8, key=key, person=tweak).digest()
    return int.from_bytes(mixed, "big") & mask


def permute(index: int, *, size: int, key: bytes, tweak: bytes) -> int:
    """Map 0..size-1 onto itself, one to one, in an order only the key knows."""
    bits = max(1, ((size - 1).bit_length() + 1) // 2)
    mask = (1 << bits) - 1
    while True:
        left, right = index >> bits, index & mask
        for number in range(ROUNDS):
            mixed = _round(key=key, tweak=tweak, number=number, half=right, mask=mask)
            left, right = right, left ^ mixed
        index = (left << bits) | right
        if index < size:
            return index


def reference(*, prefix: str, year: int, sequence: int, key: bytes) -> str:
    """Write the reference of the ``sequence``-th object (from 1) of a series and a year."""
    if len(key) < KEY_BYTES:
        raise ValueError("a reference key needs at least 16 bytes")
    digits, first, size = block_of(sequence)
    earlier = 0 if digits == SHORTEST else 10 ** (digits - 1) - 1
    series = blake2b(f"{prefix}-{year}-{digits}".encode(), digest_size=16).digest()
    number = first + permute(
        sequence - 1 - earlier,
        size=size,
        key=blake2b(key, digest_size=32).digest(),
        tweak=series,
    )
    text = f"{prefix}-{year:04d}-{number:0{digits}d}"
    if not is_reference(text):
        raise ValueError("a reference needs a prefix of 2 to 4 capitals and a year")
    return text


def is_reference(text: str) -> bool:
    """Say whether a text has the shape of a public reference."""
    return SHAPE.fullmatch(text) is not None
