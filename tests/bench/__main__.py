"""``make bench``: measure, print the table, exit 0. Figures are shown here, not judged.

TARA_BENCH_ROWS sets the number of requests of the large database (a million).
"""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from tests.bench.ledger import measure  # noqa: E402 - as above
from tests.bench.run import run  # noqa: E402 - models are ready only now

if __name__ == "__main__":
    if os.environ.get("DATABASE_URL"):
        sys.exit("make bench fills its own embedded server: unset DATABASE_URL")
    measure()
    run(rows=int(os.environ.get("TARA_BENCH_ROWS", "1000000")))
