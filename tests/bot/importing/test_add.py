"""`casewire add` as a curator runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.casefile.loading import load
from tests.bot.running import call, environment
from tests.knowledge.small_case import files, write
from tests.support.forks import ROOT
from tests.support.sources.office import docx, paragraph, run
from tests.support.sources.pdf import flowing, pdf

pytestmark = pytest.mark.slow


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", files())


def test_many_sources_come_in_at_once_and_each_is_reported(case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([flowing(["On 4 May 2021 the court refused the appeal."])]))
    (tmp_path / "b.docx").write_bytes(docx(paragraph(run("Letter"), style="Heading1"), paragraph(run("We appeal."))))
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n")
    names = [tmp_path / name for name in ("a.pdf", "b.docx", "c.png", "d.txt")]
    code, output, _ = call(tmp_path, "add", *names, "--case", case)
    assert code == 1
    assert [line.split()[0] for line in output.splitlines() if line[0] != " "] == ["new", "new", "refused", "refused"]
    assert "date: 2021-05-04  (the first date in the text: check it)" in output
    assert "fill in: publisher" in output
    assert f"{tmp_path / 'd.txt'} is not there; check the path." in output
    assert set(load(case).documents) >= {"a", "b"}


def test_the_same_again_writes_nothing_and_a_changed_one_waits_for_replace(case: Path, tmp_path: Path) -> None:
    source = tmp_path / "ruling.txt"
    source.write_text("On 4 May 2021 the court refused the appeal.")
    assert call(tmp_path, "add", source, "--case", case)[0] == 0
    code, output, _ = call(tmp_path, "add", source, "--case", case)
    assert (code, output.split()[0]) == (0, "unchanged")
    source.write_text("On 4 May 2021 the court allowed the appeal.")
    code, output, _ = call(tmp_path, "add", source, "--case", case)
    assert code == 1
    assert "+On 4 May 2021 the court allowed the appeal." in output
    assert "--replace" in output
    assert "refused" in load(case).documents["ruling"].text
    code, output, _ = call(tmp_path, "add", source, "--case", case, "--replace")
    assert code == 0
    assert "allowed" in load(case).documents["ruling"].text


def test_a_folder_without_a_case_and_a_wrong_id_end_in_a_sentence(case: Path, tmp_path: Path) -> None:
    code, _, errors = call(tmp_path, "add", "a.txt", "--case", tmp_path / "none")
    assert (code, errors.count("\n")) == (1, 1)
    assert "casewire new" in errors
    code, _, errors = call(tmp_path, "add", "a.txt", "--case", case, "--id", "Not an id")
    assert (code, errors.count("\n")) == (2, 1)


def test_without_the_extra_a_sentence_names_it(case: Path, tmp_path: Path) -> None:
    script = "import sys; sys.modules['warcio'] = None; from bot.__main__ import main; main()"
    command = [sys.executable, "-c", script, "add", "a.txt", "--case", str(case)]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("warcio is not installed. ")
    assert "pip install 'casewire[import]'" in done.stderr
    assert "Traceback" not in done.stderr
