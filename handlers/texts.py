"""The words that the bot says, by language; the files beside this module hold them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType

from knowledge.language.kept_lists import kept

SPOKEN = "en"
"""The language for a case's language that has no words of its own here."""


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the bot can speak."""
    names = (entry.name for entry in (files("handlers") / "texts").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def words(language: str) -> Mapping[str, str]:
    """Return key to text for a language."""
    known = language if language in languages() else SPOKEN
    source = (files("handlers") / "texts" / f"{known}.yaml").read_bytes()
    return MappingProxyType(json.loads(kept(f"texts.{known}", lambda: _as_json(source), source)))


def _as_json(source: bytes) -> bytes:
    """Return a file of words as JSON, which is read in a fiftieth of the time."""
    import yaml  # It takes long to import.

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return json.dumps(yaml.load(source, loader), ensure_ascii=False).encode()  # noqa: S506


def say(language: str, key: str, **values: object) -> str:
    """Return the text `key` with its placeholders filled in.

    Raises `KeyError` for an unknown key or a missing placeholder.
    """
    return words(language)[key].format(**values)


def placeholders(text: str) -> frozenset[str]:
    """Return the names of a text's placeholders."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
