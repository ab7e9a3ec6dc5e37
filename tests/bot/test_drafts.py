"""`casewire notices` as curators use it: a draft of what changed, and what became of each notice."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.publishing.drafts import as_yaml, write_draft
from bot.publishing.errors import PublishingError
from knowledge.casefile.loading import load
from knowledge.casefile.notices import LIMITS, read_notices
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.diff import Changes
from tests.bot.running import call
from tests.knowledge.small_case import write

pytestmark = pytest.mark.slow

NEW_FACT = """- id: pier-is-north
  topic: closure
  asserted_by: office
  statement:
    en: "The note says: it is the north pier."
    ru: "В записке сказано: это северный пирс."
  citations:
    - document: press-note
      quote: the north pier
  questions:
    en: [Which pier?]
    ru: [Какой пирс?]
"""
WITHDRAWN = """  change:
    date: 2020-06-02
    kind: withdrawn
    note:
      en: The office took it back.
      ru: Управление взяло это назад.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case")


@pytest.fixture
def published(case: Path, tmp_path: Path) -> Path:
    """A case of which everything was told."""
    assert draft(tmp_path, case, "--all", "--id", "first")[0] == 0
    code, output, _ = call(tmp_path, "publish", "first", "--knowledge", case, "--yes")
    assert (code, "Published as number 1" in output) == (0, True)
    return case


def draft(home: Path, case: Path, *options: str) -> tuple[int, str, str]:
    return call(home, "notices", "draft", "--knowledge", case, *options)


def mend(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_before_the_first_publication_everything_is_new_and_drafted_if_one_insists(case: Path, tmp_path: Path) -> None:
    code, output, errors = draft(tmp_path, case)
    assert (code, output) == (1, "")
    assert "everything is new (new facts: 3, new documents: 1)" in errors
    assert "casewire notices draft --all" in errors
    assert not (case / "notices").exists()
    code, output, errors = draft(tmp_path, case, "--all", "--date", "2020-06-01")
    assert (code, errors) == (0, "")
    assert "new facts: pier-closed, pier-stays-closed, pier-needs-repair\n" in output
    assert f"Drafted: {case / 'notices' / '2020-06-01.yaml'}\n" in output
    assert output.endswith("Look through it, then: casewire publish 2020-06-01\n")
    assert call(tmp_path, "check", case)[0] == 0


def test_after_a_publication_exactly_what_changed_is_drafted(published: Path, tmp_path: Path) -> None:
    assert draft(tmp_path, published)[:2] == (0, "Nothing has changed since the last publication.\n")
    mend(published / "facts" / "closure.yaml", "The mayor said that the pier stays closed.", "The pier stays closed.")
    mend(published / "facts" / "closure.yaml", "- Who closed the pier?", "- Who shut the pier?")
    mend(published / "facts" / "repair.yaml", "  questions:", f"{WITHDRAWN}  questions:")
    (published / "facts" / "which.yaml").write_text(NEW_FACT, encoding="utf-8")
    code, output, errors = draft(tmp_path, published, "--id", "second", "--date", "2020-06-03")
    assert (code, errors) == (0, "")
    assert output.splitlines()[:-2] == [
        "withdrawn facts: pier-needs-repair",
        "amended facts: pier-stays-closed",
        "new facts: pier-is-north",
    ]
    file = published / "notices" / "second.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")) == {
        "date": "2020-06-03",
        "kind": "retraction",
        "headline": {
            "en": "Withdrawn facts: 1, amended facts: 1, new facts: 1",
            "ru": "Отозванные факты: 1, изменённые факты: 1, новые факты: 1",
        },
        "summary": {
            "en": "Withdrawn facts: “The note says that the pier needs repair.” The office took it back. "
            "Amended facts: The pier stays closed. New facts: The note says: it is the north pier.",
            "ru": "Отозванные факты: «В записке сказано, что пирсу нужен ремонт.» Управление взяло это назад. "
            "Изменённые факты: Мэр сказал, что пирс остаётся закрытым. "
            "Новые факты: В записке сказано: это северный пирс.",
        },
        "facts": ["pier-needs-repair", "pier-stays-closed", "pier-is-north"],
        "documents": [],
        "urgency": "normal",
    }
    code, output, errors = call(tmp_path, "check", published)
    assert (code, errors) == (0, "")
    assert call(tmp_path, "publish", "second", "--knowledge", published, "--yes")[0] == 0
    assert draft(tmp_path, published)[1] == "Nothing has changed since the last publication.\n"


def test_a_fact_that_is_gone_is_named_to_the_curator(published: Path, tmp_path: Path) -> None:
    (published / "notices" / "first.yaml").unlink()
    (published / "facts" / "repair.yaml").unlink()
    mend(published / "golden.yaml", "pier-needs-repair", "pier-closed")
    code, output, _ = draft(tmp_path, published)
    assert code == 0
    assert "facts removed: pier-needs-repair\n" in output
    assert "add a change of kind withdrawn" in output
    assert call(tmp_path, "check", published)[0] == 0


def test_a_draft_never_overwrites_and_takes_the_next_free_id(published: Path, tmp_path: Path) -> None:
    (published / "facts" / "which.yaml").write_text(NEW_FACT, encoding="utf-8")
    first = published / "notices" / "2020-06-03.yaml"
    draft(tmp_path, published, "--date", "2020-06-03")
    mend(first, "kind: news", "kind: correction")
    kept = first.read_bytes()
    assert "casewire publish 2020-06-03-2\n" in draft(tmp_path, published, "--date", "2020-06-03")[1]
    code, output, errors = draft(tmp_path, published, "--id", "2020-06-03")
    assert (code, output) == (1, "")
    assert "2020-06-03.yaml is there already" in errors
    assert first.read_bytes() == kept
    (published / "notices" / "first.yaml").unlink()
    code, _, errors = draft(tmp_path, published, "--id", "first")
    assert (code, "first was published or planned already" in errors) == (1, True)
    assert not (published / "notices" / "first.yaml").exists()


@pytest.mark.parametrize("wrong", ["../else", "A", "two words", ""])
def test_an_id_that_cannot_be_used_is_refused(case: Path, tmp_path: Path, wrong: str) -> None:
    code, output, errors = draft(tmp_path, case, "--all", "--id", wrong)
    assert (code, output) == (1, "")
    assert "is not an id; use small letters" in errors


def test_a_folder_that_cannot_be_written_is_named(case: Path, tmp_path: Path) -> None:
    (case / "notices").write_text("", encoding="utf-8")
    code, _, errors = draft(tmp_path, case, "--all")
    assert (code, errors) == (1, f"{case / 'notices'} is there already and is left as it is.\n")
    with pytest.raises(PublishingError, match=r"notices cannot be written \(No such file or directory\)"):
        write_draft(tmp_path / "nowhere", load(case), Changes(), date(2020, 6, 1), ())


def test_the_list_says_what_became_of_each_notice(published: Path, tmp_path: Path) -> None:
    draft(tmp_path, published, "--all", "--id", "second", "--date", "2020-06-03")
    code, output, errors = call(tmp_path, "notices", "--knowledge", published)
    assert (code, errors) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in output.splitlines()[1:] if not line.startswith(" ")}
    assert rows["first"][1:3] == ["published", "1"]
    assert rows["second"][:2] == ["2020-06-03", "draft"]
    assert call(tmp_path, "notices", "list", "--knowledge", published)[1] == output
    with (published / "notices" / "first.yaml").open("a", encoding="utf-8") as file:
        file.write("correction: {en: It was wrong., ru: Это было неверно.}\n")
    call(tmp_path, "recall", "first", "--knowledge", published, "--yes")
    (published / "notices" / "first.yaml").unlink()
    output = call(tmp_path, "notices", "list", "--knowledge", published)[1]
    assert next(line for line in output.splitlines() if line.startswith("first")).split()[1:3] == ["recalled", "1"]
    assert "(no file)" in output


def test_a_case_without_notices_says_how_to_draft_one(case: Path, tmp_path: Path) -> None:
    assert "casewire notices draft" in call(tmp_path, "notices", "--knowledge", case)[1]


UNREADABLE = {*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF))}
"""What the reader refuses, in a base as well."""
TEXTS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"), exclude_characters=UNREADABLE),
        max_size=min(LIMITS.values()),
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(TEXTS, TEXTS)
@example("no", "12:30")
@example("a: b # c", "- 'x' \"y\" | > & * !")
def test_any_text_that_is_written_is_read_again_as_it_was(headline: str, summary: str) -> None:
    notice = Notice(
        id="one",
        date=parse_edtf("2020-06-01"),
        kind="news",
        headline={"en": headline, "no": summary},
        summary={"en": summary, "no": headline},
        facts=("yes", "1"),
        documents=("null",),
    )
    symbols = SymbolTable()
    symbols.facts.complete = symbols.documents.complete = False
    with TemporaryDirectory() as folder:
        file = Path(folder) / "one.yaml"
        file.write_text(as_yaml(notice), encoding="utf-8")
        (read,) = read_notices([file], symbols)
    assert symbols.problems.sorted() == ()
    assert replace(read, location=None) == notice
