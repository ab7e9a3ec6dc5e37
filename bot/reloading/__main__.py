"""The process beside the bot that does the work of a reload: an order as JSON comes in, a result goes out."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_NICE = 10
"""How much this process leaves the processor to those that answer; arbitrary."""


async def _work(asked: dict[str, Any]) -> bytes:
    from bot.paths import cache_or_none
    from bot.reloading.aside import INDEX, ROLL_BACK, failed, written
    from bot.reloading.work import Order, build_index, roll_back, take_in
    from bot.storage import KeyFileError, Storage, StorageError
    from knowledge.language.kept_lists import keep_in

    keep_in(cache_or_none(os.environ))
    order = Order(Path(asked["folder"]), asked["actor"], asked["margin"], asked["force"])
    try:
        storage = await Storage.open(asked["url"], Path(asked["key_file"]))
    except (StorageError, KeyFileError) as error:
        return written(failed(str(error)))
    try:
        if asked["task"] == INDEX:
            return written(await build_index(storage, asked["version"]))
        work = roll_back if asked["task"] == ROLL_BACK else take_in
        return written(await work(storage, order, lambda: datetime.now(UTC), lambda _: None))
    except StorageError as error:
        return written(failed(str(error)))
    finally:
        await storage.close()


if __name__ == "__main__":
    os.nice(_NICE)
    result = asyncio.run(_work(json.load(sys.stdin.buffer)))
    sys.stdout.buffer.write(result)
