"""Serves the files of a site from memory over HTTP, with strict headers and without a log of readers."""

import hashlib
import mimetypes
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from handlers.site.frame import POLICY

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml; charset=utf-8",
}
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_SECONDS = 10
"""Maximum time in seconds that a connection may say nothing; arbitrary."""


class SiteServer(ThreadingHTTPServer):
    """Serves files that it holds in memory: no path of a request reaches the disk."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], files: Mapping[str, bytes]) -> None:
        self.files = files
        self.tags = {path: f'"{hashlib.sha256(content).hexdigest()[:32]}"' for path, content in files.items()}
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    server_version = "Casewire"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _SECONDS

    def do_GET(self) -> None:
        """Answer with a file, or that the reader has it already."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers of a file."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep no log of readers."""

    def _answer(self, *, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        if path.endswith("/") or not path:
            path = f"{path}index.html"
        content = self.server.files.get(path)
        status = HTTPStatus.OK
        if content is None:
            path, status = "404.html", HTTPStatus.NOT_FOUND
            content = self.server.files[path]
        tag = self.server.tags[path]
        if status is HTTPStatus.OK and tag in self.headers.get("If-None-Match", ""):
            status, content = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", _type_of(path))
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content)


def _type_of(path: str) -> str:
    ending = f".{path.rpartition('.')[2]}"
    return _TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
