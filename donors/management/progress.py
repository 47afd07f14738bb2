"""A bar on the terminal while a long file is taken in; nothing where nobody watches."""

from __future__ import annotations

from typing import Any, Final

WIDTH: Final = 30
STEPS: Final = 100


class Progress:
    """Draws on a terminal alone, and no more than about a hundred times."""

    def __init__(self, stream: Any) -> None:
        """Take the stream, usually standard error."""
        self._stream = stream
        self._watched = bool(getattr(stream, "isatty", lambda: False)())
        self._drawn = ""

    def __call__(self, done: int, of: int) -> None:
        """Show how far it is."""
        if done % max(of // STEPS, 1) and done != of:
            return
        filled = WIDTH * done // max(of, 1)
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done} / {of}"
        if self._watched:
            self._drawn = bar
            self._stream.write(f"\r{bar}", ending="")
            self._stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._drawn:
            self._stream.write("")
