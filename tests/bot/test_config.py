"""What the configuration promises: every key documented and settable, and a clear sentence for what does not fit."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from bot.config import Config, ConfigError, known_keys
from bot.config_loading import load_config
from tests.support.limits import BLOW_UP

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
HOME = {"HOME": "/home/someone"}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_has_every_key_with_its_default_and_a_comment() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    example = yaml.safe_load(text)
    assert [f"{section}.{key}" for section, keys in example.items() for key in keys] == list(known_keys())
    assert load_config(EXAMPLE, HOME) == load_config(None, HOME)
    lines = text.splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r"  \w+:", line)]
    assert all(lines[number - 1].strip().startswith("#") for number in keys)


SETTINGS: dict[str, tuple[str, Any]] = {
    "telegram.token": ("1:abc", SecretStr("1:abc")),
    "telegram.token_file": ("/etc/token", Path("/etc/token")),
    "telegram.api_url": ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
    "telegram.admins": ("1, 22", (1, 22)),
    "telegram.mode": ("polling", "polling"),
    "telegram.webhook_url": ("https://bot.example.org/telegram", "https://bot.example.org/telegram"),
    "knowledge.path": ("/srv/case", Path("/srv/case")),
    "knowledge.reload_on": ("files", "files"),
    "knowledge.reload_seconds": ("5", 5.0),
    "knowledge.margin": ("2.5", 2.5),
    "storage.url": ("sqlite+aiosqlite:////srv/bot.sqlite3", "sqlite+aiosqlite:////srv/bot.sqlite3"),
    "storage.key_file": ("/srv/key", Path("/srv/key")),
    "intake.concurrency": ("8", 8),
    "intake.poll_seconds": ("5", 5),
    "intake.burst": ("9", 9),
    "intake.seconds_each": ("0.5", 0.5),
    "intake.per_hour": ("90", 90),
    "intake.per_minute": ("9", 9),
    "notices.per_second": ("10", 10.0),
    "notices.second_admin": ("true", True),
    "phrasings.endpoint": ("http://localhost:11434/v1", "http://localhost:11434/v1"),
    "phrasings.model": ("small", "small"),
    "phrasings.key": ("s3cret", SecretStr("s3cret")),
    "about.operator": ("The Harbour Watch", "The Harbour Watch"),
    "about.contact": ("office@example.org", "office@example.org"),
    "about.corrections": ("Within a week.", "Within a week."),
    "site.url": ("https://case.example/pier/", "https://case.example/pier"),
    "site.bot": ("@pier_bot", "@pier_bot"),
    "feedback.keep_days": ("30", 30),
    "web.listen": ("[::1]:8080", "[::1]:8080"),
    "web.metrics_folder": ("/run/metrics", Path("/run/metrics")),
    "feedback.review_questions": ("true", True),
    "log.level": ("debug", "debug"),
    "log.format": ("json", "json"),
}


def test_every_key_can_be_set_by_the_environment() -> None:
    assert set(SETTINGS) == set(known_keys())
    for key, (typed, expected) in SETTINGS.items():
        section, name = key.split(".")
        config = load_config(None, HOME | {f"CASEWIRE_{section}__{name}".upper(): typed})
        assert getattr(getattr(config, section), name) == expected, key


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "intake:\n  concurrency: 4\n  poll_seconds: 7\n")
    config = load_config(path, HOME | {"CASEWIRE_INTAKE__CONCURRENCY": "5"})
    assert (config.intake.concurrency, config.intake.poll_seconds) == (5, 7)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("telegram:\n  tokn: x\n", "config.yaml:2: there is no key telegram.tokn. Did you mean telegram.token?"),
        ("telegramm:\n  token: x\n", "config.yaml:1: there is no key telegramm. Did you mean telegram?"),
        ("intake:\n\n  concurrency: many\n", "config.yaml:3: intake.concurrency does not fit"),
        ("intake:\n  concurrency: 0\n", "config.yaml:2: intake.concurrency does not fit"),
        ("telegram:\n  api_url: example.org\n", "telegram.api_url does not fit: must begin with http:// or https://"),
        ("telegram:\n  admins: [me]\n", "config.yaml:2: telegram.admins does not fit"),
        ("log:\n  level: info\n  level: debug\n", "config.yaml:3:"),
        ("just words\n", "config.yaml:1:"),
        ("telegram: 3\n", "config.yaml:1: telegram is a section: it has keys of its own"),
        ("telegram: [\n", "config.yaml:"),
    ],
)
def test_what_does_not_fit_is_said_with_its_file_and_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(written(tmp_path, text), HOME)
    assert sentence in str(error.value)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(written(tmp_path, "telegram:\n  tokn: x\nlog:\n  level: loud\n"), HOME)
    assert len(str(error.value).splitlines()) == 2


def test_a_missing_file_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"does not exist\. Copy config\.example\.yaml"):
        load_config(tmp_path / "none.yaml", HOME)


def test_an_unknown_environment_key_is_named() -> None:
    with pytest.raises(ConfigError, match="environment CASEWIRE_TELEGRAM__TOKNE: there is no key"):
        load_config(None, HOME | {"CASEWIRE_TELEGRAM__TOKNE": "x"})


def test_a_section_or_key_without_a_value_keeps_its_default(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "telegram:\nlog:\n  level:\n"), HOME) == load_config(None, HOME)


def test_no_token_says_how_to_get_one_and_what_needs_none() -> None:
    with pytest.raises(ConfigError, match=r"@BotFather.*casewire chat"):
        load_config(None, HOME).token()


def test_the_token_is_read_from_its_file_and_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("123:secret\n", encoding="utf-8")
    assert load_config(None, HOME | {"CASEWIRE_TELEGRAM__TOKEN_FILE": str(file)}).token() == "123:secret"
    assert "secret" not in repr(load_config(None, HOME | {"CASEWIRE_TELEGRAM__TOKEN": "123:secret"}))


@pytest.mark.parametrize("token", ["1:a b", "1:a/../getMe", "1:a?b", "1:a#", "1:%61", "1:ключ", "1:a\nb"])
def test_what_cannot_be_a_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ConfigError, match=r"telegram\.token: this is no bot token") as error:
        load_config(None, HOME | {"CASEWIRE_TELEGRAM__TOKEN": token}).token()
    assert token not in str(error.value)


@pytest.mark.parametrize("typed", ["1,22", "1, 22,", "[1, 22]", " [1,22] "])
def test_a_list_in_the_environment_has_commas(typed: str) -> None:
    assert load_config(None, HOME | {"CASEWIRE_TELEGRAM__ADMINS": typed}).telegram.admins == (1, 22)


@pytest.mark.parametrize("name", ["CASEWIRE_TELEGRAM", "CASEWIRE_NOTHING__HERE", "CASEWIRE_NOTHING"])
def test_a_variable_that_sets_nothing_is_named(name: str) -> None:
    with pytest.raises(ConfigError, match=f"environment {name}: "):
        load_config(None, HOME | {name: "x"})


def test_the_database_and_its_key_are_in_the_users_data_folder() -> None:
    storage = load_config(None, {"HOME": "/nobody", "XDG_DATA_HOME": "/data"}).storage
    assert storage.url == "sqlite+aiosqlite:////data/casewire/casewire.sqlite3"
    assert storage.key_file == Path("/data/casewire/casewire.key")


def test_the_configuration_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Config().telegram.token = None


HUGE = 300_000


@pytest.mark.parametrize(
    ("begin", "line", "first"),
    [
        ("", "k{}: 1\n", "there is no key k0."),
        ("telegram:\n", "  k{}: 1\n", "there is no key telegram.k0."),
        ("log:\n", "  level: info\n", "has level a second time"),
        ("log: &a\n", "  k{}: &b x\n", "has the anchor &a"),
    ],
)
def test_of_300000_mistakes_the_first_twenty_are_said_at_once(
    tmp_path: Path, begin: str, line: str, first: str
) -> None:
    path = written(tmp_path, begin + "".join(line.format(number) for number in range(HUGE)))
    begun = time.process_time()
    with pytest.raises(ConfigError) as error:
        load_config(path, HOME)
    assert time.process_time() - begun < BLOW_UP
    said = str(error.value).splitlines()
    assert first in said[0]
    assert len(said) == 21
    assert said[-1] == "There are more."


@pytest.mark.parametrize(
    "text",
    [
        "telegram:\n  admins: [" + "x," * HUGE + "]\n",
        "log:\n  level: " + "\x01" * HUGE,
        "a: " + "[" * HUGE,
        "# " + "x" * 6_000_000,
        "telegram:\n  " + "k" * HUGE + ": 1\n",
    ],
)
def test_a_huge_configuration_is_a_few_short_lines_at_once(tmp_path: Path, text: str) -> None:
    begun = time.process_time()
    with pytest.raises(ConfigError) as error:
        load_config(written(tmp_path, text), HOME)
    assert time.process_time() - begun < BLOW_UP
    assert len(str(error.value)) < 5_000


def test_many_mistakes_in_one_value_are_said_up_to_twenty(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(written(tmp_path, "telegram:\n  admins: [" + "x, " * 100 + "]\n"), HOME)
    assert len(str(error.value).splitlines()) == 21
