"""The verbs of the allotment's machine, by the name of the move."""

from __future__ import annotations

from typing import Final

from donors.services import allotments, reversals, spending
from workflows.registry import Verb

ALLOTMENT_VERBS: Final[dict[str, Verb]] = {
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
