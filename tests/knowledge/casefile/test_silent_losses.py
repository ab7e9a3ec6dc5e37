"""What would be lost or changed without a word is named: by YAML, by the name of a file, by look-alike characters."""

import hashlib
import unicodedata
from pathlib import Path

import pytest

from knowledge.quality.check import Report, check
from tests.knowledge import small_case

FACTS = "facts/closure.yaml"
TITLE = "en: Who closed the pier?"
STATEMENT = "en: The mayor said that the harbour office closed the north pier."
QUOTE = "quote: The harbour office closed the north pier on 1 May 2020"


def _check(tmp_path: Path, contents: dict[str, str]) -> Report:
    return check(small_case.write(tmp_path, contents))


def _problems(tmp_path: Path, contents: dict[str, str]) -> list[str]:
    return [str(one).removeprefix(f"{tmp_path}/") for one in _check(tmp_path, contents).problems]


def _changed(name: str, old: str, new: str) -> dict[str, str]:
    contents = small_case.todays_files()
    assert old in contents[name]
    contents[name] = contents[name].replace(old, new, 1)
    return contents


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        (STATEMENT, f"{STATEMENT[:-1]} #2.", 6, "statement in en"),
        (QUOTE, f"{QUOTE} #as the mayor said", 10, "quote"),
        (TITLE, "en: Who closed pier #3?", 12, "question in en"),
    ],
)
def test_a_text_that_yaml_ends_at_a_number_sign_is_a_problem(
    tmp_path: Path, old: str, new: str, line: int, field: str
) -> None:
    (problem,) = _problems(tmp_path, _changed(FACTS, old, new))
    lost = new[new.index("#") :]
    assert problem == (
        f'{FACTS}:{line}: {field} ends before "{lost}", which YAML takes for a comment; '
        "put the text in quotation marks, or the comment on a line of its own"
    )


def test_a_comment_behind_an_id_is_none(tmp_path: Path) -> None:
    assert not _problems(tmp_path, _changed(FACTS, "topic: closure", "topic: closure  # the only one"))


def test_a_comment_set_apart_behind_a_title_is_none_and_behind_a_statement_is_a_problem(tmp_path: Path) -> None:
    assert not _problems(tmp_path, _changed(FACTS, TITLE, f"{TITLE}  # the first"))
    assert _problems(tmp_path, _changed(FACTS, STATEMENT, f"{STATEMENT}  # the first"))


def test_a_number_sign_in_quotation_marks_is_text(tmp_path: Path) -> None:
    assert not _problems(tmp_path, _changed(FACTS, TITLE, 'en: "Who closed pier #3?"  # the north pier'))


@pytest.mark.parametrize("word", ["no", "NO", "on", "2001", "12:30", "0x1F", "2020-05-01", "null", "1_000"])
def test_a_phrasing_that_is_no_text_in_yaml_is_a_problem(tmp_path: Path, word: str) -> None:
    contents = _changed("facts/repair.yaml", 'en: "no"', f"en: {word}")
    (problem,) = _problems(tmp_path, contents)
    assert problem == (
        f'facts/repair.yaml:11: question in en is {word}, which is no text in YAML; put it in quotation marks: "{word}"'
    )


def test_a_spelling_that_is_no_text_in_yaml_is_a_problem(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, _changed("case.yaml", "[mayor, мэр]", "[mayor, мэр, NO]"))
    assert "an entry of spellings is NO, which is no text in YAML" in problem


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("facts/more.YAML", "is not read; name it more.yaml or remove it"),
        ("facts/more.yml", "is not read; name it more.yaml or remove it"),
        ("facts/people.yaml.txt", "is not read; name it people.yaml or remove it"),
        ("facts/people.yaml~", "is not read; name it people.yaml or remove it"),
        ("documents/letter.MD", "is not read; name it letter.md or remove it"),
        ("phrasings/pier.yml", "is not read; name it pier.yaml or remove it"),
    ],
)
def test_a_file_that_is_not_read_is_a_problem(tmp_path: Path, name: str, message: str) -> None:
    assert _problems(tmp_path, {**small_case.todays_files(), name: ""}) == [f"{name}:1: {message}"]


def test_a_folder_in_a_folder_is_a_problem(tmp_path: Path) -> None:
    contents = {**small_case.todays_files(), "facts/2020/more.yaml": ""}
    assert _problems(tmp_path, contents) == ["facts/2020:1: is not read; move its files to facts/ or remove it"]


@pytest.mark.parametrize(
    ("name", "entry", "advice"),
    [
        ("notice/repair.yaml", "notice", "name it notices"),
        ("Facts/more.yaml", "Facts", "name it facts"),
        ("phrasing/pier.yaml", "phrasing", "name it phrasings"),
        ("golden.yml", "golden.yml", "name it golden.yaml"),
        ("facts.yaml", "facts.yaml", "move it to facts/"),
    ],
)
def test_a_name_that_is_nearly_one_that_is_read_is_a_problem(
    tmp_path: Path, name: str, entry: str, advice: str
) -> None:
    assert _problems(tmp_path, {**small_case.todays_files(), name: ""}) == [
        f"{entry}:1: is not read; {advice}, or remove it"
    ]


def test_other_yaml_in_a_case_folder_is_a_hint_and_other_files_are_nothing(tmp_path: Path) -> None:
    others = {"people.yaml": "", "drafts/old.yml": "", "README.md": "", "notes/todo.md": "", "documents/scan.pdf": ""}
    report = _check(tmp_path, {**small_case.todays_files(), **others})
    assert report.good
    assert [hint.location.path.name for hint in report.hints] == ["drafts", "people.yaml"]


def test_a_mark_that_a_merge_left_is_named_in_yaml(tmp_path: Path) -> None:
    contents = _changed(FACTS, "  topic: closure\n", "<<<<<<< HEAD\n  topic: closure\n=======\n")
    assert _problems(tmp_path, contents)[0] == (
        f"{FACTS}:2: has a conflict marker of git; decide which lines hold, and remove the markers"
    )


def test_a_mark_that_a_merge_left_is_named_in_a_document(tmp_path: Path) -> None:
    contents = small_case.todays_files()
    contents["documents/press-note.md"] = small_case.document(f"{small_case.TEXT}>>>>>>> theirs\n")
    (problem,) = _problems(tmp_path, contents)
    line = 1 + contents["documents/press-note.md"][: -len(">>>>>>> theirs\n")].count("\n")
    assert problem.startswith(f"documents/press-note.md:{line}: has a conflict marker of git")


@pytest.mark.parametrize(
    ("old", "new", "points"),
    [
        ("office", "оffice", '"о" (U+043E CYRILLIC SMALL LETTER O) where the document has "o" (U+006F LATIN SMALL'),
        ("harbour", "har\u00adbour", '(U+00AD SOFT HYPHEN) where the document has nothing, in "har'),
        ("May", "M\u200bay", "(U+200B ZERO WIDTH SPACE) where the document has nothing"),
    ],
)
def test_a_quote_with_a_character_that_looks_like_another_is_shown_with_its_code_point(
    tmp_path: Path, old: str, new: str, points: str
) -> None:
    (problem,) = _problems(tmp_path, _changed(FACTS, QUOTE, QUOTE.replace(old, new)))
    assert problem.startswith(f"{FACTS}:10: ")
    assert "is not in press-note word for word, but looks so: the quote has" in problem
    assert points in problem


def test_a_quote_in_another_form_of_unicode_is_shown_with_its_code_points(tmp_path: Path) -> None:
    text = small_case.TEXT.replace("needs repair", "needs café")
    contents = _changed(
        "facts/repair.yaml", "needs repair.\n  question", unicodedata.normalize("NFD", "needs café.\n  question")
    )
    contents["documents/press-note.md"] = small_case.document(text)
    (problem,) = _problems(tmp_path, contents)
    assert "(U+0065 U+0301) where the document has" in problem
    assert "(U+00E9 LATIN SMALL LETTER E WITH ACUTE)" in problem


@pytest.mark.parametrize(
    ("pinned", "form"),
    [
        (small_case.TEXT.replace("\n", "\r\n"), "CRLF"),
        ("\ufeff" + small_case.TEXT, "LF and a byte order mark"),
        (small_case.TEXT.rstrip("\n"), "LF, without the last one"),
    ],
)
def test_a_document_that_differs_from_its_hash_by_its_line_ends_says_so(tmp_path: Path, pinned: str, form: str) -> None:
    contents = small_case.todays_files()
    contents["documents/press-note.md"] = small_case.document(sha256=hashlib.sha256(pinned.encode()).hexdigest())
    (problem,) = _problems(tmp_path, contents)
    assert problem.endswith(f"only its line ends differ: it was pinned with {form}; save it so, or write this value")


def test_a_document_with_another_word_than_its_hash_says_nothing_of_line_ends(tmp_path: Path) -> None:
    contents = small_case.todays_files()
    contents["documents/press-note.md"] = small_case.document(sha256=hashlib.sha256(b"other").hexdigest())
    (problem,) = _problems(tmp_path, contents)
    assert problem.endswith("restore the text, or write this value if the text is right")
