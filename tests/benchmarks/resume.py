"""Times how long a restarted bot takes from its start to the first notice, and how much CPU that costs.

    python -m tests.benchmarks.resume [--rounds 7] [--other CHECKOUT]

The bot is `casewire run` with notices that wait, on the shipped case, with a warm cache; Telegram is the strict fake
server. With another checkout, a worktree of an older build for example, both are run in turns.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.busy import RATE
from tests.benchmarks.delivery import FIRST
from tests.fake_telegram import FakeTelegram

ROOT = Path(__file__).parents[2]
CHATS = 30
PREPARE = """
import asyncio, sys
from pathlib import Path
from tests.benchmarks.busy import publish
asyncio.run(publish(Path(sys.argv[1]), range(int(sys.argv[2]), int(sys.argv[2]) + int(sys.argv[3]))))
"""


def start(checkout: Path, home: Path) -> tuple[float, float]:
    """Start a checkout's bot in a home folder; return the seconds until its first notice, of the clock and of CPU."""
    environment = {"HOME": str(home), "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(checkout)}
    shutil.rmtree(home / ".local", ignore_errors=True)  # the database; the cache stays
    with FakeTelegram() as server:
        server.add_users(FIRST, CHATS)
        server.set_limits(enabled=False)
        prepare = [sys.executable, "-c", PREPARE, str(home), str(FIRST), str(CHATS)]
        subprocess.run(prepare, cwd=checkout, env=environment, check=True)
        environment |= {
            "CASEWIRE_TELEGRAM__TOKEN": server.token,
            "CASEWIRE_TELEGRAM__API_URL": server.url,
            "CASEWIRE_NOTICES__PER_SECOND": str(RATE),
        }
        command = [sys.executable, "-m", "bot", "run"]
        begun = time.time()
        process = subprocess.Popen(command, cwd=checkout, env=environment, stderr=subprocess.DEVNULL)
        try:
            while not (log := server.log("sendMessage")):
                if process.poll() is not None or time.time() - begun > 60:
                    sys.exit(f"{checkout}: no notice was sent")
                time.sleep(0.002)
            spent = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        finally:
            process.kill()
            process.wait()
    ticks = int(spent[11]) + int(spent[12])
    return log[0].at - begun, ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--other", type=Path, help="another checkout to compare with")
    arguments = parser.parse_args()
    checkouts = [ROOT, *([arguments.other.resolve()] if arguments.other else [])]
    times: dict[Path, list[tuple[float, float]]] = {checkout: [] for checkout in checkouts}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.rounds + 1):
            for place, checkout in enumerate(checkouts):
                home = Path(folder) / str(place)
                home.mkdir(exist_ok=True)
                taken = start(checkout, home)
                if number:  # the first fills the caches
                    times[checkout].append(taken)
    for name, place in (("seconds", 0), ("CPU seconds", 1)):
        medians = [statistics.median(taken[place] for taken in times[checkout]) for checkout in checkouts]
        ratio = f"  ratio {medians[0] / medians[1]:.2f}" if len(medians) > 1 else ""
        print(f"{name:12} {'  other '.join(f'{median:.2f}' for median in medians)}{ratio}")


if __name__ == "__main__":
    main()
