"""``python -m tests.model EXAMPLES FILE``: let everybody live so many histories, into a file."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from tests.model.living import live_all  # noqa: E402 - models are ready only now

if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(pickle.dumps(live_all(examples=int(sys.argv[1]))))
