"""A change of a case folder is noticed once, and not while it is still being made."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.reloading.folder_watch import FolderWatch
from tests.knowledge.small_case import write


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case")


def touch(case: Path, text: str) -> None:
    write(case, {"facts/closure.yaml": text})


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    own = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(folder), *names, *arguments], env=own, check=True, capture_output=True)


async def test_a_changed_file_counts_once_and_only_when_nothing_changes_any_more(case: Path) -> None:
    watch = FolderWatch(case, "files")
    assert [await watch.has_changed() for _ in range(3)] == [False] * 3
    touch(case, "one")
    assert not await watch.has_changed(), "it may be half of a copy"
    touch(case, "one and two")
    assert not await watch.has_changed()
    assert await watch.has_changed()
    assert not await watch.has_changed()
    (case / "facts" / "closure.yaml").unlink()
    assert [await watch.has_changed() for _ in range(3)] == [False, True, False]


async def test_a_change_that_is_undone_is_none(case: Path) -> None:
    watch = FolderWatch(case, "files")
    await watch.has_changed()
    extra = case / "facts" / "extra.yaml"
    extra.write_text("", encoding="utf-8")
    assert not await watch.has_changed()
    extra.unlink()
    assert [await watch.has_changed() for _ in range(3)] == [False] * 3


async def test_a_revision_counts_and_a_file_that_is_not_committed_does_not(case: Path) -> None:
    git(case.parent, "init", "-q")
    git(case.parent, "add", ".")
    git(case.parent, "commit", "-qm", "one")
    watch = FolderWatch(case, "revision")
    assert [await watch.has_changed() for _ in range(2)] == [False] * 2
    touch(case, "changed")
    assert [await watch.has_changed() for _ in range(3)] == [False] * 3
    git(case.parent, "commit", "-qam", "two")
    assert [await watch.has_changed() for _ in range(3)] == [False, True, False]
    (case.parent / "beside").write_text("", encoding="utf-8")
    git(case.parent, "add", "beside")
    git(case.parent, "commit", "-qm", "three")
    assert [await watch.has_changed() for _ in range(3)] == [False] * 3, "the commit touches another folder"


async def test_a_folder_that_git_does_not_know_never_changes(case: Path) -> None:
    watch = FolderWatch(case, "revision")
    touch(case, "changed")
    assert [await watch.has_changed() for _ in range(3)] == [False] * 3
