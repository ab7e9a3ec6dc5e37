"""Lets rude chats flood the running bot, limits a chat, and breaks Telegram, while honest readers ask; times these.

    python -m tests.benchmarks.flood [--outages 5 30] [--json OUT]

The bot is `casewire run` in a process of its own, Telegram the strict fake server in another. An answer takes from
the moment the question stands in Telegram to the moment the answer does. Exit code 1 if a promise is broken.
"""

import argparse
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.casefile.loading import default_case
from tests.benchmarks.busy import QUESTIONS
from tests.benchmarks.printing import finish
from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram

RATE, SECONDS = 1000, 4
"""Updates a second of a flood, and how long it lasts."""
HONEST = 20
"""Questions a second of honest readers."""
RUDE = range(1_000, 1_005)
LIMITED = 2_000
FIRST = 5_000_000
SLOWEST_P95 = 2.0
"""Maximum p95 of honest readers in a flood, in seconds."""
BESIDE = 1.5
"""Maximum p95 beside a limited chat, as a multiple of that on a quiet day."""
LIMITS = {"intake__burst": "5", "intake__per_hour": "60"}
"""The limits of readers, which other runs of the bot in trials do without."""
COPIES = 3
"""Maximum number of copies of an answer."""


class Readers:
    """Honest readers, each of whom asks once."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self._next = FIRST

    def ask(self, count: int, rate: float = HONEST) -> dict[int, float]:
        """Ask questions at a rate; return when each reader asked."""
        readers = self._server.add_users(self._next, count)
        self._next += count
        begun, times = time.time(), {}
        for number, reader in enumerate(readers):
            time.sleep(max(0.0, begun + number / rate - time.time()))
            times[reader] = time.time()
            self._server.send_text(reader, QUESTIONS[number % len(QUESTIONS)])
        return times

    def waits(self, times: dict[int, float], patience: float = 30.0) -> list[float]:
        """Return how long each reader waited for the answer, in order, without those who wait beyond `patience`."""
        deadline = time.time() + patience
        while True:
            answered = {record.chat_id: record.at for record in self._server.log("sendMessage") if record.accepted}
            if times.keys() <= answered.keys() or time.time() > deadline:
                return sorted(answered[reader] - at for reader, at in times.items() if reader in answered)
            time.sleep(0.2)


def p95(waits: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return round(waits[len(waits) * 95 // 100] * 1e3, 1) if waits else float("inf")


def beside(server: FakeTelegram, rudeness: Callable[[FakeTelegram], None]) -> threading.Thread:
    """Start somebody rude, on a connection of his own."""
    thread = threading.Thread(target=rudeness, args=(FakeTelegram(port=server.port),))
    thread.start()
    return thread


def flood(server: FakeTelegram) -> None:
    """Send a thousand updates a second from a few chats."""
    begun = time.time()
    for number in range(RATE * SECONDS):
        time.sleep(max(0.0, begun + number / RATE - time.time()))
        server.send_text(RUDE[number % len(RUDE)], QUESTIONS[number % len(QUESTIONS)])


def insist(server: FakeTelegram) -> None:
    """Write again and again, five times a second, to a bot that may not answer."""
    for number in range(50):
        server.send_text(LIMITED, QUESTIONS[number % len(QUESTIONS)])
        time.sleep(0.2)


def bursts(server: FakeTelegram, group: int) -> None:
    """Send 150 commands in one group, and 300 messages of one person."""
    for number in range(300):
        if number % 2:
            server.send_text(group, "/ask Why did the UK refuse?", RUDE[number % len(RUDE)])
        server.send_text(RUDE[0], QUESTIONS[number % len(QUESTIONS)])


def measure(server: FakeTelegram, home: Path) -> dict[str, Any]:
    """Measure quiet, flooded, and beside a chat that may not be written to for five minutes."""
    readers, result = Readers(server), {}
    server.add_users(RUDE.start, len(RUDE))
    server.add_user(LIMITED)
    group = server.add_group(members=list(RUDE))
    with Bot(server, default_case(), home, log__level="warning", **LIMITS) as bot:
        readers.waits(readers.ask(5))
        waits = readers.waits(readers.ask(200))
        result["p95_quiet_ms"] = p95(waits)

        server.add_fault("flood", method="sendMessage", chat_id=LIMITED, retry_after=300)
        limited = beside(server, insist)
        waits = readers.waits(readers.ask(200))
        result["p95_beside_a_limit_ms"] = p95(waits)
        limited.join()

        rude = beside(server, lambda door: bursts(door, group))
        waits = readers.waits(readers.ask(100))
        result |= {"p95_in_bursts_ms": p95(waits), "unanswered_in_bursts": 100 - len(waits)}
        rude.join()

        time.sleep(60)  # the rude may send again
        rude = beside(server, flood)
        waits = readers.waits(readers.ask(HONEST * (SECONDS + 2)))
        result |= {"p95_in_a_flood_ms": p95(waits), "unanswered_in_a_flood": HONEST * (SECONDS + 2) - len(waits)}
        rude.join()
        result["log_lines"] = len(bot.log.splitlines())
    return result


def restart(server: FakeTelegram, home: Path) -> dict[str, Any]:
    """Kill the bot while a chat's answers wait for a limit to end; count what is lost and what came twice."""
    server.add_user(LIMITED)
    server.add_fault("flood", method="sendMessage", chat_id=LIMITED, retry_after=15, times=1)
    with Bot(server, default_case(), home, log__level="warning") as bot:
        for question in QUESTIONS:
            server.send_text(LIMITED, question)
        while server.status()["pending_updates"]:
            time.sleep(0.1)
        bot.end(signal.SIGKILL)
    with Bot(server, default_case(), home, log__level="warning"):
        deadline = time.time() + 40
        while len(server.messages(LIMITED)) < len(QUESTIONS) and time.time() < deadline:
            time.sleep(0.2)
        time.sleep(1)
    return {"lost_in_a_limit_and_kill": len(QUESTIONS) - len(server.messages(LIMITED))}


def outage(server: FakeTelegram, home: Path, seconds: float, methods: Sequence[str]) -> dict[str, Any]:
    """Ask while Telegram fails; count who gets no answer, and the most copies that anybody may have got."""
    readers = Readers(server)
    with Bot(server, default_case(), home, log__level="info") as bot:
        readers.waits(readers.ask(3))
        server.outage(seconds, "bad_gateway", methods)
        before = len(server.log())
        times = readers.ask(40, 40)
        waits = readers.waits(times, patience=seconds + 60)
        tries = Counter(record.chat_id for record in server.log("sendMessage", since=before))
        lines = [line for line in bot.log.splitlines() if "Telegram" in line or "works again" in line]
    name = f"{seconds:g}_s_of_502{'_for_messages' if methods else ''}"
    return {
        f"lost_in_{name}": len(times) - len(waits),
        f"copies_in_{name}": max(tries.values(), default=0),
        f"log_lines_in_{name}": len(lines),
    }


def promises(result: dict[str, Any]) -> dict[str, bool]:
    """Return what is promised, and whether a run kept it."""
    return {
        "nobody honest is left without an answer": not any(
            value for name, value in result.items() if name.startswith(("unanswered", "lost"))
        ),
        "p95 in a flood at most 2 s": result["p95_in_a_flood_ms"] <= SLOWEST_P95 * 1e3,
        "p95 beside bursts at most 2 s": result["p95_in_bursts_ms"] <= SLOWEST_P95 * 1e3,
        "p95 beside a limit at most 1.5 times quiet": result["p95_beside_a_limit_ms"]
        <= result["p95_quiet_ms"] * BESIDE,
        "at most three copies": all(value <= COPIES for name, value in result.items() if name.startswith("copies")),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outages", type=float, nargs="*", default=[5, 30], help="seconds that Telegram fails")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    outages = [(seconds, methods) for seconds in arguments.outages for methods in ((), ("sendMessage",))]
    trials: list[Callable[[FakeTelegram, Path], dict[str, Any]]]
    trials = [measure, restart, *(partial(outage, seconds=seconds, methods=methods) for seconds, methods in outages)]
    result: dict[str, Any] = {}
    for trial in trials:
        with tempfile.TemporaryDirectory() as folder, FakeTelegram() as server:
            result |= trial(server, Path(folder))
    finish(result, promises(result), arguments.json)


if __name__ == "__main__":
    main()
