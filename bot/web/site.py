"""The site of a running bot: health, metrics, and where the webhook is added."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.config import Config, ConfigError
from bot.intake.claimed import Reply
from bot.reloading.served import ServedBase
from bot.storage import Storage
from bot.web import gauges
from bot.web.health import Readiness, failures
from bot.web.prometheus_meter import PrometheusMeter
from bot.web.server import WebServer
from bot.web.webhook import Webhook

log = structlog.get_logger()

_METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Site:
    """Answers /healthz, /readyz and /metrics; says nothing of people or questions."""

    def __init__(self, config: Config, storage: Storage, readiness: Readiness, clock: Callable[[], datetime]) -> None:
        """Begin to listen; raises `ConfigError` if that is not possible."""
        self.readiness = readiness
        self.served: Callable[[], ServedBase] | None = None
        """What is answered from, once that is known."""
        self._storage = storage
        self._clock = clock
        self._webhook: Webhook | None = None
        try:
            self.meter = PrometheusMeter(config.web.metrics_folder)
        except OSError as error:
            raise ConfigError(
                f"web.metrics_folder: {config.web.metrics_folder} cannot be used: {error.strerror}."
            ) from error
        routes = [
            Route("/healthz", self._health),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]
        if config.telegram.mode == "webhook":
            routes.append(Route(config.telegram.webhook_path, self._post, methods=["POST"]))
        self._server = WebServer(Starlette(routes=routes), *config.web.address)
        host, _ = config.web.address
        log.info("serving health and metrics", address=f"{host}:{self._server.port}")

    def accept(self, secret: str, take: Callable[[Any], Awaitable[Reply]]) -> None:
        """Pass what Telegram posts on, if it knows the secret; before that, it is to post again."""
        self._webhook = Webhook(secret, take)

    async def stop(self) -> None:
        """Close the address."""
        await self._server.stop()
        self.meter.close()

    async def _health(self, request: Request) -> Response:
        """Say that the process lives: that it can answer at all shows that its loop goes round."""
        return PlainTextResponse("ok\n")

    async def _ready(self, request: Request) -> Response:
        """Say whether questions can be sent here: 200, or 503 with the checks that fail."""
        found = await failures(self.readiness.checks)
        ready = not any(found.values())
        said = {"ready": ready, "checks": {name: why or "ok" for name, why in found.items()}}
        return JSONResponse(said, 200 if ready else 503)

    async def _post(self, request: Request) -> Response:
        return await self._webhook.post(request) if self._webhook is not None else Response(status_code=503)

    async def _metrics(self, request: Request) -> Response:
        served = self.served() if self.served is not None else None
        return Response(self.meter.text() + await gauges.read(self._storage, served, self._clock), media_type=_METRICS)
