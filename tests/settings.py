"""The settings of a test session: the house's own, in a folder of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["TARA_MODE"] = "test"
# Made once by the first process of the session; its workers inherit the name.
if "TARA_TEST_VAR" not in os.environ:
    os.environ["TARA_TEST_VAR"] = tempfile.mkdtemp(prefix="tara-tests-")
    # Whose it is: a later session clears up after one that was killed.
    (Path(os.environ["TARA_TEST_VAR"]) / "pid").write_text(str(os.getpid()))
os.environ["TARA_VAR"] = os.environ["TARA_TEST_VAR"]

from config.settings import *
from config.settings import INSTALLED_APPS as HOUSE

# A slow hash protects people; nobody lives here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests say when the relay runs.
OUTBOX_NUDGE = False
# A machine nobody registered, to test the engine with.
INSTALLED_APPS = [*HOUSE, "tests.toy"]
