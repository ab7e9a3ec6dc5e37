"""Names the files of a case folder that look as if they were read, and are not."""

from pathlib import Path

from rapidfuzz import fuzz

from knowledge.casefile.file_names import intended, is_like_text, is_like_yaml
from knowledge.casefile.problems import Problem
from knowledge.casefile.strict_yaml import place
from knowledge.casefile.symbol_table import SymbolTable

FOLDERS = ("documents", "facts", "phrasings", "unanswered", "evaluation", "notices")
FILES = ("case.yaml", "unanswered.yaml", "golden.yaml")
"""What is read of a case folder; the last two in the older form."""
_NEAR = 85
"""Threshold, percent: a name that is so like one that is read is meant to be it; "notes" and "notices" have 83."""


def report_unread(case: Path, symbols: SymbolTable) -> None:
    """Note what lies in a case folder and is not read: a problem if its name is nearly one that is read."""
    for entry in sorted(case.iterdir()):
        if entry.name.startswith(".") or entry.name in (*FOLDERS, *FILES):
            continue
        if meant := _meant(entry):
            symbols.problems.add(place(entry), f"is not read; {meant}, or remove it")
        elif is_like_yaml(entry) or (entry.is_dir() and any(map(is_like_yaml, entry.rglob("*")))):
            message = f"is not read; a case has case.yaml and the folders {', '.join(FOLDERS)}"
            symbols.unread.append(Problem(place(entry), message))


def _meant(entry: Path) -> str:
    """Return what to do with a file or folder whose name is nearly one that is read; "" for any other."""
    if entry.is_dir():
        near = max(FOLDERS, key=lambda known: fuzz.ratio(entry.name.casefold(), known))
        return f"name it {near}" if fuzz.ratio(entry.name.casefold(), near) >= _NEAR else ""
    if not is_like_text(entry):
        return ""
    name = intended(entry, ".yaml").casefold()
    if name in FILES:
        return f"name it {name}"
    return f"move it to {name.removesuffix('.yaml')}/" if name.removesuffix(".yaml") in FOLDERS else ""
