"""What a release says of itself."""

import re
from pathlib import Path

from bot import __version__

ROOT = Path(__file__).parents[1]


def test_the_newest_section_of_the_changelog_is_that_of_the_version() -> None:
    sections = re.findall(r"(?m)^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert sections[:2] == ["Unreleased", __version__]


def test_actions_are_pinned_by_hash_with_their_version() -> None:
    used = [line for path in (ROOT / ".github/workflows").glob("*.yaml") for line in path.read_text().splitlines()]
    actions = [line for line in used if "uses:" in line]
    assert actions
    assert [line for line in actions if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []
