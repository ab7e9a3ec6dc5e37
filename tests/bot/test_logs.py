"""The log helps an operator and gives away nobody: no token, no chat id, no question, no matter who logs it."""

import json
import logging
import re
import subprocess
import sys

import pytest

from bot.logs import mask, places
from tests.support.forks import ROOT

TOKEN = "123456789:AAE-secret-part"
AT = r"<string>:\d+ <module>"
SCRIPT = f"""
import asyncio, logging, threading, warnings, structlog
from telegram.error import InvalidToken
from bot import logs

logs.configure("info", {TOKEN!r})
log = structlog.get_logger()
log.info("asked", question="who did it", chat_id=4711, kind="found")
log.warning("address https://api.telegram.org/bot{TOKEN}/getMe")
try:
    try:
        "who did it".encode("utf-8").decode("utf-16-be", "strict").index("4711")
    except ValueError as error:
        raise InvalidToken("The token `{TOKEN}` of 4711 was rejected: who did it") from error
except InvalidToken as error:
    log.error("failed", error=type(error).__name__, exc_info=error)
    log.error("failed again", exc_info=True)
    data = {{"text": "who did it", "id": 4711}}
    logging.getLogger("telegram.Bot").critical("Received data was %r", data, exc_info=error)
    logging.getLogger("other").error(f"who did it {TOKEN}")
logging.getLogger("httpx").warning("POST https://api.telegram.org/bot{TOKEN}/getMe")
warnings.warn("who did it", UserWarning)

async def forgotten():
    raise InvalidToken("{TOKEN} who did it")

async def main():
    task = asyncio.create_task(forgotten(), name="who did it")
    await asyncio.wait([task])
    del task

asyncio.run(main())

def fail(*of):
    raise ValueError("who did it 4711")

class Odd:
    __del__ = fail

Odd()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
raise KeyError("who did it 4711")
"""


@pytest.fixture(scope="module")
def written() -> str:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 1
    return done.stderr


def test_neither_the_token_nor_its_secret_part_is_logged_by_anyone(written: str) -> None:
    assert "secret-part" not in written
    assert "(token)" in written


def test_questions_and_chat_ids_are_not_logged_by_anyone(written: str) -> None:
    assert "who did it" not in written
    assert "4711" not in written
    assert "kind=found" in written


def test_what_others_log_is_reduced_to_who_where_and_what_kind(written: str) -> None:
    assert re.search(rf"\[CRITICAL\] telegram.Bot at {AT}: InvalidToken at {AT}\nValueError at {AT}\n", written)
    assert re.search(rf"\[ERROR\] other at {AT}\n", written)
    assert re.search(rf"\[WARNING\] httpx at {AT}\n", written)
    assert "[WARNING] py.warnings at " in written
    assert "[ERROR] asyncio at " in written


def test_a_bug_shows_types_causes_and_frames_and_no_values(written: str) -> None:
    assert len(re.findall(rf"InvalidToken at {AT}\nValueError at {AT}\n", written)) == 3
    assert re.search(rf"the process ended with an error\s+KeyError at {AT}\n", written)
    assert re.search(r"a thread ended with an error\s+ValueError at .*> <string>:\d+ fail", written)
    assert re.search(r"an error in the interpreter\s+ValueError at <string>:\d+ fail", written)
    assert "Traceback" not in written


def test_an_endless_chain_of_causes_ends() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert places(first).splitlines() == ["ValueError at an unknown place", "KeyError at an unknown place"]


def test_a_mask_leaves_other_text_alone() -> None:
    assert mask(f"a {TOKEN} b", TOKEN) == "a (token) b"
    assert mask("a AAE-secret-part b", TOKEN) == "a (token) b"
    assert mask("abc", "1:b") == "abc"
    assert mask("abc", None) == "abc"


def test_configuring_is_left_to_the_process() -> None:
    assert not any(type(handler).__module__ == "bot.logs" for handler in logging.getLogger().handlers)


def test_as_json_an_event_is_an_object_on_a_line_and_as_private() -> None:
    script = f"""
import structlog
from bot import logs
logs.configure("info", {TOKEN!r}, "json")
structlog.get_logger().info("asked", question="who did it", kind="found", at="bot{TOKEN}")
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["kind"]) == ("asked", "info", "found")
    assert (event["question"], event["at"]) == ("(private)", "bot(token)")
