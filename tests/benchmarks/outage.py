"""Lets Telegram fail in many ways at and during a publication, and counts who misses the notice.

    python -m tests.benchmarks.outage [--chats 10000] [--seconds 5 30 300] [--kinds error bad_gateway ...] [--json OUT]

Telegram is the strict fake server in a process of its own; in an outage all of its methods fail. The sender is another
process, with the pauses of the bot; only a message that may have arrived is sent again sooner. A chat
that is left unconfirmed counts as missed. Exit code 1 if a promise is broken.
"""

import argparse
import asyncio
import json
import random
import time
from pathlib import Path
from typing import Any

from knowledge.casefile.loading import default_case, load
from tests.benchmarks.delivery import COPIES, FIRST, database, prepare, start, states
from tests.benchmarks.printing import finish
from tests.fake_telegram import FakeTelegram

KINDS = ("bad_gateway", "error", "cut_before", "cut_after", "silent_after", "no_answer")
MOMENTS = ("at", "during")


def trial(count: int, kind: str, seconds: float, moment: str, rate: float) -> dict[str, Any]:
    """Publish to a number of chats; let an outage begin with it, or once a part of them has the notice."""
    with database(on_postgres=False) as url, FakeTelegram() as server:
        people = server.add_users(FIRST, count)
        server.set_limits(enabled=False)
        asyncio.run(prepare(url, list(people), load(default_case())))
        begun = time.monotonic()
        process = start(url, server, rate)
        while not server.status()["by_method"].get("getme"):
            time.sleep(0.01)
        share = random.Random(5).uniform(0.2, 0.5) if moment == "during" else 0.0
        while sum(server.message_counts().values()) < share * count:
            time.sleep(0.02)
        server.outage(seconds, kind)
        process.wait()
        took = time.monotonic() - begun
        copies = server.message_counts()
        found, _ = asyncio.run(states(url))
    return {
        "missed": sum(chat not in copies for chat in people) + found["unconfirmed"],
        "sent": found["sent"],
        "repeats": sum(number - 1 for number in copies.values()),
        "most_copies": max(copies.values()),
        "seconds": round(took, 1),
    }


def main() -> None:
    """Try every kind of outage, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, nargs="+", default=[5, 30, 300])
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    parser.add_argument("--moments", nargs="+", default=MOMENTS, choices=MOMENTS)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    results = {}
    for seconds in arguments.seconds:
        for kind in arguments.kinds:
            for moment in arguments.moments:
                name = f"{seconds:g} s of {kind}, {moment}"
                results[name] = trial(arguments.chats, kind, seconds, moment, arguments.rate)
                print(name, results[name], flush=True)
    missed = sum(result["missed"] for result in results.values())
    copies = max(result["most_copies"] for result in results.values())
    promises = {"nobody misses the notice": missed == 0, "nobody gets more than three copies": copies <= COPIES}
    finish({"missed": missed, "most_copies": copies}, promises, None)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
