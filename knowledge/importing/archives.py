"""Opens the ZIP archives that DOCX and ODT are: with limits on what they unpack to, and never an archive within one."""

import io
import lzma
import zipfile
import zlib

from knowledge.importing.draft import UnreadableError

MAX_ENTRIES = 5_000
"""Maximum number of files in an archive; arbitrary."""
MAX_PART = 40_000_000
"""Maximum size of one part of an office file when it is unpacked, in bytes: a book has 5 MB; arbitrary."""


class Archive:
    """The parts of an office file; raises `UnreadableError` where it is broken, encrypted or unpacks to too much."""

    def __init__(self, data: bytes, what: str, limit: int = MAX_PART) -> None:
        self._what, self._limit = what, limit
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise UnreadableError(f"is a broken {what} file; get it again, or save it anew") from None
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise UnreadableError(f"has more than {MAX_ENTRIES} files in it; save it anew as {what}")
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return a part unpacked; b"" where the file has no such part."""
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as part:
                data = part.read(self._limit + 1)
        except NotImplementedError:
            raise UnreadableError(f"is packed in a way that is not read; save it anew as {self._what}") from None
        except RuntimeError:
            raise UnreadableError("is encrypted; save it without a password") from None
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError):
            raise UnreadableError(f"is a broken {self._what} file; get it again, or save it anew") from None
        if len(data) > self._limit:
            raise UnreadableError(f"unpacks to more than {self._limit // 1_000_000} MB; split it, or save it as text")
        return data
