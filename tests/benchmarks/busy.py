"""Asks the running bot many questions while it sends a notice to many chats, and times both.

    python -m tests.benchmarks.busy [--asked 100] [--seconds 30] [--chats 2000] [--json OUT]

The bot is `casewire run` in a process of its own, Telegram the strict fake server in another. An answer takes from
the moment the question stands in Telegram to the moment the answer does. Exit code 1 if a promise is broken.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.application import now
from bot.publishing.recipients import recipients
from bot.storage import Storage, read_key
from knowledge.casefile.loading import default_case, load
from knowledge.notices.audience import About, Subscription
from knowledge.notices.content import packed
from tests.benchmarks.delivery import FIRST, notice
from tests.benchmarks.printing import finish
from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram

RATE = 25.0
ASKERS = 5_000_000
P95 = 0.5
KEPT = 0.95
QUESTIONS = ("Why did the UK refuse?", "who orderd the prosecution", "Кто такой Гринь?", "what happened in 2011")


async def publish(home: Path, chats: Sequence[int]) -> None:
    """Let chats follow the case, and publish a notice."""
    folder = home / ".local" / "share" / "casewire"
    storage = await Storage.open(
        f"sqlite+aiosqlite:///{folder / 'casewire.sqlite3'}", read_key(folder / "casewire.key")
    )
    base = load(default_case())
    for chat in chats:
        await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    what = notice(base)
    await storage.publications.publish(what.id, packed(what), recipients(what, base, now()), "benchmark", now())
    await storage.close()


def ask(server: FakeTelegram, asked: int, seconds: int) -> dict[int, float]:
    """Ask a number of questions a second, each from a chat of its own; return when each was asked."""
    begun = time.time()
    times: dict[int, float] = {}
    for number in range(asked * seconds):
        pause = begun + number / asked - time.time()
        if pause > 0:
            time.sleep(pause)
        times[ASKERS + number] = time.time()
        server.send_text(ASKERS + number, QUESTIONS[number % len(QUESTIONS)])
    return times


def run(asked: int, seconds: int, chats: int) -> dict[str, Any]:
    """Ask and broadcast at once, and measure."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as server:
        home = Path(folder)
        followers = server.add_users(FIRST, chats)
        server.add_users(ASKERS, asked * seconds)
        server.set_limits(enabled=False)
        asyncio.run(publish(home, followers))
        with Bot(server, default_case(), home, notices__per_second=str(RATE), log__level="warning"):
            while server.status()["by_method"].get("sendmessage", 0) < RATE:
                time.sleep(0.1)
            times = ask(server, asked, seconds)
            deadline = time.time() + 30
            while server.status()["pending_updates"] and time.time() < deadline:
                time.sleep(0.2)
        log = server.log("sendMessage")
    answered = {record.chat_id: record.at for record in log if record.chat_id in times}
    waits = sorted(answered[chat] - times[chat] for chat in answered)
    sent = sorted(record.at for record in log if record.chat_id is not None and FIRST <= record.chat_id < ASKERS)
    within = [at for at in sent if times[ASKERS] <= at <= max(times.values())]
    most = max(sum(at <= other < at + 1 for other in sent) for at in sent)
    return {
        "questions": len(times),
        "answered": len(answered),
        "answers_a_second": round(len(answered) / (max(answered.values()) - min(times.values())), 1),
        "p50_ms": round(waits[len(waits) // 2] * 1e3, 1),
        "p95_ms": round(waits[len(waits) * 95 // 100] * 1e3, 1),
        "notices_a_second": round(len(within) / (max(times.values()) - times[ASKERS]), 2),
        "most_notices_in_a_second": most,
    }


def promises(result: dict[str, Any], asked: int) -> dict[str, bool]:
    """Return what is promised, and whether a run kept it."""
    return {
        "every question is answered": result["answered"] == result["questions"],
        f"{asked} answers a second": result["answers_a_second"] >= asked * KEPT,
        "p95 under 500 ms": result["p95_ms"] < P95 * 1e3,
        "the notices keep their rate": result["notices_a_second"] >= RATE * KEPT,
        "and never pass it": result["most_notices_in_a_second"] <= RATE,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asked", type=int, default=100, help="questions a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--chats", type=int, default=2000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    result = run(arguments.asked, arguments.seconds, arguments.chats)
    finish(result, promises(result, arguments.asked), arguments.json)


if __name__ == "__main__":
    main()
