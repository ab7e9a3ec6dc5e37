"""The address that Telegram calls: who does not know the secret is turned away before anything is read."""

import json
import math
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.intake.claimed import Acknowledged, Reply

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_BODY = 1_048_576
"""Maximum bytes of an update: several times what Telegram allows a message with all that it quotes. Arbitrary."""


class Webhook:
    """Checks each request, and passes the update on as parsed JSON."""

    def __init__(self, secret: str, take: Callable[[Any], Awaitable[Reply]]) -> None:
        """Take the secret that Telegram was given, and what works an update off."""
        self._secret = secret.encode()
        self._take = take

    async def post(self, request: Request) -> Response:
        """Answer one request: 200 once the update is finished, 503 if Telegram shall post it again."""
        if not compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            return Response(status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        reply = await self._take(raw)
        if isinstance(reply, Acknowledged):
            return Response()
        return Response(status_code=503, headers={"Retry-After": str(max(1, math.ceil(reply.seconds)))})


async def _read(request: Request) -> bytes | None:
    """Return the body; None if it is too large, or does not come whole."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdecimal() and (len(length) > len(str(_BODY)) or int(length) > _BODY):
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _BODY:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
