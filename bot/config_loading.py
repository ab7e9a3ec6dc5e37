"""Reads the configuration: a YAML file, then the environment (`CASEWIRE_SECTION__KEY`); each mistake with its place."""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config import Config, ConfigError, StorageConfig, known_keys
from bot.paths import NoHomeError, data_folder, expanded
from knowledge.casefile.problems import Problems
from knowledge.casefile.strict_yaml import Node, Scalar, Sequence, Table, decode, exists, parse_yaml, place, read_bytes

PREFIX = "CASEWIRE_"
"""Begins the names of environment variables that set keys."""
_FILE = 64_000
"""Maximum bytes of a configuration file: hundreds of times what all keys need."""
_SAID = 20
"""Maximum number of problems that are said at once."""
_NAME = 60
"""Maximum characters of a name that is said."""


def load_config(path: Path | None, environment: Mapping[str, str] | None = None) -> Config:
    """Read the configuration file, if one is given, and then the environment, which wins.

    Raises `ConfigError` for a file that cannot be read, an unknown key or a value that does not fit.
    """
    environment = os.environ if environment is None else environment
    places: dict[tuple[str, ...], str] = {}
    values = _from_file(path, places) if path else {}
    for section, keys in _from_environment(environment, places).items():
        merged = values.setdefault(section, {})
        if isinstance(merged, dict) and isinstance(keys, dict):
            merged.update(keys)
        else:
            values[section] = keys
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_sentences(error.errors(include_input=False, include_url=False), places)) from None
    if config.telegram.mode == "webhook":
        for key, value in (("telegram.webhook_url", config.telegram.webhook_url), ("web.listen", config.web.listen)):
            if value is None:
                where = places.get(("telegram", "mode"), "configuration")
                raise ConfigError(f"{where}: telegram.mode webhook needs {key}. Set it; see config.example.yaml.")
    try:
        return _with_defaults(config, environment)
    except NoHomeError:
        raise ConfigError("There is no home folder: set HOME, or storage.url and storage.key_file.") from None


def _with_defaults(config: Config, environment: Mapping[str, str]) -> Config:
    def written_out(path: Path | None) -> Path | None:
        return Path(expanded(str(path), environment)) if path is not None else None

    url, key_file = config.storage.url, written_out(config.storage.key_file)
    if url is not None and url.startswith("sqlite"):
        scheme, slashes, path = url.partition(":///")
        url = f"{scheme}{slashes}{expanded(path, environment)}"
    storage = StorageConfig(
        url=url or f"sqlite+aiosqlite:///{data_folder(environment) / 'casewire.sqlite3'}",
        key_file=key_file or data_folder(environment) / "casewire.key",
    )
    telegram = config.telegram.model_copy(update={"token_file": written_out(config.telegram.token_file)})
    knowledge = config.knowledge.model_copy(update={"path": written_out(config.knowledge.path)})
    web = config.web.model_copy(update={"metrics_folder": written_out(config.web.metrics_folder)})
    return config.model_copy(update={"telegram": telegram, "storage": storage, "knowledge": knowledge, "web": web})


def _from_file(path: Path, places: dict[tuple[str, ...], str]) -> dict[str, Any]:
    problems = Problems()
    if not exists(path):
        raise ConfigError(f"{path} does not exist. Copy config.example.yaml to it and set what you need.")
    data = read_bytes(path, place(path), problems)
    head = _head(data) if data is not None else None
    text = decode(head, place(path), problems) if head is not None else None
    node = parse_yaml(text, place(path), problems) if text is not None else None
    found = problems.sorted()
    if found:
        raise ConfigError(_first(map(str, found)))
    if node is None or (isinstance(node, Scalar) and not node.text.strip()):
        return {}
    if not isinstance(node, Table):
        raise ConfigError(f"{node.location}: sections such as `telegram:` are expected; see config.example.yaml.")
    value = _value(node, (), places)
    if head != data:  # Keys that there are not shall be named rather than this, for they are why it is so large.
        unknown = any(
            name not in Config.model_fields or (isinstance(section, Table) and len(section.keys) > len(known_keys()))
            for name, section in node.values.items()
        )
        if not unknown:
            raise ConfigError(f"{place(path)}: is larger than {_FILE} bytes. Keep to the keys of config.example.yaml.")
    return value if isinstance(value, dict) else {}


def _head(data: bytes) -> bytes:
    """Return whole lines from the beginning of a file, at most `_FILE` bytes; all of a file that is no larger."""
    return data if len(data) <= _FILE else data[: data.rfind(b"\n", 0, _FILE) + 1]


def _first(sentences: Iterable[str]) -> str:
    """Return the first of many sentences, a line each, and whether there are more."""
    begin = [*islice(sentences, _SAID + 1)]
    return "\n".join([*begin[:_SAID], *(["There are more."] if len(begin) > _SAID else [])])


def _value(node: Node, at: tuple[str, ...], places: dict[tuple[str, ...], str]) -> Any:
    places[at] = str(node.location)
    match node:
        case Scalar(text=text):
            return text if text.strip() not in {"", "~", "null"} else None
        case Sequence(items=items):
            return [_value(item, (*at, str(number)), places) for number, item in enumerate(items)]
        case Table(values=values):
            read = {key: _value(value, (*at, key), places) for key, value in values.items()}
            places.update({(*at, key): str(location) for key, location in node.keys.items()})
            # A key that is written without a value keeps its default, and so does an empty section.
            return {key: value for key, value in read.items() if value is not None}


def _from_environment(environment: Mapping[str, str], places: dict[tuple[str, ...], str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in environment.items():
        if name.upper().startswith(PREFIX):
            section, _, key = name.upper().removeprefix(PREFIX).lower().partition("__")
            places[(section, key) if key else (section,)] = f"environment {name}"
            places.setdefault((section,), f"environment {name}")
            if key:
                values.setdefault(section, {})[key] = value
            else:
                values[section] = value
    return values


def _sentences(problems: Iterable[Any], places: Mapping[tuple[str, ...], str]) -> str:
    return _first(_sentence(problem, places) for problem in problems)


def _sentence(problem: Any, places: Mapping[tuple[str, ...], str]) -> str:
    at = tuple(str(part) for part in problem["loc"])
    where = places.get(at) or places.get(at[:2]) or places.get(at[:1]) or "configuration"
    name = ".".join(part if len(part) <= _NAME else f"{part[:_NAME]}…" for part in at[:2])
    if problem["type"] == "extra_forbidden":
        near = get_close_matches(name, known_keys() if len(at) > 1 else Config.model_fields, 1)
        hint = f"Did you mean {near[0]}?" if near else "See config.example.yaml for all keys."
        return f"{where}: there is no key {name}. {hint}"
    if problem["type"] == "model_type":
        return f"{where}: {name} is a section: it has keys of its own, not a value. See config.example.yaml."
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{where}: {name} does not fit: {message[:1].lower()}{message[1:]}."
