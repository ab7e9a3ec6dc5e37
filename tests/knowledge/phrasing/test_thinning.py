"""Thinning drops what adds least, and nothing else of the files changes."""

from pathlib import Path

from knowledge.casefile.loading import load
from knowledge.casefile.writing import Files, undo, write
from knowledge.phrasing.thinning import MIN_KEPT, thin, thinned_files
from tests.knowledge import small_case

ALIKE = [f"{start} the harbour office {verb} the {noun}?" for start in ("Did", "When did", "Why did") for verb in
         ("close", "shut") for noun in ("pier", "north pier")]  # fmt: skip
FILE = (
    "# gathered in May\n- origin: letters\n  en:\n    - closed by whom\n"
    + "".join(f"    - {text}   # {number}\n" for number, text in enumerate(ALIKE))
    + "- origin: me\n  ru:\n    - Кем закрыт?\n"
)


def case(folder: Path) -> Path:
    return small_case.write(folder, small_case.todays_files() | {"phrasings/pier-closed.yaml": FILE})


def test_a_share_is_kept_and_what_stands_beside_the_fact_stays(tmp_path: Path) -> None:
    base = load(case(tmp_path))
    before = base.facts["pier-closed"].questions
    thinned = thin(base, tmp_path, 0.5)
    after = thinned.base.facts["pier-closed"].questions
    assert len(after["en"]) == max(MIN_KEPT, len(before["en"]) // 2)
    assert after["en"][:2] == before["en"][:2]  # the title, and the first of the list
    assert after["ru"] == before["ru"]
    assert thinned.count == len(before["en"]) - len(after["en"])


def test_only_the_lines_of_what_was_dropped_go_and_come_back(tmp_path: Path) -> None:
    base = load(case(tmp_path))
    thinned = thin(base, tmp_path, 0.5)
    contents = thinned_files(tmp_path, thinned)
    assert list(contents) == ["phrasings/pier-closed.yaml"]
    gone = thinned.dropped["pier-closed"]["en"]
    left = [line for line in FILE.splitlines(keepends=True) if not any(f"- {text} " in line for text in gone)]
    assert contents["phrasings/pier-closed.yaml"].decode() == "".join(left)
    write(Files(tmp_path, contents))
    assert load(tmp_path).facts["pier-closed"].questions == thinned.base.facts["pier-closed"].questions
    undo(tmp_path)
    assert (tmp_path / "phrasings" / "pier-closed.yaml").read_text() == FILE


def test_a_case_that_has_few_phrasings_is_left_alone(tmp_path: Path) -> None:
    folder = small_case.write(tmp_path, small_case.todays_files())
    assert thin(load(folder), folder, 0.1).count == 0
