"""The Makefile sets a checkout up once, and a copy of it, which brings an environment along, once more."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SETUP = """
mkdir -p "$1/bin"
printf '#!/bin/sh\\necho from %s\\n' "$PWD" > "$1/bin/casewire"
chmod +x "$1/bin/casewire"
echo set up
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose set-up makes but a command that says where it is from, as an editable installation does."""
    folder = tmp_path / "a checkout"
    (folder / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).touch()
    (folder / "deploy" / "setup.sh").write_text(SETUP)
    return folder


def chat(folder: Path) -> list[str]:
    """Return the lines that `make chat` writes."""
    command = ["make", "--no-print-directory", "chat"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_checkout_is_set_up_once(checkout: Path) -> None:
    assert chat(checkout) == ["set up", f"from {checkout}"]
    assert chat(checkout) == [f"from {checkout}"]


def test_a_copy_does_not_run_the_code_of_the_other_checkout(checkout: Path) -> None:
    chat(checkout)
    copy = checkout.with_name("copy")
    shutil.copytree(checkout, copy)
    assert chat(copy) == ["set up", f"from {copy}"]
    assert chat(copy) == [f"from {copy}"]
    assert chat(checkout) == [f"from {checkout}"]


def test_a_new_lock_is_installed(checkout: Path) -> None:
    chat(checkout)
    lock = checkout / "requirements.lock"
    ready = checkout / ".venv" / ".ready"
    newer = ready.stat().st_mtime_ns + 10**9
    os.utime(lock, ns=(newer, newer))
    assert chat(checkout)[0] == "set up"
