"""Each thing that is wrong with a case is reported once, at its line, with what to do."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import KnowledgeError, Problem, load
from knowledge.quality.check import check
from tests.knowledge import small_case


def problems(folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a case, with its golden questions."""
    return check(folder).problems


def only_problem(folder: Path) -> Problem:
    """Return the problem of a case that must have exactly one."""
    found = problems(folder)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


CASE, DOCUMENT, FACTS, MORE, GOLDEN = small_case.files().values()

BROKEN = {
    "unknown field": (FACTS, "  date: 2020-05-01", "  dates: 2020-05-01", "dates", "did you mean date?"),
    "unknown field far off": (FACTS, "  date: 2020-05-01", "  zzz: x", "zzz", "remove it"),
    "misspelt required field": (MORE, "asserted_by", "aserted_by", "aserted_by", "did you mean asserted_by?"),
    "missing field": (MORE, "  asserted_by: office\n", "", "pier-needs", "a fact has no asserted_by; add it"),
    "duplicate key": (MORE, "  topic: closure\n", "  topic: closure\n  id: x\n", "id: x", "id a second time"),
    "wrong type": (MORE, "topic: closure", "topic: [closure]", "topic", "topic must be one text"),
    "colon in a question": (MORE, '- "no"', "- Why: no", "Why", "put it in quotation marks"),
    "text for a list": (MORE, '      - "no"\n', "      no\n", "      no", "questions in en must be a list"),
    "text for languages": (
        CASE,
        "summary:\n  en: Why the pier is closed.\n  ru: Почему закрыт пирс.",
        "summary: Why",
        "summary: Why",
        "a text for each language",
    ),
    "missing language": (
        MORE,
        "    ru: В записке сказано, что пирсу нужен ремонт.\n",
        "",
        "statement:",
        "has no ru",
    ),
    "foreign language": (
        MORE,
        "      - Зачем",
        "      - Зачем это?\n    de:\n      - Зачем",
        "de:",
        "no language of",
    ),
    "no question": (MORE, "      - Зачем ремонт?\n", "", "    ru:\n", "questions in ru is empty"),
    "empty text": (MORE, "en: The note says that the pier needs repair.", "en:", "en:", "statement in en is empty"),
    "duplicate fact": (MORE, "id: pier-needs-repair", "id: pier-closed", "id:", "already at"),
    "id with capitals": (FACTS, "id: pier-stays-closed", "id: Pier_Stays", "id: Pier", "is not an id"),
    "a change of another kind": (
        MORE,
        "  topic: closure\n",
        "  topic: closure\n  change:\n    date: 2020-06-01\n    kind: gone\n    note: {en: a, ru: b}\n",
        "kind: gone",
        "is not a kind that can be used",
    ),
    "a change without a reason": (
        MORE,
        "  topic: closure\n",
        "  topic: closure\n  change: {date: 2020-06-01, kind: corrected}\n",
        "change:",
        "change has no note; add it",
    ),
    "unknown topic": (MORE, "topic: closure", "topic: closures", "topic", "did you mean closure?"),
    "unknown name": (MORE, "asserted_by: office", "asserted_by: king", "asserted_by", "there is no name"),
    "unknown document": (MORE, "press-note", "pres-note", "document:", "did you mean press-note?"),
    "unknown related": (
        FACTS,
        "[pier-stays-closed]",
        "[pier-stay-closed]",
        "related",
        "did you mean pier-stays",
    ),
    "related to itself": (FACTS, "[pier-stays-closed]", "[pier-closed]", "related", "the fact itself"),
    "related twice": (
        FACTS,
        "[pier-stays-closed]",
        "[pier-stays-closed, pier-stays-closed]",
        "related",
        "twice",
    ),
    "impossible date": (FACTS, "2020-05-01", "2020-02-30", "date:", "not in the calendar"),
    "date in words": (FACTS, "2020-05-01", "May 2020", "date:", "is not a date; write"),
    "derived without date": (FACTS, "  date: 2020-05\n", "", "en: From", "there is no date"),
    "quote": (
        MORE,
        "quote: The pier needs repair.",
        "quote: The pier needs repairs.",
        "quote:",
        "pier needs repair.",
    ),
    "quote on another line": (
        MORE,
        "quote: The pier needs repair.",
        "quote: >-\n        The pier needs\n        a new roof.",
        "quote:",
        "not in press-note word for word",
    ),
    "no citation": (
        MORE,
        "    - document: press-note\n      quote: The pier needs repair.\n",
        "",
        "citations",
        "empty",
    ),
    "same question in one fact": (
        FACTS,
        "closed by whom",
        "who  closed the PIER",
        "who  closed",
        "in the fact pier-",
    ),
    "same question in two facts": (
        MORE,
        '- "no"',
        "- Who closed the pier",
        "Who closed",
        "facts/closure.yaml:13",
    ),
    "wordless question": (MORE, '- "no"', '- "?!"', "?!", "has no words"),
    "alias": (MORE, '- "no"', "- *x", "*x", "uses an alias"),
    "anchor": (MORE, '- "no"', '- &x "no"', "&x", "has the anchor &x"),
    "tag": (MORE, '- "no"', '- !!str "no"', "!!str", "has a tag"),
    "bidi control": (MORE, '- "no"', "- n\u202eo", "- n", "invisible character U+202E"),
    "escaped bidi control": (MORE, '- "no"', '- "n\\u202eo"', '- "n', "invisible character U+202E"),
    "syntax": (MORE, '- "no"', "- [no", "ru:\n      - ", "is not YAML"),
    "indentation": (MORE, "  asserted_by", " asserted_by", "asserted_by", "is not YAML"),
    "second document": (MORE, "- id:", "- a\n---\n- id:", "---", "second YAML document"),
    "not a list": (MORE, "- id:", "  id:", "id:", "must be a list of facts"),
    "spelling of two names": (CASE, "- harbour office", "- Mayor", "- Mayor", "for the name mayor"),
    "spelling read like another name's": (CASE, "- harbour office", "- mаyor", "- mаyor", "reads like"),
    "label read like another name's": (CASE, "ru: управление порта", "ru: Мэр", "ru: Мэ", "of the name mayor"),
    "kind": (CASE, "kind: body", "kind: boddy", "kind: boddy", "did you mean body?"),
    "duplicate name": (
        CASE,
        "id: office",
        "id: mayor",
        "id: mayor\n    kind: body",
        "the name mayor is already at",
    ),
    "default language": (
        CASE,
        "default_language: en",
        "default_language: uk",
        "default",
        "use one of en, ru",
    ),
    "floor": (CASE, "found: 0.9", "found: 90", "found: 90", "a number from 0 to 1"),
    "document date": (DOCUMENT, "date: 2020-05-02", "date: 02.05.2020", "date:", "is not a date"),
    "document language": (DOCUMENT, "language: en", "language: English", "language:", "not a language code"),
    "document id": (DOCUMENT, "id: press-note", "id: press-notes", "id:", "name the file press-notes.md"),
    "document url": (DOCUMENT, "https://harbour.example", "harbour.example", "url:", "not a web address"),
    "document field": (DOCUMENT, "publisher: The harbour office\n", "", "id:", "a document has no publisher"),
    "document hash": (DOCUMENT, "needs repair.", "needs  repair.", "sha256:", "restore the text, or write"),
    "front matter": (DOCUMENT, "---\nid", "id", "id", "must begin with a line ---"),
    "golden fact": (GOLDEN, "[pier-closed]", "[pier-close]", "facts:", "did you mean pier-closed?"),
    "golden tag": (GOLDEN, "tag: plain", "tag: plane", "tag:", "did you mean plain?"),
    "golden language": (
        GOLDEN,
        "  language: en\n  tag: plain",
        "  language: de\n  tag: plain",
        "language:",
        "use one of",
    ),
    "golden false premise": (
        GOLDEN,
        "facts: []",
        "facts: [pier-closed ]",
        "facts: [pier-closed ]",
        "no fact answers",
    ),
    "golden twice": (
        GOLDEN,
        "Who closed the airport?\n  language: en",
        "who shut the pier\n  language: ru",
        "question: who shut the pier\n  language: ru",
        "already at",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "at", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_each_broken_thing_is_one_problem_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, at: str, message: str
) -> None:
    contents = small_case.files()
    name = next(name for name, text in contents.items() if text == file)
    assert old in file
    contents[name] = file.replace(old, new, 1)
    problem = only_problem(small_case.write(tmp_path, contents))
    assert problem.location.path == tmp_path / name
    assert problem.location.line == contents[name][: contents[name].index(at)].count("\n") + 1
    assert message in problem.message


def test_all_problems_of_all_files_are_reported_at_once_by_path_and_line(tmp_path: Path) -> None:
    contents = small_case.files()
    contents["case.yaml"] = CASE.replace("kind: body", "kind: boddy")
    contents["documents/press-note.md"] = small_case.document(sha256="0" * 64)
    contents["facts/closure.yaml"] = FACTS.replace("2020-05-01", "2020-05-32").replace("topic: closure", "topic: x")
    contents["facts/repair.yaml"] = MORE + " - ["
    contents["golden.yaml"] = GOLDEN.replace("tag: plain", "tag: x")
    found = problems(small_case.write(tmp_path, contents))
    assert [(problem.location.path.name, problem.location.line) for problem in found] == [
        ("case.yaml", 23),
        ("press-note.md", 8),
        ("closure.yaml", 2),
        ("closure.yaml", 4),
        ("closure.yaml", 19),
        ("repair.yaml", 15),
        ("golden.yaml", 3),
    ]
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path)
    assert caught.value.problems == found[:-1]
    assert str(caught.value).splitlines() == [str(problem) for problem in found[:-1]]


def test_a_wrong_hash_names_the_right_one(tmp_path: Path) -> None:
    contents = small_case.files()
    contents["documents/press-note.md"] = small_case.document(sha256="0" * 64)
    actual = load(small_case.write(tmp_path / "good")).documents["press-note"].sha256
    assert actual in only_problem(small_case.write(tmp_path / "bad", contents)).message


def test_an_unreadable_case_file_brings_no_follow_up_problems(tmp_path: Path) -> None:
    contents = small_case.files()
    contents["case.yaml"] = "id: ["
    assert only_problem(small_case.write(tmp_path, contents)).location.path.name == "case.yaml"


def test_an_unreadable_document_brings_no_follow_up_problems(tmp_path: Path) -> None:
    contents = small_case.files()
    contents["documents/press-note.md"] = "no fields"
    assert only_problem(small_case.write(tmp_path, contents)).location.path.name == "press-note.md"


def test_a_text_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path) -> None:
    small_case.write(tmp_path)
    (tmp_path / "facts/repair.yaml").write_bytes(MORE.replace('- "no"', "- n\xf6").encode("latin-1", "replace"))
    problem = only_problem(tmp_path)
    assert (problem.location.line, "UTF-8" in problem.message) == (12, True)


def test_a_missing_case_file_is_reported(tmp_path: Path) -> None:
    contents = small_case.files()
    del contents["case.yaml"]
    assert "is missing" in only_problem(small_case.write(tmp_path, contents)).message


def test_a_path_that_is_no_folder_is_reported(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", small_case.write(tmp_path) / "case.yaml"):
        assert "is not a folder" in only_problem(path).message


def test_a_missing_or_empty_folder_is_reported_without_follow_up(tmp_path: Path) -> None:
    contents = {name: text for name, text in small_case.files().items() if not name.startswith("facts")}
    assert "is not a folder" in only_problem(small_case.write(tmp_path, contents)).message
    (tmp_path / "facts").mkdir()
    assert "has no .yaml files" in only_problem(tmp_path).message


def test_a_folder_in_the_place_of_a_file_is_reported(tmp_path: Path) -> None:
    (small_case.write(tmp_path) / "facts" / "more.yaml").mkdir()
    assert "is not a file" in only_problem(tmp_path).message


def test_a_file_with_another_ending_is_not_silently_left_out(tmp_path: Path) -> None:
    (small_case.write(tmp_path) / "facts" / "more.yml").write_text(MORE, encoding="utf-8")
    assert "name it more.yaml" in only_problem(tmp_path).message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (small_case.write(tmp_path) / "facts" / "large.yaml").write_bytes(b"#" * 5_000_001)
    assert "larger than 5 MB" in only_problem(tmp_path).message


def test_deep_nesting_is_refused_and_not_followed(tmp_path: Path) -> None:
    (small_case.write(tmp_path) / "facts" / "deep.yaml").write_bytes(b"- [" + b"[" * 100_000)
    assert "nested too deeply" in only_problem(tmp_path).message


def test_paths_below_the_current_folder_are_shown_relative_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = small_case.files()
    contents["facts/repair.yaml"] = MORE.replace("asserted_by: office\n", "asserted_by: king\n")
    folder = small_case.write(tmp_path / "case", contents)
    monkeypatch.chdir(tmp_path)
    for path in (folder, Path("case")):
        assert str(only_problem(path)).startswith("case/facts/repair.yaml:3: ")


def test_the_nearest_text_of_a_long_document_is_shown(tmp_path: Path) -> None:
    contents = small_case.files()
    text = "The sea was calm that day. " * 20_000 + small_case.TEXT + "Boats came and went. " * 20_000
    contents["documents/press-note.md"] = small_case.document(text)
    contents["facts/repair.yaml"] = MORE.replace("The pier needs repair.", "The pier needs no repair.")
    assert (
        'nearest text there is "The pier needs repair."' in only_problem(small_case.write(tmp_path, contents)).message
    )


def test_a_notice_that_would_not_fit_into_a_message_is_reported_at_its_line(tmp_path: Path) -> None:
    long = "word " * 401
    notice = f"date: 2020-06-01\nkind: news\nheadline: {{en: A, ru: Б}}\nsummary:\n  en: {long}\n  ru: коротко\n"
    problem = only_problem(small_case.write(tmp_path, {**small_case.files(), "notices/long.yaml": notice}))
    assert (problem.location.path.name, problem.location.line) == ("long.yaml", 5)
    assert "summary has 2004 characters in en; at most 2000 fit a message" in problem.message
