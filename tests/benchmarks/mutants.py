"""Breaks the outbox and the sender in many ways, one at a time, and shows whether the tests notice.

    python -m tests.benchmarks.mutants

Each mutant is a copy of the project with one promise taken out of the code. Exit code 1 if the tests let one live.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ("tests/bot/test_outbox.py", "tests/bot/test_sender.py")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A piece of code and what stands in its place."""

    name: str
    file: str
    code: str
    instead: str


MUTANTS = (
    Mutant(
        "acknowledges before it sends",
        "bot/sender.py",
        "                told = await self._attempt(delivery)\n",
        "                await self._outbox.sent(delivery, fence, 1, self._now())\n"
        "                told = await self._attempt(delivery)\n",
    ),
    Mutant(
        "sends without marking",
        "bot/sender.py",
        "if not await self._outbox.mark(delivery, fence, self._now()):",
        "if False:",
    ),
    Mutant(
        "no lease: everybody leads",
        "bot/storage/outbox.py",
        '            where=or_(leases.c.holder.in_((holder, "")), leases.c.beats == stale),\n',
        "",
    ),
    Mutant(
        "no fencing",
        "bot/storage/outbox.py",
        "return exists(select(leases.c.name).where(leases.c.name == SENDER, leases.c.fence == fence))",
        "return exists(select(leases.c.name).where(leases.c.name == SENDER))",
    ),
    Mutant(
        "the fence does not grow",
        "bot/storage/outbox.py",
        "else_=leases.c.fence + 1)",
        "else_=leases.c.fence)",
    ),
    Mutant(
        "what was under way at a kill is forgotten",
        "bot/storage/outbox.py",
        'again = case((deliveries.c.doubts >= DOUBTS, "unconfirmed"), else_="waiting")',
        'again = "unconfirmed"',
    ),
    Mutant(
        "doubts are not counted",
        "bot/storage/outbox.py",
        '"doubts": delivery.doubts + doubt}',
        '"doubts": delivery.doubts}',
    ),
    Mutant(
        "a lost answer ends the delivery",
        "bot/sender.py",
        "doubt = not surely_not_sent(error)\n",
        "doubt = not surely_not_sent(error)\n                if doubt:\n"
        '                    return await self._outbox.ended(delivery, fence, "skipped", "lost", now)\n',
    ),
    Mutant(
        "a pause that Telegram asks for is not kept by all",
        "bot/sender.py",
        "                self._pace.stop(seconds)\n",
        "",
    ),
    Mutant("no pace", "bot/pace.py", "self._space = 1 / rate", "self._space = 0.0"),
    Mutant(
        "the pace counts what was asked for, not what was answered",
        "bot/pace.py",
        "            turn.at = self._clock()\n",
        "",
    ),
    Mutant(
        "the lease of a living sender is taken",
        "bot/watch.py",
        "dead = is_gone(lease.holder) or now - self._since >= self._seconds",
        "dead = True",
    ),
    Mutant(
        "a database from a backup is not noticed",
        "bot/sender.py",
        "restored = self._witness is not None and self._witness.read() >= lease.beats",
        "restored = False",
    ),
    Mutant(
        "the same content is published again",
        "bot/storage/notices.py",
        "        if number is None:",
        "        if number == -1:",
    ),
    Mutant(
        "old news is sent without a word",
        "bot/storage/outbox.py",
        '.values(state="held", note=note, changed_at=now)',
        ".values(note=note, changed_at=now)",
    ),
    Mutant(
        "who is paused is told",
        "bot/storage/outbox.py",
        "        open_ = (followers.c.gone.is_(None)) & (followers.c.paused.is_(False))\n",
        "        open_ = followers.c.gone.is_(None)\n",
    ),
    Mutant(
        "who blocked the bot is tried again and again",
        "bot/sender.py",
        "            case Forbidden():\n",
        "            case Forbidden() if False:\n",
    ),
    Mutant(
        "a moved group is lost",
        "bot/sender.py",
        "            case ChatMigrated():\n",
        "            case ChatMigrated() if False:\n",
    ),
    Mutant(
        "the record of steps is not chained",
        "bot/storage/record.py",
        "json.dumps([before, *values], ensure_ascii=False)",
        "json.dumps([*values], ensure_ascii=False)",
    ),
)


def lives(mutant: Mutant) -> bool:
    """Whether the tests pass with a mutant in the place of the code; exits if the code is not there any more."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        file = copy / mutant.file
        code = file.read_text(encoding="utf-8")
        if code.count(mutant.code) != 1:
            sys.exit(f"{mutant.name}: {mutant.file} has no single {mutant.code!r} any more; mend the mutant.")
        file.write_text(code.replace(mutant.code, mutant.instead), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS]
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=300, check=False)
        return done.returncode == 0


def main() -> None:
    """Try every mutant."""
    alive = []
    for mutant in MUTANTS:
        begun = time.monotonic()
        survived = lives(mutant)
        alive += [mutant.name] * survived
        print(f"{'LIVES' if survived else 'caught':7} {time.monotonic() - begun:5.1f} s  {mutant.name}", flush=True)
    print(f"{len(MUTANTS) - len(alive)} of {len(MUTANTS)} caught")
    sys.exit(1 if alive else 0)


if __name__ == "__main__":
    main()
