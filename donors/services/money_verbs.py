"""The verbs of the allotment's machine, by the name of the move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from donors.services import allotments, reversals, spending

ALLOTMENT_VERBS: Final[dict[str, Callable[..., Any]]] = {
    "certify": allotments.certify,
    "reject": allotments.reject,
    "release": allotments.release,
    "certify_reversal": reversals.certify_reversal,
    "refuse_reversal": reversals.refuse_reversal,
    "reverse": reversals.reverse,
    "reduce": reversals.reduce,
    "obligate": spending.obligate,
    "deobligate": spending.deobligate,
    "spend": spending.spend,
    "close": spending.close,
}
