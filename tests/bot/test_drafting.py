"""`casewire draft`: from a document to drafts that a curator approves, one by one."""

from pathlib import Path

import pytest

from tests.bot.running import call
from tests.knowledge import small_case

pytestmark = pytest.mark.slow


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_case.write(tmp_path / "case", small_case.todays_files())


def letter(case: Path, text: str) -> None:
    document = small_case.document(text).replace("id: press-note", "id: letter")
    (case / "documents" / "letter.md").write_text(document, encoding="utf-8")


def test_a_draft_becomes_an_answer_once_it_is_approved(case: Path, tmp_path: Path) -> None:
    letter(case, "The harbour office will paint the pier in June 2021.\n\nA thing without any name goes on and on.\n")
    code, output, errors = call(tmp_path, "draft", "letter", "--case", case)
    assert (code, errors) == (0, "")
    assert output.startswith("1 draft in ")
    assert "Sentences left out: 1 without a name, a date or a number" in output
    file = case / "facts" / "letter.draft.yaml"
    assert "- id: letter-1-1\n  status: draft\n  topic: closure\n  asserted_by: office" in file.read_text()
    _, output, _ = call(tmp_path, "check", case)
    assert "3 in 1 topics; drafts, which nobody is told: 1" in output
    _, output, _ = call(tmp_path, "ask", "When will the harbour office paint the pier?", "--json", "--knowledge", case)
    assert "letter-1-1" not in output
    text = file.read_text().replace("  status: draft\n", "").replace("    en: The", "    ru: Покрасят.\n    en: The", 1)
    file.write_text(f"{text}    ru: Когда покрасят пирс?\n", encoding="utf-8")
    assert call(tmp_path, "check", case)[0] == 0
    _, output, _ = call(tmp_path, "ask", "When will the harbour office paint the pier?", "--json", "--knowledge", case)
    assert "letter-1-1" in output


def test_a_file_that_is_there_is_not_overwritten_and_another_can_be_named(case: Path, tmp_path: Path) -> None:
    letter(case, "The harbour office will paint the pier in June 2021.\n")
    other = case / "facts" / "closure.draft.yaml"
    other.write_text("# mine\n[]\n")
    code, _, errors = call(tmp_path, "draft", "letter", "--topic", "closure", "--case", case)
    assert code == 1
    assert "is not overwritten; name another one with --out" in errors
    assert other.read_text() == "# mine\n[]\n"
    assert call(tmp_path, "draft", "letter", "--out", tmp_path / "new.yaml", "--case", case)[0] == 0
    assert "letter-1-1" in (tmp_path / "new.yaml").read_text()
    code, _, errors = call(tmp_path, "draft", "letter", "--topic", "closur", "--case", case)
    assert code == 2
    assert "did you mean closure?" in errors


def test_a_document_that_is_all_cited_has_nothing_to_draft(case: Path, tmp_path: Path) -> None:
    letter(case, "The harbour office will paint the pier in June 2021.\n")
    assert call(tmp_path, "draft", "letter", "--case", case)[0] == 0
    code, output, _ = call(tmp_path, "draft", "letter", "--topic", "closure", "--case", case)
    assert code == 1
    assert "Nothing to draft." in output
