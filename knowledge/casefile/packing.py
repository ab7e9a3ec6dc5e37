"""Packs a loaded case as bytes that tell its content, and unpacks them: no YAML is read, and nothing is proved anew."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from knowledge.edtf import EventDate, parse_edtf
from knowledge.model import KnowledgeBase


def pack(base: KnowledgeBase) -> bytes:
    """Return a case as JSON."""
    return json.dumps(_plain(base), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(body: bytes) -> KnowledgeBase:
    """Return the case that `pack` made bytes of; of another form it raises `ValueError` or `TypeError`."""
    base: KnowledgeBase = _reader(KnowledgeBase)(json.loads(body))
    return base


def pack_content(base: KnowledgeBase) -> bytes:
    """Return what a case can tell, as JSON: without notices, and without the places where its texts are written."""
    facts = {fact.id: replace(fact, location=None) for fact in base.facts.values()}
    unanswered = tuple(replace(question, location=None) for question in base.unanswered)
    return pack(replace(base, facts=facts, notices={}, unanswered=unanswered))


def version_of(content: bytes) -> str:
    """Return what names the content of a case, as `pack_content` made it: the beginning of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


@cache
def form() -> str:
    """Return what names the form that cases have as bytes: it is another one once the model of a case is."""
    return hashlib.sha256(repr(sorted(set(_shapes(KnowledgeBase)))).encode()).hexdigest()[:_DIGITS]


_DIGITS = 16
"""Hexadecimal digits of a version and of a form; arbitrary."""


def _shapes(kind: Any) -> Iterator[str]:
    """Yield each class of the model within a type, with its fields."""
    for argument in get_args(kind):
        yield from _shapes(argument)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        yield f"{kind.__name__}: {[(field.name, str(hints[field.name])) for field in fields(kind)]}"
        for field in fields(kind):
            yield from _shapes(hints[field.name])


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
