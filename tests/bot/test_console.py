"""`casewire chat`: the real handlers in a terminal or a pipe, with no token, no network and no prompt in the way."""

import os
import pty
import select
import signal
import time
from pathlib import Path

import pytest

from tests.bot.running import call, casewire, environment
from tests.knowledge.small_case import STATEMENT, write
from tests.support.forks import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case")


def chat(case: Path, typed: str, *options: str) -> str:
    """Pipe lines into `casewire chat`; return what it prints, after making sure that it ends well."""
    code, output, errors = call(case.parent, "chat", "--knowledge", case, *options, typed=typed.encode())
    assert (code, errors) == (0, "")
    return output


def replies(output: str) -> list[str]:
    """Return the replies, the welcome first: what stands after each line that the person typed."""
    return [part.partition("\n")[2].strip() for part in output.split("\n> ")]


def test_a_conversation_is_answered_turn_by_turn_and_ends_with_the_input(case: Path) -> None:
    welcome, answer, small, russian = replies(chat(case, "Who closed the pier?\nhello\nКто закрыл пирс?\n"))
    assert "The pier" in welcome
    assert "Why the pier is closed." in welcome
    assert answer.startswith(STATEMENT)
    assert "  | The harbour office closed the\u00a0north pier\n  | on 1 May 2020" in answer
    assert "A note to the press (https://harbour.example/notes/1)" in answer
    assert "The harbour office, 2 May 2020" in answer
    assert STATEMENT not in small
    assert russian.startswith("Мэр сказал, что управление порта закрыло северный пирс.")


def test_buttons_are_numbers_to_type(case: Path) -> None:
    _, answer, context, copied, cited, shared = replies(chat(case, "Who closed the pier?\n1\n4\n5\n6\n"))
    assert answer.splitlines()[-2:] == ["[4] Copy quote   [5] Cite   [6] Share", "[7] 👍   [8] 👎   [9] Report error"]
    assert "The pier needs repair." in context
    assert copied == "The harbour office closed the\u00a0north pier\non 1 May 2020"
    assert "https://harbour.example/notes/1" in cited
    assert cited.endswith("https://t.me/casewire_bot?start=fact_pier-closed")
    assert shared == "@casewire_bot Who closed the pier?"


def test_a_number_that_is_no_button_is_a_question(case: Path) -> None:
    _, answer = replies(chat(case, "77\n"))
    assert answer.startswith("The documents do not say.")
    assert "77" in answer


def test_commands_work_and_what_looks_like_one_is_read_as_telegram_does(case: Path) -> None:
    _, topics, topic, helped, question = replies(chat(case, "/topics\n1\n/nonsense\n/?\n"))
    assert "[1] The closure" in topics
    assert "[1] Who closed the pier?" in topic
    assert "/timeline" in helped
    assert "/timeline" not in question


def test_the_language_can_be_given_and_changed(case: Path) -> None:
    welcome, languages, changed, answer = replies(chat(case, "/language\n1\nКто закрыл пирс?\n", "--language", "ru"))
    assert "Почему закрыт пирс." in welcome
    assert "[1] English" in languages
    assert changed == "Answers and notices now come in English."
    assert answer.startswith(STATEMENT)


def test_hostile_lines_get_a_reply_and_cannot_steer_the_terminal(case: Path) -> None:
    hostile = [
        "\x1b[2J\x07 zzqq",
        "<b>&lt;</blockquote>",
        "😀" * 20_000,
        "a\u202e\u0301" * 5000,
        "/" * 500,
        "\0",
        "9" * 3000,
    ]
    output = chat(case, "\n".join(hostile) + "\n" + "Who closed the pier?\n")
    said = output.split("\n> ")
    assert len(said) == len(hostile) + 2
    assert all("\x1b" not in part.partition("\n")[2] for part in said)
    assert STATEMENT in said[-1]
    assert "went wrong" not in output


def test_bytes_that_are_no_utf_8_do_not_end_the_conversation(case: Path) -> None:
    code, output, _ = call(case.parent, "chat", "--knowledge", case, typed=b"caf\xe9 \xff\nWho closed the pier?")
    assert code == 0
    assert STATEMENT in output


@pytest.mark.parametrize("key", [b"\x03", b"\x04"])
def test_in_a_terminal_ctrl_c_and_ctrl_d_end_it_quietly(case: Path, key: bytes) -> None:
    process, screen = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        command = casewire("chat", "--knowledge", case)
        os.execve(command[0], command, environment(case.parent) | {"TERM": "xterm"})
    try:
        _read_until(screen, "> ")
        os.write(screen, b"Who closed the pier?\n")
        answer = _read_until(screen, "\n> ")
        rest = _pressed(screen, key)
        _, status = os.waitpid(process, 0)
    except TimeoutError:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        raise
    finally:
        os.close(screen)
    assert os.waitstatus_to_exitcode(status) == 0
    assert STATEMENT in answer
    assert "│" in answer
    assert "Traceback" not in rest


def _pressed(screen: int, key: bytes) -> str:
    """Press a key until the process ends: one that comes between the prompt and the wait for it is lost to Python."""
    for _ in range(3):
        os.write(screen, key)
        try:
            return _read_until(screen, None, seconds=5)
        except TimeoutError as error:
            shown = error
    raise shown


def _read_until(screen: int, end: str | None, seconds: float = 20) -> str:
    """Read what a process shows up to `end`, or up to its end for None."""
    shown, deadline = b"", time.monotonic() + seconds
    while end is None or end.encode() not in shown.replace(b"\r", b""):
        if not select.select([screen], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError(shown.decode(errors="replace"))
        try:
            piece = os.read(screen, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    return shown.decode(errors="replace")
