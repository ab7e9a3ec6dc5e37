"""Phrasings stand beside their fact or in a file of their own, and what is wrong with them is said at its line."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import load, load_golden
from knowledge.quality.check import check
from tests.knowledge.small_case import files, todays_files, without_places, write

UNANSWERED = """- id: cost
  questions:
    en:
      - What does the repair cost?
    ru:
      - Сколько стоит ремонт?
"""


def test_the_older_form_and_todays_load_as_the_same_base(tmp_path: Path) -> None:
    older = {**files(), "unanswered.yaml": UNANSWERED}
    todays = {**todays_files(), "unanswered/closure.yaml": UNANSWERED}
    one, other = load(write(tmp_path / "older", older)), load(write(tmp_path / "todays", todays))
    assert without_places(one) == without_places(other)
    assert [question.question for question in load_golden(tmp_path / "older", one)] == [
        question.question for question in load_golden(tmp_path / "todays", other)
    ]


def test_the_title_comes_first_then_the_examples_then_the_groups_of_the_file(tmp_path: Path) -> None:
    contents = todays_files()
    contents["facts/repair.yaml"] = contents["facts/repair.yaml"].replace(
        "  question:\n", "  examples:\n    ru: [Чинят ли пирс?]\n  question:\n"
    )
    contents["phrasings/pier-needs-repair.yaml"] = (
        "- origin: readers\n  ru: [ремонт пирса, что с пирсом]\n"
        "- origin: a curator\n  en: [pier repair]\n  ru: [пирс цел]\n"
    )
    fact = load(write(tmp_path, contents)).facts["pier-needs-repair"]
    assert fact.title("ru") == "Зачем ремонт?"
    assert fact.questions["ru"] == ("Зачем ремонт?", "Чинят ли пирс?", "ремонт пирса", "что с пирсом", "пирс цел")
    assert fact.questions["en"] == ("no", "pier repair")


@pytest.mark.parametrize(
    ("file", "text", "line", "message"),
    [
        ("phrasings/pier-shut.yaml", "- origin: me\n  en: [shut]\n", 1, "there is no fact"),
        ("phrasings/pier-closed.yaml", "- en: [shut]\n", 1, "has no origin; add it"),
        ("phrasings/pier-closed.yaml", "- origin: me\n", 1, "has no phrasings; add some in en or ru"),
        (
            "phrasings/pier-closed.yaml",
            "- origin: me\n  uk: [закрито]\n  en: [shut]\n",
            2,
            'has the unknown field "uk"',
        ),
        ("phrasings/pier-closed.yaml", "- origin: me\n  en: shut\n", 2, "must be a list"),
        ("phrasings/pier-closed.yaml", "- origin: me\n  en:\n    - shut\n    - '?!'\n", 4, "has no words; remove it"),
        ("phrasings/pier-closed.yaml", "- origin: me\n  en: [who closed, the pier]\n- ru\n", 3, "a group of phrasings"),
        (
            "phrasings/pier-closed.yaml",
            "- origin: me\n  en:\n    - shut\n    - who closed the pier\n",
            4,
            "is already at",
        ),
        ("phrasings/pier-closed.yaml", f"- origin: {'me' * 50}\n  en: [shut]\n", 1, "origin has 100 characters"),
        ("phrasings/notes.txt", "", 1, "is not read; name it notes.yaml"),
    ],
)
def test_what_is_wrong_in_a_file_of_phrasings_is_said(
    tmp_path: Path, file: str, text: str, line: int, message: str
) -> None:
    (problem,) = check(write(tmp_path, {**todays_files(), file: text})).problems
    assert (problem.location.path, problem.location.line) == (tmp_path / file, line)
    assert message in problem.message


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('  question:\n    en: "no"\n', "  question:\n", 10, "question has no en; add it"),
        ('    en: "no"\n', "    en:\n", 11, "question in en is empty"),
        ('    en: "no"\n', "    en: [no]\n", 11, "question in en must be one text"),
        ('  question:\n    en: "no"\n    ru: Зачем ремонт?\n', "", 1, "a fact has no question; add it"),
        ("  question:\n", "  examples: {en: [a, b, c, d]}\n  question:\n", 10, "examples has 4 in en, at most 3"),
        ("  question:\n", "  questions: {en: [a], ru: [б]}\n  question:\n", 12, "either questions or question"),
    ],
)
def test_what_is_wrong_beside_a_fact_is_said(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    contents = todays_files()
    contents["facts/repair.yaml"] = contents["facts/repair.yaml"].replace(old, new)
    (problem,) = check(write(tmp_path, contents)).problems
    assert (problem.location.path.name, problem.location.line) == ("repair.yaml", line)
    assert message in problem.message


def test_golden_questions_in_two_places_are_a_problem(tmp_path: Path) -> None:
    contents = {**todays_files(), "golden.yaml": files()["golden.yaml"]}
    (problem,) = check(write(tmp_path, contents)).problems
    assert str(problem) == f"{tmp_path}/golden.yaml:1: is not read beside golden.yaml in evaluation/; join them"


def test_every_file_of_evaluation_is_checked(tmp_path: Path) -> None:
    contents = {**todays_files(), "evaluation/heldout.yaml": "- question: why\n"}
    assert {problem.location.path.name for problem in check(write(tmp_path, contents)).problems} == {"heldout.yaml"}
