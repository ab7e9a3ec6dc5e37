"""Two names of a case that no question can tell apart are a problem that names both lines; others are none."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import load
from knowledge.casefile.problems import KnowledgeError
from tests.knowledge.small_case import CASE, files

TWO_NAMES = """names:
  - id: one
    kind: person
    label: {{en: First Person, ru: Первая Персона}}
    spellings: ["{one}"]
  - id: other
    kind: person
    label: {{en: Second Person, ru: Вторая Персона}}
    spellings: ["{other}"]
"""


def write(folder: Path, one: str, other: str) -> Path:
    """Write a case with two more names, and return its folder."""
    case = CASE.replace("names:\n", TWO_NAMES.format(one=one, other=other))
    for path, text in {**files(), "case.yaml": case}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Семёнов", "Семенов"),
        ("В'юн", "В\u2019юн"),
        ("В`юн", "В\u02bcюн"),
        ("Brontë", "Bronte"),
        ("Kent", "Mr Kent"),
        ("г-жа Сомова", "Сомова"),
        ("Сомова", "\u0043омова"),
    ],
)
def test_names_that_read_alike_are_a_problem(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(KnowledgeError) as raised:
        load(write(tmp_path, one, other))
    (line,) = str(raised.value).splitlines()[-1:]
    assert line.count("case.yaml:") == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("Фёдор", "Фёдоров"), ("Андрей", "Андреев"), ("Mark", "Marks"), ("Сомов", "Сомова"), ("Kent A.", "Kent B.")],
)
def test_names_that_only_look_alike_are_none(tmp_path: Path, one: str, other: str) -> None:
    assert {"one", "other"} <= {name.id for name in load(write(tmp_path, one, other)).case.names}
