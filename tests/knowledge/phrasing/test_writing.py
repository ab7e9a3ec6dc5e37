"""Phrasings are written below what is there, which stays byte for byte, and can be taken back."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import load
from knowledge.casefile.writing import JOURNAL, WritingError, undo
from knowledge.phrasing.writing import add
from tests.knowledge import small_case

UNANSWERED = """# what readers ask
- id: cost
  questions:
    en:
      - What did the pier cost?   # from letters
      - cost of the pier
    # Russian below
    ru:
      - Сколько стоил пирс?
- id: owner
  questions:
    en: [Who owns the pier?]
    ru: [Чей пирс?]
"""


def case(folder: Path, **files: str) -> Path:
    return small_case.write(folder, small_case.todays_files() | {"unanswered/more.yaml": UNANSWERED} | files)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("before", ["- origin: a curator  # remark\n  en:\n    - closed by whom", ""])
def test_what_is_there_stays_byte_for_byte(tmp_path: Path, before: str) -> None:
    case(tmp_path)
    file = tmp_path / "phrasings" / "pier-closed.yaml"
    file.write_text(before) if before else file.unlink()
    base = load(tmp_path)
    text = 'What: "no" entry? #1'
    add(tmp_path, base, {"pier-closed": {"en": [text, "null"], "ru": ["Кем закрыт?"]}}, {}, "model: x, seen by me")
    assert file.read_text().startswith(before)
    after = load(tmp_path).facts["pier-closed"].questions
    assert after["en"] == (*base.facts["pier-closed"].questions["en"], text, "null")
    assert after["ru"][-1] == "Кем закрыт?"


def test_lines_end_as_they_do_in_the_file(tmp_path: Path) -> None:
    case(tmp_path, **{"phrasings/pier-closed.yaml": "- origin: me\r\n  en:\r\n    - closed by whom\r\n"})
    add(tmp_path, load(tmp_path), {"pier-closed": {"en": ["who shut it"]}}, {}, "me")
    text = (tmp_path / "phrasings" / "pier-closed.yaml").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") == 6


def test_unanswered_questions_join_theirs_and_new_ones_get_a_file(tmp_path: Path) -> None:
    case(tmp_path)
    more = {"cost": {"en": ["price of the pier"], "ru": ["цена пирса"]}, "colour": {"en": ["Colour?"], "ru": ["Цвет?"]}}
    written = add(tmp_path, load(tmp_path), {}, more, "me")
    assert written == ("unanswered/more.yaml", "unanswered/proposed.yaml")
    text = (tmp_path / "unanswered" / "more.yaml").read_text()
    assert "      - cost of the pier\n      - price of the pier\n    # Russian below\n" in text
    without = text.replace("      - price of the pier\n", "").replace("      - цена пирса\n", "")
    assert without == UNANSWERED
    assert [one.id for one in load(tmp_path).unanswered] == ["colour", "cost", "owner"]


def test_all_of_it_can_be_taken_back_step_by_step(tmp_path: Path) -> None:
    before = contents(case(tmp_path))
    add(tmp_path, load(tmp_path), {"pier-closed": {"en": ["who shut it"]}}, {"cost": {"en": ["its price"]}}, "me")
    first = contents(tmp_path)
    add(tmp_path, load(tmp_path), {"pier-needs-repair": {"en": ["repair needed"]}}, {}, "me")
    undo(tmp_path)
    assert {name: text for name, text in contents(tmp_path).items() if name != JOURNAL} == {
        name: text for name, text in first.items() if name != JOURNAL
    }
    undo(tmp_path)
    assert contents(tmp_path) == before
    with pytest.raises(WritingError, match="nothing to take back"):
        undo(tmp_path)


def test_a_file_that_somebody_changed_since_is_not_touched(tmp_path: Path) -> None:
    case(tmp_path)
    add(tmp_path, load(tmp_path), {"pier-closed": {"en": ["who shut it"]}}, {}, "me")
    file = tmp_path / "phrasings" / "pier-closed.yaml"
    file.write_text(file.read_text() + "    - mine\n")
    after = contents(tmp_path)
    with pytest.raises(WritingError, match=r"phrasings/pier-closed\.yaml changed since"):
        undo(tmp_path)
    assert contents(tmp_path) == after


@pytest.mark.parametrize(
    ("facts", "unanswered", "said"),
    [
        ({"pier-closed": {"en": ["closed by whom"]}}, {}, "already"),  # one that is there
        ({}, {"colour": {"en": ["Which colour?"]}}, "has no ru"),
        ({}, {"owner": {"en": ["owner of the pier"]}}, "a line for each item"),
    ],
)
def test_what_the_case_would_not_load_with_changes_nothing(
    tmp_path: Path, facts: dict[str, dict[str, list[str]]], unanswered: dict[str, dict[str, list[str]]], said: str
) -> None:
    before = contents(case(tmp_path))
    with pytest.raises(WritingError, match=said):
        add(tmp_path, load(tmp_path), facts, unanswered, "me")
    assert contents(tmp_path) == before
