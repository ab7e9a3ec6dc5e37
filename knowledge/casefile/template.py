"""Writes a new case: a small one about a pier, with every kind of file, whose comments say what is what."""

import shutil
from pathlib import Path

_TEMPLATE = Path(__file__).parent / "template"


class FolderInUseError(Exception):
    """The folder for a new case has something in it; str() says so."""


def write_case(folder: Path) -> tuple[Path, ...]:
    """Write a new case into a folder that is empty or does not exist; return its files.

    Raises `FolderInUseError` where the folder has anything in it, and `OSError` where it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUseError(f"{folder} is not empty; give a new folder")
    shutil.copytree(_TEMPLATE, folder, dirs_exist_ok=True)
    return tuple(sorted(file for file in folder.rglob("*") if file.is_file()))


def example_questions(folder: Path) -> tuple[str, ...]:
    """Return the questions of the example that its facts answer, in the order of the files."""
    from knowledge.casefile.loading import load

    base = load(folder)
    return tuple(title for fact in base.facts.values() if (title := fact.title(base.case.default_language)))
