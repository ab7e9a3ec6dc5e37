"""Changes a case of 5,000 facts under 100 questions a second, and times every answer.

    python -m tests.benchmarks.reload [--facts 5000] [--asked 100] [--seconds 20] [--by signal|terminal] [--json OUT]

The bot is `casewire run` in a process of its own, Telegram the strict fake server in another. The other version words
every statement and names every document otherwise, so a reply that mixes two is seen. Questions are asked for some
seconds before the reload, while it lasts, and for as long after it. An answer takes from the moment the question
stands in Telegram to the moment the answer does. Exit code 1 if a promise is broken.
"""

import argparse
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.check import write
from tests.benchmarks.printing import finish
from tests.bot.running import Bot, casewire, environment
from tests.fake_telegram import FakeTelegram
from tests.support.shipped import CACHES

ASKERS = 5_000_000
WARMERS = 4_000_000
LATEST = 0.3
"""Maximum seconds of an answer."""
OLD, NEW = ("The minutes say that", "Minutes minutes-"), ("The minutes hold that", "Record minutes-")
GOLDEN = 100
DIFFERENT = 40
"""Number of different questions."""
TAKEN = "another version of the base answers now"
PATIENCE = 600.0


def make(case: Path, facts: int) -> None:
    """Write the case with golden questions."""
    write(case, facts)
    step = max(1, facts // GOLDEN)
    questions = "".join(
        f"- {{question: Who paid {1000 + number} crowns?, language: en, tag: plain, facts: [fact-{number}]}}\n"
        for number in range(0, facts, step)
    )
    (case / "golden.yaml").write_text(questions, encoding="utf-8")


def change(case: Path) -> None:
    """Word everything otherwise; no document's text changes."""
    for folder, (old, new) in zip(("facts", "documents"), zip(OLD, NEW, strict=True), strict=True):
        for file in (case / folder).iterdir():
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


class Asking(threading.Thread):
    """Asks a number of questions a second, each from a chat of its own, until it is told to stop."""

    def __init__(self, server: FakeTelegram, asked: int, facts: int) -> None:
        super().__init__(daemon=True)
        self.times: dict[int, float] = {}
        self.over = threading.Event()
        self._server, self._asked, self._facts = server, asked, facts

    def run(self) -> None:
        """Ask."""
        begun, number = time.time(), 0
        while not self.over.is_set():
            pause = begun + number / self._asked - time.time()
            if pause > 0:
                time.sleep(pause)
            self.times[ASKERS + number] = time.time()
            self._server.send_text(ASKERS + number, f"Who paid {1000 + self._fact(number)} crowns?")
            number += 1

    def warm(self) -> None:
        """Ask every question once, and wait for the answers: what a first question reads is no part of a reload."""
        for number in range(DIFFERENT):
            self._server.send_text(WARMERS + number, f"Who paid {1000 + self._fact(number)} crowns?")
        while self._server.status()["by_method"].get("sendmessage", 0) < DIFFERENT:
            time.sleep(0.1)

    def _fact(self, number: int) -> int:
        """Return the fact that a question is about: some are asked for again and again, as people do."""
        return number % DIFFERENT * self._facts // DIFFERENT


def reload(bot: Bot, case: Path, home: Path, by: str) -> None:
    """Have the changed case taken in, and wait until the bot answers from it."""
    if by == "signal":
        bot.process.send_signal(signal.SIGHUP)
    else:
        command = casewire("reload", "--knowledge", case)
        subprocess.run(command, env=environment(home), check=True, capture_output=True)
    deadline = time.time() + PATIENCE
    while TAKEN not in bot.log:
        if time.time() > deadline:
            raise TimeoutError(bot.log)
        time.sleep(0.05)


def run(facts: int, asked: int, seconds: int, by: str) -> dict[str, Any]:
    """Ask while the case changes, and measure."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as server:
        home = Path(folder)
        os.environ[CACHES] = str(home / "caches")
        case = home / "case"
        make(case, facts)
        server.add_users(WARMERS, DIFFERENT)
        server.add_users(ASKERS, asked * int(2 * seconds + PATIENCE))
        server.set_limits(enabled=False)
        with Bot(server, case, home) as bot:
            asking = Asking(server, asked, facts)
            asking.warm()
            used = cpu(bot)
            asking.start()
            time.sleep(seconds)
            change(case)
            begun = time.time()
            reload(bot, case, home, by)
            ended = time.time()
            time.sleep(seconds)
            asking.over.set()
            asking.join()
            deadline = time.time() + 30
            while server.status()["pending_updates"] and time.time() < deadline:
                time.sleep(0.2)
            used = cpu(bot) - used
        log = server.log("sendMessage")
    replies = {one.chat_id: (one.at, str(one.parameters["text"])) for one in log if one.chat_id in asking.times}
    result = measured(asking.times, {chat: told for chat, told in replies.items() if chat}, begun, ended)
    return result | {"bot_cpu_ms_a_question": round(used / len(asking.times) * 1e3, 1)}


def cpu(bot: Bot) -> float:
    """Return the CPU seconds that the bot has used, without those of its children."""
    user, system = Path(f"/proc/{bot.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measured(
    times: Mapping[int, float], replies: Mapping[int, tuple[float, str]], begun: float, ended: float
) -> dict[str, Any]:
    """Return the figures, of the time before the reload, during and after it."""
    result: dict[str, Any] = {"questions": len(times), "answered": len(replies), "reload_s": round(ended - begun, 1)}
    parts = (("before", 0.0, begun), ("during", begun, ended), ("after", ended, float("inf")))
    for name, start, end in parts:
        waits = sorted(at - times[chat] for chat, (at, _) in replies.items() if start <= times[chat] < end)
        result |= {f"{name}_{key}_ms": round(waits[place] * 1e3, 1) for key, place in places(waits).items()}
    late_at = sorted({round(times[chat] - begun) for chat, (at, _) in replies.items() if at - times[chat] > LATEST})
    result["late_at_s"] = late_at
    texts = [text for _, text in replies.values()]
    result["late"] = sum(at - times[chat] > LATEST for chat, (at, _) in replies.items())
    result["of_the_old_version"] = sum(all(mark in text for mark in OLD) for text in texts)
    result["of_the_new_version"] = sum(all(mark in text for mark in NEW) for text in texts)
    result["mixed"] = sum(any(mark in text for mark in OLD) and any(mark in text for mark in NEW) for text in texts)
    return result


def places(waits: Sequence[float]) -> dict[str, int]:
    """Return where the median, the 99th percentile and the longest stand; nothing where nothing was answered."""
    if not waits:
        return {}
    return {"p50": len(waits) // 2, "p99": len(waits) * 99 // 100, "max": len(waits) - 1}


def promises(result: Mapping[str, Any]) -> dict[str, bool]:
    """Return what is promised, and whether a run kept it."""
    told = result["of_the_old_version"] + result["of_the_new_version"]
    return {
        "every question is answered": result["answered"] == result["questions"],
        "no answer is later than 300 ms": result["late"] == 0,
        "no reply mixes two versions": result["mixed"] == 0 and told == result["answered"],
        "both versions answered": min(result["of_the_old_version"], result["of_the_new_version"]) > 0,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=5_000)
    parser.add_argument("--asked", type=int, default=100, help="questions a second")
    parser.add_argument("--seconds", type=int, default=20, help="before and after the reload")
    parser.add_argument("--by", choices=("signal", "terminal"), default="signal")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    result = run(arguments.facts, arguments.asked, arguments.seconds, arguments.by)
    finish(result, promises(result), arguments.json)


if __name__ == "__main__":
    main()
