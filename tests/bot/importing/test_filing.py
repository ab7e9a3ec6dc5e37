"""Documents come into a case once; a changed one only when that is asked for, with what becomes of its quotes."""

import json
from pathlib import Path

import pytest

from bot.importing.filing import Case, Filed, Outcome, write_whole
from knowledge.casefile.documents import read_document
from knowledge.casefile.loading import load
from knowledge.casefile.problems import KnowledgeError, Problems
from knowledge.importing.conversion import convert
from knowledge.importing.draft import Source
from knowledge.quality.check import check
from tests.knowledge.small_case import files, write
from tests.support.sources.pdf import flowing, pdf

TEXT = "Ruling\n\nOn 4 May 2021 the court refused the appeal.\n\nThe applicant must pay the costs.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", files())


def add(case: Path, text: str | bytes, name: str = "ruling.txt", url: str = "", **options: object) -> Filed:
    data = text.encode() if isinstance(text, str) else text
    source = Source(name, data, url, captured="2021-06-01T10:00:00Z")
    (filed,) = Case(case).file(convert(source), source, **options)  # type: ignore[arg-type]
    return filed


def state(case: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}


def test_a_new_document_loads_as_it_was_proposed_with_its_original_beside_it(case: Path) -> None:
    filed = add(case, TEXT)
    assert (filed.outcome, filed.id, filed.to_fill_in) == (Outcome.NEW, "ruling", ("publisher",))
    document = load(case).documents["ruling"]
    assert (document.title, document.date.text, document.language, document.text) == (
        "Ruling",
        "2021-05-04",
        "en",
        TEXT,
    )
    assert document.provenance.captured == "2021-06-01T10:00:00Z"
    assert (case / document.provenance.source).read_bytes() == TEXT.encode()


def test_pages_are_known_by_their_labels_where_a_quote_stands(case: Path) -> None:
    pages = [flowing([f"Sentence number {n} of the ruling stands here."]) for n in range(5)]
    add(case, pdf(pages, labels="0 << /S /r >> 2 << /S /D /St 41 >>"), "a.pdf")
    document = load(case).documents["a"]
    assert document.provenance.pages == ("i", "ii", "41", "42", "43")
    assert document.page_at(document.text.index("number 1")) == "ii"
    assert document.page_at(document.text.index("number 3")) == "42"
    assert "pages: [i, ii, 41..43]" in (case / "documents/a.md").read_text()


def test_the_same_document_again_writes_nothing(case: Path) -> None:
    add(case, TEXT)
    before = state(case)
    assert add(case, TEXT).outcome is Outcome.SAME
    assert add(case, TEXT, "copy.txt").id == "ruling"
    assert add(case, f"\n\n{TEXT}\n\n").outcome is Outcome.SAME
    assert state(case) == before


FACT = """
- id: refused
  topic: closure
  asserted_by: mayor
  statement: {en: The mayor said that the court refused the appeal., ru: Мэр сказал, что суд отказал.}
  citations:
    - document: ruling
      quote: the court refused the appeal
    - document: ruling
      quote: The applicant must pay the costs.
  question: {en: What did the court refuse?, ru: В чём отказал суд?}
""".replace("Мэр сказал, что суд отказал.", "'Мэр сказал, что суд отказал.'")
CHANGED = TEXT.replace("must pay", "need not pay").replace("Ruling\n", "Ruling\n\nNew first paragraph.\n")


@pytest.fixture
def quoted(case: Path) -> Path:
    add(case, TEXT)
    (case / "facts" / "ruling.yaml").write_text(FACT.lstrip("\n"))
    assert "refused" in load(case).facts
    return case


def test_a_changed_document_is_compared_and_not_written(quoted: Path) -> None:
    before = state(quoted)
    filed = add(quoted, CHANGED)
    assert state(quoted) == before
    assert filed.outcome is Outcome.CHANGED
    assert "+New first paragraph." in filed.difference
    assert "-The applicant must pay the costs." in filed.difference
    first, second = filed.quotes
    assert (first.stands, first.passage) == (True, 3)
    assert (second.stands, second.text, second.passage) == (False, "The applicant need not pay the costs.", 4)
    assert second.quote.fact_id == "refused"
    assert second.likeness > 80


def test_it_takes_the_place_of_the_old_one_if_that_is_asked_for_and_the_curators_fields_stay(quoted: Path) -> None:
    path = quoted / "documents" / "ruling.md"
    path.write_text(path.read_text().replace('"not stated"', "The Court  # mine"))
    assert add(quoted, CHANGED, replaces=True).outcome is Outcome.REPLACED
    assert "publisher: The Court  # mine" in path.read_text()
    with pytest.raises(KnowledgeError) as broken:
        load(quoted)
    (problem,) = broken.value.problems
    assert "must pay the costs" in str(problem)
    assert len(list((quoted / "originals").iterdir())) == 2


def test_a_page_is_known_by_its_address_whatever_it_is_called_now(case: Path) -> None:
    page = "<html><body><h1>{}</h1><p>On 4 May 2021 the court refused.</p></body></html>"
    first = add(case, page.format("Ruling"), "a", "https://court.example/news/2021/ruling-in-peel")
    assert first.id == "ruling-in-peel"
    assert add(case, page.format("Corrected"), "b", "https://court.example/news/2021/ruling-in-peel").id == first.id
    other = add(case, page.format("Another"), "c", "https://other.example/ruling-in-peel")
    assert (other.outcome, other.id) == (Outcome.NEW, "ruling-in-peel-2")


def test_ids_are_made_of_any_script_and_titles_stand_in_for_names_that_say_nothing(case: Path) -> None:
    assert add(case, TEXT, "Рішення суду № 5.txt").id == "rishennya-sudu-no-5"
    page = "<html><body><h1>The ruling</h1><p>Refused.</p></body></html>"
    assert add(case, page, "index.html", "https://court.example/index.html").id == "the-ruling"


def test_a_chosen_id_makes_another_document_of_it(case: Path) -> None:
    add(case, TEXT)
    assert add(case, CHANGED, chosen="ruling-2022").outcome is Outcome.NEW
    assert set(load(case).documents) >= {"ruling", "ruling-2022"}


def test_fields_survive_whatever_stands_in_a_title(case: Path) -> None:
    page = (
        '<html><head><title>x</title></head><body><h1>"No": a #1 \\ ruling -- yes</h1><p>Refused: x.</p></body></html>'
    )
    add(case, page, "a.html")
    assert load(case).documents["a"].title == '"No": a #1 \\ ruling -- yes'


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def fails(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.md", b"old")]


def test_an_imported_document_with_one_changed_character_does_not_load(case: Path) -> None:
    add(case, TEXT)
    path = case / "documents" / "ruling.md"
    whole = path.read_bytes()
    begin = whole.index(b"Ruling\n\nOn 4 May")
    for place in range(begin, len(whole)):
        for other in (b"", b"x"):
            problems = Problems()
            path.write_bytes(whole[:place] + other + whole[place + 1 :])
            read_document(path, (), problems)
            assert [problem.message for problem in problems.sorted() if problem.message.startswith("sha256")]


def test_whatever_a_source_says_of_itself_the_case_loads_and_the_terminal_is_safe(case: Path) -> None:
    head = (
        '<title>A\u001b[31m\u202e title\u0007</title><meta property="og:site_name" content="x\u009b5m">'
        '<link rel="canonical" href="https://a.example/a b&quot;c">'
    )
    add(case, f"<html><head>{head}</head><body><p>The court refused.</p></body></html>", "a.html")
    chat = {"name": "Chat \ud83d\u001b", "type": "x", "messages": [{"type": "message", "id": 1, "text": "half \ud83d"}]}
    add(case, json.dumps(chat), "result.json")
    pages = [flowing(["The court of appeal refused."])]
    add(case, pdf(pages, title="T\u001b[31m", labels="0 << /S /D /P (\\205\\033) >>"), "b.pdf")
    documents = load(case).documents
    assert documents["a"].title == "A[31m title"
    assert documents["a"].url == ""
    assert documents["chat"].text.endswith("\n\nhalf \ufffd\n")
    assert documents["b"].provenance.pages == ("–˙1",)


def test_what_is_said_of_a_source_has_no_control_characters() -> None:
    page = "<html><body><nav>Menu \u001b[2J</nav><p>The court refused.</p></body></html>"
    (draft,) = convert(Source("a.html", page.encode()))
    assert [remark.examples for remark in draft.remarks] == [("Menu [2J",)]


def test_the_check_names_originals_that_are_gone_or_others_and_publishers_to_fill_in(case: Path) -> None:
    add(case, TEXT)

    def said() -> list[str]:
        return [hint.message for hint in check(case).hints if str(hint.location).find("documents/") >= 0]

    assert said() == ["has no publisher; write who published it"]
    (original,) = (case / "originals").iterdir()
    original.write_bytes(b"another")
    assert "is another file" in said()[0]
    original.unlink()
    assert "is not there" in said()[0]


def test_two_documents_of_one_name_in_one_source_are_two(case: Path) -> None:
    messages = [[{"type": "message", "id": number, "text": f"Message {number}."}] for number in (1, 2)]
    chats = [{"name": "Chat", "messages": own, "type": "x"} for own in messages]
    source = Source("result.json", json.dumps({"chats": {"list": chats}}).encode(), captured="2021-06-01T10:00:00Z")
    drafts = convert(source)
    assert [filed.id for filed in Case(case).file(drafts, source)] == ["chat", "chat-2"]
    assert [(filed.id, filed.outcome) for filed in Case(case).file(drafts, source)] == [
        ("chat", Outcome.SAME),
        ("chat-2", Outcome.SAME),
    ]
    assert len(list((case / "originals").iterdir())) == 1
