"""Hides chat ids and questions: an HMAC to find them by, AES-GCM to read them; the database alone names nobody."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE = 12


class KeyFileError(Exception):
    """The key file cannot be read or made; str() says why and what to do."""


def read_key(path: Path, make: bool = True) -> bytes:
    """Return the key in `path`; at the first start make one, readable by its owner only.

    Raises `KeyFileError` if the file cannot be read or made, holds something else, or is missing without `make`.
    """
    try:
        if not make and not path.exists():
            raise KeyFileError(
                f"storage.key_file: {path} is missing, but the database has rows that only it can read. "
                "Put the key file back from your backup; to begin anew, name another database too."
            )
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


def hide(key: bytes, purpose: str, *values: int | str) -> bytes:
    """Return HMAC-SHA256 of values (RFC 2104): the same values always give the same 32 bytes, which tell nothing."""
    message = "\0".join([purpose, *map(str, values)])
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def seal(key: bytes, value: int) -> bytes:
    """Return a number encrypted with AES-GCM under a random nonce: two seals of a number differ."""
    return _encrypted(hide(key, "seal"), str(value))


def unseal(key: bytes, sealed: bytes) -> int | None:
    """Return the number that was sealed; None if it was sealed under another key, or changed."""
    found = _decrypted(hide(key, "seal"), sealed)
    return None if found is None else int(found)


def seal_text(key: bytes, text: str) -> bytes:
    """Return a text encrypted as `seal` does; a sealed number is never read as a text, nor a text as a number."""
    return _encrypted(hide(key, "seal text"), text)


def unseal_text(key: bytes, sealed: bytes) -> str | None:
    """Return the text that was sealed; None if it was sealed under another key, or changed."""
    return _decrypted(hide(key, "seal text"), sealed)


def _encrypted(key: bytes, text: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), None)


def _decrypted(key: bytes, sealed: bytes) -> str | None:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError):
        return None
