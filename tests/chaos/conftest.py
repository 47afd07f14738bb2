"""The storm of allotments: it runs when asked for, until it has been seen on a quiet machine."""

from __future__ import annotations

import os

collect_ignore = [] if os.environ.get("TARA_PROOFS") else ["test_storm.py"]
