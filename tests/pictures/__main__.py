"""``make screenshots``: take the pictures and write their index; 0 when the album is whole.

The names of pages may begin with TARA_PICTURES; without it all are taken.
"""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
# Playwright keeps an event loop in this thread, which Django would refuse to work beside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

import django

django.setup()

from config.catalogues.compiling import compile_stale  # noqa: E402 - models are ready only now
from config.services.places import ROOT, here  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.browser.showing import on_show  # noqa: E402
from tests.laboratory import Laboratory, close_session  # noqa: E402
from tests.pictures import album  # noqa: E402
from tests.pictures.cases import told  # noqa: E402
from tests.pictures.studio import shoot  # noqa: E402

if __name__ == "__main__":
    if not chromium.found():
        sys.exit("make screenshots needs a Chromium (apt-get install chromium)")
    compile_stale()
    try:
        here().make()
        with on_show(Laboratory(worker="pictures"), told) as house:
            size = album.keep(shoot(house, os.environ.get("TARA_PICTURES", "")))
        album.close()
    finally:
        close_session()
    sys.stdout.write(f"{size:,} bytes in {album.FOLDER.relative_to(ROOT)}\n")
