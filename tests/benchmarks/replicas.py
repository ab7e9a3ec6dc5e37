"""Posts questions to several processes on one PostgreSQL, and counts answers a second and CPU an answer.

    python -m tests.benchmarks.replicas [--processes 1 2 3] [--people 200] [--questions 5] [--nginx PATH] [--json OUT]

Each process is `casewire run` behind a webhook, Telegram the strict fake server. With `--nginx` the program of that
name stands before them with `deploy/nginx.conf`, without its certificate; else the fake server takes turns. All run on
this machine, fake server and PostgreSQL too, so the CPU an answer (user and system, of the bot's processes) tells more
than the answers a second where there are fewer processors than processes. Exit code 1 if a question got no answer, or
two.
"""

import argparse
import asyncio
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from knowledge.casefile.loading import default_case
from tests.benchmarks.printing import finish
from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram
from tests.postgres import postgres
from tests.support.eventually import eventually

FIRST = 5_000_000
PORT = 18_480
QUESTIONS = ("Why did the UK refuse?", "who orderd the prosecution", "Кто такой Гринь?", "what happened in 2011")
WRONG = "people without or with too many answers"
CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"


def cpu(pid: int) -> float:
    """Return the seconds of CPU that a process has used, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def proxied(nginx: str, folder: Path, addresses: Sequence[str]) -> Iterator[str]:
    """Run nginx before some addresses with the configuration that is shipped; yield its own address."""
    servers = "".join(f"server {address} max_fails=1 fail_timeout=5s;\n" for address in addresses)
    text = re.sub(r"server 127\.0\.0\.1:8080 [^;]*;", servers, CONF.read_text(encoding="utf-8"))
    text = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{PORT};", text)
    text = re.sub(r"ssl_\w+ [^;]*;", "", text)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    main = f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
    http = f"http {{ access_log off; client_body_temp_path {folder}/body; {temporary}\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(main + http, encoding="utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        yield f"127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait()


async def address(bot: Bot) -> str:
    """Return where a bot serves, once it answers."""
    found = await eventually(lambda: re.search(r"serving health and metrics\s+.*?address=(\S+)", bot.log))
    await eventually(lambda: re.search(r"\banswering\b", bot.log))
    return str(found[1])


async def measured(options: argparse.Namespace, processes: int, url: str, folder: Path) -> dict[str, Any]:
    """Ask all questions of a number of processes; return what that took."""
    people, asked = options.people, options.people * options.questions
    settings = {
        "storage__url": url,
        "storage__key_file": str(folder / "key"),
        "telegram__mode": "webhook",
        "telegram__webhook_url": "https://bot.example.org/telegram",
        "web__listen": "127.0.0.1:0",
        "intake__per_minute": "10000",
    }
    with FakeTelegram() as server, ExitStack() as stack:
        server.add_users(FIRST, people)
        server.set_limits(enabled=False)
        bots = []
        for number in range(processes):
            home = folder / f"{processes}-{number}"
            home.mkdir()
            bots.append(stack.enter_context(Bot(server, default_case(), home, **settings)))
        addresses = [await address(bot) for bot in bots]
        if options.nginx:
            place = folder / f"nginx-{processes}"
            place.mkdir()
            addresses = [stack.enter_context(proxied(options.nginx, place, addresses))]
        for number in range(asked):
            server.send_text(FIRST + number % people, QUESTIONS[number % len(QUESTIONS)])
        before, begun = sum(cpu(bot.process.pid) for bot in bots), time.monotonic()
        server.carry(*addresses)
        await server.wait_until_idle(seconds=600)
        seconds = time.monotonic() - begun
        used = sum(cpu(bot.process.pid) for bot in bots) - before
        counts = server.message_counts()
    wrong = sum(counts.get(FIRST + number) != options.questions for number in range(people))
    return {
        "processes": processes,
        "answers a second": round(asked / seconds, 1),
        "CPU ms an answer": round(used / asked * 1000, 1),
        WRONG: wrong,
    }


async def run(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure each number of processes on a database of its own."""
    rows = []
    for processes in options.processes:
        with postgres(throw_away=True) as url, tempfile.TemporaryDirectory() as folder:
            rows.append(await measured(options, processes, url, Path(folder)))
    first = rows[0]["answers a second"]
    return [{**row, "times the first": round(row["answers a second"] / first, 2)} for row in rows]


def main() -> None:
    """Print a line for each number of processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--nginx")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = asyncio.run(run(options))
    result = {f"{row['processes']} processes": row for row in rows}
    finish(result, {f"{name}: each answered once": not row[WRONG] for name, row in result.items()}, options.json)


if __name__ == "__main__":
    main()
