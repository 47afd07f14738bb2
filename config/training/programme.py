"""All cases, the oldest first, as they would have happened."""

from __future__ import annotations

from typing import Final

from config.training.cases import (
    amending,
    arriving,
    assessing,
    correcting,
    delivering,
    giving,
    seeking,
)
from config.training.telling import Case

CASES: Final[tuple[Case, ...]] = tuple(
    sorted(
        (
            *arriving.CASES,
            *assessing.CASES,
            *seeking.CASES,
            *delivering.CASES,
            *giving.CASES,
            *correcting.CASES,
            *amending.CASES,
        ),
        key=lambda case: -case.ago,
    )
)
