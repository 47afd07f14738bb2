"""Test clients share what a server makes once: its chain of middleware.

Making it reads every static file there is, which took as long as answering a request.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test.client import ClientHandler

CHAIN = (
    "_middleware_chain",
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
)


def share_the_chain() -> None:
    """Let every client whose test overrides no setting use the chain of the first of them."""
    load, plain, made = ClientHandler.load_middleware, settings._wrapped, dict[str, Any]()  # type: ignore[misc]  # noqa: SLF001

    def load_middleware(handler: ClientHandler, is_async: bool = False) -> None:
        # Overridden settings are another object; middleware may have read them.
        if settings._wrapped is not plain:  # type: ignore[misc]  # noqa: SLF001
            load(handler, is_async)
            return
        if not made:
            load(handler, is_async)
            made.update({name: getattr(handler, name) for name in CHAIN})
        vars(handler).update(made)

    ClientHandler.load_middleware = load_middleware  # type: ignore[assignment, method-assign]
