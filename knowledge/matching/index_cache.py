"""Index cache on disk: the built parts of an index, in a file named by a hash of its inputs."""

import ctypes
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer
from numpy.typing import NDArray

from knowledge import cached_files
from knowledge.language.names import NameIndex
from knowledge.search.logit import FACT_WEIGHTS, PASSAGE_WEIGHTS
from knowledge.search.ranker import Ranker

_ALIGNED = 64
"""Bytes that the place of each array is a multiple of, for the processor's sake."""
_MADE_WITH = f"numpy {np.__version__} PyStemmer {Stemmer.version()}"


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """What takes long to make of an index: the names, the rankers of the facts and of the passages, and all words."""

    names: NameIndex
    facts: Ranker
    passages: Ranker
    words: Mapping[str, int]
    """All words, each with how often it occurs."""
    languages: Mapping[str, str]
    """Each word that texts of one language alone have, to that language."""
    profiles: Mapping[int, str]
    """Profiles of the facts with many phrasings, by number, as `Profile.packed` writes them."""
    vectors: NDArray[np.float32] | None = None
    """What each fact means, (facts, dimensions) unit vectors, where there is an embedder."""
    language_means: NDArray[np.float32] | None = None
    """What texts of each language have in common, (languages, dimensions), where there is an embedder."""


def path_in(folder: Path, contents: Iterable[Sequence[str]]) -> Path:
    """Return the file for what this code, with these word lists and libraries, makes of rows of texts."""
    digest = hashlib.sha256(cached_files.code() + _MADE_WITH.encode())
    for part in contents:
        lengths = ",".join(map(str, map(len, part)))
        digest.update(f"{lengths}:{''.join(part)}".encode("utf-8", "surrogatepass"))
    return folder / f"index-{digest.hexdigest()[:32]}.bin"


def load(path: Path) -> BuiltIndex | None:
    """Return the built index that a file keeps; None where there is no such file or it is damaged."""
    body = cached_files.read(path)
    if body is None:
        return None
    arrays = _read_arrays(body)
    words = _unpacked(arrays["words"])
    return BuiltIndex(
        NameIndex.unpacked(arrays["names"].tobytes().decode()),
        _ranker("facts", arrays),
        _ranker("passages", arrays),
        dict(zip(words, arrays["counts"].tolist(), strict=True)),
        {word: code for word, code in zip(words, _unpacked(arrays["languages"]), strict=True) if code},
        dict(zip(arrays["profile_numbers"].tolist(), _unpacked(arrays["profiles"]), strict=True)),
        arrays.get("vectors"),
        arrays.get("language_means"),
    )


def save(path: Path, built: BuiltIndex) -> None:
    """Keep a built index in a file, whole or not at all; a folder that cannot be written to is left alone."""
    arrays: dict[str, NDArray[Any]] = {
        "names": _packed([built.names.packed()]),
        "words": _packed(built.words),
        "counts": np.fromiter(built.words.values(), np.int64, len(built.words)),
        "languages": _packed(built.languages.get(word, "") for word in built.words),
        "profiles": _packed(built.profiles.values()),
        "profile_numbers": np.fromiter(built.profiles, np.int64, len(built.profiles)),
    }
    if built.vectors is not None and built.language_means is not None:
        arrays["vectors"], arrays["language_means"] = built.vectors, built.language_means
    for name, ranker in (("facts", built.facts), ("passages", built.passages)):
        arrays[f"{name}/keys"] = _packed(ranker.keys)
        arrays.update((f"{name}/{part}", array) for part, array in ranker.arrays.items())
    cached_files.keep(path, _array_parts(arrays), "index")


def _array_parts(arrays: Mapping[str, NDArray[Any]]) -> list[memoryview]:
    """Return arrays as the parts of a file: the length of a table, the table as JSON, and each array's bytes."""
    parts, table, end = [], [], 0
    for name, array in arrays.items():
        whole = np.ascontiguousarray(array)
        table.append([name, whole.dtype.str, whole.shape, end])
        parts += [whole.reshape(-1).view(np.uint8).data, memoryview(bytes(-whole.nbytes % _ALIGNED))]
        end += whole.nbytes + -whole.nbytes % _ALIGNED
    head = json.dumps(table).encode()
    head += b" " * (-len(head) % _ALIGNED)
    return [memoryview(len(head).to_bytes(_ALIGNED, "little")), memoryview(head), *parts]


def _read_arrays(body: memoryview) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file, by name; they share its memory and cannot be written to."""
    begin = _ALIGNED + int.from_bytes(body[:_ALIGNED], "little")
    arrays = {}
    for name, kind, shape, offset in json.loads(bytes(body[_ALIGNED:begin])):
        flat = np.frombuffer(body, kind, prod(shape), begin + offset)
        arrays[name] = flat.reshape(shape)
    return arrays


def give_back() -> None:
    """Return freed memory to the system, where the C library keeps it (glibc); elsewhere do nothing."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)


def _ranker(name: str, arrays: Mapping[str, NDArray[Any]]) -> Ranker:
    own = {key.partition("/")[2]: array for key, array in arrays.items() if key.startswith(f"{name}/")}
    return Ranker(_unpacked(own.pop("keys")), own, FACT_WEIGHTS if name == "facts" else PASSAGE_WEIGHTS)


def _packed(words: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _unpacked(array: NDArray[Any]) -> list[str]:
    return array.tobytes().decode().split("\n") if array.size else []
