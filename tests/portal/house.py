"""Another house that vouches for people: an OpenID Connect provider on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class OtherHouse:
    """Where it is, and what it says about whoever comes from it."""

    url: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    broken: bool = False

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        """Return status and body for one of the three addresses a client asks."""
        if path.startswith("/.well-known/"):
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if self.broken:
            return 500, {}
        if path.startswith("/token"):
            return 200, {"access_token": "for-this-test", "token_type": "Bearer"}
        return 200, self.says


@contextmanager
def other_house() -> Iterator[OtherHouse]:
    """Open the house on a free port, and close it afterwards."""
    house = OtherHouse()

    class Window(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = house.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        do_POST = do_GET  # noqa: N815 - the names are the library's

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Window)
    house.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield house
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
