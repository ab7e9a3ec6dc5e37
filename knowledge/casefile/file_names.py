"""Names of files: which look like texts of a case, and by which name they would be read."""

import re
from pathlib import Path

_EXTENSION = re.compile(r"\.(?:ya?ml|md|markdown|txt)(?![^\W_])", re.IGNORECASE)
_YAML = re.compile(r"\.ya?ml(?![^\W_])", re.IGNORECASE)


def is_like_text(file: Path) -> bool:
    """Whether a file has the name of a text that a curator may have meant to be read, with whatever behind it."""
    return _EXTENSION.search(file.name) is not None and not file.name.casefold().startswith("readme")


def intended(file: Path, suffix: str) -> str:
    """Return the name that a file would be read by: "people.yaml" for "people.yaml.txt"."""
    return f"{_EXTENSION.split(file.name)[0]}{suffix}"


def has_files(folder: Path) -> bool:
    """Whether there is any file in a folder or below it that is not hidden."""
    return any(file.is_file() and not file.name.startswith(".") for file in folder.rglob("*"))


def is_like_yaml(file: Path) -> bool:
    """Whether a file has the name of a YAML file, with whatever behind it."""
    return _YAML.search(file.name) is not None
