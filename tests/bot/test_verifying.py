"""`casewire notices verify`: a step of the audit log that was changed or deleted is named."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage import Storage
from bot.storage.audit_log import first_flaw
from knowledge.notices.states import NoticeState
from tests.bot.contents import OTHER, TEXT
from tests.bot.running import DATABASE, call

pytestmark = pytest.mark.slow

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """The database of a home, in which a notice was published, corrected and recalled."""
    file = tmp_path / DATABASE
    opened = await Storage.open(f"sqlite+aiosqlite:///{file}", file.with_suffix(".key"))
    await opened.publications.publish("news", TEXT, lambda _: None, "ann", NOW)
    for state, actor in ((NoticeState.CORRECTED, "ben"), (NoticeState.RECALLED, "ann")):
        await opened.publications.amend("news", OTHER, state, actor, NOW)
    yield opened
    await opened.close()


def tamper(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / DATABASE)) as opened, opened:
        opened.execute(statement)


async def test_a_log_that_nobody_touched_holds_and_one_that_was_changed_does_not(
    storage: Storage, tmp_path: Path
) -> None:
    *_, last = await storage.audit_log.steps()
    code, output, errors = call(tmp_path, "notices", "verify")
    assert (code, errors) == (0, "")
    assert output == f"The audit log holds: 3 steps, the last at 2026-12-01 09:00 UTC, with the hash {last.digest}.\n"
    tamper(tmp_path, "UPDATE audit SET actor = 'nobody' WHERE step = 2")
    code, output, _ = call(tmp_path, "notices", "verify")
    assert code == 1
    assert output == (
        "The audit log is broken: step 2 (2026-12-01 09:00 UTC, corrected, notice news, by nobody) was changed after "
        "it was written, or the one before it was. Compare the table `audit` with a backup made before that.\n"
    )


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        *((f"UPDATE audit SET {column} = {column} || 'x' WHERE step = 2", (2, 2)) for column in ("actor", "detail")),
        *((f"UPDATE audit SET {column} = 'x' WHERE step = 3", (3, 3)) for column in ("action", "notice", "digest")),
        ("UPDATE audit SET at = at + 1 WHERE step = 1", (1, 1)),
        ("DELETE FROM audit WHERE step = 1", (1, 2)),
        ("DELETE FROM audit WHERE step = 2", (2, 3)),
        ("UPDATE audit SET step = 4 WHERE step = 3", (3, 4)),
    ],
)
async def test_the_first_step_that_breaks_the_chain_is_found_whatever_was_done(
    storage: Storage, tmp_path: Path, change: str, flaw: tuple[int, int]
) -> None:
    tamper(tmp_path, change)
    found = first_flaw(await storage.audit_log.steps())
    assert found is not None
    assert (found[0], found[1].number) == flaw


async def test_a_step_that_is_missing_is_said(storage: Storage, tmp_path: Path) -> None:
    tamper(tmp_path, "DELETE FROM audit WHERE step = 2")
    code, output, _ = call(tmp_path, "notices", "verify")
    assert code == 1
    assert "step 2 is missing before step 3 (2026-12-01 09:00 UTC, recalled, notice news, by ann)." in output


def test_the_log_of_a_new_database_is_empty_and_holds(tmp_path: Path) -> None:
    code, output, _ = call(tmp_path, "notices", "verify")
    assert (code, output) == (0, "The audit log is empty: nothing was published, proposed or scheduled yet.\n")
