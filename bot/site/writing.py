"""Writes the files of a site into a folder: only those that differ from what is there; removes what is no longer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

LISTING = ".casewire-site"
"""Name of the file that says which files of the folder are ours, a path a line; only these are ever removed."""
Watch = Callable[[int], None]
"""Is called with the number of files that are done."""


class SiteFolderError(Exception):
    """A folder cannot take a site; str() says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the files of a site."""

    files: int
    changed: int
    removed: int
    largest: int
    """Size of the largest page in bytes."""


def write_site(folder: Path, files: Iterable[tuple[str, bytes]], watch: Watch) -> Written:
    """Write files, given as paths within the folder and bytes.

    A file is replaced as a whole, so that a server that reads it meets the old or the new one. Raises
    `SiteFolderError` for a folder that has something else in it, and `OSError` where a file cannot be written.
    """
    ours = _ours(folder)
    present: set[str] = set()
    made: set[Path] = set()
    changed = largest = 0
    for path, content in files:
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if path not in ours or _differs(target, content):
            _replace(target, content)
            changed += 1
        present.add(path)
        largest = max(largest, len(content)) if path.endswith(".html") else largest
        watch(len(present))
    gone = ours - present
    for path in gone:
        (folder / path).unlink(missing_ok=True)
    if ours != present:
        _replace(folder / LISTING, "".join(f"{path}\n" for path in sorted(present)).encode())
    return Written(len(present), changed, len(gone), largest)


def _ours(folder: Path) -> set[str]:
    """Return the files of the folder that an earlier run wrote."""
    try:
        lines = (folder / LISTING).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise SiteFolderError(f"{folder} has other files in it. Name a new or empty folder.") from None
        return set()
    return {line for line in lines if ".." not in Path(line).parts and not Path(line).is_absolute()}


def _differs(target: Path, content: bytes) -> bool:
    try:
        return target.read_bytes() != content
    except OSError:
        return True


def _replace(target: Path, content: bytes) -> None:
    aside = target.with_name(f".{target.name}.new")
    aside.write_bytes(content)
    aside.replace(target)
