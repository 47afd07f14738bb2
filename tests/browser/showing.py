"""The training on show: one copy of it, served to whoever only looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.browser import gallery
from tests.browser.stage import House, served
from tests.laboratory import Laboratory, pointed_at


@contextmanager
def on_show(laboratory: Laboratory, make: Callable[[], None]) -> Iterator[House]:
    """Serve a copy of the training, which ``gallery.hang`` or ``gallery.seed`` makes once."""
    name = laboratory.clone(laboratory.made_once(f"gallery_{make.__name__}", make))
    with pointed_at(name), served() as url:
        yield House(url, gallery.person)
    laboratory.drop(name)
