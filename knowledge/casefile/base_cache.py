"""Keeps a loaded case in a file named by the bytes that it was read from: a quick start reads no YAML."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from knowledge import cached_files
from knowledge.edtf import EventDate, parse_edtf
from knowledge.model import KnowledgeBase

_KIND = "base"
"""Begins the names of the files."""
_SUFFIXES = frozenset({".yaml", ".yml", ".md"})
"""The files of a case that its base may depend on: a change of any makes the kept one worthless."""


def path_in(folder: Path, case: Path) -> Path:
    """Return the file for the case in a folder as its files are now, as this code reads them."""
    digest = hashlib.sha256(str(case).encode("utf-8", "surrogateescape"))
    digest.update(cached_files.code())
    for file in _files(case):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return folder / f"{_KIND}-{digest.hexdigest()[:32]}.json"


def _files(case: Path) -> Iterator[Path]:
    """Yield all files of a case folder that may be read, in a fixed order."""
    yield from sorted(file for file in case.rglob("*") if file.suffix.casefold() in _SUFFIXES and file.is_file())


def load(path: Path) -> KnowledgeBase | None:
    """Return the case that a file keeps; None where there is no such file or it is damaged."""
    body = cached_files.read(path)
    return None if body is None else _reader(KnowledgeBase)(json.loads(bytes(body)))


def save(path: Path, base: KnowledgeBase) -> None:
    """Keep a case in a file."""
    body = json.dumps(_plain(base), ensure_ascii=False, separators=(",", ":")).encode()
    cached_files.keep(path, [memoryview(body)], _KIND)


def _plain(value: Any) -> Any:
    """Return a value of the model as what JSON can hold: a dataclass as the list of its fields."""
    if isinstance(value, EventDate):
        return value.text
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, (Path, datetime.date)) else value


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what makes a value of a type from what `_plain` made of it."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        (inner,) = (_reader(one) for one in arguments if one is not NoneType)
        return inner if inner is _as_it_is else lambda value: None if value is None else inner(value)
    if kind is EventDate:
        return parse_edtf
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        readers = [_reader(hints[field.name]) for field in fields(kind)]
        return lambda value: kind(*(read(part) for read, part in zip(readers, value, strict=True)))
    if origin is tuple:
        inner = _reader(arguments[0])
        return tuple if inner is _as_it_is else lambda value: tuple(map(inner, value))
    if origin is not None and issubclass(origin, Mapping):
        inner = _reader(arguments[1])
        return _as_it_is if inner is _as_it_is else lambda value: {key: inner(item) for key, item in value.items()}
    return Path if kind is Path else _as_it_is
