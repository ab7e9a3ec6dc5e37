"""The command line as people and scripts use it: output, exit codes, and a clear sentence for each mistake."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from tests.bot import running
from tests.bot.running import PATIENCE, casewire
from tests.knowledge.small_case import STATEMENT, files, write
from tests.support.forks import ROOT
from tests.support.shipped import shipped_answerer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("case"))


def call(*arguments: str | Path, typed: bytes = b"", **settings: str) -> tuple[int, str, str]:
    """Run `casewire` without a home."""
    return running.call(Path("/nonexistent"), *arguments, typed=typed, **settings)


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_the_version_is_told() -> None:
    assert call("--version") == (0, f"casewire {__version__}\n", "")


def test_a_question_gets_plain_text_with_fact_quote_dates_and_source(case: Path) -> None:
    code, output, errors = call("ask", "--knowledge", case, "Who closed the pier?")
    assert (code, errors) == (0, "")
    assert output.startswith(STATEMENT)
    assert "  | The harbour office closed the\u00a0north pier" in output
    assert "1 May 2020" in output
    assert "A note to the press (https://harbour.example/notes/1)" in output
    assert "\x1b" not in output


def test_a_question_gets_one_object(case: Path) -> None:
    code, output, _ = call("ask", "--knowledge", case, "--json", "Кто закрыл пирс?")
    (told,) = objects(output)
    assert code == 0
    assert (told["kind"], told["language"], told["facts"][0]["id"]) == ("found", "ru", "pier-closed")
    assert "Мэр" in output


def test_an_explanation_tells_how_a_question_was_read_what_was_compared_and_why(case: Path) -> None:
    code, output, errors = call("ask", "--knowledge", case, "--explain", "Who clossed the lighthouse in Norway?")
    assert (code, errors) == (0, "")
    assert "read as [en] Who closed the lighthouse in Norway?" in output
    assert "pier-closed" in output
    assert "the question has a name, a number or a date that the documents do not have" in output
    assert "The documents do not" in output


def test_each_line_gets_an_object_in_its_order_whatever_is_in_it(case: Path) -> None:
    lines = [
        b"Who closed the pier?",
        b"",
        b"caf\xe9 \xff",
        b"a\rb\x0bc\x85d\xe2\x80\xa8e",
        b"\0" * 9,
        b"x" * 65536,
        b"Hello",
    ]
    code, output, errors = call("ask", "--knowledge", case, "--json", "-", typed=b"\n".join(lines))
    assert (code, errors) == (0, "")
    told = objects(output)
    assert len(told) == len(lines)
    assert told[0]["facts"][0]["id"] == "pier-closed"
    assert told[3]["question"].startswith("a\rb")
    assert (told[-1]["kind"], told[-1]["act"]) == ("act", "greeting")


def test_objects_are_written_as_soon_as_their_line_is_read(case: Path) -> None:
    command = casewire("ask", "--knowledge", case, "--json", "-")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        for question in (b"Who closed the pier?\n", b"hello\n"):
            process.stdin.write(question)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["question"] == question.decode().strip()
        process.stdin.close()
        assert process.wait(PATIENCE) == 0


def test_a_short_question_leans_on_the_last_answer_in_a_conversation() -> None:
    shipped_answerer()  # indexed once for all
    typed = b"Why did the UK refuse?\nunder which treaty?\n"
    _, alone, _ = call("ask", "--json", "-", typed=typed)
    _, together, _ = call("ask", "--json", "--conversation", "-", typed=typed)
    assert objects(alone)[0] == objects(together)[0]
    assert objects(together)[1]["kind"] == "found"
    assert objects(together)[1]["facts"][0]["id"] == "refusal-treaty"


def test_the_language_of_the_reply_can_be_given(case: Path) -> None:
    _, output, _ = call("ask", "--knowledge", case, "--language", "ru", "Who closed the pier?")
    assert output.startswith("Мэр сказал")


def test_an_unknown_language_is_said_with_those_that_are_there(case: Path) -> None:
    expected = "The case has no language 'xx'; it has en, ru.\n"
    for command in (["ask", "why?"], ["chat"], ["eval"]):
        assert call(*command, "--knowledge", case, "--language", "xx") == (2, "", expected)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    for command in (["ask", "why?"], ["chat"], ["eval"]):
        code, output, errors = call(*command, "--knowledge", tmp_path / "none")
        assert (code, output) == (1, "")
        assert str(tmp_path / "none") in errors


def test_a_good_case_is_summed_up(case: Path) -> None:
    code, output, errors = call("check", case)
    assert (code, errors) == (0, "")
    assert "3 in 1 topics" in output
    assert len(output.splitlines()) < 24
    assert call("check", "--knowledge", case)[1] == output


def test_phrasings_that_collide_are_hints_below_the_summary(tmp_path: Path) -> None:
    colliding = files()
    colliding["facts/repair.yaml"] = colliding["facts/repair.yaml"].replace('- "no"\n', "- Closed the pier, who?\n")
    write(tmp_path, colliding)
    code, output, errors = call("check", "--full", tmp_path)
    assert (code, errors) == (0, "")
    summary, _, hints = output.partition("\nHints\n")
    assert "No problems.\n" in summary
    assert "Closed the pier" not in call("check", tmp_path)[1]
    assert hints.partition("\nForecast\n")[0] == (
        f'{tmp_path / "facts/repair.yaml"}:12: "Closed the pier, who?" is also a phrasing of fact pier-closed '
        f"({tmp_path / 'facts/closure.yaml'}:13); readers may get either\n"
    )


def test_all_problems_of_a_case_are_told_with_their_lines(tmp_path: Path) -> None:
    broken = files()
    broken["facts/closure.yaml"] = broken["facts/closure.yaml"].replace("asserted_by: mayor", "asserted_by: nobody")
    write(tmp_path, broken)
    code, output, errors = call("check", tmp_path)
    assert code == 1
    assert [line.split(": ")[0] for line in output.splitlines()] == [
        f"{tmp_path / 'facts/closure.yaml'}:3",
        f"{tmp_path / 'facts/closure.yaml'}:20",
    ]
    assert errors == "2 problems. Nothing is loaded until all are mended.\n"
    code, output, errors = call("ask", "--knowledge", tmp_path, "why?")
    assert (code, output) == (1, "")
    assert len(errors.splitlines()) == 2


def test_golden_questions_are_measured_and_floors_set_the_exit_code(case: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden.yaml"
    golden.write_text(
        "- question: So who closed the pier?\n  language: en\n  tag: plain\n  facts: [pier-closed]\n", encoding="utf-8"
    )
    code, output, _ = call("eval", "--knowledge", case, "--golden", golden)
    assert code == 0
    assert "100.0%" in output
    golden.write_text(golden.read_text(encoding="utf-8").replace("pier-closed", "pier-needs-repair"), encoding="utf-8")
    code, output, errors = call("eval", "--knowledge", case, "--golden", golden)
    assert code == 1
    assert "So who closed the pier?" in output
    assert "found: 0.0%, the case demands at least 90.0%" in errors


def test_golden_questions_that_are_phrasings_count_apart(case: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden.yaml"
    entry = "- question: {}\n  language: en\n  tag: plain\n  facts: [pier-needs-repair]\n"
    golden.write_text(entry.format("who closed - the pier") + entry.format("zebra"), encoding="utf-8")
    _, output, _ = call("eval", "--knowledge", case, "--golden", golden)
    rows = {line[:10].strip(): line.split()[-5:] for line in output.splitlines()}
    assert rows["all"] == ["1", "0.0%", "0.0%", "-", "0.0%"]
    assert rows["with leaks"] == ["2", "0.0%", "0.0%", "-", "50.0%"]
    assert output.endswith("1 question is a phrasing word for word: not counted above the last line.\n")


def test_a_golden_question_that_is_a_phrasing_is_a_hint(tmp_path: Path) -> None:
    leaking = files()
    leaking["golden.yaml"] += "- question: Closed by whom?!\n  language: en\n  tag: plain\n  facts: [pier-closed]\n"
    _, output, _ = call("check", write(tmp_path, leaking))
    assert output.partition("\nHints\n")[2].partition("\nForecast\n")[0] == (
        f'{tmp_path}/golden.yaml:15: "Closed by whom?!" is also a phrasing of the fact pier-closed '
        f"({tmp_path}/facts/closure.yaml:14): take it out of either\n"
    )


def test_a_case_in_the_older_form_is_offered_the_move_and_moved(tmp_path: Path) -> None:
    write(tmp_path, files())
    offer = "The case is in the older form. casewire migrate-case moves its phrasings to files of their own.\n"
    assert offer in call("check", tmp_path)[1]
    code, output, errors = call("migrate-case", tmp_path)
    assert (code, errors) == (0, "")
    assert output == (
        "facts/: a title and up to 3 examples for each fact in 2 files\n"
        "evaluation/: golden.yaml\n"
        "The case loads as before, with every comment. Look through it: casewire check\n"
    )
    assert offer not in call("check", tmp_path)[1]
    assert call("migrate-case", tmp_path) == (0, f"{tmp_path} is in today's form: nothing to do.\n", "")


def test_a_case_that_cannot_be_moved_says_why(tmp_path: Path) -> None:
    write(tmp_path, {**files(), "facts/closure.yaml": "- id: x\n"})
    code, output, errors = call("migrate-case", tmp_path)
    assert (code, output) == (1, "")
    assert errors.startswith(f"{tmp_path}: the case has ")
    assert "mend what casewire check shows" in errors


def test_without_a_token_run_says_how_to_get_one_and_what_needs_none() -> None:
    code, output, errors = call("run")
    assert (code, output) == (1, "")
    assert "@BotFather" in errors
    assert "casewire chat" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"telegram__token": "1:has spaces"}, "telegram.token: this is no bot token"),
        ({"telegram__tokn": "1:a"}, "environment CASEWIRE_TELEGRAM__TOKN: there is no key telegram.tokn"),
        ({"telegram__token_file": "/nonexistent/token"}, "telegram.token_file: /nonexistent/token cannot be read"),
        ({"telegram__token": "1:a", "knowledge__path": "/nonexistent/case"}, "/nonexistent/case"),
    ],
)
def test_what_does_not_fit_in_the_settings_is_one_sentence(settings: dict[str, str], sentence: str) -> None:
    code, _, errors = call("run", typed=b"", **settings)
    assert code == 1
    assert sentence in errors
    assert len(errors.splitlines()) == 1
    assert "has spaces" not in errors


def test_a_reader_that_goes_away_ends_the_output_quietly(case: Path) -> None:
    script = f"yes why | {sys.executable} -m bot ask --knowledge {case} --json - | head -n 1"
    done = subprocess.run(["sh", "-c", script], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


def test_asking_loads_nothing_of_telegram_or_the_database(case: Path) -> None:
    script = (
        "import sys; sys.argv = ['casewire', 'ask', '--json', '--knowledge', *sys.argv[1:], 'why?']\n"
        "from bot.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, str(case)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"telegram", "sqlalchemy", "pydantic", "httpx", "structlog", "asyncio", "aiosqlite"}
    assert not heavy & set(done.stderr.split())


def test_a_new_case_is_begun_and_never_over_another(tmp_path: Path) -> None:
    code, output, errors = call("new", tmp_path / "mine")
    assert (code, errors) == (0, "")
    assert "  facts/closure.yaml\n" in output
    assert f"casewire check {tmp_path / 'mine'}" in output.replace("\n", "")
    assert call("check", tmp_path / "mine")[0] == 0
    code, _, errors = call("new", tmp_path / "mine")
    assert (code, errors) == (1, f"{tmp_path / 'mine'} is not empty; give a new folder\n")


def test_the_shell_completes_commands() -> None:
    asked = {"COMP_WORDS": "casewire do", "COMP_CWORD": "1", "_CASEWIRE_COMPLETE": "complete_bash"}
    code, output, _ = running.run_forked([], running.environment(Path("/nonexistent")) | asked)
    assert (code, output.split()) == (0, ["doctor"])
