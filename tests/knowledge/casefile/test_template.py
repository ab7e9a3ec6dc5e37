"""A new case checks clean and answers its questions, and so do the examples of the curators' guide in it."""

import hashlib
import re
from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import asserted_facts
from knowledge.casefile.loading import load
from knowledge.casefile.template import FolderInUseError, example_questions, write_case
from knowledge.quality.check import check
from tests.support.forks import ROOT

GUIDE = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"<!-- (file|names|wrong)(?:: (\S+))? -->\n```(?:yaml)?\n(.*?)```\n", re.DOTALL)


def _guide(folder: Path, *kinds: str) -> Path:
    """Write a new case with the blocks of the guide of some kinds in it."""
    write_case(folder)
    for kind, name, text in BLOCK.findall(GUIDE):
        if kind == "names":
            case = folder / "case.yaml"
            before, mark, after = case.read_text(encoding="utf-8").partition("\n# What `casewire eval`")
            case.write_text(f"{before}{text}{mark}{after}", encoding="utf-8")
        elif kind in kinds:
            body = text.split("---\n", 2)[-1]
            digest = hashlib.sha256(body.encode()).hexdigest()
            (folder / name).write_text(text.replace("SHA256", digest), encoding="utf-8")
    return folder


def test_a_new_case_checks_clean_and_has_every_kind_of_file(tmp_path: Path) -> None:
    files = write_case(tmp_path / "mine")
    report = check(tmp_path / "mine", full=True)
    assert not report.problems
    assert not report.hints
    kinds = {file.relative_to(tmp_path / "mine").parts[0] for file in files}
    assert kinds == {"case.yaml", "documents", "facts", "phrasings", "unanswered", "evaluation", "notices"}
    assert all("# " in file.read_text(encoding="utf-8") for file in files if file.name != "repair.yaml")


def test_a_new_case_answers_the_questions_of_its_facts(tmp_path: Path) -> None:
    write_case(tmp_path / "mine")
    base = load(tmp_path / "mine")
    answerer = Answerer(base)
    titles = {fact.title("en"): fact.id for fact in base.facts.values()}
    for question in example_questions(tmp_path / "mine"):
        assert asserted_facts(answerer.answer(question)) == (titles[question],), question


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderInUseError, match="is not empty; give a new folder"):
        write_case(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_the_examples_of_the_guide_check_clean(tmp_path: Path) -> None:
    report = check(_guide(tmp_path / "mine", "file"))
    assert [*map(str, report.problems), *map(str, report.hints)] == []
    assert report.summary.facts > 4


def test_the_wrong_example_of_the_guide_is_reported_as_it_says(tmp_path: Path) -> None:
    folder = _guide(tmp_path / "mine", "file", "wrong")
    (problem,) = check(folder).problems
    assert f"    {str(problem).removeprefix(f'{folder}/')}\n" in GUIDE


def test_the_guide_and_the_template_name_every_key_that_may_be_left_out() -> None:
    for key in (
        "growing",
        "floors",
        "answer_from",
        "url",
        "note",
        "derived",
        "examples",
        "related",
        "disputes",
        "change",
    ):
        assert f"`{key}`" in GUIDE
