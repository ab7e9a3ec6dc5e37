"""What the environment may do to a run: proxies, certificates, homes and streams are right, or one sentence."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.config import ConfigError
from bot.config_loading import load_config
from bot.network import check_environment
from bot.paths import expanded
from tests.bot.running import PATIENCE, casewire, environment, run_forked
from tests.knowledge.small_case import write
from tests.support.forks import ROOT

pytestmark = pytest.mark.slow

TOKEN = {"CASEWIRE_TELEGRAM__TOKEN": "1:abc", "CASEWIRE_TELEGRAM__API_URL": "http://127.0.0.1:1"}
WITHOUT_PASSWD = """
import pwd, sys
def nobody(*_): raise KeyError("getpwuid(): uid not found")
pwd.getpwuid = pwd.getpwnam = nobody
from bot.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("case"))


def run(arguments: Sequence[str], settings: dict[str, str], script: str = "", shell: str = "") -> tuple[int, str, str]:
    """Run `casewire` in an environment that has only `settings` and a path; return exit code, output and errors."""
    own = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)} | settings
    if script or shell:
        program = ["-c", script] if script else ["-m", "bot"]
        code, output, errors = begun([sys.executable, *program, *arguments], own, shell)
    else:
        code, output, errors = run_forked(arguments, own)
    assert "Traceback" not in errors, errors
    assert "Exception ignored" not in errors, errors
    return code, output, errors


def begun(command: list[str], environment: dict[str, str], shell: str = "") -> tuple[int, str, str]:
    """Run a command in an interpreter that starts with this environment, and within these redirections of a shell."""
    if shell:
        command = ["sh", "-c", f'"$@" {shell}', "sh", *command]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"HTTPS_PROXY": "ftp://x"}, "HTTPS_PROXY: ftp is no kind of proxy"),
        ({"https_proxy": "http://[::1"}, "https_proxy: http://[::1 is no address of a proxy"),
        ({"http_proxy": ":::"}, "http_proxy: ::: is no address of a proxy"),
        ({"HTTP_PROXY": "http://proxy:99999999"}, "HTTP_PROXY: http://proxy:99999999 is no address of a proxy"),
        ({"HTTP_PROXY": "http://"}, "HTTP_PROXY: http:// is no address of a proxy"),
        ({"NO_PROXY": "example.org,[::"}, "NO_PROXY: [:: is no host name"),
        ({"SSL_CERT_FILE": "/nonexistent/ca.pem"}, "SSL_CERT_FILE: there is no file /nonexistent/ca.pem"),
        ({"SSL_CERT_DIR": "/nonexistent/certs"}, "SSL_CERT_DIR: there is no folder /nonexistent/certs"),
    ],
)
def test_what_the_network_cannot_use_is_named_with_its_variable(settings: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigError) as error:
        check_environment(dict(settings))
    assert str(error.value).startswith(f"environment {sentence}")
    assert "unset" in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("name", ["ALL_PROXY", "all_proxy", "HTTPS_PROXY"])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks"])
def test_a_socks_proxy_needs_a_package_and_says_which(name: str, scheme: str) -> None:
    with pytest.raises(ConfigError, match=rf"environment {name}: .*casewire\[socks\].*unset {name}"):
        check_environment({name: f"{scheme}://user:secret@127.0.0.1:9"}, has_socks=False)


def test_the_password_of_a_proxy_is_never_shown() -> None:
    for value in ("socks5://user:secret@127.0.0.1:9", "ftp://user:secret@x", "http://user:secret@[::1"):
        with pytest.raises(ConfigError) as error:
            check_environment({"ALL_PROXY": value}, has_socks=False)
        assert "secret" not in str(error.value)


def test_a_socks_proxy_of_no_version_is_one_of_version_5() -> None:
    settings = {"all_proxy": "socks://127.0.0.1:9", "HTTPS_PROXY": "proxy.example:3128", "no_proxy": "*, .local,::1"}
    check_environment(settings, has_socks=True)
    assert settings["all_proxy"] == "socks5://127.0.0.1:9"


@pytest.mark.parametrize(
    "settings",
    [
        {"all_proxy": "socks://127.0.0.1:9"},
        {"NO_PROXY": "[::"},
        {"SSL_CERT_FILE": str(ROOT / "README.md")},
        {"CASEWIRE_TELEGRAM__API_URL": "http://[bad"},
        {"CASEWIRE_TELEGRAM__API_URL": "https://"},
    ],
)
def test_the_bot_does_not_start_and_says_why_in_one_line(case: Path, tmp_path: Path, settings: dict[str, str]) -> None:
    code, output, errors = run(["run", "--knowledge", str(case)], {"HOME": str(tmp_path)} | TOKEN | settings)
    assert (code, output) == (1, "")
    assert len(errors.splitlines()) == 1


def test_without_a_home_questions_are_answered_and_the_rest_says_what_to_set(case: Path) -> None:
    code, output, errors = run(["ask", "--knowledge", str(case), "Who closed the pier?"], {}, WITHOUT_PASSWD)
    assert (code, errors) == (0, "")
    assert output.startswith("The mayor said")
    for command in (["deliveries"], ["run"]):
        code, output, errors = run(command, TOKEN, WITHOUT_PASSWD)
        assert (code, output) == (1, "")
        assert errors == "There is no home folder: set HOME, or storage.url and storage.key_file.\n"


def test_without_a_home_a_database_that_is_named_serves(tmp_path: Path) -> None:
    named = {"URL": f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}", "KEY_FILE": str(tmp_path / "key")}
    code, _, errors = run(["deliveries"], {f"CASEWIRE_STORAGE__{n}": v for n, v in named.items()}, WITHOUT_PASSWD)
    assert (code, errors) == (0, "")


@pytest.mark.parametrize("begin", ["~", "$HOME", "${HOME}"])
def test_the_home_folder_can_be_written_short_everywhere(tmp_path: Path, begin: str) -> None:
    (tmp_path / "token").write_text("1:abc\n", encoding="utf-8")
    short = {
        "CASEWIRE_STORAGE__URL": f"sqlite+aiosqlite:///{begin}/bot.sqlite3",
        "CASEWIRE_STORAGE__KEY_FILE": f"{begin}/key",
        "CASEWIRE_TELEGRAM__TOKEN_FILE": f"{begin}/token",
        "CASEWIRE_KNOWLEDGE__PATH": f"{begin}/case",
    }
    config = load_config(None, {"HOME": str(tmp_path)} | short)
    assert config.storage.url == f"sqlite+aiosqlite:///{tmp_path}/bot.sqlite3"
    assert config.storage.key_file == tmp_path / "key"
    assert config.knowledge.path == tmp_path / "case"
    assert config.token() == "1:abc"


@pytest.mark.parametrize("url", ["postgresql+asyncpg://me:~secret$HOME@host/~", "sqlite+aiosqlite://"])
def test_what_is_no_path_of_a_file_stays_as_it_is(url: str) -> None:
    assert load_config(None, {"HOME": "/home/me", "CASEWIRE_STORAGE__URL": url}).storage.url == url


def test_only_a_short_home_is_written_out() -> None:
    assert expanded("/a/~/$HOMER/b~", {"HOME": "/home/me"}) == "/a/~/$HOMER/b~"


def test_a_byte_order_mark_is_no_part_of_the_token_or_the_configuration(tmp_path: Path) -> None:
    token, file = tmp_path / "token", tmp_path / "config.yaml"
    token.write_bytes(b"\xef\xbb\xbf1:abc\r\n")
    file.write_bytes(f"\ufefftelegram:\r\n  token_file: {token}\r\n".encode())
    assert load_config(file, {"HOME": "/home/me"}).token() == "1:abc"
    settings = {"HOME": "/home/me", "CASEWIRE_TELEGRAM__TOKEN": "\ufeff1:abc"}
    assert load_config(None, settings).token() == "1:abc"


@pytest.mark.parametrize("content", ["1:abc".encode("utf-16"), b"\xff\xfe", b"1:abc" * 2000])
def test_a_token_file_that_holds_something_else_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)
    config = load_config(None, {"HOME": "/x", "CASEWIRE_TELEGRAM__TOKEN_FILE": str(tmp_path / "token")})
    with pytest.raises(ConfigError, match=r"telegram\.token_file: ") as error:
        config.token()
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}])
def test_no_locale_garbles_a_question_or_its_answer(case: Path, tmp_path: Path, locale: dict[str, str]) -> None:
    settings = {"TZ": "garbage", "TERM": "garbage", "COLUMNS": "garbage"}
    command = casewire("ask", "--knowledge", case, "Кто закрыл пирс?")
    code, output, _ = begun(command, environment(tmp_path) | settings | locale)
    assert code == 0
    assert output.startswith("Мэр сказал")


@pytest.mark.parametrize(
    ("closed", "command", "code"),
    [
        (">&-", ["ask", "why?"], 0),
        ("2>&-", ["ask", "why?"], 0),
        (">&- 2>&- <&-", ["ask", "why?"], 0),
        ("<&-", ["ask", "-"], 0),
        (">&- 2>&- <&-", ["deliveries"], 0),
        (">/dev/full", ["ask", "why?"], 1),
        (">/dev/full", ["check"], 1),
    ],
)
def test_closed_and_full_outputs_end_without_a_traceback(
    case: Path, tmp_path: Path, closed: str, command: list[str], code: int
) -> None:
    named = [] if command == ["deliveries"] else ["--knowledge", str(case)]
    found, _, errors = run([*command, *named], environment(tmp_path), shell=closed)
    assert found == code
    assert errors == ("The output cannot be written: No space left on device.\n" if code else "")


def test_a_folder_that_cannot_be_written_is_one_sentence(case: Path) -> None:
    for command in (["deliveries"], ["run", "--knowledge", str(case)]):
        code, output, errors = run(command, {"HOME": "/proc/1"} | TOKEN)
        assert (code, output) == (1, "")
        assert len(errors.splitlines()) == 1
        assert "/proc/1/.local" in errors


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:///%00", "sqlite:///x", "mysql://x/y", "postgresql://x", "x", ":"])
def test_a_database_url_that_cannot_be_used_is_one_sentence(tmp_path: Path, url: str) -> None:
    code, _, errors = run(["deliveries"], {"HOME": str(tmp_path), "CASEWIRE_STORAGE__URL": url})
    assert code == 1
    assert errors.startswith("storage.url: ")
    assert len(errors.splitlines()) == 1
    assert not (ROOT / "x").exists(), "nothing is made of what cannot be used"


def test_a_key_or_token_that_others_can_read_is_warned_of(case: Path, tmp_path: Path) -> None:
    for name, content in (("token", b"1:abc"), ("key", bytes(range(32)))):
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o644)
    own = {"TELEGRAM__TOKEN_FILE": str(tmp_path / "token"), "STORAGE__KEY_FILE": str(tmp_path / "key")}
    settings = {"HOME": str(tmp_path), "SSL_CERT_FILE": str(ROOT / "README.md")}
    settings |= {f"CASEWIRE_{name}": value for name, value in own.items()}
    for expected in (2, 0):
        _, _, errors = run(["run", "--knowledge", str(case)], settings)
        assert errors.count("others can read it; run: chmod 600") == expected
        for name in ("token", "key"):
            (tmp_path / name).chmod(0o600)


def threads_of_an_answering_process(home: Path, case: Path, settings: dict[str, str]) -> int:
    """Return how many threads `casewire` has when it has answered a question and waits for the next one."""
    command = casewire("ask", "--json", "-", "--knowledge", case)
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(home) | settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Who wrote the report?\n")
        process.stdin.flush()
        assert process.stdout.readline()
        return len(list(Path(f"/proc/{process.pid}/task").iterdir()))


def test_an_answer_is_worked_out_in_one_thread_unless_the_environment_says_otherwise(
    tmp_path: Path, case: Path
) -> None:
    assert threads_of_an_answering_process(tmp_path, case, {}) == 1
    chosen = min(2, os.cpu_count() or 1)
    assert threads_of_an_answering_process(tmp_path, case, {"OPENBLAS_NUM_THREADS": str(chosen)}) == chosen
