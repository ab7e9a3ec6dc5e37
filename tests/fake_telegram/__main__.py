"""Runs the fake server: prints its port, ends when standard input closes or its parent dies."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading

from tests.fake_telegram.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1, 0 for any free one")
    parser.add_argument("--token", default="123456789:FAKE-TOKEN-for-tests_0000000000000", help="bot token")
    parser.add_argument("--username", default="casewire_test_bot", help="the bot's username")
    options = parser.parse_args()
    asyncio.run(_run(options.port, options.token, options.username))


async def _run(port: int, token: str, username: str) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    server = Server(token, username)
    print(await server.start(port), flush=True)
    threading.Thread(target=_watch_stdin, args=(loop, stopped), daemon=True).start()
    parent = os.getppid()
    while not stopped.is_set() and os.getppid() == parent:
        try:
            await asyncio.wait_for(stopped.wait(), 1.0)
        except TimeoutError:
            continue
    sys.stdout.flush()
    os._exit(0)  # open long polls need not be waited for


def _watch_stdin(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stopped.set)


if __name__ == "__main__":
    main()
