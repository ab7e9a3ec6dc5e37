"""Hides chat ids and questions: an HMAC to find them by, AES-GCM to read them; the database alone names nobody."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
"""Length of the key in bytes."""
_NONCE = 12
"""Length of a nonce in bytes, as NIST SP 800-38D recommends for GCM."""


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


def pseudonym(key: bytes, purpose: str, *values: int | str) -> bytes:
    """Return HMAC-SHA256 of values (RFC 2104): the same values always give the same 32 bytes, which tell nothing."""
    message = "\0".join([purpose, *map(str, values)])
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def encrypt(key: bytes, value: int) -> bytes:
    """Return a number encrypted with AES-GCM under a random nonce: encrypted twice, it differs."""
    return _encrypt(_subkey(key, "seal"), str(value))


def decrypt(key: bytes, ciphertext: bytes) -> int | None:
    """Return the number that was encrypted; None if that was under another key, or if it was changed."""
    found = _decrypt(_subkey(key, "seal"), ciphertext)
    return None if found is None else int(found)


def encrypt_text(key: bytes, text: str) -> bytes:
    """Return a text encrypted as `encrypt` does; neither is ever read as the other, for their subkeys differ."""
    return _encrypt(_subkey(key, "seal text"), text)


def decrypt_text(key: bytes, ciphertext: bytes) -> str | None:
    """Return the text that was encrypted; None if that was under another key, or if it was changed."""
    return _decrypt(_subkey(key, "seal text"), ciphertext)


def _subkey(key: bytes, purpose: str) -> bytes:
    """Return the key for one purpose, derived by HMAC; the purposes are a part of the stored data's format."""
    return pseudonym(key, purpose)


def _encrypt(key: bytes, text: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), None)


def _decrypt(key: bytes, ciphertext: bytes) -> str | None:
    try:
        return AESGCM(key).decrypt(ciphertext[:_NONCE], ciphertext[_NONCE:], None).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError):
        return None
