"""Updates that Telegram posts: only from Telegram, each answered once, in a chat's order, and none lost."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot.intake.claimed import CLAIM, Later
from bot.intake.intake import Intake
from bot.intake.reader_limits import Rates, ReaderLimits
from bot.intake.webhook import WebhookIntake
from bot.storage import Storage, StorageError
from bot.storage.claims import Claim, Claimed, Finished, Waits
from bot.storage.inbox import Parked
from bot.terminal.offline_calls import refusal
from bot.terminal.offline_telegram import OfflineTelegram
from bot.web.webhook import HEADER, Webhook
from handlers.errors import FAILURES, Failures, failed
from tests.support.eventually import eventually, steadily
from tests.support.faults import maybe_sent
from tests.support.intake import App, application, attempts, echo, hasty, now, running, storage, telegram

__all__ = ["application", "hasty", "storage", "telegram"]

SECRET = "the-secret_of_Telegram"
ANN, BEN = 1, 2


def message(update_id: int, chat: int = ANN, text: str = "hello") -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "Reader"}
    what = {"message_id": update_id, "date": 0, "chat": {"id": chat, "type": "private"}, "from": person, "text": text}
    return {"update_id": update_id, "message": what}


def webhook(application: App, storage: Storage, **settings: Any) -> WebhookIntake:
    return WebhookIntake(application, storage.inbox, storage.claims, now, **settings)


@asynccontextmanager
async def posting(intake: WebhookIntake) -> AsyncIterator[httpx.AsyncClient]:
    """A client that posts to a running intake, as Telegram does."""
    app = Starlette(routes=[Route("/hook", Webhook(SECRET, intake.take).post, methods=["POST"])])
    headers = {HEADER: SECRET, "Content-Type": "application/json"}
    transport = httpx.ASGITransport(app)
    async with (
        running_webhook(intake),
        httpx.AsyncClient(transport=transport, base_url="http://bot", headers=headers) as client,
    ):
        yield client


@asynccontextmanager
async def running_webhook(intake: WebhookIntake) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(intake.run())
    yield task
    intake.stop()
    await asyncio.wait_for(task, 5)


@asynccontextmanager
async def second(telegram: OfflineTelegram) -> AsyncIterator[App]:
    """The application of another process, over the same Telegram."""
    builder = ApplicationBuilder().token("7:a-secret-token").request(telegram).get_updates_request(telegram)
    application = builder.updater(None).job_queue(None).build()
    application.bot_data[FAILURES] = Failures()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_error_handler(failed)
    async with application:
        yield application


async def test_an_update_is_answered_before_it_is_acknowledged(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(ANN)
    async with posting(webhook(application, storage)) as client:
        request = asyncio.create_task(client.post("/hook", json=message(5)))
        await eventually(lambda: telegram.sending == 1)
        await steadily(lambda: not request.done())
        telegram.gates[ANN].set()
        assert (await request).status_code == 200
        assert telegram.sent == [(ANN, "hello")]
        assert await storage.inbox.known([5], now()) == {5}


async def test_a_request_is_not_held_for_ever_and_what_is_posted_again_finds_the_work_under_way(
    application: App, storage: Storage, telegram: OfflineTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.webhook._HOLD", 0.05)
    telegram.close(ANN)
    async with posting(webhook(application, storage)) as client:
        for _ in range(3):
            assert (await client.post("/hook", json=message(5))).status_code == 503
        telegram.gates[ANN].set()
        await eventually(lambda: telegram.sent == [(ANN, "hello")])
        await eventually(_is_finished(storage, 5))
        assert (await client.post("/hook", json=message(5))).status_code == 200
    assert telegram.sent == [(ANN, "hello")]


async def test_of_ten_thousand_forged_secrets_none_is_let_in(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    taken: list[Any] = []

    async def take(raw: Any) -> Later:
        taken.append(raw)
        return Later()

    app = Starlette(routes=[Route("/hook", Webhook(SECRET, take).post, methods=["POST"])])
    near = (SECRET[:-1], SECRET + "x", SECRET.upper(), SECRET[::-1], "", " " + SECRET, SECRET + "\0", "ключ")
    forged = [*near, *(secrets.token_urlsafe(len(SECRET))[: len(SECRET)] for _ in range(10_000 - len(near)))]
    body = json.dumps(message(5)).encode()
    codes = [await _post(app, secret.encode(), body) for secret in forged]
    assert codes == [403] * 10_000
    assert not taken
    assert await _post(app, SECRET.encode(), body) == 503
    assert len(taken) == 1


async def _post(app: Starlette, secret: bytes, body: bytes) -> int:
    """Post to an ASGI application without a client, which takes longer than the application; return the status."""
    codes: list[int] = []
    headers = [(HEADER.lower().encode(), secret), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/hook",
        "headers": headers,
        "query_string": b"",
        "root_path": "",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: Any) -> None:
        if event["type"] == "http.response.start":
            codes.append(event["status"])

    await app(scope, receive, send)
    (code,) = codes
    return code


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b" " * 1_048_577, "application/json", 413),
        (b"{}", "application/json; charset=utf-8", 200),
        (b"[]", "application/json", 200),
        (b'{"update_id": true, "message": {}}', "application/json", 200),
        (b'{"update_id": 7, "message": {"message_id": "garbled"}}', "application/json", 200),
        (b'{"update_id": 7, "something_new": {}}', "application/json", 200),
    ],
)
async def test_what_is_no_update_does_no_harm(
    application: App, storage: Storage, telegram: OfflineTelegram, body: bytes, content_type: str, code: int
) -> None:
    async with posting(webhook(application, storage)) as client:
        response = await client.post("/hook", content=body, headers={"Content-Type": content_type})
        assert response.status_code == code
        assert (await client.post("/hook", json=message(8))).status_code == 200
    assert telegram.sent == [(ANN, "hello")]


async def test_a_body_without_a_length_is_cut_off_too(application: App, storage: Storage) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b" " * 100_000

    async with posting(webhook(application, storage)) as client:
        assert (await client.post("/hook", content=endless())).status_code == 413


async def test_what_is_posted_twice_is_answered_once_by_whichever_process(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(ANN)
    async with (
        second(telegram) as other,
        posting(webhook(application, storage)) as first,
        posting(webhook(other, storage)) as beside,
    ):
        requests = [asyncio.create_task(first.post("/hook", json=message(5))) for _ in range(3)]
        await eventually(lambda: telegram.sending == 1)
        elsewhere = await beside.post("/hook", json=message(5))
        assert elsewhere.status_code == 503
        assert 1 <= int(elsewhere.headers["Retry-After"]) <= 5
        telegram.gates[ANN].set()
        codes = [response.status_code for response in await asyncio.gather(*requests)]
        assert set(codes) <= {200, 503}
        assert 200 in codes
        assert (await beside.post("/hook", json=message(5))).status_code == 200
        assert (await first.post("/hook", json=message(5))).status_code == 200
    assert telegram.sent == [(ANN, "hello")]


@pytest.mark.usefixtures("hasty")
async def test_what_surely_failed_is_repeated_and_answered_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].append(refusal(429, "Too Many Requests: retry after 2", retry_after=2))
    async with posting(webhook(application, storage)) as client:
        response = await client.post("/hook", json=message(5))
        assert response.status_code == 503
        assert response.headers["Retry-After"] in {"2", "3"}
        assert telegram.sent == []
        repeated = await client.post("/hook", json=message(5))
        assert repeated.status_code == 200
    assert telegram.sent == [(ANN, "hello")]


@pytest.mark.usefixtures("hasty")
async def test_of_an_answer_that_may_have_arrived_three_copies_are_sent_over_all_processes(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.outages["sendMessage"] = maybe_sent()
    await storage.claims.claim(5, {}, now(), 0.0)
    await storage.inbox.repark(Parked(5, {}, 2, 0.0))
    async with posting(webhook(application, storage)) as client:
        assert (await client.post("/hook", json=message(5))).status_code == 200
    assert attempts(telegram) == ["hello"], "two copies were sent by a process that died"


async def test_a_chat_is_answered_in_its_order_and_others_meanwhile(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(ANN)
    async with posting(webhook(application, storage)) as client:
        first = asyncio.create_task(client.post("/hook", json=message(5, ANN, "first")))
        await eventually(lambda: telegram.sending == 1)
        later = asyncio.create_task(client.post("/hook", json=message(6, ANN, "second")))
        assert (await client.post("/hook", json=message(7, BEN, "other"))).status_code == 200
        telegram.gates[ANN].set()
        assert [response.status_code for response in await asyncio.gather(first, later)] == [200, 200]
    assert telegram.sent == [(BEN, "other"), (ANN, "first"), (ANN, "second")]


async def test_a_stop_lets_the_answer_under_way_arrive_and_leaves_the_rest_to_telegram(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(ANN)
    intake = webhook(application, storage)
    async with posting(intake) as client:
        request = asyncio.create_task(client.post("/hook", json=message(5)))
        await eventually(lambda: telegram.sending == 1)
        intake.stop()
        assert (await client.post("/hook", json=message(6))).status_code == 503
        telegram.gates[ANN].set()
        assert (await request).status_code == 200
    assert telegram.sent == [(ANN, "hello")]
    assert await storage.inbox.known([6], now()) == frozenset()


async def test_what_a_stop_cut_short_is_answered_by_another_process_at_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(ANN)
    intake = webhook(application, storage, patience=0.05)
    async with posting(intake) as client:
        request = asyncio.create_task(client.post("/hook", json=message(5)))
        await eventually(lambda: telegram.sending == 1)
        intake.stop()
        assert (await request).status_code == 503
    telegram.gates[ANN].set()
    async with second(telegram) as other, posting(webhook(other, storage)) as client:
        assert (await client.post("/hook", json=message(5))).status_code == 200
    assert telegram.sent == [(ANN, "hello")]


async def test_who_sends_too_much_is_passed_over_and_what_was_accepted_counts_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    limits = ReaderLimits(Rates(burst=2), clock=lambda: 0.0)
    async with posting(webhook(application, storage, limits=limits)) as client:
        for update_id in (1, 1, 1, 2, 3, 4):
            assert (await client.post("/hook", json=message(update_id, text=str(update_id)))).status_code == 200
    assert telegram.sent == [(ANN, "1"), (ANN, "2")]


async def test_while_the_storage_fails_questions_are_answered_all_the_same(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    class Broken:
        async def claim(self, update_id: int, raw: Any, now: datetime, seconds: float) -> Claim:
            raise StorageError("gone")

    async with posting(WebhookIntake(application, storage.inbox, Broken(), now)) as client:
        for _ in range(2):
            assert (await client.post("/hook", json=message(5))).status_code == 200
    assert telegram.sent == [(ANN, "hello")]


async def test_what_a_poll_left_parked_is_answered_by_the_webhook(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    await storage.inbox.park([Parked(5, message(5), 0, 0.0)], now())
    async with posting(webhook(application, storage)):
        await eventually(lambda: telegram.sent == [(ANN, "hello")])
        await eventually(_is_finished(storage, 5))


async def test_what_a_webhook_left_claimed_is_answered_by_a_poll(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    update_id = telegram.updates.write(ANN, "hello")
    assert await storage.claims.claim(update_id, {}, now(), CLAIM) == Claimed(0)
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(ANN, "hello")])


def _is_finished(storage: Storage, update_id: int) -> Any:
    async def finished() -> bool:
        return await storage.claims.claim(update_id, {}, now(), CLAIM) == Finished()

    return finished


async def test_a_claim_is_one_processs_until_its_time_is_over(url: str) -> None:
    storage = await Storage.open(url, bytes(32))
    try:
        claims, at = storage.claims, now()
        both = await asyncio.gather(*(claims.claim(5, {}, at, 30.0) for _ in range(8)))
        assert sum(isinstance(claim, Claimed) for claim in both) == 1
        assert sum(isinstance(claim, Waits) for claim in both) == 7
        await storage.inbox.repark(Parked(5, {}, 1, at.timestamp() - 1))
        again = await asyncio.gather(*(claims.claim(5, {}, at, 30.0) for _ in range(8)))
        assert [claim for claim in again if isinstance(claim, Claimed)] == [Claimed(1)]
        await storage.inbox.finish(5, at)
        assert await claims.claim(5, {}, at, 30.0) == Finished()
    finally:
        await storage.close()


async def test_nothing_of_a_question_is_stored_while_telegram_keeps_it(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(ANN)
    async with posting(webhook(application, storage)) as client:
        request = asyncio.create_task(client.post("/hook", json=message(5, text="my secret")))
        await eventually(lambda: telegram.sending == 1)
        (claim,) = await storage.inbox.parked(now())
        assert claim.raw == {}
        telegram.gates[ANN].set()
        assert (await request).status_code == 200
