"""A case loads whole and verified, or not at all with each thing that is wrong at its line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.casefile.documents import split_passages
from knowledge.casefile.loading import default_case, load, load_golden
from knowledge.model import KnowledgeBase
from knowledge.quality.check import check
from tests.knowledge import small_case


def test_a_good_case_loads_whole(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path))
    assert list(base.facts) == ["pier-closed", "pier-stays-closed", "pier-needs-repair"]
    assert base.case.languages == ("en", "ru")
    assert base.case.gates.found == 0.9
    assert base.case.gates.wrong == 1.0
    fact = base.facts["pier-closed"]
    assert fact.questions["en"] == ("Who closed the pier?", "closed by whom")
    assert fact.related == ("pier-stays-closed",)
    assert fact.date is not None
    assert fact.date.text == "2020-05-01"
    assert fact.location is not None
    assert fact.location.line == 1
    assert base.facts["pier-needs-repair"].date is None


def test_a_text_in_quotation_marks_is_text_whatever_it_says(tmp_path: Path) -> None:
    assert load(small_case.write(tmp_path)).facts["pier-needs-repair"].questions["en"] == ("no",)


def test_a_citation_is_the_text_of_the_document_at_its_offsets(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path))
    citation = base.facts["pier-closed"].citations[0]
    text = base.documents["press-note"].text
    assert citation.quote == text[citation.start : citation.end]
    assert citation.quote == "The harbour office closed the\u00a0north pier\non 1 May 2020"
    assert citation.prefix == "2 May 2020\n\n"
    assert citation.suffix == text[citation.end : citation.end + 32]
    assert len(citation.suffix) == 32


def test_a_quote_that_stands_more_than_once_is_taken_at_its_first_place(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path))
    citation = base.facts["pier-stays-closed"].citations[1]
    assert citation.start == base.documents["press-note"].text.index("The pier")


def test_passages_are_numbered_paragraphs_with_exact_offsets(tmp_path: Path) -> None:
    document = load(small_case.write(tmp_path)).documents["press-note"]
    assert [passage.id for passage in document.passages] == ["press-note:1", "press-note:2", "press-note:3"]
    assert document.passages[0].text == "2 May 2020"
    for passage in document.passages:
        assert document.text[passage.start : passage.end] == passage.text


@given(st.text(alphabet=" \n\r\t\u00a0ab", max_size=80))
def test_passages_lose_no_word_and_have_exact_offsets(text: str) -> None:
    passages = split_passages("x", text)
    assert " ".join(passage.text for passage in passages).split() == text.split()
    assert all(text[passage.start : passage.end] == passage.text == passage.text.strip() for passage in passages)


def test_golden_questions_load_with_their_earlier_turns(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path))
    first, second, third = load_golden(tmp_path, base)
    assert (first.facts, second.after, third.facts) == (("pier-closed",), ("who shut the pier",), ())
    assert load_golden(tmp_path / "golden.yaml", base)[0] == first


def test_a_text_with_foreign_line_ends_is_pinned_as_it_is(tmp_path: Path) -> None:
    contents = small_case.files()
    text = small_case.TEXT.replace("\n", "\r\n")
    contents["documents/press-note.md"] = small_case.document(text)
    document = load(small_case.write(tmp_path, contents)).documents["press-note"]
    assert document.text == text
    assert len(document.passages) == 3


def _drop_line(lines: list[str], at: int, junk: str) -> None:
    del lines[at]


def _swap_indentation(lines: list[str], at: int, junk: str) -> None:
    other = (at * 7 + 3) % len(lines)
    first, second = lines[at], lines[other]
    lines[at] = " " * (len(second) - len(second.lstrip())) + first.lstrip()
    lines[other] = " " * (len(first) - len(first.lstrip())) + second.lstrip()


def _insert(lines: list[str], at: int, junk: str) -> None:
    middle = len(lines[at]) // 2
    lines[at] = lines[at][:middle] + junk + lines[at][middle:]


Mutate = Callable[[list[str], int, str], None]

MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(sorted(small_case.files())),
        st.sampled_from([_drop_line, _swap_indentation, _insert]),
        st.integers(0, 200),
        st.text(max_size=3)
        | st.sampled_from(["- ", ": ", "? ", "&a", "*a", "!x ", "[", "{", '"', "'", "|", "\\", "---\n"]),
    ),
    min_size=1,
    max_size=3,
)


@given(mutations=MUTATIONS)
def test_whatever_is_damaged_the_case_loads_whole_or_says_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, mutations: list[tuple[str, Mutate, int, str]]
) -> None:
    contents = small_case.files()
    for name, mutate, at, junk in mutations:
        lines = contents[name].splitlines(keepends=True)
        if lines:
            mutate(lines, at % len(lines), junk)
        contents[name] = "".join(lines)
    folder = tmp_path_factory.mktemp("case")
    for name, text in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    found = check(folder).problems
    if not found:
        base = load(folder)
        assert_whole(base)
        load_golden(folder, base)
        return
    assert all(problem.message and problem.location.line > 0 for problem in found)
    assert found == tuple(sorted(found, key=lambda each: (str(each.location.path), each.location.line)))


def assert_whole(base: KnowledgeBase) -> None:
    """Check the promises that a loaded base makes."""
    for fact in base.facts.values():
        assert fact.topic in base.topics
        assert fact.asserted_by in base.names
        assert fact.citations
        assert set(fact.statement) == set(fact.questions) == set(base.case.languages)
        assert all(related in base.facts for related in fact.related)
        for citation in fact.citations:
            assert base.documents[citation.document_id].text[citation.start : citation.end] == citation.quote


def test_the_case_that_comes_with_the_package_loads() -> None:
    base = load(default_case())
    assert_whole(base)
    assert load_golden(default_case(), base)
    assert load_golden(default_case() / "evaluation" / "heldout.yaml", base)
    assert base.unanswered


def test_a_large_case_loads_whole(tmp_path: Path) -> None:
    contents = small_case.files()
    contents["facts/many.yaml"] = "".join(_numbered_fact(number) for number in range(45))
    folder = small_case.write(tmp_path, contents)
    assert sum(len(texts) for fact in load(folder).facts.values() for texts in fact.questions.values()) > 1500


def _numbered_fact(number: int) -> str:
    fact = small_case.MORE_FACTS.replace("id: pier-needs-repair", f"id: fact-{number}")
    questions = "".join(f"      - why does the pier need repair {number} times {each}\n" for each in range(17))
    return fact.replace('      - "no"\n', questions).replace(
        "      - Зачем ремонт?\n", questions.replace("why does the pier need", "зачем пирсу ремонт")
    )


def test_a_case_whose_notices_are_all_gone_is_good(tmp_path: Path) -> None:
    case = small_case.write(tmp_path)
    (case / "notices").mkdir()
    assert load(case).notices == {}


def test_unanswered_questions_are_the_same_in_whatever_files_they_stand(tmp_path: Path) -> None:
    cost = "- id: cost\n  questions: {en: [What does it cost?], ru: [Сколько стоит?]}\n"
    ship = "- id: ship\n  questions: {en: [Which ship was it?], ru: [Какой корабль?]}\n"
    one = load(small_case.write(tmp_path / "one", {**small_case.files(), "unanswered/all.yaml": ship + cost}))
    other = {**small_case.files(), "unanswered/money.yaml": cost, "unanswered/a.yaml": ship}
    two = load(small_case.write(tmp_path / "two", other))
    assert [(asked.id, asked.questions) for asked in one.unanswered] == [
        (asked.id, asked.questions) for asked in two.unanswered
    ]
