"""What the curators' guide shows of a terminal is what the terminal shows."""

import re
import shlex
from pathlib import Path

import pytest

from knowledge.casefile.template import write_case
from tests.bot.running import call
from tests.support.forks import ROOT

pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
RUN = re.compile(r"<!-- run -->\n((?:    .*\n|\n(?=    ))+)")
"""A command of the guide and what it prints, in a new case called my-case, one after the other."""


def test_the_commands_of_the_guide_print_what_it_says(tmp_path: Path) -> None:
    case = tmp_path / "my-case"
    write_case(case)
    blocks = RUN.findall(GUIDE)
    assert blocks
    for block in blocks:
        command, _, expected = re.sub(r"^    ", "", block, flags=re.MULTILINE).partition("\n")
        arguments = [word.replace("my-case", str(case)) for word in shlex.split(command.removeprefix("$ casewire "))]
        _, output, errors = call(tmp_path, *arguments)
        lines = [line.rstrip().replace(str(case), "my-case") for line in (output + errors).splitlines()]
        assert [line for line in lines if line] == [line for line in expected.splitlines() if line], command
