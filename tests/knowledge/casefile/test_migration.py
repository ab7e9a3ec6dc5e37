"""A case in the older form is brought into today's: the same base, every comment, or nothing at all."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.casefile.loading import load, load_golden
from knowledge.casefile.migration import MigrationError, migrate
from knowledge.casefile.yaml_text import comments
from knowledge.quality.check import check
from tests.knowledge.small_case import FACTS, files, todays_files, without_places, write

UNPHRASED = '  questions:\n    en:\n      - "no"\n    ru:\n      - Зачем ремонт?\n'
FIVE = """  questions:  # how people ask
    en:
      # the best one first
      - Zoning of the pier?  # a title
      - 'zone: which'
      - "who # zoned"
      - zoned when
      # slang
      - zoned
        by  whom
      - >-
        was it
        zoned  # no comment
      # below
    # of harbour men
    ru: [Зона пирса?, "зона, чья", # in flow
      'чья'' зона', зона где, зона]
    # the end
  # about related
  related: [pier-closed]
"""
UNANSWERED = """# What people ask.

# money
- id: repair-cost
  questions:
    en: [What does the repair cost?]
    ru: [Сколько стоит ремонт пирса?]  # rubles

- id: airport
  questions:
    en: [Who closed the airport?]
    ru: [Кто закрыл аэропорт?]
"""
OLDER = {
    **files(),
    "facts/repair.yaml": "# repairs\n"
    + files()["facts/repair.yaml"].replace(
        '  questions:\n    en:\n      - "no"\n    ru:\n      - Зачем ремонт?\n', FIVE
    ),
    "unanswered.yaml": UNANSWERED,
    "heldout.yaml": "# kept apart\n- question: who shut it\n  language: en\n  tag: plain\n  facts: [pier-closed]\n",
    "notes.yaml": "- call the mayor\n",
}


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def remarks(folder: Path) -> Counter[str]:
    """Return the comments of all YAML files below a folder."""
    return Counter(one.text for file in folder.rglob("*.yaml") for one in comments(file.read_text(encoding="utf-8")))


def test_the_base_is_the_same_and_no_comment_is_lost(tmp_path: Path) -> None:
    case = write(tmp_path, OLDER)
    before, golden, said = load(case), load_golden(case, load(case)), remarks(case)
    done = migrate(case)
    assert without_places(load(case)) == without_places(before)
    assert [question.question for question in load_golden(case, before)] == [question.question for question in golden]
    assert remarks(case) == said
    assert (done.files, done.facts, done.phrasings, done.unanswered) == (2, 1, 3, {"closure": 2})
    assert done.evaluation == ["golden.yaml", "heldout.yaml"]
    assert sorted(contents(case)) == [
        "case.yaml",
        "documents/press-note.md",
        "evaluation/golden.yaml",
        "evaluation/heldout.yaml",
        "facts/closure.yaml",
        "facts/repair.yaml",
        "notes.yaml",
        "phrasings/pier-needs-repair.yaml",
        "unanswered/closure.yaml",
    ]
    assert check(case).problems == ()


def test_comments_go_with_what_they_are_about(tmp_path: Path) -> None:
    case = write(tmp_path, OLDER)
    migrate(case, origin="the harbour's office: 2020")
    assert (case / "facts/repair.yaml").read_text(encoding="utf-8").partition("  question:")[2] == (
        """  # how people ask
    # the best one first
    en: Zoning of the pier?  # a title
    ru: Зона пирса?
  examples:
    en:
      - 'zone: which'
      - "who # zoned"
      - zoned when
    ru:
      - "зона, чья"  # in flow
      - 'чья'' зона'
      - зона где
  # about related
  related: [pier-closed]
"""
    )
    assert (case / "phrasings/pier-needs-repair.yaml").read_text(encoding="utf-8") == (
        """- origin: 'the harbour''s office: 2020'
  en:
    # slang
    - zoned by whom
    - 'was it zoned # no comment'
  # below
  # of harbour men
  ru:
    - зона
    # the end
"""
    )


def test_what_is_in_todays_form_stays_as_it_is(tmp_path: Path) -> None:
    case = write(tmp_path, todays_files())
    before = contents(case)
    assert migrate(case).is_empty
    assert contents(case) == before


def test_a_second_time_nothing_is_left_to_do(tmp_path: Path) -> None:
    case = write(tmp_path, OLDER)
    migrate(case)
    before = contents(case)
    assert migrate(case).is_empty
    assert contents(case) == before


def test_a_half_migrated_case_is_finished(tmp_path: Path) -> None:
    older = {
        **OLDER,
        "phrasings/pier-needs-repair.yaml": "- origin: readers\n  en: [no pier]\n",
        "unanswered/closure.yaml": "- id: sea\n  questions: {en: [Is the sea deep?], ru: [Глубоко ли море?]}\n",
    }
    case = write(tmp_path, older)
    before = load(case)
    migrate(case)
    assert without_places(load(case)) == without_places(before)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"facts/repair.yaml": "- id: broken\n"}, "the case has 6 problems, the first: "),
        ({"evaluation/heldout.yaml": OLDER["heldout.yaml"]}, "there is already a file evaluation/heldout.yaml"),
        ({"evaluation": "a file"}, "the case was left as it was"),
        (
            {"unanswered.yaml": "[{id: cost, questions: {en: [cost?], ru: [цена?]}}]"},
            "not a list of lines that begin with -",
        ),
        (
            {"facts/closure.yaml": FACTS.replace("- id: pier-closed\n  topic", "- {id: pier-closed,\n  topic")},
            "problem",
        ),
    ],
)
def test_where_it_cannot_be_done_nothing_changes_and_it_says_why(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    case = write(tmp_path, {**OLDER, **change})
    before = contents(case)
    with pytest.raises(MigrationError, match=reason):
        migrate(case)
    assert contents(case) == before


def test_a_fact_whose_fields_share_a_line_is_left_to_the_curator(tmp_path: Path) -> None:
    flow = """- {id: flat, topic: closure, asserted_by: mayor, statement: {en: a, ru: б},
   citations: [{document: press-note, quote: The pier}], questions: {en: [flat?], ru: [плоско?]}}
"""
    case = write(tmp_path, {**OLDER, "facts/flat.yaml": flow})
    before = contents(case)
    with pytest.raises(MigrationError, match="the fact flat is not written in lines of its own"):
        migrate(case)
    assert contents(case) == before


@pytest.mark.parametrize("failing", range(8))
def test_where_a_file_cannot_take_its_place_all_go_back(
    tmp_path: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = write(tmp_path, OLDER)
    before = contents(case)
    moves = iter(range(100))
    rename = Path.rename

    def fails_once(path: Path, target: Path) -> Path:
        if next(moves) == failing:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails_once)
    with pytest.raises(MigrationError, match=r"the case was left as it was.*No space left"):
        migrate(case)
    assert contents(case) == before


WORDS = st.text(alphabet="ab c:#'\"-?,[]{}|>&*!%@`\\й", min_size=1, max_size=12).map(lambda text: f"q {text}".strip())


@st.composite
def field_of_questions(draw: st.DrawFn) -> str:
    """Return a field `questions` in any of the ways in which YAML can write it, with comments in between."""
    remark = st.sampled_from(["", "", "", "# x", "# why: [not]"])
    texts = draw(st.lists(WORDS, min_size=1, max_size=7, unique_by=lambda text: text.casefold()))
    made = ["  questions:"]
    for language in draw(st.permutations(["en", "ru"])):
        own = [f"{number} {language} {text}" for number, text in enumerate(texts)]
        if draw(st.booleans()):
            items = ", ".join(draw(ways(text, block=False)) for text in own)
            made += [f"    {language}: [{items}]  {draw(remark)}".rstrip()]
            continue
        made += [f"    {language}:"]
        for text in own:
            if said := draw(remark):
                made.append(" " * draw(st.sampled_from([0, 4, 6, 8])) + said)
            made.append(f"      - {draw(ways(text, block=True))}")
        if said := draw(remark):
            made.append(f"      {said}")
    return "\n".join(made) + "\n"


@st.composite
def ways(draw: st.DrawFn, text: str, block: bool) -> str:
    """Return a text as a scalar of YAML, of one line or of several."""
    single, double = "'" + text.replace("'", "''") + "'", '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    way = draw(st.sampled_from(["single", "double", "folded", "lines"] if block else ["single", "double"]))
    match way:
        case "folded":
            return f">-\n        {text}\n        more"
        case "lines":
            return single[:-1] + "\n        more'"
        case "double":
            return double
        case _:
            return single


@given(field=field_of_questions(), newline=st.sampled_from(["\n", "\r\n"]), end=st.sampled_from(["", "# last\n"]))
def test_however_phrasings_are_written_the_base_stays_the_same(
    tmp_path_factory: pytest.TempPathFactory, field: str, newline: str, end: str
) -> None:
    facts = files()["facts/repair.yaml"].partition("  questions:")[0] + field + end
    case = write(tmp_path_factory.mktemp("case"), {**files(), "facts/repair.yaml": facts.replace("\n", newline)})
    before, said = load(case), remarks(case)
    assert not migrate(case).is_empty
    assert without_places(load(case)) == without_places(before)
    assert said <= remarks(case)
    assert migrate(case).is_empty


def test_an_unanswered_question_goes_to_the_topic_whose_facts_it_is_most_like(tmp_path: Path) -> None:
    topics = files()["case.yaml"].replace("topics:\n", "topics:\n  - id: works\n    title: {en: Works, ru: Работы}\n")
    facts = files()["facts/repair.yaml"].replace("topic: closure", "topic: works")
    case = write(tmp_path, {**files(), "case.yaml": topics, "facts/repair.yaml": facts, "unanswered.yaml": UNANSWERED})
    assert migrate(case).unanswered == {"works": 1, "closure": 1}
    assert "- id: repair-cost" in (case / "unanswered/works.yaml").read_text(encoding="utf-8")
    assert "- id: airport" in (case / "unanswered/closure.yaml").read_text(encoding="utf-8")
