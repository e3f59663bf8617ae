"""The page, served to the browser of this machine and to nobody else.

The server is the standard library's: with its one page and one kind of question it stays short, and there is nothing to
install. It listens on 127.0.0.1 alone. Every address begins with a random token, so no other page and no other user of
the machine can ask; the name of the host is looked at as well, for a page elsewhere may have its name lead here.
"""

import json
import os
import secrets
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from grader.seeing.play.setting import LONGEST
from grader.seeing.play.studio import Studio

HERE = "127.0.0.1"
PAGE = Path(__file__).with_name("page")
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
FILES = {path.name: path for path in PAGE.iterdir() if path.suffix in TYPES}
MOST_BYTES = 3 * LONGEST + 10_000  # of a question: every character of pasted points may be written as three
ASKED = ("set", "go", "learn", "read", "stop")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Serves one page. port: 0 for any that is free."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let another program listen at the same port

    def __init__(self, studio: Studio, port: int = 0):
        super().__init__((HERE, port), Handler)
        self.studio = studio
        self.token = secrets.token_urlsafe(16)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away in the middle is no error."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        return f"http://{HERE}:{self.server_port}/{self.token}/"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer, sent in two parts, waits some 40 ms for its second
    timeout = 300

    def do_GET(self) -> None:
        name = self._asked_for()
        if name is None:
            return
        if file := FILES.get(name or "index.html"):
            self._send(HTTPStatus.OK, file.read_bytes(), f"{TYPES[file.suffix]}; charset=utf-8")
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")

    def do_POST(self) -> None:
        name = self._asked_for()
        if name is None:
            return
        size = self.headers.get("Content-Length", "")
        if not size.isdigit() or int(size) > MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "this is too long")
        elif name != "ask" or self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing to ask here")
        else:
            try:
                asked = json.loads(self.rfile.read(int(size)))
                known = asked["do"] in ASKED
            except (ValueError, KeyError, TypeError, RecursionError):
                known = False
            if known:
                self._send(HTTPStatus.OK, self.server.studio.ask(asked), "application/json")
            else:
                self._refuse(HTTPStatus.BAD_REQUEST, "this is no question")

    def _asked_for(self) -> str | None:
        """What stands behind the token in the address, or None for whoever has no business here."""
        token, slash, name = self.path.partition("?")[0].removeprefix("/").partition("/")
        port = self.server.server_port
        hosts = {f"{HERE}:{port}", f"localhost:{port}"}
        origin = self.headers.get("Origin")
        if (
            secrets.compare_digest(token.encode(), self.server.token.encode())
            and slash
            and self.headers.get("Host") in hosts
            and origin in (None, *(f"http://{host}" for host in hosts))
        ):
            return name
        self._refuse(HTTPStatus.FORBIDDEN, "open the address that the terminal shows, with all of its letters")
        return None

    def _refuse(self, status: HTTPStatus, said: str) -> None:
        self.close_connection = True  # what else was sent is not read
        self._send(status, said.encode(), "text/plain; charset=utf-8")

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        for header, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(data))}.items():
            self.send_header(header, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing: the terminal is for the learner."""
