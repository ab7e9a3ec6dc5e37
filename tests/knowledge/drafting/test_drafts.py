"""A draft says no word that its document does not say, and names nobody who is not certain."""

import re
from pathlib import Path

import pytest

from knowledge.casefile.documents import locate, split_passages
from knowledge.casefile.loading import read
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.writing import WritingError
from knowledge.drafting.drafts import Draft, Drafting, draft
from knowledge.drafting.files import as_yaml, write_drafts
from knowledge.edtf import parse_edtf
from knowledge.model import Case, Document, KnowledgeBase, Name
from knowledge.phrasing.question_patterns import question_patterns
from tests.knowledge import small_case
from tests.support.forks import ROOT

CASES = [
    ROOT / "knowledge" / "cases" / "magnitsky",
    *(ROOT / "tests" / "cases" / name for name in ("dam", "ferry", "museum", "fresh/aground", "fresh/clinic")),
]
NAMES = (
    Name("office", "body", {"en": "the Harbour Office"}, ("Harbour Office", "Управление порта", "Управління порту")),
    Name("tolley", "person", {"en": "Agnes Tolley"}, ("Agnes Tolley", "Tolley", "Агнес Толли", "Агнес Толлі")),
)
BASE = KnowledgeBase(Case("pier", {}, {}, ("en", "ru", "uk"), "en", (), NAMES), {}, {})


def document(text: str, language: str = "en", publisher: str = "Harbour Office") -> Document:
    return Document("note", "Note", parse_edtf("2024"), publisher, language, "", "", text, split_passages("note", text))


def drafted(text: str, language: str = "en", publisher: str = "Harbour Office") -> Drafting:
    return draft(document(text, language, publisher), BASE, (), (), every=True)


def only(text: str, language: str = "en", publisher: str = "Harbour Office") -> Draft:
    (one,) = drafted(text, language, publisher).drafts
    return one


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_every_word_of_a_draft_stands_in_its_document_or_in_a_pattern(case: Path) -> None:
    base = read(case, SymbolTable())
    for source in base.documents.values():
        made = draft(source, base, (), (), every=True)
        assert made.drafts
        patterns = question_patterns(source.language).patterns.values()
        of_patterns = words(" ".join(pattern for some in patterns for pattern in some))
        for one in made.drafts:
            cited = one.candidate.citation
            assert locate(cited.quote, source.id, source.text, cited.prefix, cited.suffix) == cited
            assert one.statement == " ".join(cited.quote.split())
            assert words(one.title) <= words(one.statement) | of_patterns, one.title
            assert all(name in one.statement for name in one.new_names)
            assert not one.asserter.id or one.asserter.id in base.names


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_file_of_drafts_keeps_no_case_from_loading(case: Path, tmp_path: Path) -> None:
    for file in (path for path in case.rglob("*") if path.is_file() and path.name[0] != "."):
        (tmp_path / file.relative_to(case)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.relative_to(case)).write_bytes(file.read_bytes())
    base = read(tmp_path, SymbolTable())
    count = 0
    for source in base.documents.values():
        made = draft(source, base, (), (), every=True)
        count += len(made.drafts)
        write_drafts(tmp_path, tmp_path / "facts" / f"{source.id}.draft.yaml", as_yaml(made.drafts, source, ""))
    symbols = SymbolTable()
    assert read(tmp_path, symbols).facts == base.facts
    symbols.problems.raise_if_any()
    assert len(symbols.drafts) == count
    assert not [one.message for one in symbols.lacking if "word for word" in one.message]


SAYS: list[tuple[str, str, str]] = [
    ("en", "Agnes Tolley said that the pier was closed.", "tolley"),
    ("en", "On 2 May, Agnes Tolley, the harbour master, said that the pier was closed.", "tolley"),
    ("en", '"Two of its forty piles are rotten," said Agnes Tolley, the harbour master.', "tolley"),
    ("en", '"Two of its forty piles are rotten," Agnes Tolley said.', "tolley"),
    ("en", "The Harbour Office closed the pier on 2 May 2024.", "office"),
    ("en", "Agnes Tolley denied the charge on 2 May 2024.", "office"),
    ("ru", "Агнес Толли заявила, что пирс закрыт.", "tolley"),
    ("ru", "«Две сваи из сорока сгнили», — сказала Агнес Толли.", "tolley"),
    ("uk", "Агнес Толлі заявила, що пірс закрито.", "tolley"),
]


@pytest.mark.parametrize(("language", "text", "asserter"), SAYS)
def test_who_speaks_is_who_asserts_it_and_else_the_publisher(language: str, text: str, asserter: str) -> None:
    assert only(text, language).asserter.id == asserter


@pytest.mark.parametrize(
    "text",
    [
        "The letter to Agnes Tolley says that the pier was closed.",
        "The mayor further finds that Agnes Tolley reported a leak.",
        "The mayor told Agnes Tolley that the pier was closed.",
        "John Pell said that the pier was closed.",
        'The mayor called the pier "a danger to all of us" in May 2024.',
        'Agnes Tolley said: "The pier is closed.',
        "Agnes Tolley and John Pell said that the pier was closed.",
    ],
)
def test_in_doubt_nobody_asserts_it(text: str) -> None:
    one = only(text)
    assert one.asserter.id == ""
    assert one.asserter.reason


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We were never asked," Mr Owen Rudd said.', "Owen Rudd (said)"),
        ('"We were never asked," said Mr Owen Rudd.', "Owen Rudd (said)"),
        ("Mr Owen Rudd said that nobody was asked.", "Owen Rudd (said that)"),
    ],
)
def test_who_speaks_and_is_no_name_of_the_case_is_named(text: str, speaker: str) -> None:
    asserter = only(text).asserter
    assert (asserter.id, asserter.reason) == ("", f"{speaker}, who is no name of case.yaml yet")


def test_a_publisher_whom_the_case_does_not_know_is_named_and_not_taken_for_another() -> None:
    one = only("The pier was closed in May 2024.", publisher="Harbour Officers' Union")
    assert one.asserter.id == ""
    assert "Harbour Officers' Union" in one.asserter.reason


def test_two_people_whose_names_are_alike_stay_two() -> None:
    one = only("Ющенко и Усенко подписали договор с Уссенко 2 мая 2024 г.", "ru")
    assert one.new_names == ("Ющенко", "Усенко", "Уссенко")
    initials = only("The letter of J. R. Pell to Owen Rudd, Anna-Maria Vane and K. Orlov is of 2 May 2024.")
    assert initials.new_names == ("J. R. Pell", "Owen Rudd", "Anna-Maria Vane", "K. Orlov")


def test_names_of_the_case_are_known_and_no_months_or_first_words_are_new_names() -> None:
    one = only("Repairs by the Harbour Office and Gull Ferries began in May 2024 on Monday.")
    assert (one.names, one.new_names) == (("office",), ("Gull Ferries",))


def test_an_office_before_a_name_of_the_case_hides_nobody() -> None:
    one = only("On 2 May 2024 the Deputy Director Agnes Tolley and Chief Inspector Owen Rudd met.")
    assert (one.names, one.new_names) == (("tolley",), ("Deputy Director", "Chief Inspector Owen Rudd"))


def test_one_date_is_the_events_and_of_several_none() -> None:
    assert [date.text for date in only("The pier was closed on 12 March 2024.").dates] == ["2024-03-12"]
    several = only("The pier was closed on 12 March 2024 and opened in 2025.")
    text = as_yaml([several], document("The pier"), "")
    assert "\n  date:" not in text
    assert "# Several dates, choose that of the event: 2024-03-12, 2025\n" in text


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("en", "The cases were joined on 9 May 2022.", "When were the cases joined?"),
        ("en", "The company hired Agnes Tolley.", "Is it true that the company hired Agnes Tolley?"),
        ("en", "Ms Marsh has answered all our letters.", ""),
        ("en", "Ms Marsh has answered no letters.", "Has Ms Marsh answered no letters?"),
        ("en", "The hose bore a date and should have been replaced.", ""),
        ("ru", "Управление порта закрыло пирс 12 марта 2024 г.", "Когда управление порта закрыло пирс?"),
        ("uk", "Управління порту закрило пірс 12 березня 2024 р.", "Коли управління порту закрило пірс?"),
    ],
)
def test_a_title_is_a_question_that_a_reader_might_ask_or_none(language: str, text: str, title: str) -> None:
    assert only(text, language).title == title


def test_a_sentence_that_leans_on_the_one_before_it_is_drafted_with_it() -> None:
    made = drafted("The pier was closed in 2024. It will open again in 2025.")
    assert [one.statement for one in made.drafts] == [
        "The pier was closed in 2024.",
        "The pier was closed in 2024. It will open again in 2025.",
    ]
    assert made.drafts[1].title == ""


def test_what_is_no_statement_is_left_out_and_counted() -> None:
    text = (
        "# The closed pier of 2024\n\nWho closed the pier in 2024?\n\nPier, closed 2024\n\nThe pier was closed in 2024."
    )
    made = drafted(text)
    assert [one.id for one in made.drafts] == ["note-4-1"]
    assert made.left_out == {"headings": 1, "questions": 1, "no whole sentences": 1}


def test_what_a_fact_or_a_draft_cites_is_not_drafted_again() -> None:
    source = document("The pier was closed in 2024. The ferry stopped in 2025.")
    first = draft(source, BASE, (), ()).drafts
    assert len(first) == 2
    again = draft(source, BASE, [first[0].candidate.citation], ())
    assert [one.id for one in again.drafts] == ["note-1-2"]
    assert again.left_out["cited already"] == 1


def test_a_title_that_a_fact_has_is_not_proposed() -> None:
    source = document("The cases were joined on 9 May 2022.")
    assert draft(source, BASE, (), {"when were the cases joined"}).drafts[0].title != "When were the cases joined?"


def test_a_file_of_drafts_is_never_overwritten(tmp_path: Path) -> None:
    case = small_case.write(tmp_path / "case", small_case.todays_files())
    text = as_yaml(drafted("The pier was closed in 2024.").drafts, document("The pier"), "closure")
    for file in (case / "facts" / "note.draft.yaml", tmp_path / "elsewhere.yaml"):
        file.write_text("mine")
        with pytest.raises(WritingError, match="is not overwritten"):
            write_drafts(case, file, text)
        assert file.read_text() == "mine"


def test_a_language_without_lists_is_drafted_without_a_question() -> None:
    one = only("Der Pier wurde am 12.03.2024 geschlossen.", "de")
    assert [date.text for date in one.dates] == ["2024-03-12"]
    assert one.title == ""
