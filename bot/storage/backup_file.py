"""The file of a backup: lines, compressed and encrypted in frames, so that it is read and written piece by piece.

A line in clear says what it is; then come frames of AES-GCM, each with its length before it. A frame's nonce is its
number and whether it is the last, as in STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015), so none can be changed,
moved, left out or cut off. The key of a file is derived from that of the storage and a salt of its own.
"""

import json
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.crypto import KeyFileError, pseudonym
from bot.storage.database import StorageError

_FORMAT = "casewire backup 1"
_FRAME = 1 << 16
"""Bytes of a frame before it is encrypted; arbitrary."""
_TAG = 16
"""Bytes that AES-GCM adds."""
_HEAD = 1000
"""Maximum bytes of the first line; it has about 200."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself in clear."""

    version: str
    """Version of the tables."""
    made: datetime
    """When, in UTC."""
    salt: str
    key: str
    """Tells which key opens it, and nothing of that key."""

    @classmethod
    def new(cls, version: str, made: datetime, key: bytes) -> "Head":
        """Return the head of a new backup."""
        return cls(version, made, secrets.token_hex(16), _name(key))

    def line(self) -> bytes:
        """Return the head as the first line of the file."""
        values = {"format": _FORMAT, "version": self.version, "made": self.made.isoformat()}
        return json.dumps(values | {"salt": self.salt, "key": self.key}).encode() + b"\n"

    def cipher(self, key: bytes) -> AESGCM:
        """Return the cipher of the file under the key of the storage."""
        return AESGCM(pseudonym(key, "backup", self.salt))


class BackupWriter:
    """Writes lines into a backup; it is whole only once it is finished."""

    def __init__(self, file: BinaryIO, head: Head, key: bytes) -> None:
        self._file, self._line, self._cipher = file, head.line(), head.cipher(key)
        self._deflate = zlib.compressobj()
        self._waiting = bytearray()
        self._frames = 0
        file.write(self._line)

    def write(self, line: bytes) -> None:
        """Write a line without its end."""
        self._waiting += self._deflate.compress(line + b"\n")
        while len(self._waiting) > _FRAME:
            self._encrypt(last=False)

    def finish(self) -> None:
        """Write what is left."""
        self._waiting += self._deflate.flush()
        while len(self._waiting) > _FRAME:
            self._encrypt(last=False)
        self._encrypt(last=True)

    def _encrypt(self, last: bool) -> None:
        frame = self._cipher.encrypt(_nonce(self._frames, last), bytes(self._waiting[:_FRAME]), self._line)
        self._file.write(len(frame).to_bytes(4, "big") + frame)
        del self._waiting[:_FRAME]
        self._frames += 1


def read_head(file: BinaryIO, key: bytes) -> Head:
    """Read the first line; raises `StorageError` for what is no backup, and `KeyFileError` for another key."""
    try:
        values = json.loads(file.readline(_HEAD))
        if values["format"] != _FORMAT:
            raise StorageError("This backup was made by a newer Casewire. Update Casewire.")
        made = datetime.fromisoformat(values["made"])
        head = Head(str(values["version"]), made.astimezone(UTC), str(values["salt"]), str(values["key"]))
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError("This is no backup of Casewire.") from error
    if head.key != _name(key):
        raise KeyFileError(
            "storage.key_file: this backup was made with another key. Put the key file back that belongs to it."
        )
    return head


def read_lines(file: BinaryIO, head: Head, key: bytes) -> Iterator[bytes]:
    """Yield the lines of a backup without their ends; raises `StorageError` where it is damaged."""
    inflate, rest = zlib.decompressobj(), b""
    try:
        for frame in _frames(file, head, key):
            *lines, rest = (rest + inflate.decompress(frame)).split(b"\n")
            yield from lines
    except (InvalidTag, zlib.error) as error:
        raise StorageError("The backup is damaged: it was changed or cut off. Take another one.") from error


def _frames(file: BinaryIO, head: Head, key: bytes) -> Iterator[bytes]:
    cipher, line, number = head.cipher(key), head.line(), 0
    size = file.read(4)
    while True:
        length = int.from_bytes(size, "big")
        if len(size) != 4 or length > _FRAME + _TAG:
            raise InvalidTag
        frame, size = file.read(length), file.read(4)
        yield cipher.decrypt(_nonce(number, last=not size), frame, line)
        if not size:
            return
        number += 1


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _name(key: bytes) -> str:
    return pseudonym(key, "backup key").hex()[:16]
