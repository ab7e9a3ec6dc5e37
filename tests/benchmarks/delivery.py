"""Broadcasts a notice to many chats while the sender is killed again and again, and counts who got what.

    python -m tests.benchmarks.delivery [--chats 10000] [--kills 20] [--rate 400] [--postgres] [--json OUT]

Telegram is the strict fake server in a process of its own; 5 % of the requests go wrong, in every way there is. A kill
is SIGKILL at a random moment; it counts if messages were under way. A chat may get a notice again only if nobody can
know whether it arrived, and three copies are the most. Exit code 1 if a promise is broken.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.application import now
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.telegram_channel import TelegramChannel
from bot.publishing.recipients import recipients
from bot.storage import Storage
from bot.storage.crypto import encrypt, pseudonym
from bot.storage.deliveries import shown_state
from bot.storage.schema import deliveries, followers, subscriptions
from knowledge.casefile.loading import default_case, load
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.content import packed
from tests.benchmarks.printing import finish
from tests.fake_telegram import FakeTelegram
from tests.postgres import postgres

KEY = bytes(range(32))
FIRST = 1_000_000
FAULTS = {
    "flood": 0.002,
    "error": 0.008,
    "bad_gateway": 0.008,
    "no_answer": 0.003,
    "cut_before": 0.008,
    "cut_after": 0.006,
    "cut_midway": 0.006,
    "silent_after": 0.003,
    "broken_json": 0.006,
}
"""Kind of fault to its share of the requests: 5 % in all."""
BLOCKED, GROUPS = 0.01, 40
"""The share of people who blocked the bot or are gone; and the number of groups, every second with a new id."""
COPIES = 3
REPEATS = 4
REPEATED_AFTER = (2.0, 4.0)
"""Seconds until a message that may have arrived is sent again: shorter than the bot's own, for the sake of the time."""
LANDED = 0.95
_ROOT = Path(__file__).parents[2]


def notice(base: KnowledgeBase) -> Notice:
    """Return a notice about the first fact of a case."""
    fact = next(iter(base.facts.values()))
    text = dict.fromkeys(base.case.languages, "Something has changed.")
    document = next(iter(base.documents.values()))
    return Notice("something", document.date, "news", text, text, (fact.id,))


async def prepare(url: str, chats: Sequence[int], base: KnowledgeBase) -> int:
    """Let all chats follow the case, and publish a notice; return the number of deliveries."""
    storage = await Storage.open(url, KEY)
    rows = [(pseudonym(KEY, "chat", chat), encrypt(KEY, chat)) for chat in chats]
    async with storage.database.transaction() as connection:
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            await connection.execute(
                insert(followers), [{"chat": chat, "address": address, "language": "en"} for chat, address in part]
            )
            follows = {"thread": 0, "kind": "case", "value": "", "rhythm": "now"}
            await connection.execute(insert(subscriptions), [{"chat": chat, **follows} for chat, _ in part])
    what = notice(base)
    done = await storage.publications.publish(what.id, packed(what), recipients(what, base, now()), "benchmark", now())
    await storage.close()
    return done.chats


async def states(url: str) -> tuple[Counter[str], dict[bytes, int]]:
    """Return how many deliveries are in which state, as people are shown it, and the doubts of each chat."""
    storage = await Storage.open(url, KEY)
    columns = (shown_state(), deliveries.c.chat, deliveries.c.doubts)
    shown = select(*columns).outerjoin_from(deliveries, followers, deliveries.c.chat == followers.c.chat)
    async with storage.database.transaction() as connection:
        rows = (await connection.execute(shown)).all()
    await storage.close()
    return Counter(state for state, _, _ in rows), {bytes(chat): doubts for _, chat, doubts in rows}


async def send(url: str, api: str, token: str, rate: float) -> None:
    """Be the sender, until nothing waits."""
    storage = await Storage.open(url, KEY)
    base = load(default_case())
    request = HTTPXRequest(connection_pool_size=16, read_timeout=1.0, connect_timeout=2.0)
    async with Bot(token, base_url=f"{api}/bot", request=request) as bot:
        sender = OutboxWorker(storage.outbox, TelegramChannel(bot, base), now, rate, lease=2.0, repeats=REPEATED_AFTER)
        task = asyncio.create_task(sender.run())
        left = 1
        while left and not task.done():
            await asyncio.sleep(0.3)
            counts = await storage.outbox.counts()
            left = sum(count for _, state, _, count in counts if state in {"waiting", "sending"})
        sender.stop()
        await task
    await storage.close()


def start(url: str, server: FakeTelegram, rate: float) -> subprocess.Popen[bytes]:
    """Start a sender in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.delivery", "--as-sender", url, server.url, server.token]
    return subprocess.Popen([*command, "--rate", str(rate)], cwd=_ROOT, stderr=subprocess.DEVNULL)


def broadcast(url: str, server: FakeTelegram, chats: Sequence[int], kills: int, rate: float) -> list[tuple[int, bool]]:
    """Send the notice with a number of kills; return how many messages were under way at each, and whether it landed.

    A kill lands if the process had sent something and something was left to send.
    """
    chance = random.Random(7)
    under_way = []
    share = len(chats) / (kills + 1)
    killed = before = 0
    process = start(url, server, rate)
    while process.poll() is None:
        sent = sum(server.message_counts().values()) if killed < kills else 0
        if killed < kills and sent >= share * (killed + chance.uniform(0.6, 1.0)):
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            found = asyncio.run(states(url))[0]
            under_way.append((found["sending"], found["sent"] > before and found["waiting"] > 0))
            before = found["sent"]
            process = start(url, server, rate)
        time.sleep(0.02)
    return under_way


def run(url: str, count: int, kills: int, rate: float) -> dict[str, Any]:
    """Prepare, broadcast and count."""
    base = load(default_case())
    chance = random.Random(11)
    with FakeTelegram() as server:
        people = server.add_users(FIRST, count - GROUPS)
        groups = [server.add_group(f"Group {number}", kind="group") for number in range(GROUPS)]
        chats = [*people, *groups]
        server.set_limits(enabled=False)
        waiting = asyncio.run(prepare(url, chats, base))
        moved = {chat: server.add_group(f"Supergroup of {chat}") for chat in groups[::2]}
        for chat, new in moved.items():
            server.set_chat_state(chat, "migrated", migrate_to=new)
        blocked = chance.sample(people, int(count * BLOCKED))
        for chat in blocked:
            server.set_chat_state(chat, chance.choice(("blocked", "deactivated")))
        server.clear_faults(seed=3)
        for kind, share in FAULTS.items():
            server.add_fault(kind, method="sendMessage", probability=share)
        begun = time.monotonic()
        under_way = broadcast(url, server, chats, kills, rate)
        seconds = time.monotonic() - begun
        copies = server.message_counts()
    found, doubts = asyncio.run(states(url))
    gone = set(blocked)
    reached = [moved.get(chat, chat) for chat in chats if chat not in gone]
    lost = [chat for chat in reached if not copies.get(chat)]
    unfounded = [chat for chat in reached if copies.get(chat, 0) > 1 + doubts[pseudonym(KEY, "chat", chat)]]
    landed = [number for number, has_landed in under_way if has_landed]
    return {
        "chats": waiting,
        "states": dict(found),
        "seconds": round(seconds, 1),
        "kills": len(under_way),
        "kills_while_sending": len(landed),
        "most_under_way_at_a_kill": max((number for number, _ in under_way), default=0),
        "lost": len(lost),
        "repeats": sum(max(0, number - 1) for number in copies.values()),
        "repeats_without_doubt": len(unfounded),
        "most_copies": max(copies.values(), default=0),
    }


def promises(result: dict[str, Any], kills: int) -> dict[str, bool]:
    """Return what is promised, and whether a run kept it."""
    return {
        "every kill was made": result["kills"] == kills,
        "the kills landed while sending": result["kills_while_sending"] >= LANDED * kills,
        "nothing is lost": result["lost"] == 0,
        "nothing is left": not {"waiting", "sending", "held"} & set(result["states"]),
        "at most four may be repeated for a kill": result["most_under_way_at_a_kill"] <= REPEATS,
        "none is repeated without a doubt": result["repeats_without_doubt"] == 0,
        "nobody gets more than three copies": result["most_copies"] <= COPIES,
    }


@contextlib.contextmanager
def database(on_postgres: bool) -> Iterator[str]:
    """Yield the address of an empty database."""
    if on_postgres:
        with postgres() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{folder}/delivery.sqlite3"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--as-sender", nargs=3, metavar=("URL", "API", "TOKEN"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.as_sender:
        url, api, token = arguments.as_sender
        asyncio.run(send(url, api, token, arguments.rate))
        return
    with database(arguments.postgres) as url:
        result = run(url, arguments.chats, arguments.kills, arguments.rate)
    finish(result, promises(result, arguments.kills), arguments.json)


if __name__ == "__main__":
    main()
