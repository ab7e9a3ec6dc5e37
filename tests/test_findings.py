"""The scripts in findings/: each stands alone, is pinned and cleans up, and the table lists them all."""

import os
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "findings"
SCRIPTS = sorted(path for path in FOLDER.iterdir() if path.name != "README.md")
_INSTALL = re.compile(
    r"(?:pip\" install --quiet --disable-pip-version-check"
    r"|npm install --silent --no-audit --no-fund --prefix \"\$folder\") (.+)"
)
_PINNED = re.compile(r"\"([\w.-]+)(?:==|@)([\w.]+)\"")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_finding_can_be_run_alone_and_leaves_nothing_behind(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK)
    assert lines[0] == "#!/bin/sh"
    assert lines[1].startswith("# ")
    assert lines[2] == "set -eu"
    assert "trap 'rm -rf \"$folder\"' EXIT" in lines
    assert len(lines) <= 60


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_finding_names_the_versions_that_the_table_names(script: Path) -> None:
    (installed,) = _INSTALL.findall(script.read_text(encoding="utf-8"))
    pinned = dict(_PINNED.findall(installed))
    assert len(pinned) == len(installed.split()), "pin all packages"
    table = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    (row,) = (line for line in table if f"({script.name})" in line)
    for package, version in re.findall(r"([\w-]+) ([\d.]+)", row.split("|")[2]):
        assert pinned[package.lower()] == version


def test_the_table_of_findings_names_no_other_script() -> None:
    named = re.findall(r"\[([\w.-]+)\]\(\1\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert named == [script.name for script in SCRIPTS]
