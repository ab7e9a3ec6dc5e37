"""Serves an ASGI application in the loop of the bot, until it is stopped with it."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.config import ConfigError

_BACKLOG = 1024
"""Number of connections that may wait to be accepted; arbitrary."""
_GOODBYE = 10
"""Maximum seconds that responses under way get at a stop."""
_KEEP_ALIVE = 75
"""Seconds for which an idle connection is kept: longer than proxies keep theirs, so that they close first."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the bot."""
        yield


class WebServer:
    """One listening address."""

    def __init__(self, app: ASGIApp, host: str, port: int, connections: int | None = None) -> None:
        """Take the address; raises `ConfigError` if it cannot be listened on.

        Beyond a number of `connections`, requests are answered with 503.
        """
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((host, port))
            self._socket.listen(_BACKLOG)
        except OSError as error:
            self._socket.close()
            raise ConfigError(f"web.listen: {host}:{port} cannot be listened on: {error.strerror}.") from error
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app,
            access_log=False,
            http="h11",
            lifespan="off",
            limit_concurrency=connections,
            log_config=None,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_GOODBYE,
            timeout_keep_alive=_KEEP_ALIVE,
            ws="none",
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve([self._socket]))

    async def stop(self) -> None:
        """Accept nothing more, let responses end, and close."""
        self._server.should_exit = True
        await self._task
        self._socket.close()
