"""The key that chat ids are hidden with: an HMAC, so that a copy of the database alone names nobody."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class KeyFileError(Exception):
    """The key file cannot be read or made; str() says why and what to do."""


def read_key(path: Path) -> bytes:
    """Return the key in `path`; at the first start make one, readable by its owner only.

    Raises `KeyFileError` if the file cannot be read or made, or holds something else.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise KeyFileError(f"storage.key_file: {path} cannot be used: {error.strerror}.") from error
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"storage.key_file: {path} is not a key of Casewire ({KEY_BYTES} bytes). Name another file.")
    return key


def _make(path: Path) -> None:
    """Make a key file unless there is one: written whole under another name first, so that nobody reads half a key."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        draft.unlink()


def hide(key: bytes, purpose: str, *values: int) -> bytes:
    """Return HMAC-SHA256 of numbers (RFC 2104): the same numbers always give the same 32 bytes, which tell nothing."""
    message = "\0".join([purpose, *map(str, values)])
    return hmac.new(key, message.encode(), hashlib.sha256).digest()
