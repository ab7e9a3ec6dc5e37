"""The log helps an operator and gives away nobody: no token, no chat id, no question."""

import logging
import subprocess
import sys

import pytest

from bot.logs import mask
from tests.bot.running import ROOT

TOKEN = "123456789:AAE-secret-part"
SCRIPT = f"""
import asyncio, logging, structlog
from telegram.error import InvalidToken
from bot import logs

logs.configure("info", {TOKEN!r})
log = structlog.get_logger()
log.info("asked", question="who did it", chat_id=4711, kind="found")
log.warning("address https://api.telegram.org/bot{TOKEN}/getMe")
try:
    raise InvalidToken("The token `{TOKEN}` was rejected")
except InvalidToken as error:
    log.error("failed", error=repr(error), exc_info=error)
    logging.getLogger("other").error("failed: %s", error, exc_info=error)
logging.getLogger("httpx").info("POST https://api.telegram.org/bot{TOKEN}/getMe")

async def forgotten():
    raise InvalidToken("{TOKEN}")

async def main():
    task = asyncio.create_task(forgotten())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def written() -> str:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


def test_neither_the_token_nor_its_secret_part_is_logged_by_anyone(written: str) -> None:
    assert "secret-part" not in written
    assert "(token)" in written
    assert "httpx" not in written


def test_questions_and_chat_ids_are_not_logged_and_the_rest_is(written: str) -> None:
    assert "who did it" not in written
    assert "4711" not in written
    assert "kind=found" in written


def test_tracebacks_are_written_without_the_values_of_variables(written: str) -> None:
    assert written.count("Traceback") == 3
    assert "locals" not in written


def test_a_mask_leaves_other_text_alone() -> None:
    assert mask(f"a {TOKEN} b", TOKEN) == "a (token) b"
    assert mask("a AAE-secret-part b", TOKEN) == "a (token) b"
    assert mask("abc", "1:b") == "abc"
    assert mask("abc", None) == "abc"


def test_configuring_is_left_to_the_process() -> None:
    assert not any(type(handler).__module__ == "bot.logs" for handler in logging.getLogger().handlers)
